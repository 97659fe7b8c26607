"""An agent at the API."""

from typing import Any

from django.http import HttpResponse

from tests.people import AGENT_API, AnsweringPerson
from wagtail_livechat.models import Conversation


class Desk:
    """Somebody of the team, logged in."""

    def __init__(self, person: AnsweringPerson) -> None:
        self.client = person.client

    def gets(self, route: str, **query: Any) -> Any:
        answer = self.client.get(AGENT_API + route, query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def posts(self, route: str, data: Any = None) -> HttpResponse:
        return self.client.post(AGENT_API + route, data or {}, "application/json")

    def patches(self, route: str, data: Any) -> HttpResponse:
        return self.client.patch(AGENT_API + route, data, "application/json")

    def does(self, conversation: Conversation, deed: str, **data: Any) -> HttpResponse:
        return self.posts(f"conversations/{conversation.public_id}/{deed}", data)


def code(answer: HttpResponse) -> tuple[int, str]:
    """How a request was refused."""
    return answer.status_code, answer.json()["code"]

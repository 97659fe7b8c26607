"""Who comes in: origins, CSRF, sessions, permissions; and what the API says of itself."""

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.errors import HttpError
from pytest_django.fixtures import Settings

from tests import people
from tests.people import AGENT_API, VISITOR_API, AnsweringPerson, Browser, VisitingPerson
from wagtail_livechat import permissions
from wagtail_livechat.api import errors
from wagtail_livechat.api.api import api
from wagtail_livechat.exceptions import Busy, ChatError, TooMany

CONVERSATION = "00000000-0000-4000-8000-000000000000"


def code(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


# The visitor's doors: own origin instead of a CSRF token.


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": "http://testserver:81"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
    ],
)
@pytest.mark.parametrize("route", ["session", "messages", "read"])
def test_another_site_cannot_write_as_the_visitor(visitor: VisitingPerson, route: str, headers: dict[str, str]) -> None:
    assert code(visitor.browser.posts(route, headers=headers)) == (403, "origin")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://testserver"},
        {"origin": "https://app.example"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-site", "origin": "https://app.example"},
    ],
)
def test_the_own_site_and_allowed_ones_can(browser: Browser, settings: Settings, headers: dict[str, str]) -> None:
    settings.WAGTAIL_LIVECHAT = {"ALLOWED_ORIGINS": ["https://app.example"]}

    assert browser.posts("session", headers=headers).status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_of_another_site_is_no_json(browser: Browser, content_type: str) -> None:
    answer = browser.client.generic("POST", f"{VISITOR_API}messages", b'{"client_id": "a", "body": "b"}', content_type)

    assert code(answer) == (403, "origin")


def test_a_charset_is_fine(browser: Browser) -> None:
    answer = browser.client.generic("POST", f"{VISITOR_API}session", b"{}", "application/json; charset=utf-8")

    assert answer.status_code == 200


def test_reading_needs_no_origin(visitor: VisitingPerson) -> None:
    assert visitor.browser.client.get(f"{VISITOR_API}conversations", headers={"origin": "null"}).status_code == 200


# The agent's door: Wagtail's session and CSRF token.


@pytest.fixture
def strict(agent: AnsweringPerson) -> Client:
    """An agent whose browser is held to CSRF, as real ones are."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent.user)
    return client


def token_of(client: Client) -> str:
    client.get("/admin/livechat/")
    return client.cookies["csrftoken"].value


def test_an_agent_needs_the_csrf_token_to_write(strict: Client) -> None:
    token = token_of(strict)

    without = strict.patch(f"{AGENT_API}me", {"status": "away"}, "application/json")
    altered = strict.patch(f"{AGENT_API}me", {"status": "away"}, "application/json", headers={"x-csrftoken": "x" * 32})
    right = strict.patch(f"{AGENT_API}me", {"status": "away"}, "application/json", headers={"x-csrftoken": token})

    assert code(without) == code(altered) == (403, "not_allowed")
    assert right.status_code == 200


def test_another_site_cannot_write_as_the_agent_even_with_the_token(strict: Client) -> None:
    headers = {"x-csrftoken": token_of(strict), "origin": "https://evil.example"}

    answer = strict.patch(f"{AGENT_API}me", {"status": "away"}, "application/json", headers=headers)

    assert code(answer) == (403, "not_allowed")


def test_an_ended_session_is_told_apart_from_a_missing_right(db: None) -> None:
    editor = Client()
    editor.force_login(people.a_user("editor", group="Editors"))

    assert code(Client().get(f"{AGENT_API}me")) == (401, "not_signed_in")
    assert code(editor.get(f"{AGENT_API}me")) == (403, "not_allowed")


def test_a_right_that_ends_on_the_way_in_is_a_missing_right(
    agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permissions, "reach_of", lambda _agent: None)

    assert code(agent.client.get(f"{AGENT_API}me")) == (403, "not_allowed")


def example(pattern: str) -> str:
    """A path of this pattern: each UUID is one that nobody has, each number 1."""
    return re.sub(r"<int:\w+>", "1", re.sub(r"<uuid\w*:\w+>", CONVERSATION, pattern))


def routes(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every route of a URL configuration, with a path that leads to it."""
    for entry in resolver.url_patterns:
        path = prefix + example(str(entry.pattern)).lstrip("^").rstrip("$")
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        else:
            yield path, entry


def guarded() -> list[str]:
    """The paths of all agent routes and of all our pages in the admin."""
    return sorted(
        {
            path
            for path, pattern in routes(get_resolver())
            if path.startswith(AGENT_API) or (path.startswith("/admin/") and is_ours(pattern))
        }
    )


def is_ours(pattern: URLPattern) -> bool:
    view = inspect.unwrap(pattern.callback)
    return getattr(view, "view_class", view).__module__.startswith("wagtail_livechat")


def asked(client: Client, path: str) -> Iterator[HttpResponse]:
    yield client.get(path)
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        yield client.generic(method, path, b"{}", "application/json")


def test_there_is_something_to_guard() -> None:
    assert "/admin/livechat/" in guarded()
    assert not [path for path in guarded() if "<" in path], "teach `routes` this kind of path"
    assert sum(path.startswith(AGENT_API) for path in guarded()) >= 9


@pytest.mark.parametrize("who", ["nobody", "an editor", "a deactivated agent", "a shopper"])
@pytest.mark.parametrize("path", guarded())
def test_who_may_not_answer_is_refused_everywhere(db: None, path: str, who: str) -> None:
    client = Client()
    if who != "nobody":
        client.force_login(_somebody(who))

    for answer in asked(client, path):
        if path.startswith(AGENT_API):
            assert answer.status_code in {401, 403, 405}, (path, answer.status_code)
        else:
            assert answer.status_code in {302, 405}, (path, answer.status_code)
            assert answer.status_code == 405 or answer["Location"].startswith("/admin/")
            assert b"livechat-inbox" not in answer.content


def _somebody(who: str) -> Any:
    if who == "an editor":
        return people.a_user("editor", group="Editors")
    if who == "a shopper":
        return people.a_user("alice")
    agent = people.an_agent()
    agent.user.is_active = False
    agent.user.save()
    return agent.user


def is_for_managers(path: str) -> bool:
    return path.startswith(tuple(f"/admin/livechat/{rows}/" for rows in ("groups", "tags", "hours", "proactive")))


@pytest.mark.parametrize("path", [path for path in guarded() if is_for_managers(path)])
def test_an_agent_is_refused_where_managers_work(agent: AnsweringPerson, path: str) -> None:
    for answer in asked(agent.client, path):
        assert answer.status_code in {302, 404, 405}
        assert answer.status_code != 302 or answer["Location"] == "/admin/"


@pytest.mark.parametrize("path", guarded())
def test_a_manager_is_let_in_everywhere(manager: AnsweringPerson, path: str) -> None:
    answers = list(asked(manager.client, path))

    assert not {answer.status_code for answer in answers} & {401, 403}
    assert any(answer.status_code in {200, 404, 422} for answer in answers)


@pytest.mark.parametrize("path", [path for path in guarded() if not is_for_managers(path)])
def test_an_agent_is_let_in_elsewhere(agent: AnsweringPerson, path: str) -> None:
    answers = list(asked(agent.client, path))

    assert not {answer.status_code for answer in answers} & {401, 403}
    assert any(answer.status_code in {200, 404, 422} for answer in answers)


# What the API says of itself.


def test_the_description_names_every_route(db: None) -> None:
    answer = Client().get("/livechat/api/openapi.json")

    assert answer.status_code == 200
    described = set(answer.json()["paths"])
    assert {path for path, _ in routes(get_resolver()) if "api/agent/" in path} <= {
        re.sub(r"{key}", "1", re.sub(r"{(public_id|conversation)}", CONVERSATION, path)) for path in described
    }
    assert {f"{VISITOR_API}{name}" for name in ("config", "session", "conversations", "messages", "read")} <= described


def test_the_documentation_page_is_for_staff(agent: AnsweringPerson) -> None:
    anonymous, shopper = Client(), Client()
    shopper.force_login(people.a_user("alice"))

    for client in (anonymous, shopper):
        answer = client.get("/livechat/api/docs")
        assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/livechat/api/docs")
    assert agent.client.get("/livechat/api/docs").status_code == 200


@pytest.mark.parametrize("error", ChatError.__subclasses__())
def test_every_refusal_is_a_problem_document(error: type[ChatError]) -> None:
    answer = errors.problem(error())

    assert answer.status_code == error.status
    assert answer["Content-Type"] == "application/problem+json"


def test_a_refusal_that_passes_says_when_to_come_again() -> None:
    assert errors.problem(TooMany(retry_after=7))["Retry-After"] == "7"
    assert errors.problem(Busy(retry_after=2))["Retry-After"] == "2"
    assert "Retry-After" not in errors.problem(Busy())


def test_a_refusal_can_say_more() -> None:
    error = Busy("The database is being moved.", retry_after=9)

    assert error.as_frame() == {"code": "busy", "detail": "The database is being moved.", "retry_after": 9}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Http404(), (404, "not_found")),
        (HttpError(400, "broken"), (400, "malformed")),
        (HttpError(403, "no"), (403, "not_allowed")),
        (HttpError(418, "teapot"), (400, "malformed")),
    ],
)
def test_ninjas_own_errors_become_problems(rf: Any, error: Exception, expected: tuple[int, str]) -> None:
    answer = api.on_exception(rf.get("/"), error)

    assert (answer.status_code, json.loads(answer.content)["code"]) == expected


def test_a_refused_draft_is_raised_by_both_doors(
    visitor: VisitingPerson, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = visitor.writes("Hello")
    for post in ("visitor.post", "agent_conversations.messages.post"):
        monkeypatch.setattr(f"wagtail_livechat.api.{post}", lambda _drafts: [Busy(retry_after=2)])

    by_agent = agent.client.post(
        f"{AGENT_API}conversations/{conversation.public_id}/messages",
        {"client_id": "a", "body": "Hi"},
        "application/json",
    )

    for answer in (visitor.browser.writes("Hello"), by_agent):
        assert (code(answer), answer["Retry-After"]) == ((503, "busy"), "2")

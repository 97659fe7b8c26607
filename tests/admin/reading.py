"""Pages of the admin as somebody reads them."""

import html
import re

from django.http import HttpResponse
from django.test import Client


def text_of(client: Client, path: str, **query: str) -> str:
    """What a page says, without its markup."""
    answer = client.get(path, query)
    assert answer.status_code == 200, path
    return words(answer)


def sends(client: Client, path: str, /, **fields: object) -> str:
    """What the next page says, after a form was sent and accepted."""
    answer = client.post(path, fields, follow=True)
    assert answer.redirect_chain, "the form was refused"
    return words(answer)


def words(answer: HttpResponse) -> str:
    """An answer without its markup."""
    page = answer.content.decode()
    body = re.sub(r"<(script|template)\b.*?</\1>", " ", page.partition("<main")[2] or page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def errors_of(answer: HttpResponse) -> dict[str, list[str]]:
    """What a form was refused for, by field."""
    assert answer.status_code == 200
    return answer.context["form"].errors

"""The agent's routes about shortcuts and files."""

from typing import Any

import pytest

from tests import people
from tests.api.desks import Desk, code
from tests.people import AGENT_API, AnsweringPerson, VisitingPerson
from wagtail_livechat.models import Attachment, Conversation, Shortcut, ShortcutFile


@pytest.fixture
def agent(db: None) -> AnsweringPerson:
    """Somebody with rights on one site only."""
    return people.an_agent_of(people.site(), "agent")


@pytest.fixture
def desk(agent: AnsweringPerson) -> Desk:
    return Desk(agent)


@pytest.fixture
def conversation(visitor: VisitingPerson) -> Conversation:
    return visitor.writes("Hello")


@pytest.fixture
def shortcuts(agent: AnsweringPerson, manager: AnsweringPerson) -> dict[str, Shortcut]:
    mine, theirs = people.a_group("Support", agent), people.a_group("Sales")
    here, other = people.site(), people.another_site()
    made: dict[str, dict[str, Any]] = {
        "everyone": {"site": here},
        "my-group": {"site": here, "group": mine},
        "other-group": {"site": here, "group": theirs},
        "own": {"site": here, "owner": agent.agent},
        "somebody-elses": {"site": here, "owner": manager.agent},
        "elsewhere": {"site": other},
    }
    return {key: Shortcut.objects.create(keyword=key, body=f"Text of {key}", **made[key]) for key in made}


def test_an_agent_uses_what_is_for_everyone_their_groups_and_their_own(
    desk: Desk, shortcuts: dict[str, Shortcut]
) -> None:
    found = desk.gets("shortcuts")["shortcuts"]

    assert [(each["keyword"], each["scope"]) for each in found] == [
        ("everyone", "everyone"),
        ("my-group", "group"),
        ("own", "own"),
    ]


def test_a_manager_uses_those_of_all_groups_of_the_site(
    manager: AnsweringPerson, shortcuts: dict[str, Shortcut]
) -> None:
    found = Desk(manager).gets("shortcuts", site=people.site().pk)["shortcuts"]

    assert {each["keyword"] for each in found} == {"everyone", "my-group", "other-group", "somebody-elses"}


@pytest.mark.parametrize("text", ["OWN", "text of own"])
def test_shortcuts_are_found_by_keyword_and_text(desk: Desk, shortcuts: dict[str, Shortcut], text: str) -> None:
    assert [each["keyword"] for each in desk.gets("shortcuts", q=text)["shortcuts"]] == ["own"]


def test_a_shortcuts_files_become_files_of_the_next_message(
    desk: Desk, shortcuts: dict[str, Shortcut], conversation: Conversation
) -> None:
    shortcut = shortcuts["everyone"]
    ShortcutFile.objects.create(shortcut=shortcut, file=people.a_file(), name="guide.txt", size=11)
    assert desk.gets("shortcuts", q="everyone")["shortcuts"][0]["files"] == [{"name": "guide.txt", "size": 11}]

    taken = desk.posts(f"shortcuts/{shortcut.pk}/attachments").json()["attachments"]
    sent = desk.does(
        conversation, "messages", client_id="a", body="", attachment_ids=[file["public_id"] for file in taken]
    )

    assert [file["name"] for file in sent.json()["message"]["attachments"]] == ["guide.txt"]
    assert sent.json()["conversation"]["last_message_preview"] == "guide.txt"


@pytest.mark.parametrize("key", ["other-group", "somebody-elses", "elsewhere"])
def test_files_of_a_shortcut_out_of_reach_are_not_found(desk: Desk, shortcuts: dict[str, Shortcut], key: str) -> None:
    assert code(desk.posts(f"shortcuts/{shortcuts[key].pk}/attachments")) == (404, "not_found")


def test_a_file_is_uploaded_and_sent(desk: Desk, conversation: Conversation) -> None:
    uploaded = desk.client.post(f"{AGENT_API}attachments", {"file": people.a_file("Guide für Guji.txt")})
    assert uploaded.status_code == 201, uploaded.content

    sent = desk.does(
        conversation, "messages", client_id="a", body="Here", attachment_ids=[uploaded.json()["public_id"]]
    )

    [file] = sent.json()["message"]["attachments"]
    assert (file["name"], file["size"], file["content_type"]) == ("Guide für Guji.txt", 11, "text/plain")
    served = desk.client.get(file["url"])
    assert b"".join(served.streaming_content) == b"How to brew"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "size", "expected"),
    [("page.html", 5, (422, "file_not_allowed")), ("big.txt", 11, (413, "file_too_big"))],
)
def test_a_file_that_may_not_be_sent_is_refused_with_a_clear_word(
    desk: Desk, settings: Any, name: str, size: int, expected: tuple[int, str]
) -> None:
    settings.WAGTAIL_LIVECHAT = {"FILE_MAX_BYTES": 10}

    answer = desk.client.post(f"{AGENT_API}attachments", {"file": people.a_file(name, b"x" * size)})

    assert code(answer) == expected
    assert not Attachment.objects.exists()


def test_a_request_without_a_file_is_invalid(desk: Desk) -> None:
    assert code(desk.client.post(f"{AGENT_API}attachments", {})) == (422, "invalid")

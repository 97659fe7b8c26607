"""Groups, tags and shortcuts are found by those whom they concern: in the menu of settings and from the inbox."""

import re
from collections.abc import Callable
from itertools import permutations

import pytest
from django.test import Client

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat.wagtail_hooks import inbox_menu_item, live_menu_item

PAGES = {name: f"/admin/livechat/{name}/" for name in ("groups", "tags", "shortcuts")}


def in_the_menu(client: Client) -> set[str]:
    """Which of the pages the side bar names."""
    html = client.get("/admin/").content.decode()
    [menu] = re.findall(r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', html, re.DOTALL)
    return {name for name, address in PAGES.items() if address in menu}


def from_the_inbox(client: Client) -> set[str]:
    """Which of the pages the inbox may link to."""
    html = client.get("/admin/livechat/").content.decode()
    return {name for name, address in PAGES.items() if f'data-{name}="{address}"' in html}


@pytest.mark.parametrize("found", [in_the_menu, from_the_inbox])
def test_managers_find_all_three(manager: AnsweringPerson, found: Callable[[Client], set[str]]) -> None:
    assert found(manager.client) == {"groups", "tags", "shortcuts"}


@pytest.mark.parametrize("found", [in_the_menu, from_the_inbox])
def test_a_manager_of_one_site_finds_all_three(db: None, found: Callable[[Client], set[str]]) -> None:
    here = people.an_agent_of(people.site(), "here", codename="manage_conversation")

    assert found(here.client) == {"groups", "tags", "shortcuts"}


@pytest.mark.parametrize("found", [in_the_menu, from_the_inbox])
def test_agents_find_their_shortcuts(agent: AnsweringPerson, found: Callable[[Client], set[str]]) -> None:
    assert found(agent.client) == {"shortcuts"}


def test_others_find_nothing(db: None) -> None:
    client = Client()
    client.force_login(people.a_user("editor", group="Editors"))

    assert in_the_menu(client) == set()


def test_the_page_of_one_item_marks_no_other() -> None:
    # Wagtail marks every item whose name the current one's begins with.
    names = [item.name for item in (inbox_menu_item(), live_menu_item())]

    assert not [(one, other) for one, other in permutations(names, 2) if one.startswith(other)]

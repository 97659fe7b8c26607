"""Each role at each of the views of groups, tags, shortcuts and what else is registered beside them."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client

from tests import hours, lookers, people
from wagtail_livechat.models import AgentGroup, OpeningHours, ProactiveRule, Shortcut, Tag
from wagtail_livechat.wagtail_hooks import viewsets

#: What a role may do with a row of the site: nothing there, nothing at all, nothing that they see, read it, all.
LOGS_IN, IS_SENT_HOME, SEES_NOTHING, READS, CHANGES = range(5)

ROLES: dict[str, tuple[Callable[[], AbstractUser | None], int, int]] = {
    # Who, and what they may do with groups, tags, hours and rules, and with a shortcut for everyone.
    "nobody": (lambda: None, LOGS_IN, LOGS_IN),
    "editor": (lambda: people.a_user("editor", group="Editors"), IS_SENT_HOME, IS_SENT_HOME),
    "agent": (lambda: people.an_agent().user, IS_SENT_HOME, READS),
    "agent of another site": (lambda: _elsewhere("answer_conversation"), IS_SENT_HOME, SEES_NOTHING),
    "manager of another site": (lambda: _elsewhere("manage_conversation"), SEES_NOTHING, SEES_NOTHING),
    "manager": (lambda: people.a_manager().user, CHANGES, CHANGES),
    "owner": (lambda: people.a_user("owner", is_superuser=True), CHANGES, CHANGES),
}
#: Views that change a row, or tell who did.
FOR_EDITORS = {"edit", "delete", "merge", "history", "history_results", "usage"}


def _elsewhere(codename: str) -> AbstractUser:
    return people.an_agent_of(people.another_site(), "stranger", codename=codename).user


def routes() -> Iterator[tuple[str, str, str]]:
    """Model, name and path below the admin of each view."""
    for viewset in viewsets():
        for pattern in viewset.get_urlpatterns():
            yield viewset.model.__name__, pattern.name, f"/admin/{viewset.url_prefix}/{pattern.pattern}"


def _a_rule() -> ProactiveRule:
    speaker = people.an_agent("speaker").agent
    return ProactiveRule.objects.create(site=people.site(), name="Welcome", message="Can I help?", agent=speaker)


def a_row(model: str) -> int:
    row = {
        "AgentGroup": lambda: people.a_group("Support"),
        "Tag": lambda: Tag.objects.create(site=people.site(), name="delivery"),
        "Shortcut": lambda: Shortcut.objects.create(site=people.site(), keyword="hello", body="Hello!"),
        "OpeningHours": hours.never,
        "ProactiveRule": _a_rule,
    }[model]()
    return row.pk


def expected(may: int, name: str, *, is_about_a_row: bool) -> tuple[int, str]:
    if may == LOGS_IN:
        return 302, "/admin/login/"
    if may == IS_SENT_HOME or (may == READS and name in FOR_EDITORS):
        return 302, "/admin/"
    return (404, "") if may == SEES_NOTHING and is_about_a_row else (200, "")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("model", "name", "path"), list(routes()))
def test_each_role_at_each_view(db: None, role: str, model: str, name: str, path: str) -> None:
    who, with_rows, with_shortcuts = ROLES[role]
    address = path.replace("<int:pk>", str(a_row(model)))
    client, user = Client(), who()
    if user:
        client.force_login(user)

    answer = client.get(address)

    may = with_shortcuts if model == "Shortcut" else with_rows
    told = answer.status_code, answer.headers.get("Location", "").partition("?")[0]
    assert told == expected(may, name, is_about_a_row=address != path)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", ["/admin/livechat/visitors/", "/admin/livechat/visitors/results/"])
def test_each_role_at_the_list_of_live_visitors(db: None, role: str, path: str) -> None:
    who, _with_rows, with_shortcuts = ROLES[role]
    visitor = lookers.named(lookers.somebody(), name="Vera").visitor
    client, user = Client(), who()
    if user:
        client.force_login(user)

    answer = client.get(path)

    # Who may answer somewhere may ask; they see those of their sites.
    sent = {LOGS_IN: "/admin/login/", IS_SENT_HOME: "/admin/"}.get(with_shortcuts)
    assert answer.headers.get("Location", "").partition("?")[0] == (sent or "")
    assert (visitor.name in answer.content.decode()) is (with_shortcuts in (READS, CHANGES))


def test_all_models_are_judged() -> None:
    assert {viewset.model for viewset in viewsets()} == {AgentGroup, Tag, Shortcut, OpeningHours, ProactiveRule}

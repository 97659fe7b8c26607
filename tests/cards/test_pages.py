"""Cards of Wagtail's pages: what everybody may see of this site, and nothing else."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404
from pytest_django.fixtures import Settings
from wagtail.models import Page, PageViewRestriction, Site

from tests import people
from wagtail_livechat.cards.pages import PageCards
from wagtail_livechat.shapes import Card

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def urls(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.urls_with_pages"


def a_page(title: str, *, below: Page | None = None, **fields: Any) -> Page:
    slug = title.lower().replace(" ", "-")
    parent = below or people.site().root_page
    page: Page = parent.specific.add_child(instance=Page(title=title, slug=slug, **fields))
    return page


def card_of(path: str, *, on: Site | None = None) -> Card | None:
    return PageCards().card(on or people.site(), path)


def titles(text: str = "", *, on: Site | None = None) -> list[str]:
    return [card["title"] for card in PageCards().search(on or people.site(), text, 10)]


class Picture:
    """An image, as far as a card needs it."""

    def __init__(self, *, error: Exception | None = None) -> None:
        self.error = error

    def get_rendition(self, filter_spec: str) -> SimpleNamespace:
        if self.error:
            raise self.error
        return SimpleNamespace(url=f"/media/{filter_spec}")


def test_a_page_is_found_where_wagtail_serves_it() -> None:
    a_page("Brewing guide", search_description="How to brew")

    made = {"title": "Brewing guide", "description": "How to brew", "image": None, "detail": "", "site": ""}
    assert card_of("/pages/brewing-guide/") == {"url": "/pages/brewing-guide/", **made}
    assert card_of("/pages/brewing-guide") == {"url": "/pages/brewing-guide", **made}


def test_pages_below_pages_and_the_front_page_have_cards_too() -> None:
    a_page("Second", below=a_page("First"))

    found = [card_of(path) for path in ("/pages/", "/pages/first/second/")]

    assert [card and card["title"] for card in found] == [people.site().root_page.title, "Second"]


def test_what_others_may_not_see_has_none() -> None:
    a_page("Draft", live=False)
    secret = a_page("Secret")
    a_page("Below", below=secret)
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    assert [card_of(f"/pages/{path}/") for path in ("draft", "secret", "secret/below")] == [None, None, None]
    assert {*titles()} == {people.site().root_page.title}
    assert titles("secret") == []


@pytest.mark.parametrize(
    "path", ["/pages/missing/", "/pages/guide/", "/livechat/", "/brewing/", "/nothing", "/pages/a%2e/"]
)
def test_what_is_no_page_has_none(path: str) -> None:
    a_page("Brewing")
    # Hidden by the view at the same address.
    a_page("Guide")

    assert card_of(path) is None


def test_each_site_has_its_own_pages() -> None:
    other = Site.objects.create(hostname="other.example", root_page=a_page("Other home"))
    a_page("Only there", below=other.root_page)

    assert card_of("/pages/only-there/") is None
    found = card_of("/pages/only-there/", on=other)
    assert found is not None
    assert found["title"] == "Only there"
    assert titles("there", on=other) == ["Only there"]
    assert titles("home", on=other) == ["Other home"]


def test_a_page_is_asked_for_as_if_somebody_visited_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str, Site | None, list[str]]] = []

    def route(_page: Page, request: Any, components: list[str]) -> None:
        asked.append((request.method, request.path, Site.find_for_request(request), components))
        raise Http404

    monkeypatch.setattr(Page, "route", route)

    assert card_of("/pages/a/b/") is None
    assert asked == [("GET", "/pages/a/b/", people.site(), ["a", "b"])]


def test_a_route_to_what_is_not_live_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = a_page("Draft", live=False)
    monkeypatch.setattr(Page, "route", lambda *_args: SimpleNamespace(page=draft))

    assert card_of("/pages/draft/") is None


def test_a_page_may_say_what_its_card_says(monkeypatch: pytest.MonkeyPatch) -> None:
    a_page("Course", search_description="How to brew")
    own = {"title": "Course in Paris", "image": "/media/course.jpg", "detail": "12 March"}
    monkeypatch.setattr(Page, "livechat_card", lambda _page: own, raising=False)

    assert card_of("/pages/course/") == {**own, "url": "/pages/course/", "description": "How to brew", "site": ""}


def test_a_page_may_have_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    a_page("Course")
    monkeypatch.setattr(Page, "livechat_card", lambda _page: None, raising=False)

    assert card_of("/pages/course/") is None
    assert titles() == []


def test_a_page_may_name_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    a_page("Course")
    monkeypatch.setattr(Page, "livechat_image", Picture(), raising=False)

    found = card_of("/pages/course/")

    assert found is not None
    assert found["image"] == "/media/fill-160x160|format-webp"


@pytest.mark.parametrize("error", [FileNotFoundError(), ValueError()])
def test_without_the_pictures_file_the_card_does_without(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    a_page("Course")
    monkeypatch.setattr(Page, "livechat_image", Picture(error=error), raising=False)

    found = card_of("/pages/course/")

    assert found is not None
    assert found["image"] is None


def test_a_search_finds_every_word_in_the_title_wherever_it_stands() -> None:
    for title in ("Guide to brewing", "Brewing again", "Brewing guide"):
        a_page(title)

    assert titles("brew GUI") == ["Brewing guide", "Guide to brewing"]
    assert titles("50% _") == []


def test_without_words_the_latest_come_first() -> None:
    for title in ("First", "Second"):
        a_page(title).save_revision().publish()

    assert titles()[:2] == ["Second", "First"]


def test_what_is_found_has_the_path_that_leads_to_it() -> None:
    a_page("Course")

    assert [card["url"] for card in PageCards().search(people.site(), "course", 10)] == ["/pages/course/"]


def test_without_a_way_to_pages_none_are_found(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.urls"
    a_page("Course")

    assert titles("course") == []

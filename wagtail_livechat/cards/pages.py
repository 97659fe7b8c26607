"""Cards of Wagtail's pages."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, ForeignKey, Q
from django.http import Http404, HttpRequest
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from ..shapes import Card
from .base import card, match_of

#: A card's picture is 56 pixels wide; screens that are three times as sharp are served too.
PICTURE = "fill-160x160|format-webp"


class PageCards:
    """The live, public pages of a site, found as Wagtail finds them for a visitor, without rendering them.

    A page model may have `livechat_card() -> dict | None` with any of title, description, image and detail: they take
    the place of what is found here, and None means that there is no card. `livechat_image` names the picture.
    """

    def card(self, site: Site, path: str) -> Card | None:
        page = _page_at(site, path)
        if page is None or not page.live or page.get_view_restrictions().exists():
            return None
        return _card(page, path)

    def search(self, site: Site, text: str, limit: int) -> list[Card]:
        found = [page.pk for page in _titled(_public_pages(site), text, limit)]
        pages = Page.objects.filter(pk__in=found).specific().in_bulk()
        # Language and translation may have brought in what this site does not serve.
        addressed = [(pages[key], pages[key].get_url_parts()) for key in found if key in pages]
        cards = [_card(page, parts[2]) for page, parts in addressed if parts and parts[2]]
        return [each for each in cards if each is not None]


def _page_at(site: Site, path: str) -> Page | None:
    match = match_of(path)
    if match is None or match.url_name != "wagtail_serve":
        return None
    below = str(match.args[0] if match.args else match.kwargs.get("path", ""))
    try:
        route = site.root_page.localized.specific.route(
            _request(site, path), [part for part in below.split("/") if part]
        )
    except Http404:
        return None
    return route.page


def _request(site: Site, path: str) -> HttpRequest:
    """What a page may ask of the request that it is routed for."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.META |= {"SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port)}
    vars(request)["_wagtail_site"] = site
    return request


def _public_pages(site: Site) -> PageQuerySet:
    return Page.objects.live().public().descendant_of(site.root_page, inclusive=True)


def _titled(pages: PageQuerySet, text: str, limit: int) -> list[Page]:
    """By what is typed of their titles; the latest ones while nothing is."""
    if not text:
        return list(pages.order_by(F("last_published_at").desc(nulls_last=True), "-pk")[:limit])
    words = Q()
    for word in text.split():
        words &= Q(title__icontains=word)
    return list(pages.filter(words).order_by("title", "pk")[:limit])


def _card(page: Page, path: str) -> Card | None:
    own: Mapping[str, Any] | None = page.livechat_card() if hasattr(page, "livechat_card") else {}
    if own is None:
        return None
    return card(
        path=path,
        title=str(own.get("title", page.title)),
        description=str(own.get("description", page.search_description)),
        image=own["image"] if "image" in own else _picture_of(page),
        detail=str(own.get("detail", "")),
    )


def _picture_of(page: Page) -> str | None:
    image = getattr(page, "livechat_image", None) or _first_image(page)
    if image is None:
        return None
    try:
        return str(image.get_rendition(PICTURE).url)
    except (OSError, ValueError):
        # The file is gone, or no picture: the card does without.
        return None


def _first_image(page: Page) -> Any:
    model = get_image_model()
    for field in page._meta.fields:
        if isinstance(field, ForeignKey) and field.related_model is model and getattr(page, field.attname):
            return getattr(page, field.name)
    return None

"""What the outside sees of visits and of the pages that were looked at."""

from typing import Literal

from typing_extensions import TypedDict

Device = Literal["desktop", "phone", "tablet", "bot", ""]


class PageLink(TypedDict):
    url: str
    title: str


class Edited(TypedDict):
    """The last agent who changed something by hand; `by` is null when the account is gone."""

    by: str | None
    at: str


class VisitShape(TypedDict):
    """One stay; what is unknown is empty. `country_code`: two letters; `campaign`: the campaign parameters of the first
    page; `ended_at`: null while it is under way."""

    public_id: str
    country_code: str
    region: str
    city: str
    ip: str | None
    browser: str
    browser_version: str
    os: str
    os_version: str
    device: Device
    referrer: str
    campaign: dict[str, str]
    started_at: str
    last_seen_at: str
    ended_at: str | None


class PageViewShape(PageLink):
    """A page that was looked at; `seconds`: how long, null for the one that is looked at now."""

    at: str
    seconds: int | None


class BrowsedVisit(VisitShape):
    """A visit with its pages, the latest first; `more`: there were others before."""

    pages: list[PageViewShape]
    more: bool

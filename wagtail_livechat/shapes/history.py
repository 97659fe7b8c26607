"""Visits with the pages that were looked at."""

from collections.abc import Sequence
from datetime import datetime

from ..models import PageView, Visit
from .browsing import BrowsedVisit, PageViewShape
from .rows import moment, visit_shape


def browsed_visit(visit: Visit, pages: Sequence[PageView], *, is_now: bool, more: bool) -> BrowsedVisit:
    """A visit with these of its pages, the latest first; `is_now`: the first of them is looked at now."""
    until = [None if is_now else visit.last_seen_at, *(page.at for page in pages)]
    shown = [_page_view(page, end) for page, end in zip(pages, until, strict=False)]
    return {**visit_shape(visit), "pages": shown, "more": more}


def _page_view(page: PageView, until: datetime | None) -> PageViewShape:
    seconds = None if until is None else max(0, int((until - page.at).total_seconds()))
    return {"url": page.url, "title": page.title, "at": moment(page.at), "seconds": seconds}

"""Where a visitor's phone number is dialled."""

from django.conf import settings

from ..models import LiveChatSettings, Visitor


def phone_region(visitor: Visitor) -> str:
    """The country, e.g. `DE`: of the newest visit that has one, else as the site's settings say, else of the project's
    language, e.g. `en-gb`. Empty: unknown."""
    visit = visitor.visits.exclude(country_code="").order_by("-started_at", "-pk").first()
    return (
        (visit.country_code if visit else "")
        or LiveChatSettings.for_site(visitor.site).phone_country
        or _region_of(settings.LANGUAGE_CODE)
    )


def _region_of(language: str) -> str:
    """`GB` of `en-gb`; a script, as in `zh-hans`, is none."""
    last = language.rpartition("-")[2] if "-" in language else ""
    return last.upper() if len(last) == 2 else ""

"""Which of Wagtail's sites is asked, and what its chat is like; cheap enough for each page that anybody looks at."""

from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from ..models import LiveChatSettings
from .prepared import Prepared


def site_of(request: HttpRequest) -> Site | None:
    """The site of a request, as `Site.find_for_request` finds it."""
    # Wagtail's own query takes Django longer to write than all else that a page view needs.
    host = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
    candidates = _candidates.rows([host])
    same = [site for site in candidates if site.hostname == host and str(site.port) == request.get_port()]
    certain = same or candidates
    return certain[0] if len(certain) == 1 else Site.find_for_request(request)


def settings_of(site: Site) -> LiveChatSettings:
    """The settings of a site's chat; made where they stand at their defaults so far."""
    return next(iter(_settings.rows([site.pk])), None) or LiveChatSettings.for_site(site)


_candidates = Prepared[Site](
    lambda hosts: Site.objects.filter(hostname__in=hosts) | Site.objects.filter(is_default_site=True)
)
_settings = Prepared[LiveChatSettings](lambda sites: LiveChatSettings.objects.filter(site__in=sites))

"""`{% load livechat %}{% livechat_widget %}`"""

import json
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from wagtail.models import Site

from .. import conf
from ..models import LiveChatSettings, Recorded, WhenAway
from ..selectors.rules import rules_for_widget
from ..texts.widget import WIDGET_TEXTS

register = template.Library()


@register.simple_tag(takes_context=True)
def livechat_widget(context: dict[str, Any]) -> str | SafeString:
    """The widget's one script tag: site-level data only, so that the page may be cached for everybody.

    Nothing in Wagtail's previews, on a site that is unknown, and where an editor switched the chat off.
    """
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False):
        return ""
    site = Site.find_for_request(request)
    if site is None:
        return ""
    settings = LiveChatSettings.for_site(site)
    if not settings.enabled:
        return ""
    return format_html(
        '<script defer src="{}" data-livechat data-api="{}visitor/" data-socket="{}{}" data-panel="{}" '
        'data-more="{}" data-language="{}" data-direction="{}" data-label="{}" data-colour="{}" data-position="{}" '
        'data-scheme="{}" data-page-api="{}"{}{}{}></script>',
        static("wagtail_livechat/loader.js"),
        reverse("livechat_api:api-root"),
        get_script_prefix(),
        conf.VISITOR_SOCKET,
        static("wagtail_livechat/panel.js"),
        static("wagtail_livechat/more.js"),
        get_language() or "",
        "rtl" if get_language_bidi() else "ltr",
        WIDGET_TEXTS["open"],
        settings.colour,
        settings.position,
        settings.scheme,
        static("wagtail_livechat/page_api.js"),
        SafeString(' data-hides=""' if settings.when_away == WhenAway.HIDE else ""),
        _recording(settings),
        _greeting(site),
    )


def _recording(settings: LiveChatSettings) -> str | SafeString:
    """What the loader needs where visits are recorded: the script that tells of them, and whose."""
    if settings.recorded == Recorded.NOBODY:
        return ""
    is_everybody = settings.recorded == Recorded.EVERYBODY
    return format_html(
        ' data-visits="{}"{}{}',
        static("wagtail_livechat/visits.js"),
        SafeString(' data-everybody=""' if is_everybody else ""),
        SafeString(' data-consent=""' if is_everybody and settings.recording_needs_consent else ""),
    )


def _greeting(site: Site) -> str | SafeString:
    """What the loader needs where agents may speak first: the rules and the script that watches for them."""
    rules = rules_for_widget(site)
    if not rules:
        return ""
    return format_html(
        ' data-greeter="{}" data-dismiss="{}" data-rules="{}"',
        static("wagtail_livechat/greeter.js"),
        WIDGET_TEXTS["dismiss"],
        json.dumps(rules, separators=(",", ":")),
    )

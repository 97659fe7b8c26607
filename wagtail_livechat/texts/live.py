"""The texts of the list of those who are on the site now."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LIVE_TEXTS: Final[dict[str, str | Promise]] = {
    "tab_visitors": _("Visitors"),
    "visitors_on_site_one": _("{count} visitor on site"),
    "visitors_on_site_many": _("{count} visitors on site"),
    "visitors_found_one": _("{count} visitor found"),
    "visitors_found_many": _("{count} visitors found"),
    "live_visitors": _("Visitors on the site"),
    "visitor_from": _("Visitor from {place}"),
    "live_since": _("since {time}"),
    "live_times": _("On the site since {came}, on this page since {page}"),
    "live_returning": _("Returning"),
    "live_customer": _("Customer"),
    "live_basket": _("Basket:"),
    "live_filters": _("Filters"),
    "live_site": _("Site"),
    "live_all_sites": _("All sites"),
    "live_country": _("Country"),
    "live_all_countries": _("All countries"),
    "live_all_devices": _("All devices"),
    "live_customers": _("Customers"),
    "live_with_basket": _("With basket"),
    "live_search": _("Search visitors"),
    "live_limited": _("Only visitors who opened the chat are listed."),
    "live_unrecorded": _("Nobody is listed here, because visitors are not recorded."),
    "live_change_setting": _("Change the setting"),
    "live_failed": _("The visitors could not be loaded."),
    "live_nobody": _("Nobody is on the site right now."),
    "live_nobody_hint": _("Visitors appear here by themselves."),
    "live_none_found": _("Nobody on the site is like that."),
    "live_everybody": _("Show everybody"),
    "write_to": _("Write to {name}"),
    "write_message": _("Message"),
    "event_started_by": _("{name} wrote first"),
    "event_started_by_on": _("{name} wrote first, on {page}"),
}

"""The texts of the visitor panel: where a visitor is, what they look at, what the shop knows of them."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_WHO: Final[dict[str, str | Promise]] = {
    # Translators: the code of the language that you translate to, e.g. "fr". Its rules choose among the texts below.
    "ordinals": pgettext_lazy("language of the ordinal numbers", "en"),
    # Translators: how "3rd visit" is said, by CLDR's categories of ordinal numbers.
    "visit_zero": pgettext_lazy("ordinal zero", "{count}th visit"),
    "visit_one": pgettext_lazy("ordinal one", "{count}st visit"),
    "visit_two": pgettext_lazy("ordinal two", "{count}nd visit"),
    "visit_few": pgettext_lazy("ordinal few", "{count}rd visit"),
    "visit_many": pgettext_lazy("ordinal many", "{count}th visit"),
    "visit_other": pgettext_lazy("ordinal other", "{count}th visit"),
    "their_time": _("{time} their time"),
    "edited_by": _("Last changed by {name}, {date}"),
    "edited": _("Last changed {date}"),
    "location": _("Location"),
    "browser": _("Browser"),
    "device": _("Device"),
    "device_desktop": _("Computer"),
    "device_phone": _("Phone"),
    "device_tablet": _("Tablet"),
    "device_bot": _("Program"),
    "language": _("Language"),
    "unknown": _("unknown"),
}

_VISITS: Final[dict[str, str | Promise]] = {
    "this_visit": _("This visit"),
    "last_visit": _("Last visit"),
    "from_source": _("from {source}"),
    "no_visits": _("No pages are known of this visitor."),
    "no_visit_pages": _("No pages are known of this visit."),
    "visits_failed": _("The visits could not be loaded."),
    "now": _("now"),
    "campaign": _("Campaign"),
    "landing_page": _("landing page"),
    "looked_at": _("from {time}, looked at for {stay}"),
    "looked_at_now": _("from {time}, looked at now"),
    "all_pages_one": _("Show {count} more page"),
    "all_pages_many": _("Show {count} more pages"),
    "pages_left_out": _("What was looked at before is left out."),
    "earlier_visits": _("Earlier visits"),
    "visit_pages_one": _("{count} page"),
    "visit_pages_many": _("{count} pages"),
    "pages_over": _("more than {count} pages"),
    "more": _("More"),
    "more_visits_failed": _("Earlier visits could not be loaded."),
}

_KNOWN: Final[dict[str, str | Promise]] = {
    "customer": _("Customer"),
    "customer_failed": _("The customer data could not be loaded."),
    "customer_nobody": _("Not logged in, so the shop knows nothing of them."),
    "customer_nothing": _("The shop knows nothing of them yet."),
    "variables": _("Variables"),
    "variables_hint": _("Sent by the page, not verified"),
    "variable_group": _("Group"),
    "show_more": _("Show {count} more"),
    "show_less": _("Show less"),
    "open_in_shop": pgettext_lazy("a link to something", "Open"),
}

_MERGING: Final[dict[str, str | Promise]] = {
    "merge_visitor": _("Merge with another visitor…"),
    "merge_title": _("Merge with another visitor"),
    "merge_hint": _(
        "For somebody who wrote as two visitors, for example from two devices. All that {name} has goes to the other one. "
        "For a day this can be undone."
    ),
    "merge_search": _("Name, e-mail or phone"),
    "merge_found": _("Visitors"),
    "merge_last_seen": _("Last seen {date}"),
    "merge_nobody": _("Nobody was found."),
    "merge_failed": _("The visitors could not be loaded."),
    "merge_customer": _(
        "One of them is a customer. In a browser in which the customer is not logged in, the chat begins anew."
    ),
    "merge_do": _("Merge"),
    "merged_by": _("Merged with {name} by {agent}"),
    "merged_at_login": _("Merged with {name} at login"),
}

PANEL_TEXTS: Final[dict[str, str | Promise]] = {**_WHO, **_VISITS, **_KNOWN, **_MERGING}

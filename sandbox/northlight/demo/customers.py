"""What agents see of the shop's customers: everything, as a manager would have chosen it. Of the agents, Martin may."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Site

from wagtail_livechat.customers import base
from wagtail_livechat.models import LiveChatSettings

GROUP = "Live chat: customer data"


def load() -> None:
    """Show it, unless somebody chose already."""
    settings = LiveChatSettings.for_site(Site.objects.get(is_default_site=True))
    if settings.shows_customer_data or settings.customer_sections:
        return
    settings.shows_customer_data = True
    settings.customer_sections = [section for name in base.names() for section in base.sections(name)[1]]
    settings.save()
    group, _created = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(Permission.objects.get(codename="view_customer_data_conversation"))
    get_user_model().objects.get(username="agent").groups.add(group)

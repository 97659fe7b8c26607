"""What it costs to open a conversation, however much is known of its visitor."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from tests import lookers, people
from tests.api.desks import Desk
from tests.people import AnsweringPerson, VisitingPerson
from tests.shops import ORDERS
from wagtail_livechat.models import Consent, LiveChatSettings, Visitor


@pytest.fixture
def customer(visitor: VisitingPerson, settings: Settings) -> VisitingPerson:
    """A customer on a site whose shop is asked."""
    settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": ["tests.shops.Knowing"], "CUSTOMER_TIMEOUT": 60.0}
    LiveChatSettings.objects.create(site=people.site(), shows_customer_data=True, customer_sections=[ORDERS])
    Visitor.objects.filter(pk=visitor.visitor.pk).update(user=people.a_user("alice"))
    visitor.visitor.refresh_from_db()
    return visitor


def goes_on(customer: VisitingPerson, manager: AnsweringPerson, times: int) -> None:
    """So many more visits, conversations, consents, and other visitors who turned out to be the same."""
    group = people.a_group(f"Group {times}", manager)
    for number in range(times):
        visit = lookers.comes(customer)
        lookers.goes_on(visit, "https://shop.example/guji/", "Guji")
        Consent.objects.create(visitor=customer.visitor, version=f"{times}-{number}", text="Yes")
        row = people.in_group(customer.writes("Hello", conversation="new"), group)
        manager.takes(row)
        manager.tags(row, "vip", f"tag {number}")
        manager.replies(row, "Here", attachments=(manager.uploads().public_id,))
        manager.resolves(row)
        other = people.a_visitor()
        manager.resolves(other.writes("From another browser"))
        manager.merges(other, customer)


def test_opening_a_conversation_takes_the_same_queries_however_long_its_visitors_history_is(
    customer: VisitingPerson, manager: AnsweringPerson
) -> None:
    opened = customer.writes("The one that is opened")
    manager.takes(opened)
    manager.resolves(opened)
    desk = Desk(manager)
    conversation, visitor = f"conversations/{opened.public_id}", f"visitors/{customer.visitor.public_id}"
    parts = [conversation, f"{conversation}/messages", visitor]
    parts += [f"{visitor}/{each}" for each in ("page-views", "customer", "conversations")]

    def queries() -> dict[str, int]:
        found = {}
        for part in parts:
            # What a shop said is remembered for a while; here it is asked anew.
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                desk.gets(part)
            found[part] = len(asked)
        return found

    goes_on(customer, manager, 1)
    # The first request also notes that the agent is there.
    desk.gets("me")
    short = queries()
    goes_on(customer, manager, 6)

    assert desk.gets(visitor)["visits"] == 7
    assert len(desk.gets(f"{visitor}/conversations")["conversations"]) == 15
    assert queries() == short

"""What managers do with opening hours."""

from django.db import IntegrityError, transaction
from django.utils.formats import time_format
from django.utils.translation import gettext
from wagtail.log_actions import log

from .. import broadcast
from ..events import SitePresenceChanged
from ..exceptions import GroupHoursTaken, HoursTaken, NoSuchGroup, OverlappingTimes
from ..models import OpeningHours, Weekday
from ..permissions import User
from ..selectors.availability import faces_of, week_of
from ..selectors.week import Stretch, overlapping
from .staff_texts import mask_texts


def save(*, hours: OpeningHours, by: User) -> OpeningHours:
    """Store new or changed hours with the times and holidays that are set on them; who has the chat open learns at once
    whether somebody is there now.

    Raises NoSuchGroup for a group of another site, OverlappingTimes, HoursTaken.
    """
    _check(hours)
    with transaction.atomic():
        action = "wagtail.create" if hours.pk is None else "wagtail.edit"
        _store(hours)
        log(hours, action, user=by, content_changed=True)
        _tell(hours)
    return hours


def delete(*, hours: OpeningHours, by: User) -> None:
    """Delete hours: a group then keeps its site's, a site is always open."""
    with transaction.atomic():
        log(hours, "wagtail.delete", user=by, deleted=True)
        hours.delete()
        _tell(hours)


def _check(hours: OpeningHours) -> None:
    if hours.group and hours.group.site_id != hours.site_id:
        raise NoSuchGroup
    pair = overlapping(week_of(hours).stretches)
    if pair:
        first, second = (_named(stretch) for stretch in pair)
        day = Weekday(pair[0].weekday).label
        raise OverlappingTimes(str(OverlappingTimes.detail) % {"day": day, "first": first, "second": second})


def _named(stretch: Stretch) -> str:
    ends = {"first": time_format(stretch.opens_at), "last": time_format(stretch.closes_at)}
    return gettext("%(first)s to %(last)s") % ends


def _store(hours: OpeningHours) -> None:
    for holiday in hours.holidays.all():
        mask_texts(holiday, "name")
    try:
        with transaction.atomic():
            hours.save()
    except IntegrityError:
        others = OpeningHours.objects.filter(site=hours.site_id, group=hours.group_id).exclude(pk=hours.pk)
        if not others.exists():
            raise
        raise (GroupHoursTaken if hours.group else HoursTaken) from None


def _tell(hours: OpeningHours) -> None:
    broadcast.publish([SitePresenceChanged(site=hours.site_id, agents=faces_of(hours.site))])

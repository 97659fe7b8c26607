"""A file that is sent while something else wants it, each in a thread and a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from tests import people
from tests.actions.racing import race
from wagtail_livechat.actions import attachments, visitors
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import FileMissing, NoVisitor
from wagtail_livechat.models import Attachment, Message


def test_a_file_that_is_sent_while_orphans_go_is_there_or_the_sender_is_told(racers: ThreadPoolExecutor) -> None:
    visitor = people.a_visitor()
    visitor.writes("Hello")
    file = visitor.uploads()
    Attachment.objects.update(created_at=timezone.now() - timedelta(days=2))
    draft = visitor.drafts("Here", attachments=(file.public_id,))

    [[result], _none] = race(racers, lambda: post([draft]), attachments.remove_orphans)

    if isinstance(result, Message):
        assert Attachment.objects.get().message == result
        assert default_storage.exists(file.file.name)
    else:
        assert isinstance(result, FileMissing)
        assert not Message.objects.filter(body="Here").exists()
        assert not Attachment.objects.exists()


def test_a_file_goes_into_one_of_two_messages(racers: ThreadPoolExecutor) -> None:
    visitor = people.a_visitor()
    visitor.writes("Hello")
    file = visitor.uploads()
    drafts = [visitor.drafts(text, attachments=(file.public_id,)) for text in ("one", "two")]

    results = [result for [result] in race(racers, lambda: post(drafts[:1]), lambda: post(drafts[1:]))]

    assert sum(isinstance(result, Message) for result in results) == 1
    assert sum(isinstance(result, FileMissing) for result in results) == 1


def test_a_file_that_is_uploaded_while_its_visitor_logs_in_is_theirs_or_refused(racers: ThreadPoolExecutor) -> None:
    user = people.a_user("alice")
    known = visitors.identify(site=people.site(), token=None, user=user).visitor
    visitor = people.a_visitor()

    def upload() -> Attachment | NoVisitor:
        try:
            return visitor.uploads()
        except NoVisitor as refused:
            return refused

    [result, _identity] = race(
        racers, upload, lambda: visitors.identify(site=people.site(), token=visitor.token, user=user)
    )

    if isinstance(result, NoVisitor):
        assert not Attachment.objects.exists()
    else:
        assert Attachment.objects.get().visitor == known

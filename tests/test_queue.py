"""The only import of django-q2."""

from django_q.models import OrmQ, Schedule

from wagtail_livechat import queue


def test_work_is_queued_by_name_and_ids(db: None) -> None:
    queue.enqueue("deliver", 7)

    task = OrmQ.objects.get().task
    assert (task["func"], task["args"]) == ("wagtail_livechat.tasks.deliver", (7,))


def test_the_schedule_is_made_once_and_then_left_alone(db: None) -> None:
    Schedule.objects.all().delete()
    queue.ensure_schedules()
    Schedule.objects.update(minutes=2)

    queue.ensure_schedules()

    assert Schedule.objects.get().minutes == 2

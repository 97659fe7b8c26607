from django.core.management.base import BaseCommand

from wagtail_livechat.actions import setup


class Command(BaseCommand):
    help = "Makes the live chat's groups and the queue worker's schedules. Changes nothing that is there."

    def handle(self, *args: object, **options: object) -> None:
        setup.set_up()
        self.stdout.write("Live chat is set up.")

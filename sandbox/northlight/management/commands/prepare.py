import gc
import os
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from northlight import places
from northlight.demo.people import PEOPLE


class Command(BaseCommand):
    """One process for every step, because starting Django is most of the time."""

    help = "Makes the sandbox ready to serve: migrates, sets up the chat, loads the demo. Skips what is done."

    def handle(self, *args: Any, **options: Any) -> None:
        self._migrate()
        call_command("livechat_setup", verbosity=0)
        if self._demo_is_missing():
            self.stdout.write("Loading the demo ...")
            call_command("load_demo", verbosity=0)
        self._remember_port()
        self._fetch_places()
        if settings.MANIFEST_STATICFILES:
            self.stdout.write("Collecting static files ...")
            call_command("collectstatic", interactive=False, verbosity=0)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        leaves = executor.loader.graph.leaf_nodes()
        if not executor.migration_plan(leaves):
            return
        self.stdout.write("Migrating the database (the first time takes about a minute) ...")
        # The states of all models are many small objects that live long: looking for garbage took a third of the time.
        gc.set_threshold(200_000, 10, 100)
        # Each step re-renders all models that it knows: Wagtail's steps take a third of the time before Oscar's models.
        executor.migrate([(app, name) for app, name in leaves if app.startswith("wagtail") and "livechat" not in app])
        call_command("migrate", interactive=False, verbosity=0)

    def _demo_is_missing(self) -> bool:
        names = [person.username for person in PEOPLE]
        return get_user_model().objects.filter(username__in=names).count() < len(names)

    def _fetch_places(self) -> None:
        """Where GEOIP_PATH is set there is another database, or none is wanted."""
        if "GEOIP_PATH" in os.environ or settings.PLACES.exists():
            return
        self.stdout.write("Fetching the database of countries ...")
        if not places.fetch(settings.PLACES):
            self.stdout.write("It could not be fetched (npm, network?): the chat does not know where visitors are.")

    def _remember_port(self) -> None:
        """Links that leave the site's own pages (mail, "view live") name the address that was printed."""
        site = Site.objects.filter(is_default_site=True, hostname="localhost").first()
        if site and site.port != int(settings.PORT):
            site.port = int(settings.PORT)
            site.save()

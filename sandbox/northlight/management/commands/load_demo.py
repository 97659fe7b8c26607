from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from northlight.demo import catalogue, customers, orders, pages, people, team


class Command(BaseCommand):
    help = "Loads the demo: people, pages, products, orders, the team. What is already there stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            people.load()
            pages.load()
            catalogue.load()
            orders.load()
            team.load()
            customers.load()
        if options["verbosity"]:
            self.stdout.write("The demo is loaded.")

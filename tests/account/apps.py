from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "tests.account"
    label = "account"

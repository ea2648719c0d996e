"""The accounts room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The doors of the program: signing in and out, one's own account, the school's people."""

    name = "tirek.accounts"

"""The accounts room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The doors of the program: signing in and out, one's own account, the school's people."""

    name = "tirek.accounts"

    def ready(self) -> None:
        """Every session that is signed in to is marked and noted."""
        from django.contrib.auth.signals import user_logged_in

        from tirek.accounts import sessions

        user_logged_in.connect(sessions.begin, dispatch_uid="tirek.accounts.begin")

"""Counselling as a Django app."""

from django.apps import AppConfig


class CounsellingConfig(AppConfig):
    """Takes over the kind of entry that is recorded here."""

    name = "tirek.counselling"

    def ready(self) -> None:
        """Register the kind."""
        from tirek.counselling import kinds

        kinds.register_all()

"""The visits as a Django app."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Takes over the kinds of entries that are recorded here."""

    name = "tirek.visits"

    def ready(self) -> None:
        """Register the kinds."""
        from tirek.visits import kinds

        kinds.register_all()

"""The raids as a Django app."""

from django.apps import AppConfig


class RaidsConfig(AppConfig):
    """Takes over the kind of entry that is recorded here."""

    name = "tirek.raids"

    def ready(self) -> None:
        """Register the kind."""
        from tirek.raids import kinds

        kinds.register_all()

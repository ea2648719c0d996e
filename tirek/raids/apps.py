"""The raids as a Django app."""

from django.apps import AppConfig


class RaidsConfig(AppConfig):
    """Takes over the kind of entry that is recorded here, and declares its paper."""

    name = "tirek.raids"

    def ready(self) -> None:
        """Register the kind and the paper."""
        from tirek.raids import documents, kinds

        kinds.register_all()
        documents.register_all()

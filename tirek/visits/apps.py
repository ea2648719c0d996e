"""The visits as a Django app."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Takes over the kinds of entries that are recorded here, and declares their papers."""

    name = "tirek.visits"

    def ready(self) -> None:
        """Register the kinds and the papers."""
        from tirek.visits import documents, kinds

        kinds.register_all()
        documents.register_all()

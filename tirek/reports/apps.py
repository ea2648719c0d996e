"""The reports as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Declares the papers of this room."""

    name = "tirek.reports"

    def ready(self) -> None:
        """Put them into the register; take over the kinds they leave."""
        from tirek.reports import documents, kinds

        documents.register_all()
        kinds.register_all()

"""The reports as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Declares the papers of this room."""

    name = "tirek.reports"

    def ready(self) -> None:
        """Put them into the register."""
        from tirek.reports.documents import register_all

        register_all()

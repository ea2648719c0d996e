"""Support as a Django app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Lists that say who is entitled and never why; no tables of its own."""

    name = "tirek.support"

    def ready(self) -> None:
        """Declare the papers of this room."""
        from tirek.support import documents

        documents.register_all()

"""Guardianship as a Django app."""

from django.apps import AppConfig


class GuardianshipConfig(AppConfig):
    """Takes over the talks with guardians, declares the papers of this room."""

    name = "tirek.guardianship"

    def ready(self) -> None:
        """Register the kind and the papers."""
        from tirek.guardianship import documents, kinds

        documents.register_all()
        kinds.register_all()

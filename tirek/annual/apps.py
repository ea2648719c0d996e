"""The annual report as a Django app."""

from django.apps import AppConfig


class AnnualConfig(AppConfig):
    """Takes over the kind of entry that a report leaves, and declares its paper."""

    name = "tirek.annual"

    def ready(self) -> None:
        """Register both."""
        from tirek.annual import documents, kinds

        kinds.register_all()
        documents.register_all()

"""The analysis of the year as a Django app."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Takes over the kind of entry that is recorded here, and declares its paper."""

    name = "tirek.analysis"

    def ready(self) -> None:
        """Register both."""
        from tirek.analysis import documents, kinds

        documents.register_all()
        kinds.register_all()

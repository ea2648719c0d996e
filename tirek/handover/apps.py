"""Hand-over as a Django app."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """Packages for the education department."""

    name = "tirek.handover"

    def ready(self) -> None:
        """Declare the papers, the kind of entry and the long work."""
        from tirek.handover import documents, kinds
        from tirek.handover.actions import run
        from tirek.longwork.actions import register

        documents.register_all()
        kinds.register_all()
        register("handover", run)

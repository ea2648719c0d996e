"""The class data forms as a Django app."""

from django.apps import AppConfig


class ClassdataConfig(AppConfig):
    """Takes over the kind of entry that is recorded here."""

    name = "tirek.classdata"

    def ready(self) -> None:
        """Register the kind."""
        from tirek.classdata import kinds

        kinds.register_all()

"""The school room as a Django app."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """Says how its long work is done."""

    name = "tirek.school"

    def ready(self) -> None:
        """Class lists are brought in and classes carried over by long work."""
        from tirek.longwork.actions import register
        from tirek.school import rollover
        from tirek.school.importing import bring_in

        register("roster", bring_in)
        register("rollover", rollover.run)

"""The plans as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Declares the plan as a paper."""

    name = "tirek.plans"

    def ready(self) -> None:
        """Put it into the register."""
        from tirek.plans.documents import register_all

        register_all()

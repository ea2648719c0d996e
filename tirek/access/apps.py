"""The access room as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    """Keeps the audit append-only, whatever a migration did to its table."""

    name = "tirek.access"

    def ready(self) -> None:
        """After each migration the triggers stand anew and every chain's head is noted."""
        from tirek.access import append_only

        post_migrate.connect(append_only.after_migrate, sender=self)

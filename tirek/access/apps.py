"""The access room as a Django app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate, pre_migrate


class AccessConfig(AppConfig):
    """Keeps the audit append-only and the second wall up, whatever a migration did."""

    name = "tirek.access"

    def ready(self) -> None:
        """After each migration triggers and walls stand anew; every chain's head is noted."""
        from tirek.access import append_only, walls

        post_migrate.connect(append_only.after_migrate, sender=self)
        pre_migrate.connect(walls.lower_walls, sender=self)
        post_migrate.connect(walls.raise_walls, sender=self)
        user_logged_in.connect(walls.turn_to)

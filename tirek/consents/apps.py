"""Consents as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def put_in_built_in(sender: Any, **kwargs: Any) -> None:
    """After migrations: the built-in scopes are there."""
    from tirek.consents.models import Scope
    from tirek.consents.ready import rows

    if kwargs.get("plan") and any(backwards for _, backwards in kwargs["plan"]):
        return
    there = set(Scope.objects.filter(school__isnull=True).values_list("code", flat=True))
    Scope.objects.bulk_create(
        Scope(position=position, transfer=row.pop("transfer") == "1", **row)
        for position, row in enumerate(rows("scopes"), start=1)
        if row["code"] not in there
    )


class ConsentsConfig(AppConfig):
    """Puts in what the program brings along, declares the papers of this room."""

    name = "tirek.consents"

    def ready(self) -> None:
        """Listen for the end of migrations; put the papers into the register."""
        from tirek.consents import documents

        post_migrate.connect(put_in_built_in, sender=self)
        documents.register_all()

"""The personal files as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def put_in_built_in(sender: Any, **kwargs: Any) -> None:
    """After migrations: the default list of papers is there."""
    from tirek.personalfiles.models import Paper
    from tirek.personalfiles.ready import rows

    if kwargs.get("plan") and any(backwards for _, backwards in kwargs["plan"]):
        return
    there = set(Paper.objects.filter(school__isnull=True).values_list("code", flat=True))
    Paper.objects.bulk_create(
        Paper(
            code=row["code"],
            category=row["category"],
            name_kk=row["kk"],
            name_ru=row["ru"],
            name_en=row["en"],
            position=position,
        )
        for position, row in enumerate(rows("papers"), start=1)
        if row["code"] not in there
    )


class PersonalfilesConfig(AppConfig):
    """Puts in the default list, takes over its kinds of entries."""

    name = "tirek.personalfiles"

    def ready(self) -> None:
        """Listen for the end of migrations; register the kinds."""
        from tirek.personalfiles import kinds

        kinds.register_all()
        post_migrate.connect(put_in_built_in, sender=self)

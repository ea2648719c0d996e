"""The card index as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def put_in_built_in(sender: Any, **kwargs: Any) -> None:
    """After migrations: the built-in categories and norms are there."""
    from tirek.cards.models import Category, Norm
    from tirek.cards.ready import rows

    if kwargs.get("plan") and any(backwards for _, backwards in kwargs["plan"]):
        return
    there = _there(Category)
    Category.objects.bulk_create(
        [
            Category(
                code=row["code"],
                name_kk=row["kk"],
                name_ru=row["ru"],
                name_en=row["en"],
                social=row["social"] == "1",
                sensitive=row["sensitive"] == "1",
                basis_demanded=row["basis"] == "1",
                also=row["also"],
                position=position,
            )
            for position, row in enumerate(rows("categories"), start=1)
            if row["code"] not in there
        ]
    )
    _keep_up(Category, rows("categories"))
    there = _there(Norm)
    Norm.objects.bulk_create(
        [
            Norm(
                code=row["code"],
                title=row["title"],
                number=row["number"],
                on=row["on"],
                since=row["since"] or None,
                until=row["until"] or None,
                note=row["note"],
            )
            for row in rows("norms")
            if row["code"] not in there
        ]
    )


def _there(model: Any) -> set[str]:
    return set(model.objects.filter(school__isnull=True).values_list("code", flat=True))


def _keep_up(model: Any, rows: list[dict[str, Any]]) -> None:
    """Built-in categories of an older program learn what they demand and what else finds them."""
    built_in = {one.code: one for one in model.objects.filter(school__isnull=True)}
    for row in rows:
        one, said = built_in[row["code"]], (row["basis"] == "1", row["also"])
        if (one.basis_demanded, one.also) != said:
            one.basis_demanded, one.also = said
            one.save(update_fields=["basis_demanded", "also"])


class CardsConfig(AppConfig):
    """Puts in what the program brings along."""

    name = "tirek.cards"

    def ready(self) -> None:
        """Listen for the end of migrations; tell the school whom an inspector reaches."""
        from tirek.access.roles import Reach
        from tirek.cards.models import on_register
        from tirek.school.merging import dated
        from tirek.school.models import REACHED

        REACHED[Reach.REGISTER] = on_register
        dated("cards.StatusPeriod", ("pupil", "category"))
        dated("cards.Kinship", ("pupil", "member", "kinship"))
        post_migrate.connect(put_in_built_in, sender=self)

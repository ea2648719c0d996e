"""The pages of the main path, and what audit and sight add to them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from bench.timing import Row, floor_of, seconds, statements


def page(work: str, client: Any, path: str, times: int = 40) -> Row:
    """A page: 95th percentile, its queries, its floor."""

    def get() -> None:
        answer = client.get(path, headers={"host": "localhost"})
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")

    get()
    queries = statements(get)
    taken = sorted(seconds(get) for _ in range(times))
    return {
        "work": work,
        "time": taken[int(times * 0.95) - 1],
        "floor": floor_of(queries),
        "queries": len(queries),
        "bar": "≤ 50 ms, ≤ 15 queries",
    }


def client_of(username: str) -> Any:
    """A browser of that user."""
    from django.test import Client

    from tirek.access.models import User

    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def main_path(school: Any) -> dict[str, str]:
    """The addresses, of a pupil with a status and of the newest own plan."""
    from django.urls import reverse

    from tirek.cards.models import StatusPeriod
    from tirek.plans.models import Plan
    from tirek.school.models import Pupil

    with_status = StatusPeriod.objects.filter(pupil__school=school).values("pupil")
    pupil = Pupil.objects.filter(pk__in=with_status).order_by("sort_key")[7]
    plan = Plan.objects.filter(school=school, kind="OWN").order_by("-school_year__year").first()
    if plan is None:
        raise SystemExit("the invented school has no plan")
    return {
        "desk": reverse("desk:desk"),
        "pupil list": reverse("cards:pupils"),
        "search by part of a name": reverse("school:search") + "?q=ова",
        "pupil's page": reverse("cards:pupil", args=[pupil.pid]),
        "plan with coverage": reverse("plans:plan", args=[plan.pid]),
        "journal": reverse("journal:journal"),
    }


def pages(school: Any) -> list[Row]:
    """The pages of the main path, as the social pedagogue sees them."""
    client = client_of("social")
    return [page(work, client, path) for work, path in main_path(school).items()]


@contextmanager
def without_rights() -> Iterator[None]:
    """The program as it would be if it asked nobody who they are and wrote nothing down."""
    from tirek.access import doors, sight
    from tirek.cards.models import StatusQuerySet
    from tirek.journal.models import EntryQuerySet
    from tirek.plans.models import PlanQuerySet, PlanRowQuerySet
    from tirek.school.models import HouseholdQuerySet, PupilQuerySet, SchoolClassQuerySet
    from tirek.visits.models import InspectionActQuerySet

    def everything(found: Any, user: Any, key: Any = "", **_how: Any) -> Any:
        return found.all()

    models = (
        *(StatusQuerySet, EntryQuerySet, PlanQuerySet, PlanRowQuerySet, HouseholdQuerySet),
        *(PupilQuerySet, SchoolClassQuerySet, InspectionActQuerySet),
    )
    with ExitStack() as stack:
        for model in models:
            stack.enter_context(patch.object(model, "visible_to", everything))
        stack.enter_context(patch.object(doors, "_recorded", lambda request, answer, *_: answer))
        stack.enter_context(patch.object(sight.Sight, "may", lambda *_: True))
        yield


def cost_of_rights(school: Any, times: int = 40) -> list[Row]:
    """Each page as it is; floor: without audit and sight, in turns, so that noise meets both."""
    client, rows = client_of("social"), []
    for work, path in main_path(school).items():

        def get(path: str = path) -> None:
            client.get(path, headers={"host": "localhost"})

        get()
        taken, bare = [], []
        for _ in range(times):
            taken.append(seconds(get))
            with without_rights():
                bare.append(seconds(get))
        place = int(times * 0.95) - 1
        rows.append(
            {
                "work": f"{work}; floor: without audit and sight",
                "time": sorted(taken)[place],
                "floor": sorted(bare)[place],
                "bar": "≤ 1.15 floors",
            }
        )
    return rows

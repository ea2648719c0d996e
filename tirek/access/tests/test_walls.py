"""The second wall: with sight broken, PostgreSQL itself shows nothing of another school."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.walking import bring_in_the_demo
from tirek.access import audit, walls
from tirek.access.middleware import behind_walls
from tirek.access.models import AuditRow, Department, RoleGrant, School, User
from tirek.access.tests import making

postgres = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has no row-level security"
)
pytestmark = pytest.mark.django_db


def whose(model: type[models.Model], row: Any) -> int | None:
    """The school of a row, found by following its way as the owner."""
    way = walls.parents()
    while way[model] is not None:
        field = way[model]
        if field.related_model is School:
            return getattr(row, field.attname)
        row, model = getattr(row, field.name), field.related_model
    return row.pk


def role_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        return cursor.fetchone()[0]


@pytest.fixture
def two_schools(monday: None) -> tuple[School, School]:
    bring_in_the_demo()
    audit.record_now(by=None, verb="READ", thing="x", school=School.objects.get(code="school-12"))
    own, other = School.objects.order_by("pk")[:2]
    return own, other


def test_every_model_is_walled_or_listed_with_a_reason():
    assert walls.unwalled() == [], "give it a way to its school, or a reason in access/walls.py"
    assert all(len(why) > 10 for why in walls.OPEN.values())


def test_a_model_without_a_way_is_found(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(walls.OPEN, "access.SentForm")
    assert walls.unwalled() == ["access.SentForm"]


def test_what_holds_children_is_walled():
    labels = {model._meta.label for model in walls.parents()}
    assert {
        *("school.Pupil", "school.Enrolment", "school.HouseholdMember", "cards.StatusPeriod"),
        *("cards.IncomeStatement", "journal.Entry", "journal.EntryPupil", "journal.Attachment"),
        *("visits.InspectionAct", "plans.Adjustment", "reports.IssuedDocument"),
    } <= labels


@postgres
def test_nothing_of_another_school_is_there(two_schools: tuple[School, School]):
    for own, other in (two_schools, two_schools[::-1]):
        seen_of_own = 0
        for model in walls.parents():
            table = connection.ops.quote_name(model._meta.db_table)
            theirs = {row.pk for row in model._base_manager.all() if whose(model, row) == other.pk}
            with walls.behind({own.pk}):
                rows = list(model._base_manager.raw(f"SELECT * FROM {table}"))  # noqa: S608
            for row in rows:
                if model is not School:
                    assert whose(model, row) in {own.pk, None}, model
            seen_of_own += len(rows)
            if theirs and model is not School:
                assert not theirs & {row.pk for row in rows}, model
        assert seen_of_own > 50


@postgres
def test_nothing_is_seen_by_nobody(two_schools: tuple[School, School]):
    for model in walls.parents():
        with walls.behind(()):
            seen = list(model._base_manager.all())
        assert model is School or all(whose(model, row) is None for row in seen), model


@postgres
def test_rows_of_another_school_cannot_be_written(two_schools: tuple[School, School]):
    """Neither changed, nor ended, nor added, nor moved over."""
    own, other = two_schools
    tried = 0
    for model in walls.parents():
        rows = [row for row in model._base_manager.all() if whose(model, row) == other.pk]
        if not rows:
            continue
        tried += 1
        last = model._meta.concrete_fields[-1]
        doomed = model._base_manager.filter(pk=rows[0].pk)
        again = model._base_manager.model(
            **{f.attname: getattr(rows[0], f.attname) for f in model._meta.concrete_fields[1:]}
        )
        with walls.behind({own.pk}):
            if model not in walls.APPEND_ONLY:
                assert doomed.update(**{last.name: getattr(rows[0], last.attname)}) == 0, model
                assert doomed._raw_delete("default") == 0, model
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                again.save(force_insert=True)
    assert tried > 10


@postgres
def test_a_row_cannot_be_moved_to_another_school(two_schools: tuple[School, School]):
    own, other = two_schools
    from tirek.school.models import Pupil

    with (
        walls.behind({own.pk}),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Pupil.objects.filter(school=own).update(school=other)


@postgres
def test_a_view_that_forgets_sight_shows_nothing(
    two_schools: tuple[School, School], monkeypatch: pytest.MonkeyPatch
):
    from tirek.school.models import Pupil, PupilQuerySet

    client = Client()
    client.force_login(User.objects.get(username="social2"))
    stranger = Pupil.objects.filter(school__code="school-12").first()
    monkeypatch.setattr(PupilQuerySet, "visible_to", lambda self, *_a, **_k: self.all())
    address = reverse("school:change_pupil", args=[stranger.pid])
    assert client.get(address).status_code == 404
    monkeypatch.setattr(walls, "_usable", False)  # the first wall broken, no second: a leak
    leak = client.get(address)
    assert leak.status_code == 200
    assert stranger.surname in leak.content.decode()


@postgres
def test_the_audit_is_added_to_and_never_changed(school: School):
    with walls.behind({school.pk}):
        audit.record_now(by=None, verb="READ", thing="x", school=school)
        audit.record_now(by=None, verb="REFUSED", thing="x", school=None)
        for change in (AuditRow.objects.all().delete, lambda: AuditRow.objects.update(note="")):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                change()


@postgres
def test_the_wall_is_up_during_a_request_and_down_after_it(client_of: Any):
    client = client_of()
    roles: list[str] = []

    def view(request: Any) -> HttpResponse:
        roles.append(role_now())
        return HttpResponse()

    request = RequestFactory().get("/")
    for user in (client.user, AnonymousUser()):
        request.user = user
        behind_walls(view)(request)
        assert roles.pop() == "tirek_app"
        assert role_now() == "none"


@postgres
def test_the_wall_comes_down_after_an_error(client_of: Any):
    request = RequestFactory().get("/")
    request.user = client_of().user

    def broken(request: Any) -> HttpResponse:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        raise AssertionError

    with pytest.raises(DatabaseError):
        behind_walls(broken)(request)
    assert role_now() == "none"
    assert connection.execute_wrappers == []


@postgres
def test_a_streamed_answer_is_made_behind_the_wall(client_of: Any):
    request = RequestFactory().get("/")
    request.user = client_of().user
    answer = behind_walls(
        lambda _r: StreamingHttpResponse(role_now() for _n in range(2))  # type: ignore[arg-type]
    )(request)
    assert b"".join(answer) == b"tirek_app" * 2
    for close in answer._resource_closers:
        close()
    assert role_now() == "none"


@postgres
@pytest.mark.django_db(transaction=True)
def test_a_new_connection_is_walled_too(school: School):
    with walls.behind({school.pk}):
        connection.close()
        assert role_now() == "tirek_app"
        with transaction.atomic():
            assert role_now() == "tirek_app"
            transaction.set_rollback(True)
        assert role_now() == "tirek_app"
    assert role_now() == "none"


@postgres
def test_the_wall_turns_to_whom_signs_in(school: School):
    user = making.user("DIRECTOR", school)
    with walls.behind(()):
        assert not RoleGrant.objects.filter(school=school).exists()
        walls.turn_to(user)
        assert RoleGrant.objects.filter(school=school).exists()


@postgres
def test_a_lifted_wall_is_up_again_even_after_a_broken_transaction(school: School):
    with walls.behind(()):
        with walls.lifted():
            assert role_now() == "none"
        with pytest.raises(DatabaseError), transaction.atomic(), walls.lifted():
            connection.cursor().execute("SELECT 1 / 0")
        assert role_now() == "tirek_app"
    assert role_now() == "none"


@postgres
def test_a_department_reaches_its_schools(school: School):
    department = Department.objects.create(code="d", name="d")
    other = School.objects.create(code="other", name="other")
    School.objects.filter(pk=school.pk).update(department=department)
    user = making.user(None, school)
    RoleGrant.objects.create(user=user, role="DEPARTMENT_EXPERT", department=department)
    assert walls.schools_of(user) == {school.pk}
    assert other.pk not in walls.schools_of(user)


@postgres
def test_the_wall_may_be_put_up_again_and_a_gap_is_named():
    assert walls.missing() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE school_pupil DISABLE ROW LEVEL SECURITY")
    assert walls.missing() == ["school_pupil"]
    assert walls.raise_walls()
    assert walls.missing() == []


@postgres
def test_without_the_role_the_program_runs(settings: Any, client_of: Any):
    settings.WALL_ROLE = "tirek_nobody"
    walls._usable = None
    try:
        assert walls.missing() is None
        assert client_of().get("/pupils/").status_code == 200
    finally:
        walls._usable = None


def test_on_sqlite_nothing_is_put_up():
    if connection.vendor == "sqlite":
        assert not walls.raise_walls()
        assert not walls.standing()

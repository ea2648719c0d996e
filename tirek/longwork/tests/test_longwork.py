"""Long work begins, goes on by itself, tells how far it is and leads to its result."""

import os

import pytest
from django.db import connection
from django.urls import reverse

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.access.tests import making
from tirek.longwork import actions, progress
from tirek.longwork.models import Work


@pytest.fixture
def kinds(monkeypatch):
    monkeypatch.setattr(actions, "_KINDS", {})
    return actions._KINDS


def begun(client, school):
    return actions.start_work(
        by=client.user, school=school, kind="rename", title="Атын өзгерту", args={"name": "Жаңа"}
    )


def rename(work, tell):
    tell(1, 2)
    School.objects.filter(pk=work.school_id).update(name=work.args["name"])
    return reverse("accounts:account")


def test_a_work_ends_with_its_result(kinds, school, client_of):
    client = client_of()
    actions.register("rename", rename)
    work = begun(client, school)
    answer = client.get(reverse("longwork:work", args=[work.pid]))
    assert answer["Location"] == reverse("accounts:account")
    school.refresh_from_db()
    assert school.name == "Жаңа"


@pytest.mark.parametrize(
    ("error", "words"),
    [(Refused("Бұл сынып бар."), "Бұл сынып бар."), (KeyError("secret"), "ақау")],
)
def test_a_work_that_fails_says_so_and_leaves_nothing(kinds, school, client_of, error, words):
    def fail(work, tell):
        rename(work, tell)
        raise error

    client = client_of()
    actions.register("rename", fail)
    work = begun(client, school)
    page = client.get(reverse("longwork:work", args=[work.pid])).content.decode()
    assert words in page
    assert "secret" not in page
    assert not School.objects.filter(name="Жаңа").exists()


def test_a_running_work_shows_how_far_it_is(school, client_of):
    client = client_of()
    work = Work.objects.create(school=school, by=client.user, kind="rename", title="Тізім")
    progress.tell(work.pid, 300, 1500)
    answer = client.get(reverse("longwork:work", args=[work.pid]))
    assert answer["Refresh"] == "1"
    assert "300 / 1500" in answer.content.decode()


def test_a_work_broken_off_with_the_program_says_so(school, client_of, monkeypatch):
    client = client_of()
    work = Work.objects.create(school=school, by=client.user, kind="rename", title="Тізім")
    progress.tell(work.pid, 300, 1500)
    monkeypatch.setattr(progress, "RUN", "another")
    answer = client.get(reverse("longwork:work", args=[work.pid]))
    assert "Refresh" not in answer
    assert 'role="alert"' in answer.content.decode()


def test_a_process_that_is_gone_lives_no_more(monkeypatch):
    progress.tell("gone", 1, 2)
    own = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: own + 1)
    assert not progress.told("gone").broken_off
    assert not progress._lives(2**22 + 1)
    progress.forget("gone")
    assert progress.told("gone").broken_off


def test_nobody_sees_another_ones_work(school, client_of):
    work = Work.objects.create(school=school, by=client_of().user, kind="rename", title="Тізім")
    assert client_of("DIRECTOR").get(reverse("longwork:work", args=[work.pid])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_work_runs_in_its_own_thread(kinds, settings, monkeypatch):
    settings.LONG_WORK_AT_ONCE = False
    futures = []
    monkeypatch.setattr(
        actions, "_submit", lambda pk: futures.append(actions._pool.submit(actions._in_thread, pk))
    )
    threads = []

    def run(work, tell):
        threads.append(connection.settings_dict["NAME"])
        return rename(work, tell)

    actions.register("rename", run)
    school = making.school()
    user = making.user("SOCIAL_PEDAGOGUE", school)
    work = actions.start_work(
        by=user, school=school, kind="rename", title="x", args={"name": "Жаңа"}
    )
    futures[0].result(timeout=30)
    work.refresh_from_db()
    assert work.state == Work.State.DONE, work.message
    assert threads
    assert School.objects.filter(name="Жаңа").exists()

"""`tirek demo` and what can be said about the school it leaves."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import translation

from tirek.access import clock
from tirek.access.models import AuditRow, School, User
from tirek.demo import PASSWORD, make_school_file
from tirek.school.models import Pupil
from tirek.schoolfile.dump import dump

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_it_fills_an_empty_database_and_prints_the_logins() -> None:
    with translation.override("ru"):
        said = run("demo", "--pupils", "24", "--years", "1")
    for login in (
        *("social", "deputy", "director", "teacher", "psychologist", "nurse", "mentor"),
        *("librarian", "canteen", "inspector", "expert", "admin", "subject", "social2", "teacher2"),
    ):
        assert f"  {login} " in said
        assert authenticate(username=login, password=PASSWORD) is not None
    assert PASSWORD in said
    assert "классный руководитель" in said
    assert School.objects.count() == 2
    assert AuditRow.objects.filter(verb="IMPORTED").count() == 2


@pytest.mark.parametrize("there", ["school", "user"])
def test_it_refuses_a_database_that_holds_data(there: str) -> None:
    if there == "school":
        School.objects.create(code="1", name="№ 1")
    else:
        User.objects.create_user("somebody")
    with pytest.raises(CommandError) as refused:
        run("demo", "--pupils", "24")
    assert refused.value.returncode == 2
    assert not Pupil.objects.exists()


@pytest.mark.parametrize(
    "wrong", [["--pupils", "3"], ["--pupils", "many"], ["--years", "0"], ["--schools", "-1"]]
)
def test_wrong_sizes_are_refused_in_words(wrong: list[str]) -> None:
    with pytest.raises(CommandError, match=r"least|кемінде"):
        run("demo", *wrong)
    assert not School.objects.exists()


def test_the_file_it_made_comes_out_again() -> None:
    run("demo", "--pupils", "48", "--years", "2", "--seed", "5")
    made: dict[str, Any] = make_school_file(48, 1, 2, 5, clock.today())
    for user in made["users"]:
        user.pop("password", None)  # a secret is never written out
    out = dump(list(School.objects.all()))
    # Packages are sealed, last year is analysed and its report frozen after the file was brought
    # in, and leave entries then.
    assert out.pop("packages")
    assert out.pop("analyses")
    (report,) = out.pop("annual_reports")
    assert report["frozen"]["number"].startswith("ЖЕ-")
    told = {entry["key"] for entry in made["entries"]}
    out["entries"] = [entry for entry in out["entries"] if entry["key"] in told]
    assert list(out) == [section for section in made if made[section]]
    for section in made:
        assert out[section] == made[section], section
    assert json.dumps(out) == json.dumps(made), "the order of keys"

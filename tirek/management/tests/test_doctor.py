"""`tirek doctor`: well when all is well, and each thing that cannot be is named."""

from __future__ import annotations

import copy
import hashlib
import json
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import translation

from tirek.access import append_only, audit_notes
from tirek.access.models import AuditRow
from tirek.demo import make_school_file
from tirek.journal.models import Attachment, Entry
from tirek.management.commands import doctor
from tirek.schoolfile.load import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

SCHOOL: dict[str, Any] = {
    "format": "tirek-school/1",
    "schools": [
        {
            "code": "1",
            "name": "№ 1",
            "years": [
                {
                    "year": 2026,
                    "starts_on": "2026-09-01",
                    "ends_on": "2027-05-25",
                    "quarters": [
                        ["2026-09-01", "2026-10-31"],
                        ["2026-11-09", "2026-12-31"],
                        ["2027-01-11", "2027-03-20"],
                        ["2027-03-29", "2027-05-25"],
                    ],
                }
            ],
        }
    ],
    "classes": [
        {"school": "1", "year": 2026, "name": "6Ә"},
        {"school": "1", "year": 2026, "name": "6Б"},
    ],
    "pupils": [
        {
            "key": "aruzhan",
            "school": "1",
            "surname": "Қуанышева",
            "given": "Аружан",
            "born_on": "2015-03-14",
            "sex": "F",
            "enrolments": [
                {"year": 2026, "class": "6Ә", "since": "2026-09-01", "until": "2026-10-20"}
            ],
            "statuses": [{"category": "WARD", "since": "2024-02-12"}],
        }
    ],
    "entries": [
        {
            "key": "act",
            "school": "1",
            "kind": "HOUSING_ACT",
            "on": "2026-10-20",
            "about": {"pupils": ["aruzhan"]},
        }
    ],
}


def ask() -> tuple[int, dict[str, Any]]:
    """What the doctor says, and the exit code."""
    with suppress(DatabaseError):
        audit_notes.write_heads()  # a commit would, but no test commits
    out, code = StringIO(), 0
    try:
        call_command("doctor", "--format", "json", stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return code, json.loads(out.getvalue())


def changed(**parts: Any) -> dict[str, Any]:
    """The school with some keys of the pupil, or of the entry, changed."""
    data = copy.deepcopy(SCHOOL)
    data["pupils"][0].update(parts.get("pupil", {}))
    data["entries"][0].update(parts.get("entry", {}))
    return data


def test_an_empty_database_and_a_clean_school_are_well() -> None:
    assert ask()[0] == 0
    load(SCHOOL)
    code, said = ask()
    assert said == {
        "ok": True,
        "checks": [
            {"code": name, "ok": True, "problems": []}
            for name in ("DATABASE", "MIGRATIONS", "FILES", "SETTINGS", "WALLS", "AUDIT")
        ],
        "facts": [],
    }
    assert code == 0


def test_the_invented_school_is_well() -> None:
    from django.core.management import call_command as run

    run("demo", "--pupils", "150", "--years", "2", stdout=StringIO())
    assert ask()[1]["facts"] == []


def status(**fields: Any) -> dict[str, Any]:
    return {"statuses": [{"category": "ORPHAN", "since": "2026-09-01", **fields}]}


def both(since: str, until: str, half: str) -> dict[str, Any]:
    return {
        "statuses": [
            {"category": "HALF_ORPHAN", "since": half, "until": "2026-10-05"},
            {"category": "ORPHAN", "since": since, "until": until},
        ]
    }


def places(*days: tuple[str, str | None]) -> dict[str, Any]:
    return {
        "enrolments": [
            {"year": 2026, "class": "6Ә" if at == 0 else "6Б", "since": a, "until": b}
            for at, (a, b) in enumerate(days)
        ]
    }


WRONG = (
    ("NOT_ENROLLED", {"entry": {"on": "2026-10-21"}}),
    ("NOT_ENROLLED", {"entry": {"on": "2026-08-31"}}),
    ("ORPHAN_AND_HALF", {"pupil": both("2026-10-05", "2026-12-31", "2026-01-01")}),
    ("ORPHAN_AND_HALF", {"pupil": both("2026-01-01", "2026-02-01", "2026-02-01")}),
    ("STATUS_WITHOUT_SINCE", {"pupil": {"statuses": [{"category": "WARD"}]}}),
    ("STATUS_ENDS_BEFORE_START", {"pupil": status(until="2026-08-31")}),
    ("STATUS_IN_FUTURE", {"pupil": status(since="2026-11-24")}),
    (
        "STATUS_TWICE",
        {
            "pupil": {
                "statuses": [
                    {"category": "WARD", "since": "2026-09-01", "until": "2026-09-30"},
                    {"category": "WARD", "since": "2026-09-30"},
                ]
            }
        },
    ),
    ("ENROLMENTS_OVERLAP", {"pupil": places(("2026-09-01", "2026-10-20"), ("2026-10-20", None))}),
    (
        "ENROLMENT_ENDS_BEFORE_START",
        {"pupil": places(("2026-09-01", "2026-10-20"), ("2026-10-25", "2026-10-24"))},
    ),
    ("ENROLMENT_OUTSIDE_YEAR", {"pupil": places(("2025-09-01", "2026-10-20"))}),
    ("ENROLMENT_OUTSIDE_YEAR", {"pupil": places(("2026-09-01", "2027-09-01"))}),
    ("ENTRY_IN_FUTURE", {"entry": {"kind": "SESSION", "on": "2026-11-24"}}),
    ("BORN_IN_FUTURE", {"pupil": {"born_on": "2026-11-24"}}),
)
RIGHT = (
    {"entry": {"state": "DRAFT", "on": "2026-10-21"}},
    {"entry": {"state": "ANNULLED", "on": "2026-10-21"}},
    {"pupil": both("2026-10-06", "2026-12-31", "2026-01-01")},
    {"pupil": status(since="2026-11-23")},
    {"pupil": status(since="2027-01-01", annulled_at="2026-11-01T10:00:00+05:00")},
    {"pupil": places(("2026-09-01", "2026-10-20"), ("2026-10-21", None))},
    {"entry": {"kind": "SESSION", "on": "2026-11-23"}},
)


@pytest.mark.parametrize(("code", "change"), WRONG)
def test_what_cannot_be_is_named(code: str, change: dict[str, Any]) -> None:
    load(changed(**change))
    exit_code, said = ask()
    assert [one["code"] for one in said["facts"]] == [code]
    assert said["facts"][0]["school"] == "1"
    assert said["facts"][0]["key"] in {"aruzhan", "act"}
    assert exit_code == 1
    for language in ("kk", "ru", "en"):
        out = StringIO()
        with translation.override(language), pytest.raises(SystemExit):
            call_command("doctor", stdout=out)
        with translation.override(language):
            assert doctor.words()[code] in out.getvalue()
        assert "Қуанышева" not in out.getvalue()


@pytest.mark.parametrize("change", RIGHT)
def test_what_can_be_is_let_alone(change: dict[str, Any]) -> None:
    load(changed(**change))
    assert ask()[0] == 0


def test_every_kind_of_fact_has_its_words() -> None:
    assert {code for code, _ in WRONG} | {"IIN_WRONG", "IIN_TWICE"} == set(doctor.words())


def test_a_wrong_number_and_the_same_number_twice() -> None:
    data = changed(pupil={"iin": "990101500015", "born_on": None, "sex": None})
    other = {**data["pupils"][0], "key": "second", "enrolments": [], "statuses": []}
    data["pupils"].append(other)
    load(data)
    codes = [one["code"] for one in ask()[1]["facts"]]
    assert codes.count("IIN_TWICE") == 1
    assert codes.count("IIN_WRONG") == 2


def test_files_are_looked_at() -> None:
    load(SCHOOL)
    text = b"scan"
    name = "attachments/scan"
    path = Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    Attachment.objects.create(
        entry=Entry.objects.get(),
        name="scan.txt",
        type="text/plain",
        sha256=hashlib.sha256(text).hexdigest(),
        size=len(text),
        file=name,
    )
    try:
        assert ask()[0] == 0
        path.write_bytes(b"skan")
        code, said = ask()
        assert code == 1
        assert len(said["checks"][2]["problems"]) == 1
    finally:
        path.unlink()
    code, said = ask()
    assert (code, said["checks"][2]["ok"]) == (1, False)


@pytest.mark.parametrize(("name", "value"), [("DEBUG", True), ("ALLOWED_HOSTS", ["*"])])
def test_settings_are_looked_at(name: str, value: Any, settings: Any) -> None:
    setattr(settings, name, value)
    code, said = ask()
    assert (code, said["checks"][3]["ok"]) == (1, False)


def test_plain_http_beyond_this_machine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIREK_ALLOWED_HOSTS", "localhost,tirek.example")
    assert "tirek.example" in ask()[1]["checks"][3]["problems"][0]


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def broken() -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(doctor.connection, "cursor", broken)
    monkeypatch.setattr(doctor, "missing", lambda: pytest.fail("asked on a broken foundation"))
    code, said = ask()
    assert code == 1
    assert not said["checks"][0]["ok"]


def test_a_row_of_the_audit_that_was_changed_is_named() -> None:
    load(SCHOOL)
    append_only.take_down(connection)
    AuditRow.objects.filter(school__code="1", number=1).update(note="x")
    code, said = ask()
    problems = said["checks"][-1]["problems"]
    assert code == 1
    assert [one.split(":")[0] for one in problems] == ["TRIGGER", "CHANGED"]
    assert problems[1].endswith("(мектеп 1, жол 1)")
    append_only.put_up(connection)
    assert len(ask()[1]["checks"][-1]["problems"]) == 1


def test_notes_that_cannot_be_written_are_told(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_HEADS = tmp_path / "absent" / "heads.log"
    code, said = ask()
    assert code == 1
    assert str(settings.AUDIT_HEADS) in said["checks"][-1]["problems"][0]


def test_an_old_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "missing", lambda: ["cards.0009_later"])
    code, said = ask()
    assert code == 1
    assert "cards.0009_later" in said["checks"][1]["problems"][0]


def test_a_made_school_is_not_needed_for_the_doctor_to_be_quick() -> None:
    """The same questions whatever the size: no query grows with the pupils."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    load(make_school_file(24, years=1))
    with CaptureQueriesContext(connection) as few:
        ask()
    counts.append(len(few))
    assert counts[0] < 60

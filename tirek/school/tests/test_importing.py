"""An import in the database: preview, application, withdrawal; the command."""

import io
import json
import time
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.school import queries
from tirek.school.importing import apply_roster, plan_import, undo_import
from tirek.school.models import Enrolment, Household, Pupil, RosterImport, SchoolClass
from tirek.school.reading import Unreadable, read_tables
from tirek.school.tests import making, rosters
from tirek.schoolyear.tests import making as years

pytestmark = pytest.mark.django_db
TODAY = people.TODAY


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.fixture
def school():
    return people.school()


@pytest.fixture
def year(school):
    return years.school_year(school, 2026)


@pytest.fixture
def pedagogue(school):
    return people.user(school=school)


def tables(*rows, head=rosters.HEAD):
    return read_tables(rosters.text([head, *rows]))


def bring(school, year, *rows, by=None, **options):
    return apply_roster(
        by=by,
        school=school,
        school_year=year,
        tables=tables(*rows),
        file_name="тізім.csv",
        **options,
    )


LIST = (
    ["Сейт Әсел", "5A", "14.03.2015", "", "Бұлақ к-сі, 7-үй"],
    ["Омар Дамир", "5Ә", "15.03.2015", "", ""],
)


def test_the_first_list_opens_classes_from_the_first_of_september(school, year, pedagogue):
    done = bring(school, year, *LIST, by=pedagogue)
    assert done.counts == {
        "read": 2,
        "new": 2,
        "same": 0,
        "changed": 0,
        "duplicates": 0,
        "refused": 0,
    }
    assert list(SchoolClass.objects.values_list("name", flat=True)) == ["5А", "5Ә"]
    here = queries.pupils_on(school, date(2026, 9, 1))
    assert [(p.full_name, p.class_name) for p in here] == [
        ("Омар Дамир", "5Ә"),
        ("Сейт Әсел", "5А"),
    ]
    assert list(queries.pupils_named(here, "асел")) == [Pupil.objects.get(given="Әсел")]
    assert AuditRow.objects.get(verb="IMPORTED").note.startswith("read=2 new=2")


def test_the_same_list_again_changes_nothing(school, year, pedagogue):
    bring(school, year, *LIST)
    before = Enrolment.objects.count()
    assert bring(school, year, *LIST).counts["same"] == 2
    assert (Pupil.objects.count(), Enrolment.objects.count()) == (2, before)


def test_changes_and_moves(school, year):
    bring(school, year, *LIST)
    done = bring(school, year, ["Сейт Әсел", "5Ә", "14.03.2015", "", "Жаңа к-сі"])
    assert done.counts["changed"] == 1
    pupil = Pupil.objects.get(given="Әсел")
    assert pupil.address == "Жаңа к-сі"
    days = dict.fromkeys((date(2026, 11, 22), TODAY), pupil)
    found = [queries.pupils_on(school, day).get(pk=pupil.pk).class_name for day in days]
    assert found == ["5А", "5Ә"]


def test_a_move_on_the_day_of_enrolment_corrects_it(school, year):
    bring(school, year, *LIST, since=TODAY)
    bring(school, year, ["Сейт Әсел", "5Ә", "14.03.2015", "", ""])
    held = Enrolment.objects.known_at().filter(pupil__given="Әсел")
    assert [(one.school_class.name, one.since) for one in held] == [("5Ә", TODAY)]


def test_who_has_left_comes_back_after_the_last_day(school, year):
    pupil = making.pupil(
        school, "Сейт", "Әсел", in_class="5А", until=date(2026, 10, 15), born_on=date(2015, 3, 14)
    )
    done = bring(school, year, LIST[0], since=date(2026, 9, 1))
    assert done.counts["changed"] == 1
    held = Enrolment.objects.known_at().filter(pupil=pupil)
    assert [(one.since, one.until) for one in held] == [
        (date(2026, 9, 1), date(2026, 10, 15)),
        (date(2026, 10, 16), None),
    ]


def test_a_later_list_adds_from_today_or_the_day_of_arrival(school, year):
    bring(school, year, *LIST)
    head = [*rosters.HEAD, "Келген күні"]
    rows = (
        ["Ким Ару", "5А", "1.1.2015", "", "", "16.11.2026"],
        ["Ким Али", "5А", "2.1.2015", "", "", ""],
    )
    apply_roster(
        by=None, school=school, school_year=year, tables=tables(*rows, head=head), file_name="x"
    )
    since = dict(Enrolment.objects.values_list("pupil__given", "since"))
    assert (since["Ару"], since["Али"]) == (date(2026, 11, 16), TODAY)


def test_a_class_that_is_not_there_is_refused(school, year):
    making.school_class(school, "5А")
    plan = plan_import(
        tables=tables(["Сейт Әсел", "12Д", "", "", ""]), school=school, school_year=year
    )
    (one,) = plan.decisions
    assert (one.flaw.code, one.flaw.column) == ("NO_SUCH_CLASS", "B")


def test_parents_become_a_family(school, year):
    head = ["Аты-жөні", "Сыныбы", "Туған күні", "Анасының аты-жөні", "Анасының телефоны"]
    rows = (
        ["Сейт Әсел", "5А", "14.03.2015", "Ким Гүл", "87010000000"],
        ["Сейт Дамир", "7А", "14.03.2013", "Ким Гүл", "87010000000"],
    )
    apply_roster(
        by=None, school=school, school_year=year, tables=tables(*rows, head=head), file_name="x"
    )
    (home,) = Household.objects.all()
    assert home.stays.count() == 2
    assert [m.full_name for m in home.members.all()] == ["Ким Гүл"]


def test_refused_rows_stay_out_and_nothing_else_is_lost(school, year):
    done = bring(school, year, *LIST, ["Ким", "5А", "", "", ""], LIST[0])
    assert (done.counts["refused"], done.counts["duplicates"]) == (1, 1)
    assert Pupil.objects.count() == 2


def test_a_fault_in_the_middle_leaves_nothing(school, year, monkeypatch):
    monkeypatch.setattr(
        "tirek.school.importing.applying._Writing._families", lambda *args: 1 / 0, raising=True
    )
    with pytest.raises(ZeroDivisionError):
        bring(school, year, *LIST)
    assert not Pupil.objects.exists()
    assert not SchoolClass.objects.exists()
    assert not RosterImport.objects.exists()


def test_taking_back(school, year, pedagogue):
    bring(school, year, *LIST)
    changed = ["Сейт Әсел", "5Ә", "14.03.2015", "", "Жаңа к-сі"]
    done = bring(school, year, changed, ["Ким Ару", "5А", "1.1.2015", "", ""])
    undo_import(by=pedagogue, done=done)
    here = queries.pupils_on(school, TODAY)
    assert [(p.given, p.class_name) for p in here] == [("Дамир", "5Ә"), ("Әсел", "5А")]
    assert Pupil.objects.get(given="Әсел").address == "Бұлақ к-сі, 7-үй"
    with pytest.raises(Refused):
        undo_import(by=pedagogue, done=done)
    again = bring(school, year, changed, ["Ким Ару", "5А", "1.1.2015", "", ""])
    assert (again.counts["new"], again.counts["changed"]) == (1, 1)
    assert Pupil.objects.count() == 3


def test_what_was_worked_with_is_not_taken_back(school, year, pedagogue):
    done = bring(school, year, *LIST)
    making.household(school, Pupil.objects.get(given="Әсел"))
    with pytest.raises(Refused):
        undo_import(by=pedagogue, done=done)
    assert queries.pupils_on(school, TODAY).count() == 2


def test_what_was_changed_since_is_not_taken_back(school, year, pedagogue):
    bring(school, year, *LIST)
    done = bring(school, year, ["Сейт Әсел", "5А", "14.03.2015", "", "Жаңа к-сі"])
    Pupil.objects.filter(given="Әсел").update(address="Басқа к-сі")
    with pytest.raises(Refused):
        undo_import(by=pedagogue, done=done)


def test_an_old_import_is_not_taken_back(school, year, pedagogue):
    done = bring(school, year, *LIST)
    with time_machine.travel("2026-12-25 12:00+05:00", tick=False), pytest.raises(Refused):
        undo_import(by=pedagogue, done=done)


def test_fifteen_hundred_rows_in_three_seconds(school, year, django_assert_max_num_queries):
    letters = "абвгдежзик"
    rows = [
        [
            f"Сейт{letters[n % 10]}{letters[n // 10 % 10]} Әсел{letters[n // 100 % 10]}"
            f"{letters[n // 1000]}",
            f"{n % 11 + 1}{'АӘБВ'[n % 4]}",
            f"{n % 28 + 1:02d}.03.2015",
            "",
            f"{n}-үй",
        ]
        for n in range(1500)
    ]
    begun = time.perf_counter()
    with django_assert_max_num_queries(60):
        done = bring(school, year, *rows)
    assert done.counts["new"] == 1500
    assert time.perf_counter() - begun < 6  # 3 s on a quiet machine


def test_no_headings(school, year):
    with pytest.raises(Unreadable) as bad:
        plan_import(tables=tables(head=["1", "2"]), school=school, school_year=year)
    assert bad.value.code == "NO_HEADINGS"


def command(tmp_path, content, *options):
    file = tmp_path / "тізім.csv"
    file.write_bytes(content)
    out = io.StringIO()
    call_command("import_roster", str(file), *options, stdout=out)
    return out.getvalue()


def test_the_command_shows_figures(tmp_path, school, year):
    content = rosters.text([rosters.HEAD, *LIST, ["Ким Ару", "5А", "31.02.2016", "", ""]])
    figures = json.loads(command(tmp_path, content, "--dry-run", "--format", "json"))
    assert figures["read"] == 3 == figures["new"] + len(figures["refused"])
    (refused,) = figures["refused"]
    assert (refused["row"], refused["column"], refused["value"]) == (4, "C", "31.02.2016")
    assert refused["reason"]
    first = figures["pupils"][0]
    assert (first["row"], first["fate"], first["surname"]) == (2, "NEW", "Сейт")
    assert (first["class"], first["born_on"], first["iin"]) == ("5А", "2015-03-14", "")
    assert not Pupil.objects.exists()


def test_the_command_brings_in(tmp_path, school, year):
    command(tmp_path, rosters.text([rosters.HEAD, *LIST]))
    assert Pupil.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (b"", []),
        (b"%PDF-1.7", ["--dry-run"]),
        (rosters.text([["a", "b"], ["c", "d"]]), ["--dry-run"]),
        (rosters.text([rosters.HEAD, ["Ким", "5А", "", "", ""]]), []),
        (rosters.text([rosters.HEAD, *LIST]), ["--school", "жоқ"]),
        (rosters.text([rosters.HEAD, *LIST]), ["--year", "1999"]),
    ],
)
def test_the_command_refuses(tmp_path, school, year, content, options):
    with pytest.raises(CommandError) as bad:
        command(tmp_path, content, *options)
    assert bad.value.returncode == 2
    assert str(bad.value)
    assert not Pupil.objects.exists()


def test_a_dry_run_needs_no_school(tmp_path):
    content = rosters.text([rosters.HEAD, *LIST])
    assert json.loads(command(tmp_path, content, "--dry-run", "--format", "json"))["new"] == 2
    with pytest.raises(CommandError):
        command(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError) as bad:
        call_command("import_roster", str(tmp_path / "жоқ.csv"), "--dry-run")
    assert bad.value.returncode == 2

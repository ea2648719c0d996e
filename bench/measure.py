"""Measure in the database the environment names; the last line printed is JSON.

`python -m bench.measure PUPILS YEARS`, started by `python -m bench`.
"""

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date
from pathlib import Path
from typing import Any

from bench.pages import cost_of_rights, pages
from bench.phones import visits
from bench.timing import Row, floor_of, median, quietly, seconds, statements


def coverage(school: Any) -> Row:
    """Every row of every plan in force, from nothing."""

    from tirek.access import clock, kept
    from tirek.plans.queries import coverage
    from tirek.schoolyear.queries import year_at

    year = year_at(school, clock.today())
    if year is None:
        raise SystemExit("the invented school has no running year")
    year.school = school

    def all_rows() -> None:
        kept.forget_all()
        coverage(year, clock.today())

    queries = statements(all_rows)
    return {
        "work": "coverage of the whole plan, from nothing",
        "time": median(all_rows),
        "floor": floor_of(queries),
        "queries": len(queries),
        "bar": "≤ 250 ms, ≤ 8 queries",
    }


def roster(school: Any, folder: Path, rows: int = 1500) -> Row:
    """Class lists into a school; floor: reading the sheet and inserting as many bare rows."""
    import xlsxwriter
    from django.db import transaction
    from python_calamine import CalamineWorkbook

    from tirek.school.models import Enrolment, Pupil, SchoolClass

    chance = random.Random(1)
    classes = list(
        SchoolClass.objects.filter(school=school).order_by("-school_year__year", "sort_key")
    )
    latest = [one for one in classes if one.school_year_id == classes[0].school_year_id]
    heads = ["Тегі", "Аты", "Әкесінің аты", "Жынысы", "Туған күні", "Сынып"]
    letters = "абгджзклмнрстшы"
    people = [
        [
            "".join(chance.choices(letters, k=7)).capitalize(),
            "".join(chance.choices(letters, k=6)).capitalize(),
            "",
            "ұл" if chance.random() < 0.5 else "қыз",
            f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.2014",
            chance.choice(latest).name,
        ]
        for _ in range(rows)
    ]
    file = folder / "roster.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    for number, line in enumerate([heads, *people]):
        sheet.write_row(number, 0, line)
    book.close()

    def parse() -> None:
        CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()

    def copy() -> None:
        with transaction.atomic():
            made = Pupil.objects.bulk_create(
                Pupil(school=school, key=f"bench-{n}", surname=person[0], given=person[1], sex="M")
                for n, person in enumerate(people)
            )
            Enrolment.objects.bulk_create(
                Enrolment(pupil=one, school_class=latest[0], since=date(2026, 9, 1)) for one in made
            )
            transaction.set_rollback(True)

    floor = median(parse) + median(copy, 3)
    taken = seconds(lambda: quietly("import_roster", str(file), school=school.code))
    return {
        "work": f"roster import, {rows} rows of xlsx; floor: parse and bulk insert",
        "time": taken,
        "floor": floor,
        "bar": "≤ 3 floors, ≤ 3 s",
    }


def passport(school: Any, folder: Path) -> Row:
    """One class's social passport as Word, without a browser."""
    from tirek.school.models import SchoolClass

    name = SchoolClass.objects.filter(school=school).order_by("-school_year__year")[0].name
    out = str(folder / "passport.docx")

    def one() -> None:
        options = {"school": school.code, "out": out, "format": "docx"}
        quietly("report", "class-passport", f"--class={name}", **options)

    return {"work": "one class passport as Word", "time": median(one), "bar": "≤ 0.2 s"}


def papers_of_the_school(school: Any) -> list[Row]:
    """All class passports, the map, the six lists; floor: their own queries as plain SQL."""
    from tirek.access.models import User
    from tirek.office.files import written
    from tirek.office.reports import reports
    from tirek.reports.series import issue_passports

    social = User.objects.get(username="social")
    rows: list[Row] = []
    for work, name, ending, bar in (
        ("all class passports as Word", "class-passports", "docx", "≤ 6 s"),
        ("all class passports as PDF", "class-passports", "pdf", "≤ 6 s"),
        ("the social map as Word", "social-map", "docx", ""),
        ("the six lists as Word", "six-lists", "docx", ""),
        ("the movement of the school as Word", "school-movement", "docx", ""),
    ):

        def draw(name: str = name, ending: str = ending) -> None:
            written(reports()[name].build(school, {}, "kk", social), ending)

        queries = statements(draw)
        rows.append(
            {
                "work": work,
                "time": median(draw, 3),
                "floor": floor_of(queries, 5),
                "queries": len(queries),
                "bar": bar,
            }
        )

    def issue() -> None:
        issue_passports(by=social, school=school, options={}, language="kk")

    rows.append({"work": "all class passports issued", "time": seconds(issue), "bar": "≤ 6 s"})
    return rows


def school_file(folder: Path) -> list[Row]:
    """Everything out, and into a new database; floor: reading and writing the same JSON."""
    out = folder / "school.json"
    taken = seconds(lambda: quietly("export_school", str(out)))
    text = out.read_text("utf-8")
    found = json.loads(text)
    size = f"{len(text) / 2**20:.1f} MiB"
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "TIREK_HOME": home}
        env.pop("TIREK_DATABASE_URL", None)
        tirek = [sys.executable, "-m", "tirek"]
        subprocess.run([*tirek, "migrate", "--verbosity", "0"], env=env, check=True)
        command = [*tirek, "import_school", str(out)]
        into = seconds(lambda: subprocess.run(command, env=env, check=True, capture_output=True))
    return [
        {
            "work": f"export_school ({size}); floor: writing the JSON",
            "time": taken,
            "floor": median(lambda: json.dumps(found, ensure_ascii=False, indent=1), 3),
        },
        {
            "work": "import_school into an empty SQLite, whole command; floor: reading the JSON",
            "time": into,
            "floor": median(lambda: json.loads(text), 3),
        },
    ]


def audit(school: Any, count: int = 200_000) -> Row:
    """Verifying the audit's chains; floor: reading the same rows plainly."""
    from django.db import connection, transaction

    from tirek.access.audit import record_many
    from tirek.access.audit_chain import FIELDS, findings
    from tirek.access.models import AuditRow, User

    by = User.objects.get(username="social")
    for first in range(0, count, 10_000):
        deeds = [("READ", "school.pupil", f"bench{n:07}", "") for n in range(first, first + 10_000)]
        with transaction.atomic():
            record_many(deeds, by=by, school=school)
    number = AuditRow.objects.count()

    def verify() -> None:
        if found := list(findings()):
            raise SystemExit(f"the audit: {found}")

    def plain() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(FIELDS)} FROM {AuditRow._meta.db_table}")  # noqa: S608
            for _row in iter(lambda: cursor.fetchmany(10_000), []):
                pass

    return {
        "work": f"verifying {number} rows of the audit; floor: reading them",
        "time": median(verify, 3),
        "floor": median(plain, 3),
        "bar": "≤ 12 s (60 s a million)",
    }


def start() -> list[Row]:
    """From the command to the first page, and the server's memory at rest."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tirek", "serve", "--port", str(port)]
    began = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
                break
            except OSError:
                if time.perf_counter() - began > 60 or server.poll() is not None:
                    raise SystemExit("tirek serve did not start") from None
                time.sleep(0.02)
        taken = time.perf_counter() - began
        memory = max(resident(pid) for pid in family(server.pid))
    finally:
        server.terminate()
        server.wait(20)
    return [
        {"work": "start to first page", "time": taken, "bar": "≤ 2 s"},
        {
            "work": "memory at rest of the largest process",
            "time": 0,
            "size": f"{memory / 2**20:.0f} MiB",
            "bar": "≤ 150 MiB a worker",
        },
    ]


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for one in found:
        children = Path(f"/proc/{one}/task/{one}/children")
        if children.exists():
            found += [int(child) for child in children.read_text().split()]
    return found


def resident(pid: int) -> int:
    """Memory of a process in bytes; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    lines = (line.split() for line in status.read_text().splitlines())
    return next((int(line[1]) * 1024 for line in lines if line and line[0] == "VmRSS:"), 0)


def main() -> None:
    """Fill the database, measure, print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tirek.settings")
    os.environ.setdefault("TIREK_SECOND_FACTOR", "offered")
    import django

    django.setup()
    from tirek.access.models import User

    count, years = sys.argv[1:3]
    quietly("migrate", verbosity=0)
    filled = seconds(lambda: quietly("demo", pupils=int(count), years=int(years), seed=1))
    subprocess.run(
        [sys.executable, "-m", "tirek", "collectstatic", "--noinput", "--verbosity", "0"],
        check=True,
    )
    social = User.objects.get(username="social")
    school = social.grants.get().school
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            *pages(school),
            *cost_of_rights(school),
            coverage(school),
            passport(school, folder),
            *papers_of_the_school(school),
            *school_file(folder),
            roster(school, folder),
            *visits(school),
            audit(school),
            *start(),
            {"work": f"demo of {count} pupils", "time": filled},
        ]
    print(json.dumps(rows))


if __name__ == "__main__":
    main()

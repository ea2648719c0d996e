"""The same school in SQLite and in PostgreSQL: the same lists, order, search, figures and file."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.postgres import throwaway_postgres

pytestmark = pytest.mark.skipif(
    "TIREK_DATABASE_URL" in os.environ, reason="compares both databases; once is enough"
)

AS_OF = "2026-11-23"

# What has no command: order and search, straight from the queries.
LOOK = """
import json
import django
django.setup()
from datetime import date
from tirek.access.models import School
from tirek.school import queries
from tirek.school.models import Pupil
school = School.objects.order_by("code")[0]
there = queries.pupils_on(school, date(2026, 11, 23))
found = {"order": [(p.key, p.full_name, p.class_name) for p in there]}
for text in ("ова", "қа", "ка", "Ә", "а б", "ұл", "ё", "''", "%", "_"):
    found[text] = [p.key for p in queries.pupils_named(there, text)]
print(json.dumps(found))
"""


def figures(home: Path, address: str) -> dict[str, Any]:
    """Fill an empty database with the invented school and read it in every way."""
    home.mkdir(mode=0o700)
    env = {**os.environ, "TIREK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tirek.settings"}
    if address:
        env["TIREK_DATABASE_URL"] = address

    def python(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tirek(*arguments: str) -> str:
        return python("-m", "tirek", *arguments)

    tirek("migrate", "--verbosity", "0")
    tirek("demo", "--pupils", "120", "--years", "2", "--seed", "7")
    found: dict[str, Any] = {"look": json.loads(python("-c", LOOK))}
    tirek("export_school", str(home / "school.json"))
    found["file"] = json.loads((home / "school.json").read_text("utf-8"))
    school = found["file"]["schools"][0]["code"]
    found["coverage"] = json.loads(
        tirek("coverage", "--school", school, "--as-of", AS_OF, "--format", "json")
    )
    out = home / "report.json"
    some_class = found["look"]["order"][0][2]
    for name, options in {
        "list": ["--category", "MULTI_CHILD,LOW_INCOME,WARD,ORPHAN"],
        "class-passport": ["--class", some_class],
    }.items():
        tirek(
            *("report", name, "--school", school, "--as-of", AS_OF, *options),
            *("--format", "json", "--out", str(out)),
        )
        found[name] = json.loads(out.read_text("utf-8"))
    return found


def brought_in(file: dict[str, Any]) -> dict[str, Any]:
    """The school file without what the demo does afterwards: packages, papers, an analysis."""
    file.pop("packages")
    file.pop("analyses")
    file.pop("annual_reports")
    file["entries"] = [one for one in file["entries"] if re.search(r"-e\d+$", one["key"])]
    return file


def without_moments(file: Any) -> Any:
    """The school file without the moments of recording: two fillings are seconds apart."""
    if isinstance(file, dict):
        return {k: without_moments(v) for k, v in file.items() if k != "recorded_at"}
    return [without_moments(one) for one in file] if isinstance(file, list) else file


def test_both_databases_give_the_same(tmp_path: Path):
    one = figures(tmp_path / "sqlite", "")
    with throwaway_postgres(durable=False) as address:
        other = figures(tmp_path / "postgres", address)
    assert len(one["look"]["order"]) >= 100
    assert any(one["look"][text] for text in ("ова", "қа", "ка"))
    assert one["look"]["қа"] == one["look"]["ка"]
    assert any(row["due"] for row in one["coverage"])
    assert one["list"]["pupils"] > 0
    for each in (one, other):
        each["file"] = without_moments(brought_in(each["file"]))
    for part in one:
        assert one[part] == other[part], part

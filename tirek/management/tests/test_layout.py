"""Commands lay out an empty database and leave an older one alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError

from tirek.management import layout

HOUSE = Path(__file__).parents[3]


@pytest.mark.django_db
def test_an_older_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "missing", lambda: ["cards.0009_later"])
    with pytest.raises(CommandError, match="tirek migrate") as refused:
        layout.lay_out()
    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_a_database_of_today_is_let_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "call_command", lambda *a, **k: pytest.fail("migrated"))
    layout.lay_out()


@pytest.mark.walk
def test_the_way_from_nothing_to_a_second_school(tmp_path: Path) -> None:
    """Demo into an empty folder, out as a zip, into another empty folder, out again: the same."""

    def tirek(home: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ,
            "TIREK_HOME": str(tmp_path / home),
            "DJANGO_SETTINGS_MODULE": "tirek.settings",
            "TIREK_LANGUAGE": "en",
            "PYTHONUTF8": "1",
        }
        env.pop("TIREK_DATABASE_URL", None)
        return subprocess.run(
            [sys.executable, "-m", "tirek", *arguments],
            cwd=HOUSE,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    first, second = tmp_path / "first.json", tmp_path / "second.json"
    made = tirek("a", "demo", "--pupils", "24", "--years", "1")
    assert made.returncode == 0, made.stderr
    assert "social2" in made.stdout
    assert tirek("a", "demo").returncode == 2
    assert tirek("a", "export_school", str(first)).returncode == 0
    brought = tirek("b", "import_school", str(first))
    assert brought.returncode == 0, brought.stderr
    assert tirek("b", "export_school", str(second)).returncode == 0
    assert first.read_bytes() == second.read_bytes()
    again = tirek("b", "import_school", str(first))
    assert again.returncode == 2
    assert "schools[0].code" in again.stderr
    well = tirek("b", "doctor")
    assert well.returncode == 0, well.stdout

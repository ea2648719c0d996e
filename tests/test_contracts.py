"""The import contracts hold, and each of them can fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent

TROUBLES = {
    "a new room without a floor": ("floors", "attic/__init__.py", ""),
    "an import upward": ("floors", "school/upward.py", "import tirek.cards.models\n"),
    "neighbours who meet": ("floors", "visits/meeting.py", "import tirek.plans\n"),
    "a settings import from a room": ("floors", "desk/settled.py", "import tirek.settings\n"),
    "a query that writes": ("shelves", "cards/queries/seen.py", "import tirek.cards.actions\n"),
    "a rule that knows Django": ("pure", "school/rules/orm.py", "import django.db\n"),
    "a rule that knows models": ("pure", "school/rules/orm.py", "import tirek.school.models\n"),
    "a stranger's papers": ("private", "desk/borrowed.py", "import tirek.plans.documents\n"),
    "two modules in a circle": ("circles", "desk/egg.py", "import tirek.desk.hen\n"),
}


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    def code_only(_: str, names: list[str]) -> list[str]:
        return [n for n in names if n in {"static", "locale", "templates", "__pycache__"}]

    shutil.copytree(HOUSE / "tirek", tmp_path / "tirek", ignore=code_only)
    shutil.copytree(HOUSE / "tools", tmp_path / "tools", ignore=code_only)
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    return tmp_path


def contracts(house: Path, *options: str) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [linter, "--no-cache", *options], cwd=house, capture_output=True, text=True, check=False
    )


def test_contracts_hold():
    result = contracts(HOUSE)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize("trouble", TROUBLES)
def test_contracts_can_fail(copy_of_the_house: Path, trouble: str):
    contract, name, text = TROUBLES[trouble]
    rooms = copy_of_the_house / "tirek"
    (rooms / "desk" / "hen.py").write_text("import tirek.desk.egg\n")
    (rooms / "desk" / "egg.py").touch()
    (rooms / "plans" / "documents.py").touch()
    wrong = rooms / name
    wrong.parent.mkdir(exist_ok=True)
    with wrong.open("a") as file:
        file.write(text)
    result = contracts(copy_of_the_house, "--contract", contract)
    assert result.returncode == 1, result.stdout
    assert "1 broken" in result.stdout

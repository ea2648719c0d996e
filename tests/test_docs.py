"""What the documents say is true."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tirek.env import KNOWN

HOUSE = Path(__file__).parent.parent
DOCUMENTS = [
    HOUSE / "README.md",
    HOUSE / "CONTRIBUTING.md",
    *sorted(HOUSE.glob("docs/**/*.md")),
    *sorted(HOUSE.glob("tirek/*/README.md")),
]


@pytest.fixture(params=DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE)))
def document(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_commands_exist(document: Path):
    text = document.read_text("utf-8")
    named = re.findall(r"(?:`|bin/|^    )tirek ([a-z_]+)\b", text, re.MULTILINE)
    assert [c for c in named if c not in get_commands()] == []


def test_targets_exist(document: Path):
    targets = re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(), re.MULTILINE)
    named = re.findall(r"(?:`|^    )make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)
    assert [t for t in named if t not in targets] == []


def test_links_and_pictures_lead_somewhere(document: Path):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_setting_is_written_down_and_there():
    """The table of docs/settings.md, env.KNOWN and what the code asks for are the same names."""
    table = re.findall(
        r"^\| `(TIREK_\w+)` \|", (HOUSE / "docs/settings.md").read_text(), re.MULTILINE
    )
    assert table == list(KNOWN)
    asked = {
        name
        for path in (HOUSE / "tirek").rglob("*.py")
        for name in re.findall(r"[\"'](TIREK_[A-Z_]+)[\"']", path.read_text("utf-8"))
    }
    assert asked == set(KNOWN)


def test_no_document_names_a_setting_that_is_not_there(document: Path):
    assert set(re.findall(r"\bTIREK_[A-Z_]*[A-Z]\b", document.read_text("utf-8"))) <= set(KNOWN)

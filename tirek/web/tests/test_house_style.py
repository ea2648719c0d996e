"""What every template and style sheet of the house must keep to (a strict policy header)."""

import re
from pathlib import Path

import pytest

from tirek.web.rules.icons import ICONS, svg

HOUSE = Path(__file__).parents[2]
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
SHEETS = sorted(HOUSE.glob("*/static/**/*.css"))

FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an inline style": r"<style\b",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an event attribute": r"<[^>]*\son\w+\s*=",
    "hx-on": r"\bhx-on\b",
    "a javascript address": r"javascript:",
    "another host": r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""",
}


def faults(text: str) -> list[str]:
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text, re.I)]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda f: f"{f.parts[-3]}/{f.name}")
def test_templates_keep_the_policy(file: Path):
    assert faults(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>x()</script>",
        '<a onclick="x()">',
        '<a hx-on:click="x()">',
        '<a href="javascript:x()">',
        '<img src="https://example.org/a.png">',
        '<link href="//example.org/a.css">',
    ],
)
def test_the_search_finds_faults(text: str):
    assert faults(text)


def test_there_are_templates_and_sheets():
    assert len(TEMPLATES) > 10
    assert len(SHEETS) >= 5


@pytest.mark.parametrize("file", SHEETS, ids=lambda f: f.name)
def test_sheets_take_nothing_from_elsewhere(file: Path):
    text = file.read_text("utf-8")
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda f: f"{f.parts[-3]}/{f.name}")
def test_icons_are_known(file: Path):
    named = re.findall(r'{% icon "(\w+)"', file.read_text("utf-8"))
    assert [name for name in named if name not in ICONS] == []


def test_an_unknown_icon_is_an_error():
    with pytest.raises(KeyError):
        svg("unicorn")

"""The catalogues are complete, and the tool that says so would notice if they were not."""

import gettext
from pathlib import Path

import pytest

from tools import words

PAGE = """{% load i18n %}
<h1>{% translate "Pupils" %}</h1>
    {% blocktranslate count n=pupils|length trimmed %}
      {{ n }} pupil of {{ school }}
    {% plural %}
      {{ n }} pupils of {{ school }}
    {% endblocktranslate %}
<p title="{{ x|default:_("none") }}">it's {% translate "May" context "month" %}</p>
"""
CODE = """
from django.utils.translation import gettext_lazy as _, pgettext
NAMES = [_("Open"), _("Two " "parts")]
def said(): return pgettext("answer", "Open")
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    room = tmp_path / "tirek" / "attic"
    (room / "templates" / "attic").mkdir(parents=True)
    (room / "tests").mkdir()
    (room / "__init__.py").touch()
    (room / "templates" / "attic" / "page.html").write_text(PAGE)
    (room / "views.py").write_text(CODE)
    (room / "tests" / "test_page.py").write_text('_("not for users")')
    (tmp_path / "tirek" / "menu.py").write_text('_("Menu")')
    monkeypatch.setattr(words, "HOUSE", tmp_path / "tirek")
    words.words_of_room.cache_clear()
    yield tmp_path / "tirek"
    words.words_of_room.cache_clear()


def fill(house: Path) -> Path:
    """Translate every word of the attic and give the Kazakh catalogue."""
    words.gather()
    for language in words.PLURALS:
        for room in words.rooms():
            catalogue = words.read(room, language)
            for message in catalogue:
                if message.id:
                    one = isinstance(message.id, str)
                    many = 2 if language == "kk" else 3
                    message.string = message.id if one else (message.id[-1],) * many
            words.write(catalogue, words.catalogue_file(room, language), language)
    assert list(words.problems()) == []
    return words.catalogue_file(house / "attic", "kk")


@pytest.mark.parametrize("language", words.PLURALS)
def test_catalogues_are_complete(language: str):
    assert [p for p in words.problems() if f"/{language}/" in p] == []


def test_rooms_with_words_are_installed():
    from django.conf import settings

    for room in words.rooms()[:-1]:
        if words.words_of_room(room):
            assert any(a.startswith(f"tirek.{room.name}") for a in settings.INSTALLED_APPS)


def test_words_are_found_in_code_and_templates(house: Path):
    assert words.words_of_room(house / "attic") == {
        ("Pupils", ""): "Pupils",
        ("%(n)s pupil of %(school)s", ""): (
            "%(n)s pupil of %(school)s",
            "%(n)s pupils of %(school)s",
        ),
        ("none", ""): "none",
        ("May", "month"): "May",
        ("Open", ""): "Open",
        ("Two parts", ""): "Two parts",
        ("Open", "answer"): "Open",
    }
    assert words.words_of_room(house) == {("Menu", ""): "Menu"}


def test_gathering_keeps_translations_and_drops_dead_words(house: Path):
    file = fill(house)
    file.write_text(file.read_text().replace('msgstr "Pupils"', 'msgstr "Оқушылар"'))
    (house / "attic" / "views.py").write_text('_("Closed")')
    words.words_of_room.cache_clear()
    words.gather()
    text = file.read_text()
    assert 'msgstr "Оқушылар"' in text
    assert "Two parts" not in text
    assert [p for p in words.problems() if "/kk/" in p] == [
        "tirek/attic/locale/kk/LC_MESSAGES/django.po: not translated: 'Closed'"
    ]


def test_words_of_django_stay_in_the_entrance(house: Path):
    fill(house)
    file = words.catalogue_file(house, "kk")
    file.write_text(file.read_text() + '\nmsgid "This field is required."\nmsgstr "Толтырыңыз."\n')
    words.gather()
    assert "Толтырыңыз." in file.read_text()
    assert list(words.problems()) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "Pupils"', 'msgstr ""', "not translated"),
        ('msgid "Pupils"', '#, fuzzy\nmsgid "Pupils"', "not translated"),
        ('msgid "Pupils"', 'msgid "Children"', "missing"),
        ('msgid "Pupils"', 'msgid "Children"', "no longer used"),
        ('msgstr[1] "%(n)s', 'msgstr[1] "%(m)s', "placeholders differ"),
        ("nplurals=2; plural=(n != 1);", "nplurals=1; plural=0;", "num_plurals"),
        ("\nmsgctxt", '\n#~ msgid "a"\n#~ msgstr "b"\n\nmsgctxt', "obsolete"),
    ],
)
def test_the_check_notices(house: Path, old: str, new: str, problem: str):
    file = fill(house)
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    assert any(problem in p for p in words.problems()), list(words.problems())


def test_two_rooms_that_differ_are_named(house: Path):
    file = fill(house)
    (house / "cellar").mkdir()
    (house / "cellar" / "__init__.py").write_text('_("Pupils")')
    words.words_of_room.cache_clear()
    words.gather()
    assert list(words.doubles()) == []
    file.write_text(file.read_text().replace('msgstr "Pupils"', 'msgstr "Оқушылар"'))
    assert list(words.doubles()) == [
        "kk: 'Pupils' is translated differently: attic: Оқушылар; cellar: Pupils"
    ]


def test_compiled_words_are_read_by_gettext(house: Path):
    file = fill(house)
    file.write_text(file.read_text().replace('msgstr "Pupils"', 'msgstr "Оқушылар"'))
    words.compile_all()
    with file.with_suffix(".mo").open("rb") as stream:
        read = gettext.GNUTranslations(stream)
    assert read.gettext("Pupils") == "Оқушылар"
    assert read.ngettext("%(n)s pupil of %(school)s", "%(n)s pupils of %(school)s", 5) == (
        "%(n)s pupils of %(school)s"
    )

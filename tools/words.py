"""The words of the program: gather, check and compile every room's catalogues.

English is the msgid; Kazakh and Russian stand in `tirek/<room>/locale/<language>/LC_MESSAGES`.
What belongs to no room (the entrance) goes to `tirek/locale`, which also translates those of
Django's own strings that Django leaves open. Nothing here needs a system gettext.
"""

import argparse
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).parent.parent / "tirek"
PLURALS = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
# Where each function has its words and its context.
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...]] = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")

Key = tuple[str, str]  # the English words (of one), the context


def rooms() -> list[Path]:
    """The folders with catalogues: every package of the house that is a room, then the entrance."""
    entrance = {"management", "schoolfile", "demo", "formats", "locale"}
    found = [f.parent for f in sorted(HOUSE.glob("*/__init__.py")) if f.parent.name not in entrance]
    return [*found, HOUSE]


def files_of(room: Path) -> list[Path]:
    """The code and the templates of a room; the entrance leaves out the rooms' own."""
    others = [] if room != HOUSE else rooms()[:-1]
    return [
        file
        for pattern in ("*.py", "*.html", "*.txt")
        for file in sorted(room.rglob(pattern))
        if not {"tests", "migrations", "locale", "static"} & set(file.relative_to(room).parts)
        and not any(file.is_relative_to(other) for other in others)
        and (file.suffix == ".py" or "templates" in file.parts)
    ]


def words_of(file: Path) -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Each translatable string of a file: the words (or one and many) and their context."""
    from django.utils.translation.template import templatize

    text = file.read_text("utf-8")
    if file.suffix != ".py":
        # What is left of the page is blanked out; lines start at the margin to be read as Python.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    stream = io.BytesIO(text.encode())
    for _line, function, arguments, _notes in extract_python(stream, KEYWORDS, [], {}):
        given = [arguments] if isinstance(arguments, str) else list(arguments)
        places = KEYWORDS[str(function)]
        context = "".join(given[p[0] - 1] or "" for p in places if isinstance(p, tuple))
        words = [given[p - 1] or "" for p in places if isinstance(p, int) and p <= len(given)]
        if words and words[0]:
            yield (words[0] if len(words) == 1 else tuple(words)), context


@cache
def words_of_room(room: Path) -> dict[Key, str | tuple[str, ...]]:
    """Every string of a room by its key."""
    found: dict[Key, str | tuple[str, ...]] = {}
    for file in files_of(room):
        for words, context in words_of(file):
            one = words if isinstance(words, str) else words[0]
            if isinstance(words, tuple) or (one, context) not in found:
                found[one, context] = words
    return found


@cache
def words_of_django() -> dict[Key, str | tuple[str, ...]]:
    """Django's own strings, which the entrance's catalogue may translate."""
    found: dict[Key, str | tuple[str, ...]] = {}
    for file in sorted(Path(django.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="en"):
                if message.id:
                    found[key_of(message)] = english(message)
    return found


def english(message: Message) -> str | tuple[str, ...]:
    """The English words, or those of one and of many."""
    return message.id if isinstance(message.id, str) else tuple(message.id)


def key_of(message: Message) -> Key:
    """The words (of one) and the context."""
    words = english(message)
    return (words if isinstance(words, str) else words[0]), message.context or ""


def catalogue_file(room: Path, language: str) -> Path:
    """Where a room keeps its words."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(room: Path, language: str) -> Catalog:
    """A room's catalogue; an empty one when there is none yet."""
    file = catalogue_file(room, language)
    if not file.exists():
        return blank(language)
    with file.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def blank(language: str) -> Catalog:
    """A catalogue with the right plural forms and nothing else."""
    catalogue = Catalog(locale=language, fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", PLURALS[language])]
    return catalogue


def is_known(key: Key, room: Path) -> bool:
    """Whether the room may hold these words."""
    return key in words_of_room(room) or (room == HOUSE and key in words_of_django())


def gather() -> None:
    """Bring every catalogue up to date: new words come in, old translations stay, dead words go.

    A translation that another room already has is taken over.
    """
    for language in PLURALS:
        known = {room: read(room, language) for room in rooms()}
        elsewhere = {key_of(m): m for c in known.values() for m in c if m.id and is_whole(m)}
        for room, old in known.items():
            kept = {key_of(m): m for m in old if m.id and not m.fuzzy}
            words = dict(words_of_room(room))
            if room == HOUSE:
                words |= {k: v for k, v in words_of_django().items() if k in kept}
            if not words:
                continue
            new = blank(language)
            for key, text in sorted(words.items()):
                before = kept.get(key) or elsewhere.get(key)
                if before and isinstance(before.id, str) != isinstance(text, str):
                    before = None
                new.add(
                    text,
                    before.string if before else None,
                    context=key[1] or None,
                    user_comments=before.user_comments if before else (),
                )
            write(new, catalogue_file(room, language), language)


def write(catalogue: Catalog, file: Path, language: str) -> None:
    """Write a catalogue without dates, names and lines, so that it changes only with its words."""
    body = io.BytesIO()
    write_po(body, catalogue, omit_header=True, no_location=True, width=99)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(header + body.getvalue().decode(), "utf-8")


def forms(message: Message) -> list[str]:
    """The translations of a message: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def is_whole(message: Message) -> bool:
    """Whether every form is translated and nobody doubts it."""
    return bool(forms(message)) and all(forms(message)) and not message.fuzzy


def problems() -> Iterator[str]:
    """Everything that keeps a catalogue from being complete, a sentence each."""
    for language, plural in PLURALS.items():
        for room in rooms():
            if not words_of_room(room) and not catalogue_file(room, language).exists():
                continue
            place = catalogue_file(room, language).relative_to(HOUSE.parent)
            try:
                catalogue = read(room, language)
            except Exception as error:  # whatever is wrong with the file, say which file
                yield f"{place}: cannot be read: {error}"
                continue
            there = {key_of(m): m for m in catalogue if m.id}
            for key in sorted(words_of_room(room).keys() - there.keys()):
                yield f"{place}: missing: {key[0]!r}"
            plurals = int(re.findall(r"nplurals=(\d)", plural)[0])
            for key, message in sorted(there.items()):
                if not is_known(key, room):
                    yield f"{place}: no longer used: {key[0]!r}"
                elif not is_whole(message):
                    yield f"{place}: not translated: {key[0]!r}"
                elif not isinstance(message.id, str) and catalogue.num_plurals != plurals:
                    yield f"{place}: needs {plurals} plural forms: {key[0]!r}"
                elif wrong := differing_placeholders(message):
                    yield f"{place}: placeholders differ ({wrong}): {key[0]!r}"
            if catalogue.obsolete:
                yield f"{place}: has obsolete (#~) entries"


def differing_placeholders(message: Message) -> str:
    """The placeholders that only one side has; a plural form may leave some out."""
    words = english(message)
    several = not isinstance(words, str)
    wanted = set(PLACEHOLDER.findall(words if isinstance(words, str) else words[-1]))
    wrong: set[str] = set()
    for form in forms(message):
        there = set(PLACEHOLDER.findall(form))
        wrong |= there - wanted if several else there ^ wanted
    return ", ".join(sorted(wrong))


def doubles() -> Iterator[str]:
    """Words that two rooms translate differently: at run time one of them would win silently."""
    for language in PLURALS:
        seen: dict[Key, dict[tuple[str, ...], str]] = defaultdict(dict)
        for room in rooms():
            for message in read(room, language):
                if message.id and is_whole(message):
                    seen[key_of(message)].setdefault(tuple(forms(message)), room.name)
        for key, ways in sorted(seen.items()):
            if len(ways) > 1:
                said = "; ".join(f"{room}: {' / '.join(text)}" for text, room in ways.items())
                yield f"{language}: {key[0]!r} is translated differently: {said}"


def compile_all() -> None:
    """Write the .mo files that are missing or older than their .po."""
    for language in PLURALS:
        for room in rooms():
            source = catalogue_file(room, language)
            target = source.with_suffix(".mo")
            if source.exists() and (
                not target.exists() or target.stat().st_mtime < source.stat().st_mtime
            ):
                with target.open("wb") as stream:
                    write_mo(stream, read(room, language))


def main() -> int:
    """Gather by default; `--check` and `--compile` instead of it."""
    parser = argparse.ArgumentParser(prog="words", description=__doc__)
    parser.add_argument("--check", action="store_true", help="say what is missing; change nothing")
    parser.add_argument("--compile", action="store_true", help="make the .mo files")
    options = parser.parse_args()
    if options.compile:
        compile_all()
        return 0
    if not options.check:
        gather()
    for warning in doubles():
        print(f"warning: {warning}")
    found = list(problems())
    for problem in found:
        print(problem)
    print(f"{len(found)} problems in the catalogues" if found else "The catalogues are complete.")
    return 1 if found and options.check else 0


if __name__ == "__main__":
    sys.exit(main())

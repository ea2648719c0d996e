"""Words of time in Kazakh and Russian plans, read as terms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tirek.plans.rules.letters import plain
from tirek.plans.rules.terms import (
    HALF,
    MONTH,
    ON_REQUEST,
    ONGOING,
    QUARTER,
    YEAR,
    Term,
)

# Stems of the months, folded (қ -> к, ү -> у ...), Kazakh first.
_MONTHS = (
    ("кантар", "январ", "янв"),
    ("акпан", "феврал", "фев"),
    ("наурыз", "март", "мар"),
    ("сауир", "апрел", "апр"),
    ("мамыр", "мая", "май", "мае"),
    ("маусым", "июн"),
    ("шилде", "июл"),
    ("тамыз", "август", "авг"),
    ("кыркуйек", "сентябр", "сен"),
    ("казан", "октябр", "окт"),
    ("караша", "ноябр", "ноя"),
    ("желтоксан", "декабр", "дек"),
)
_SHORT = 3  # "янв", "сен": only as a whole word, perhaps with a dot

_NUMBER = {
    "бир": 1,
    "еки": 2,
    "уш": 3,
    "торт": 4,
    "один": 1,
    "два": 2,
    "три": 3,
    "четыре": 4,
    "дважды": 2,
    "трижды": 3,
}
_N = r"(\d{1,2}|бир|еки|уш|торт|один|два|три|четыре)"
_KK_TIMES = rf"(?: *-? *{_N} *(?:рет|рета|раз)(?:тен)?)"
_RU_TIMES = rf"(?:{_N} *(?:раз|раза) *|(дважды|трижды) *|раз *)"

_ONGOING = re.compile(
    r"(?:оку )?жылы? ?(?:бойы|бойына|бойында|колеминде|ишинде|барысында)|жылбойы"
    r"|унеми|жуйели(?: турде)?|турак?ты(?: турде)?|ардайым"
    r"|(?:в течени[еи]|на протяжении) (?:всего )?(?:учебного )?года|весь (?:учебный )?год"
    r"|круглый год|круглогодично|постоянно|систематически|регулярно|непрерывно"
)
_ON_REQUEST = re.compile(
    r"(?:сураныс|отиниш|талап) бойынша|кажеттилиги(?:не)? карай|кажет болган(?:да| жагдайда)"
    r"|кажеттилик(?: бойынша| туындаганда)|по (?:запросу|запросам|заявке|требованию|обращению)"
    r"|по (?:мере )?необходимости"
)
_EVERY = (
    (
        MONTH,
        re.compile(
            rf"(?:ай сайын|ар ай(?:да|ында|дын)?|айына|айда|ай сайынгы){_KK_TIMES}?"
            rf"|ежемесячно(?:,? *{_N} раза?)?|каждый месяц|{_RU_TIMES}(?:в|за) (?:каждый )?месяц"
        ),
    ),
    (
        QUARTER,
        re.compile(
            rf"(?:токсан сайын|ар токсан(?:да|нын)?|токсанына|токсанда){_KK_TIMES}?"
            rf"|ежеквартально|кажд(?:ый|ую) (?:квартал|четверть)|в каждой четверти"
            rf"|{_RU_TIMES}в (?:каждый |каждую )?(?:квартал|четверть)"
        ),
    ),
    (
        HALF,
        re.compile(
            rf"(?:жарты ?жыл сайын|ар жарты ?жыл(?:да|дыкта)?|жарты ?жыл(?:ына|да|дыкта|дыгына))"
            rf"{_KK_TIMES}?"
            rf"|кажд(?:ое|ые) (?:полугодие|полгода)|{_RU_TIMES}в (?:каждое )?(?:полугодие|полгода)"
        ),
    ),
    (
        YEAR,
        re.compile(
            rf"(?:жыл сайын|ар жыл(?:да|ы)?|жылына|жылда){_KK_TIMES}?"
            rf"|ежегодно|{_RU_TIMES}в (?:учебный )?год(?:у)?"
        ),
    ),
)


def parse_term(text: str) -> Term | None:
    """Read the words of time of one plan cell; None when they say nothing we know."""
    words = plain(text).strip(" .,;:-")
    if not words:
        return None
    if _ONGOING.fullmatch(words):
        return ONGOING
    if _ON_REQUEST.fullmatch(words):
        return ON_REQUEST
    for every, pattern in _EVERY:
        found = pattern.fullmatch(words)
        if found:
            return _often(every, _times(found))
    months = _months(words)
    return Term(months=months) if months else None


def _times(found: re.Match[str]) -> int:
    for value in found.groups():
        if value:
            return int(value) if value.isdigit() else _NUMBER[value]
    return 1


def _often(every: str, times: int) -> Term | None:
    if not times:
        return None
    if every == YEAR and times == len(("first half", "second half")):
        # "Twice a year" means once in each half of it.
        return Term(every=HALF)
    return Term(every=every, times=times)


def _months(words: str) -> tuple[int, ...]:
    """Months of a list or a range: "тамыз - кыркуйек", "маусым, шилде, тамыз", "с мая по июнь"."""
    words = re.sub(r"\b(?:айы|айында|айлары|айларында|ай|месяцы?|месяца)\b", " ", words)
    words = re.sub(r"\b20\d\d *(?:ж(?:ыл|ылы|ылгы)?|г(?:ода|од)?)?\b\.?", " ", words)
    words = re.sub(r"(\w+?)(?:нан|нен|дан|ден|тан|тен) (\S+) дейин", r"\1 - \2", words)
    words = re.sub(r"\bс (\S+) по (\S+)", r"\1 - \2", words)
    found: list[int] = []
    joined = ""
    for part in re.findall(r"[а-я]+\.?|[-,;/+]", words):
        month = _month(part.rstrip("."))
        if part in "-,;/+" or part in ("жане", "мен", "пен", "бен", "и"):
            if not found or joined:
                return ()
            joined = part
        elif month is None:
            return ()
        else:
            if found and not joined:
                return ()
            found += _range(found[-1], month) if joined == "-" else [month]
            joined = ""
    rest = re.sub(r"[а-я]+\.?|[-,;/+\s]", "", words)
    if joined or rest or len(set(found)) != len(found):
        return ()
    return tuple(found)


def _month(token: str) -> int | None:
    for number, stems in enumerate(_MONTHS, start=1):
        for stem in stems:
            if token == stem or (len(stem) > _SHORT and _is_case_of(token, stem)):
                return number
    return None


# Case endings that a month may carry; anything longer is another word.
_ENDING = re.compile(
    r"(?:ь|я|е|ю|а|у|ем|ым|дын|нин|тын|да|де|та|те|ден|дан|нан|га|ге|ка|ке|ы|и|инда|ында|еги)?"
)


def _is_case_of(token: str, stem: str) -> bool:
    return token.startswith(stem) and bool(_ENDING.fullmatch(token[len(stem) :]))


def _range(first: int, last: int) -> list[int]:
    """The months after `first` up to `last`, over the new year when need be."""
    found = []
    month = first
    while month != last:
        month = month % 12 + 1
        found.append(month)
    return found


@dataclass(frozen=True)
class TermText:
    """A piece of a term cell as it was written, and what it means (None: not understood)."""

    text: str
    term: Term | None


_MOST_LINES = 3  # words of time that a narrow column broke over lines


def split_terms(lines: str | list[str] | tuple[str, ...]) -> list[TermText]:
    """The terms of a cell, in order; a cell of several items may hold several."""
    raw = lines.splitlines() if isinstance(lines, str) else list(lines)
    rest = [" ".join(line.split()) for line in raw if line.strip()]
    found: list[TermText] = []
    while rest:
        taken = _longest(rest)
        piece = " ".join(rest[:taken])
        term = parse_term(piece)
        several = None if term else _several(piece)
        found += several or [TermText(piece, term)]
        rest = rest[taken:]
    return found


def _longest(lines: list[str]) -> int:
    """How many lines make one term: more than one only when they do not stand alone."""
    for count in range(min(_MOST_LINES, len(lines)), 1, -1):
        together = lines[:count]
        if parse_term(" ".join(together)) and not all(_stands_alone(line) for line in together):
            return count
    return 1


def _stands_alone(line: str) -> bool:
    bullet = line.startswith(("- ", "– ", "— ")) and line[2:3].isupper()
    return bool(parse_term(line)) and (bullet or line.strip(",-–—/") == line)


def _several(piece: str) -> list[TermText] | None:
    """Several terms on one line: "Үнемі; қаңтар"."""
    parts = [part.strip() for part in re.split(r"[;,/]|\s{2,}", piece) if part.strip()]
    if len(parts) < 2:
        return None
    terms = [TermText(part, parse_term(part)) for part in parts]
    return terms if all(one.term for one in terms) else None

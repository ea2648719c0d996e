"""Who answers for a row: role words of Kazakh and Russian plans, misprints included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from tirek.plans.rules.letters import plain

# Patterns over folded text (қ -> к, ә -> а ...), the longest reading first.
_ROLES = (
    (
        "DEPUTY_DIRECTOR",
        r"(?:дире?кторд\w* )?(?:тарбие (?:жумыс\w*|ис\w*)(?: жониндеги)? )?орынбасар\w*"
        r"|(?:дире?кторд\w* )?тарбие (?:жумыс\w*|ис\w*)(?: жониндеги)?(?: орын\w*\.?)?"
        r"|дтж(?:о|жо)\b"
        r"|зам(?:естител\w*|\.|\b) ?(?:директор\w*)?(?: ?по (?:вр|увр|воспитательной работе)\b)?"
        r"|завуч\w*",
    ),
    ("SOCIAL_PEDAGOGUE", r"алеум\w* п[еи]д[ао]г\w*|социальн\w* п[еи]д[ао]г\w*|соц\.? ?педаг\w*"),
    ("PSYCHOLOGIST", r"(?:педагог ?- ?)?(?:мектеп )?психолог\w*"),
    (
        "CLASS_TEACHER",
        r"сынып ?жет\w*|класс\w* рук\w*|кл\. ?рук\w*\.?|куратор\w*",
    ),
    ("SUBJECT_TEACHER", r"пан ?(?:мугалим|оки)\w*|мугалим\w*|учител\w*(?:-| )?(?:предметник\w*)?"),
    (
        "NURSE",
        r"(?:мектеп )?мед ?бике\w*|(?:школьн\w* )?мед\.? ?сестр\w*|медицина кызметкер\w*"
        r"|медработник\w*|фельдшер\w*|дариг\w*|врач\w*",
    ),
    ("MENTOR", r"талимгер\w*|наставник\w*"),
    ("LIBRARIAN", r"китапхана\w*(?: кызметкер\w*| менгеруши\w*)?|(?:работник\w* )?библиотек\w*"),
    ("CANTEEN", r"асхана\w*(?: кызметкер\w*| менгеруши\w*)?|(?:работник\w* )?столов\w*|аспаз\w*"),
    (
        "SCHOOL_INSPECTOR",
        r"(?:мектеп )?инспектор\w*|(?:школьн\w* )?инспектор\w*(?: пдн)?|ктжби\w*|кти уми\w*",
    ),
    ("DEPARTMENT_EXPERT", r"(?:кбб )?сарапшы\w*|эксперт\w*|адискер\w*|методист\w*"),
    ("DIRECTOR", r"(?:мектеп )?дире?ктор\w*|акимшилик\w*|администраци\w*|мектеп басшы\w*"),
)
_ANY_ROLE = re.compile("|".join(f"(?P<{role}>{pattern})" for role, pattern in _ROLES))

# One word is enough to guess a role when it is misprinted.
_KEY_WORDS = {
    "орынбасар": "DEPUTY_DIRECTOR",
    "заместитель": "DEPUTY_DIRECTOR",
    "алеуметтик": "SOCIAL_PEDAGOGUE",
    "социальный": "SOCIAL_PEDAGOGUE",
    "психолог": "PSYCHOLOGIST",
    "жетекши": "CLASS_TEACHER",
    "руководитель": "CLASS_TEACHER",
    "мугалим": "SUBJECT_TEACHER",
    "медбике": "NURSE",
    "медсестра": "NURSE",
    "талимгер": "MENTOR",
    "наставник": "MENTOR",
    "китапхана": "LIBRARIAN",
    "библиотека": "LIBRARIAN",
    "асхана": "CANTEEN",
    "столовая": "CANTEEN",
    "инспектор": "SCHOOL_INSPECTOR",
    "сарапшы": "DEPARTMENT_EXPERT",
    "директор": "DIRECTOR",
}
_LIKE = 0.8
_SILENT = {"жане", "мен", "пен", "бен", "мектеп", "школы", "сынып", "педагог", "кызметкерлери"}
_SHORTEST = 4  # letters of a word worth a question


@dataclass(frozen=True)
class Responsible:
    """The roles a cell names, in its order, and the words that name nobody we know."""

    roles: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def parse_responsible(text: str) -> Responsible:
    """Read a cell of responsible people; lines may break anywhere."""
    # "директор орынбасары" on one line is a deputy, on two lines they are two people.
    words = plain(re.sub(r"(?i)(директор)[ \t]+(?=орынбасар)", r"\1дың ", text))
    at = [(found.start(), str(found.lastgroup)) for found in _ANY_ROLE.finditer(words)]
    unknown = []
    rest = _ANY_ROLE.sub(lambda found: " " * len(found.group()), words)
    for found in re.finditer(r"[а-яa-z]+", rest):
        word = found.group()
        role = _guess(word)
        if role:
            at.append((found.start(), role))
        elif len(word) >= _SHORTEST and word not in _SILENT:
            unknown.append(word)
    return Responsible(tuple(dict.fromkeys(role for _, role in sorted(at))), tuple(unknown))


def _guess(word: str) -> str | None:
    """The role whose key word this word misprints, or None."""
    best, chosen = _LIKE, None
    for key, role in _KEY_WORDS.items():
        for length in (len(key) - 1, len(key), len(key) + 1):
            like = SequenceMatcher(None, key, word[:length]).ratio()
            if like > best and len(word) >= _SHORTEST:
                best, chosen = like, role
    return chosen

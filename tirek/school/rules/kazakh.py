"""Kazakh text: the order of names in lists, and the form in which names are searched."""

import unicodedata
from typing import Final

ALPHABET: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
DIGITS36: Final = "0123456789abcdefghijklmnopqrstuvwxyz"

DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
APOSTROPHES: Final = "'\u02bc\u2018\u2019`\u00b4"
INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
UNKNOWN: Final = "zz"

# Latin letters that look like Cyrillic ones; typed by mistake on the wrong keyboard.
LOOK_ALIKES: Final = {
    "a": "а",
    "b": "в",
    "c": "с",
    "e": "е",
    "h": "н",
    "i": "і",
    "k": "к",
    "m": "м",
    "o": "о",
    "p": "р",
    "t": "т",
    "x": "х",
    "y": "у",
    "ə": "ә",
}

# What a Russian keyboard can type instead of a Kazakh letter; h is Һ, as it is pronounced.
SEARCH_FOLDS: Final = {
    **LOOK_ALIKES,
    "ә": "а",
    "ə": "а",
    "қ": "к",
    "і": "и",
    "i": "и",
    "ң": "н",
    "ғ": "г",
    "ү": "у",
    "ұ": "у",
    "ө": "о",
    "һ": "х",
    "h": "х",
    "ё": "е",
}


def _pair(number: int) -> str:
    return DIGITS36[number // 36] + DIGITS36[number % 36]


def _codes() -> dict[str, str]:
    codes = {dash: _pair(2) for dash in DASHES}
    codes |= {mark: _pair(3) for mark in APOSTROPHES}
    codes |= {digit: _pair(36 + number) for number, digit in enumerate("0123456789")}
    codes |= {letter: _pair(72 + number) for number, letter in enumerate(ALPHABET)}
    codes |= {chr(ord("a") + number): _pair(144 + number) for number in range(26)}
    return codes


CODES: Final = _codes()


def sort_key(text: str) -> str:
    """ASCII text whose plain order is the Kazakh order of `text`, the same on every database.

    Two characters of [0-9a-z] for each letter: space, hyphen, digits, the 42 letters, Latin
    letters, everything else. Case and the two ways to write й and ё make no difference.
    """
    return "".join(map(_code, _plain(text)))


def _code(character: str) -> str:
    code = CODES.get(character)
    if code is not None:
        return code
    if character == " ":
        return _pair(1)
    base = unicodedata.normalize("NFKD", character)[:1]
    if base != character and base in CODES:
        return CODES[base]
    return UNKNOWN if unicodedata.category(character)[0] in "LNS" else _pair(4)


def folded(text: str) -> str:
    """`text` as search compares it: case, Kazakh letters, look-alikes and hyphens made equal.

    Қ is found by К, Ә by А, Һ by Х or h, Ё by Е; Latin look-alikes are found as Cyrillic.
    """
    letters = []
    for character in _plain(text):
        if character in DASHES:
            letters.append(" ")
        elif character in SEARCH_FOLDS:
            letters.append(SEARCH_FOLDS[character])
        elif character not in APOSTROPHES:
            letters.append(character)
    return " ".join("".join(letters).split())


def _plain(text: str) -> str:
    """Composed, casefolded, without invisible characters and repeated spaces."""
    kept = "".join(character for character in text if character not in INVISIBLE)
    return " ".join(
        unicodedata.normalize("NFC", unicodedata.normalize("NFC", kept).casefold()).split()
    )

"""Names of classes and of people, as rosters write them and as the program keeps them."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from tirek.school.rules.kazakh import APOSTROPHES, DASHES, INVISIBLE, LOOK_ALIKES, sort_key

GRADES: Final = range(13)
PRESCHOOL: Final = ("мектепалды", "мад", "кдп", "предшкола", "preschool")
CLASS_WORDS: Final = re.compile(
    r"\b(сыныбы|сынып|класс|кл|class|grade|топ|тобы|даярлық|группа)\b\.?", re.IGNORECASE
)
CLASS_SHAPE: Final = re.compile(r"([0-9]{1,2})\s*([^\W\d_]{0,2})")
PATRONYMIC_ENDINGS: Final = frozenset(
    {"ұлы", "қызы", "улы", "кызы", "оглы", "углы", "угли", "гызы"}
)


@dataclass(frozen=True)
class ClassName:
    """A class: grade 0 (preschool) to 12, letter in Cyrillic (may be empty), name as shown."""

    grade: int
    letter: str
    name: str

    @property
    def order(self) -> str:
        """ASCII text that puts 2А before 10А, and 5А before 5Ә before 5Б."""
        return f"{self.grade:02d}{sort_key(self.letter)}"


def parse_class_name(text: str) -> ClassName:
    """`5А` from any usual spelling: `5 «А»`, `5-А`, `05a`, `5A` in Latin, `МАД`.

    Raises ValueError when it names no class of grades 0 to 12.
    """
    plain = re.sub(r"\.0+$", "", _clean(text).casefold())
    plain = re.sub(r"[\"«»„“”().,/\\]", " ", plain)
    plain = re.sub(f"[{re.escape(DASHES + APOSTROPHES)}_]", " ", plain)
    plain = CLASS_WORDS.sub(" ", plain)
    for word in PRESCHOOL:
        plain = re.sub(rf"\b{word}\b", "0", plain)
    plain = re.sub(r"\b0(\s+0)+\b", "0", " ".join(plain.split()))
    found = CLASS_SHAPE.fullmatch(plain)
    if not found or int(found[1]) not in GRADES:
        raise ValueError(text)
    grade = int(found[1])
    letter = "".join(LOOK_ALIKES.get(sign, sign) for sign in found[2]).upper()
    return ClassName(grade=grade, letter=letter, name=f"{grade}{letter}")


@dataclass(frozen=True)
class PersonName:
    """Surname, given name and patronymic, the last may be empty."""

    surname: str
    given: str
    patronymic: str = ""


def split_full_name(text: str) -> PersonName:
    """Surname, given name and the rest from one cell in that order.

    Raises ValueError when there are fewer than two words.
    """
    words = tidy_name(text.replace(",", " ")).split()
    if len(words) < 2:
        raise ValueError(text)
    return PersonName(words[0], words[1], " ".join(words[2:]))


def tidy_name(text: str) -> str:
    """A name with single spaces, Cyrillic for Latin look-alikes, and ОМАРОВ or омаров as Омаров."""
    return " ".join(_tidy_word(word) for word in _clean(text).split())


def _tidy_word(word: str) -> str:
    if any(_is_cyrillic(letter) for letter in word):
        word = "".join(map(_cyrillic, word))
    if word.casefold() in PATRONYMIC_ENDINGS:
        return word.lower()
    if len(word) > 1 and (word.isupper() or word.islower()):
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word


def _cyrillic(letter: str) -> str:
    twin = LOOK_ALIKES.get(letter.lower(), letter)
    return twin.upper() if letter.isupper() else twin


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"


def is_name(text: str) -> bool:
    """Whether `text` can be a name: letters, spaces, hyphens, apostrophes, dots."""
    allowed = " ." + DASHES + APOSTROPHES
    return any(map(str.isalpha, text)) and all(
        sign.isalpha() or unicodedata.combining(sign) or sign in allowed for sign in text
    )


def short_name(surname: str, given: str) -> str:
    """A pupil in a row: `Сағындық Дамир`."""
    return f"{surname} {given}".strip()


def initialled(surname: str, given: str) -> str:
    """A member of staff in a row: `Г. Омарова`."""
    return f"{given[:1]}. {surname}" if given else surname


def _clean(text: str) -> str:
    kept = "".join(sign for sign in text if sign not in INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", kept).split())

"""Days as class lists write them."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from tirek.school.rules.kazakh import folded

# Excel counts days from here (its own first of March 1900 and later).
EXCEL_BEGINS: Final = date(1899, 12, 30)
YEARS: Final = range(1900, 2101)
MONTHS: Final = (
    "қаңтар январь января january jan",
    "ақпан февраль февраля february feb",
    "наурыз март марта march mar",
    "сәуір апрель апреля april apr",
    "мамыр май мая may",
    "маусым июнь июня june jun",
    "шілде июль июля july jul",
    "тамыз август августа august aug",
    "қыркүйек сентябрь сентября september sep",
    "қазан октябрь октября october oct",
    "қараша ноябрь ноября november nov",
    "желтоқсан декабрь декабря december dec",
)
MONTH_NUMBERS: Final = {
    folded(name): number for number, names in enumerate(MONTHS, 1) for name in names.split()
}
TIME: Final = re.compile(r"[t\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.IGNORECASE)
YEAR_FIRST: Final = re.compile(r"(\d{4})[.\-/\s](\d{1,2})[.\-/\s](\d{1,2})")
DAY_FIRST: Final = re.compile(r"(\d{1,2})[.,\-/\s]+(\d{1,2})[.,\-/\s]+(\d{4}|\d{2})")


class DayFault(StrEnum):
    """Why a cell is no day."""

    NO_SUCH_DAY = "NO_SUCH_DAY"
    TWO_DIGIT_YEAR = "TWO_DIGIT_YEAR"
    YEAR_ONLY = "YEAR_ONLY"
    NOT_A_DAY = "NOT_A_DAY"
    OUT_OF_RANGE = "OUT_OF_RANGE"


class BadDay(ValueError):
    """A cell that is no day; `fault` says why."""

    def __init__(self, fault: DayFault) -> None:
        super().__init__(fault)
        self.fault = fault


def read_day(value: object) -> date:
    """The day in a cell: a date, an Excel number, or text in a usual shape of kk, ru or en.

    Day comes before month; nothing is guessed: 31 February and a two-digit year raise BadDay.
    """
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, bool):
        raise BadDay(DayFault.NOT_A_DAY)
    if isinstance(value, int | float):
        return _from_number(float(value))
    return _from_text(str(value))


def _in_range(day: date) -> date:
    if day.year not in YEARS:
        raise BadDay(DayFault.OUT_OF_RANGE)
    return day


def _from_number(number: float) -> date:
    if number != number or not 1 <= number < 100_000:
        if 19_000_101 <= number <= 21_001_231 and number.is_integer():
            return _from_text(str(int(number)))
        raise BadDay(DayFault.NOT_A_DAY)
    if number.is_integer() and int(number) in YEARS:
        raise BadDay(DayFault.YEAR_ONLY)
    return _in_range(EXCEL_BEGINS + timedelta(days=int(number)))


def _from_text(text: str) -> date:
    plain = " ".join(text.split()).strip(" '.,")
    plain = TIME.sub("", plain)
    plain = re.sub(r"[\s.]*\b(года|год|г|жылғы|жылы|ж)\b\.?", " ", plain, flags=re.IGNORECASE)
    plain = " ".join(plain.split()).strip(" .,")
    if re.fullmatch(r"\d{4}", plain):
        raise BadDay(DayFault.YEAR_ONLY)
    if re.fullmatch(r"\d{8}", plain):
        return _day(plain[:4], plain[4:6], plain[6:])
    if re.fullmatch(r"\d{5}([.,]\d+)?", plain):
        return _from_number(float(plain.replace(",", ".")))
    if found := YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[2], found[3])
    if found := DAY_FIRST.fullmatch(plain):
        return _day(found[3], found[2], found[1])
    return _from_words(plain)


def _from_words(plain: str) -> date:
    """`14 наурыз 2015`, `2015 жылғы 14 наурыз`, `March 14, 2015`."""
    words = re.findall(r"[^\W_]+", folded(plain))
    months = [MONTH_NUMBERS[word] for word in words if word in MONTH_NUMBERS]
    numbers = [word for word in words if re.fullmatch(r"[0-9]{1,4}", word)]
    if len(words) != 3 or len(months) != 1 or len(numbers) != 2:
        raise BadDay(DayFault.NOT_A_DAY)
    year, day = sorted(numbers, key=len, reverse=True)
    return _day(year, str(months[0]), day)


def _day(year: str, month: str, day: str) -> date:
    if len(year) != 4:
        raise BadDay(DayFault.TWO_DIGIT_YEAR)
    if int(year) not in YEARS:
        raise BadDay(DayFault.OUT_OF_RANGE)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadDay(DayFault.NO_SUCH_DAY) from None

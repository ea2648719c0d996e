"""Dates in words of the three languages; Django has no Kazakh formats and half of the words."""

from datetime import date

MONTHS = {
    "kk": (
        *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
        *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
    ),
    "ru": (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
WEEKDAYS = {
    "kk": ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
SHORT_WEEKDAYS = {
    "kk": ("дс", "сс", "ср", "бс", "жм", "сб", "жс"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def short_day(day: date) -> str:
    """«23.11.2026»: the form for rows and fields, the same in every language."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def long_day(day: date, language: str) -> str:
    """«2026 жылғы 1 қыркүйек», «1 сентября 2026 г.», «1 September 2026»: headings, documents."""
    month = MONTHS[language][day.month - 1]
    if language == "kk":
        return f"{day.year} жылғы {day.day} {month}"
    return f"{day.day} {month} {day.year}" + (" г." if language == "ru" else "")


def month_year(day: date, language: str) -> str:
    """«2026 жылғы қазан», «октябрь 2026 г.», «October 2026»: a month as a whole."""
    month = MONTHS[language][day.month - 1]
    if language == "kk":
        return f"{day.year} жылғы {month}"
    if language == "ru":
        # «марта» and «августа» lose the ending, «мая» becomes «май», the others end in «ь».
        ending = {3: "", 8: "", 5: "й"}.get(day.month, "ь")
        return f"{month[:-1]}{ending} {day.year} г."
    return f"{month} {day.year}"


def day_month(day: date, language: str) -> str:
    """«30 қыркүйек»: where the year is plain."""
    return f"{day.day} {MONTHS[language][day.month - 1]}"


def weekday(day: date, language: str) -> str:
    """«дүйсенбі»."""
    return WEEKDAYS[language][day.weekday()]


def short_weekday(day: date, language: str) -> str:
    """«дс»."""
    return SHORT_WEEKDAYS[language][day.weekday()]


def years_between(born: date, day: date) -> int:
    """Whole years of age on a day; one born on 29 February has a birthday on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

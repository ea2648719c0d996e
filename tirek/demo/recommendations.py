"""Recommendations to class teachers, with and without an answer."""

from __future__ import annotations

from datetime import date, timedelta

from tirek.demo.book import Book
from tirek.demo.people import Child
from tirek.demo.staff import Staff
from tirek.demo.work import PED
from tirek.demo.years import Year, moment

ADVICE = (
    "Көпбалалы отбасылардың мәліметін жаңарту\nСабақтан қалған оқушының ата-анасымен сөйлесу",
    "Жаңадан келген оқушының бейімделуін бақылау\nҮйірмелерге жазылуға көмектесу",
    "Тегін тамақ алатын оқушылардың тізімін тексеру",
)
# What a teacher answers, and after how many days; the first class has not answered yet.
ANSWERS: tuple[tuple[tuple[str, str, int], ...], ...] = (
    (),
    (("TAKEN", "Қараша айында орындаймын", 2), ("DONE", "Ата-аналармен сөйлестім", 16)),
    (("CANNOT", "Ата-анасы басқа қалада, байланыс болмады", 5),),
    (("TAKEN", "", 1),),
)


def recommend(book: Book, staff: Staff, children: list[Child], year: Year) -> None:
    """In October for some classes, that of the teacher who can sign in first; chance is not
    asked, so that the rest of the school stays as it is.
    """

    def teacher_of(grade: int, name: str) -> str:
        return staff.teacher(year.number - grade, grade, name.lstrip("0123456789"))

    places = {
        (place.grade, place.name) for child in children for place in child.in_year(year.number)
    }
    signing = [one for one in sorted(places) if teacher_of(*one) == "teacher"]
    for number, (grade, name) in enumerate(dict.fromkeys([*signing, *sorted(places)[::4]])):
        on = year.day(10, 19) + timedelta(days=number % 5)
        if on > book.today:
            continue
        said = [
            {"at": moment(on + timedelta(days=later), 15, 10), "by": teacher_of(grade, name)}
            | {"state": state, "text": text}
            for state, text, later in ANSWERS[number % len(ANSWERS)]
            if on + timedelta(days=later) <= book.today
        ]
        book.entries.append(_entry(book, staff.who(PED), on, name, ADVICE[number % len(ADVICE)]))
        if said:
            answers = [{key: value for key, value in one.items() if value} for one in said]
            entry = book.entries[-1]
            recorded_at = entry.pop("recorded_at")
            entry |= {"details": {"answers": answers}, "recorded_at": recorded_at}


def _entry(book: Book, author: str, on: date, name: str, text: str) -> dict[str, object]:
    return {
        "key": "",
        "school": book.school,
        "kind": "RECOMMENDATION",
        "on": on.isoformat(),
        "author": author,
        "about": {"classes": [name]},
        "text": text,
        "recorded_at": moment(on, 11, 20),
    }

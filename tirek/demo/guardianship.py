"""The guardianship register of the invented school: four cases, a check, a talk. All invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tirek.demo.book import Book
from tirek.demo.people import Child
from tirek.demo.years import moment

BODY = "Қалалық қорғаншылық және қамқоршылық органы"


def cases_of(
    known: dict[str, Child], school: str, year: int, today: date, by: str
) -> list[dict[str, Any]]:
    """A placed one, one nobody has been told of in time, a child who is no pupil, a closed one."""
    ward = date(year - 2, 2, 12)
    guardian = known["aruzhan"].family.adults[0]
    home = {"household": known["aruzhan"].family.key, "member": guardian.key}
    found = [
        _case(
            ("placed", school, by, today),
            {"pupil": known["aruzhan"].key},
            {
                "kind": "IDENTIFIED",
                "on": date(year - 2, 2, 5),
                "who": "Сынып жетекшісі",
                "how": "Үйіне барғанда",
                "text": "Анасы қайтыс болған, әкесі туралы мәлімет жоқ. Әжесімен тұрады.",
            },
            {"kind": "NOTIFIED", "on": date(year - 2, 2, 6), "who": BODY, "paper": {"number": "9"}},
            {
                "kind": "PLACED",
                "on": ward,
                "who": f"{guardian.surname} {guardian.given}",
                "placement": "GUARDIAN",
                "paper": {
                    "document": "Қорғаншылық және қамқоршылық органының шешімі",
                    "number": "118",
                    "on": ward.isoformat(),
                },
                "guardian": home,
                "status": "WARD",
            },
            {"kind": "REVIEWED", "on": date(year - 1, 2, 14), "text": "Бала өз үйінде тұрады."},
        ),
        _case(
            ("late", school, by, today),
            {"pupil": known["dinmuhammed"].key},
            {
                "kind": "IDENTIFIED",
                "on": today - timedelta(days=6),
                "who": "Психолог",
                "how": "Көршісінің хабарлауы бойынша",
                "text": "Анасы бір апта үйде жоқ, балаға көршісі қарайды.",
            },
        ),
        _case(
            ("stranger", school, by, today),
            {
                "child": {
                    "surname": "Қожа",
                    "given": "Әлихан",
                    "address": "Теректі көшесі, 11-үй",
                    "born_on": date(year - 5, 6, 3).isoformat(),
                }
            },
            {
                "kind": "IDENTIFIED",
                "on": today - timedelta(days=20),
                "who": "Әлеуметтік педагог",
                "how": "Рейд кезінде",
            },
            {
                "kind": "NOTIFIED",
                "on": today - timedelta(days=19),
                "who": BODY,
                "paper": {"number": "31"},
            },
        ),
        _case(
            ("closed", school, by, today),
            {"pupil": known["ayim"].key},
            {"kind": "IDENTIFIED", "on": date(year, 3, 3), "how": "Емханадан хабар"},
            {"kind": "NOTIFIED", "on": date(year, 3, 6), "who": BODY, "paper": {"number": "12"}},
            {"kind": "CLOSED", "on": date(year, 4, 10), "reason": "RETURNED"},
        ),
    ]
    return [one for one in found if one["steps"]]


def _case(
    head: tuple[str, str, str, date], child: dict[str, Any], *steps: dict[str, Any]
) -> dict[str, Any]:
    """A case with those of its steps that have taken place by today."""
    name, school, by, today = head
    key = f"{school}-{name}"
    return {
        "key": key,
        "school": school,
        **child,
        "steps": [
            {
                "key": f"{key}-{number}",
                **step,
                "on": step["on"].isoformat(),
                "recorded_at": moment(step["on"]),
                "by": by,
            }
            for number, step in enumerate(steps, start=1)
            if step["on"] <= today
        ],
    }


def visit_guardians(book: Book, known: dict[str, Child], year: int, by: str) -> None:
    """A check and a talk of this year with the guardian of two."""
    family = known["aruzhan"].family
    guardian = {"household": family.key, "member": family.adults[0].key}
    pupils = [known["aruzhan"].key, known["erasyl"].key]
    check = {
        "findings": "Үй жылы, балалардың жеке орны мен сабақ үстелі бар.",
        "guardian": guardian,
        "recommendation": "Қысқы киімге көмек.",
        "who": "Комиссия: әлеуметтік педагог, сынып жетекшісі",
    }
    talk = {
        "agreed": "Қамқорлық акциясына енгізу.",
        "asked": "Отын алуға көмек.",
        "guardian": guardian,
        "health": "Балалар сау, Ерасыл көзілдірік тағады.",
        "living": "Екі бөлмелі үй, жылыту пешпен.",
        "study": "Үлгерімі жақсы.",
    }
    book.add(
        "GUARDIAN_INTERVIEW", date(year, 9, 17), by,
        topic="CHECK", pupils=pupils, text="", details={"check": check},
    )  # fmt: skip
    book.add("GUARDIAN_INTERVIEW", date(year, 10, 14), by, pupils=pupils, text="", details=talk)

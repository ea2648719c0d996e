"""What an invented act of the home or of property holds (its shape: `tirek/visits/rules`)."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from tirek.demo.people import Child

KINSHIP = {"MOTHER", "FATHER", "STEP", "GUARDIAN", "TRUSTEE", "FOSTER"}
HOMES = (
    "Үй таза, шатыры жөнделген.",
    "Бөлме жарық, жиһазы жеткілікті.",
    "Терезесі ескі, үй салқын.",
)
CALM = ("Татулық, үлкендері сабағын тексереді.", "Бала үлкендеріне сенеді.", "Әжесіне көмектеседі.")
FREE = ("Футбол үйірмесіне барады.", "Кітап оқиды, үй шаруасына көмектеседі.", "Домбыра үйренеді.")
HEALTH = ("Шағымы жоқ.", "Көзі нашар көреді, дәрігерге қаралды.", "Тіркеуде тұрмайды.")
GOOD = ("Жағдайы қанағаттанарлық, бала оқуға дайын.", "Тұрмыс жағдайы жақсы.")
POOR = ("Отбасына көмек қажет.", "Тұрмыс жағдайы төмен, отын мен киім қажет.")
ADVICE = (
    "Оқу үстелін алып беру: «Қамқорлық» акциясы.",
    "Қысқы киім беру.",
    "Емхана қарауына жіберу.",
)
WHO = ("әлеуметтік педагог", "сынып жетекшісі", "медбике")
KEPT_WELL = ("Тұрғын үй мен мүлік сақталған.", "Үй бүтін, төлемдер төленген.")


class Acts:
    """Writes the acts of a school and remembers each home, so that it changes little."""

    def __init__(self, names: dict[str, str], members: list[str], today: date) -> None:
        """`names`: full names by login; `members`: who goes along with the class teacher."""
        self.names, self.members, self.today = names, members, today
        self.homes: dict[str, dict[str, Any]] = {}

    def __call__(
        self, rng: random.Random, child: Child, name: str, author: str, kind: str, on: date
    ) -> dict[str, Any]:
        """The details of one act of this kind made on a day."""
        main = self._main(child, name, author)
        asked = _property(rng) if kind == "PROPERTY_CHECK" else self._home(rng, child, on)
        details = main | asked
        return {code: details[code] for code in sorted(details)}

    def _main(self, child: Child, name: str, author: str) -> dict[str, Any]:
        people = dict.fromkeys([author, *self.members])
        return {
            "commission": [
                {"name": self.names[one], "role": "CHAIR" if at == 0 else "MEMBER"}
                for at, one in enumerate(people)
            ],
            "children": [
                {
                    "born_on": child.born_on.isoformat(),
                    "class": name,
                    "name": f"{child.surname} {child.given}",
                }
            ],
            "address": child.family.address,
        }

    def _home(self, rng: random.Random, child: Child, on: date) -> dict[str, Any]:
        family = child.family
        home = self.homes.setdefault(family.key, _home(rng, len(family.adults), family.address))
        poor = home["sanitary"] == "POOR" or rng.random() < 0.2
        return {
            "family": [
                {
                    "birth_year": one.born_on.year,
                    "kinship": one.kinship,
                    "name": f"{one.surname} {one.given}",
                    **({"work": one.work} if one.work else {}),
                }
                for one in family.adults
            ],
            **home,
            "own": [
                one
                for one, share in (("BED", 0.9), ("DESK", 0.7), ("CLOTHES", 0.9))
                if rng.random() < share
            ]
            + ["SCHOOL_THINGS"],
            "food": "SOMETIMES_SHORT" if poor and rng.random() < 0.4 else "ENOUGH",
            "relations": rng.choice(CALM),
            "occupation": rng.choice(FREE),
            "health": rng.choice(HEALTH),
            "conclusion": rng.choice(POOR if poor else GOOD),
            **(_tasks(rng, on, self.today) if poor else {}),
        }


def _home(rng: random.Random, adults: int, address: str) -> dict[str, Any]:
    flat = "пәтер" in address
    rooms = rng.randint(1, 4)
    return {
        "housing": "FLAT" if flat else "HOUSE",
        "rooms": rooms,
        "area": rooms * rng.randint(14, 20),
        "people": adults + rng.randint(1, 2),
        "ownership": rng.choice(("OWN", "OWN", "OWN", "RELATIVES", "RENTED")),
        "heating": "CENTRAL" if flat else rng.choice(("STOVE", "STOVE", "GAS", "ELECTRIC")),
        "water": "INSIDE" if flat else rng.choice(("INSIDE", "YARD", "CARRIED")),
        "sanitary": rng.choice(("GOOD", "GOOD", "FAIR", "FAIR", "POOR")),
        "state": rng.choice(HOMES),
    }


def _tasks(rng: random.Random, on: date, today: date) -> dict[str, Any]:
    """One recommendation with its term; most of the old ones were closed in time."""
    by = on + timedelta(days=rng.choice((14, 30, 45)))
    closed, done = by - timedelta(days=3), rng.random() < 0.95
    return {
        "tasks": [{"by": by.isoformat(), "what": rng.choice(ADVICE), "who": rng.choice(WHO)}],
        **(
            {"closed": [{"how": "Орындалды", "on": closed.isoformat(), "task": 1}]}
            if done and closed <= today
            else {}
        ),
    }


def _property(rng: random.Random) -> dict[str, Any]:
    """What a check of home and property found."""
    let = rng.random() < 0.3
    tenancy = {"tenants": [{"name": "Жалға алушы", "rent": "60000"}], "income": "60000"}
    paper = {"name": "Меншік құқығы туралы куәлік", "where": rng.choice(("GUARDIAN", "BODY"))}
    home = {"kind": "HOME", "name": "Ата-анасынан қалған үй", "state": rng.choice(("GOOD", "FAIR"))}
    return {
        "keeper": "Қорғаншы",
        "property": [
            home,
            *([{"kind": "LAND", "name": "Жер телімі"}] if rng.random() < 0.4 else []),
        ],
        "occupied": "TENANTS" if let else rng.choice(("CHILD", "RELATIVES", "NOBODY")),
        **(tenancy if let else {}),
        "spending": str(rng.choice((8000, 12000, 15000))),
        "papers": [paper],
        "threats": ["DEBT"] if rng.random() < 0.15 else [],
        "conclusion": rng.choice(KEPT_WELL),
    }

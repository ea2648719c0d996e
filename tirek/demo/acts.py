"""What an invented housing inspection act holds (its shape: `tirek/visits/rules/act.py`)."""

from __future__ import annotations

import random
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


class Acts:
    """Writes the acts of a school and remembers each home, so that it changes little."""

    def __init__(self, names: dict[str, str], members: list[str]) -> None:
        """`names`: full names by login; `members`: who goes along with the class teacher."""
        self.names, self.members = names, members
        self.homes: dict[str, dict[str, Any]] = {}

    def __call__(self, rng: random.Random, child: Child, name: str, author: str) -> dict[str, Any]:
        """The details of one act."""
        family = child.family
        home = self.homes.setdefault(family.key, _home(rng, len(family.adults), family.address))
        people = dict.fromkeys([author, *self.members])
        commission = [
            {"name": self.names[one], "role": "CHAIR" if at == 0 else "MEMBER"}
            for at, one in enumerate(people)
        ]
        poor = home["sanitary"] == "POOR" or rng.random() < 0.2
        details = {
            "commission": commission,
            "children": [
                {
                    "born_on": child.born_on.isoformat(),
                    "class": name,
                    "name": f"{child.surname} {child.given}",
                }
            ],
            "address": family.address,
            "family": [
                {
                    "birth_year": one.born_on.year,
                    "kinship": one.kinship if one.kinship in KINSHIP else "SIBLING",
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
            **({"recommendations": rng.choice(ADVICE)} if poor else {}),
        }
        return {name: details[name] for name in sorted(details)}


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

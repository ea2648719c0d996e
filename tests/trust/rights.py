"""Who may do what, written a second time from the school's own words, not from the program's table.

A mistake in `tirek/access/roles/` must differ from this page. Cells: `w` reads and writes, `r`
reads, `k` knows that there is such a thing but not what it says, `-` nothing; how far it goes is
said by the role (`ROLES`).
"""

from __future__ import annotations

from django.conf import settings

# letters: role, and what it is narrowed to
ROLES = {
    "S": ("SOCIAL_PEDAGOGUE", "school"),
    "D": ("DEPUTY_DIRECTOR", "school"),
    "H": ("DIRECTOR", "school"),
    "T": ("CLASS_TEACHER", "class"),
    "Y": ("PSYCHOLOGIST", "school"),
    "N": ("NURSE", "school"),
    "M": ("MENTOR", "pupils"),
    "L": ("LIBRARIAN", "list"),
    "C": ("CANTEEN", "list"),
    "I": ("SCHOOL_INSPECTOR", "register"),
    "X": ("DEPARTMENT_EXPERT", "department"),
    "A": ("ADMINISTRATOR", "nobody"),
    "U": ("SUBJECT_TEACHER", "class"),
}

# Every role walks on SQLite; on PostgreSQL, where the walk is the same but slower, these few do.
SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
WALKERS = [*ROLES, "NONE"] if SQLITE else ["T", "I", "NONE"]

TABLE = """
                  S D H T Y N M L C I X A U
card              w r r r r r r - - r - - -
name              w r r r r r r r r r - - r
class             w r r r r r - - - - - - r
status            w r r r r - r - - - - - -
norms             w r r r r - r - - - - - -
categories        w r r r r - r - - - - - -
basis             w r r - r - r - - - - - -
household         w r r r r - - - - - - - -
doubles           w - - - - - - - - - - - -
family names      w r r r r r - - - - - - -
transfers         w r r - - - - - - - - - -
guardianship      w r r - r - - - - - - - -
register          w r r r r - r - - r - - -
register proposed w - - w w - - - - - - - -
register marked   w - - - w - w - - w - - -
council           w w w - - - - - - - - - -
income            w r r - r - - - - - - - -
plan              w r r r r r r r r r r - -
figures           r r r r r r r - - r r - -
plan approved     - w w - - - - - - - - - -
analysis          w r r - - - - - - - - - -
item moved        w w - - - - - - - - - - -
item handed       w w w w w w w - - w - - -
raid              w w r - - - - - - - - - -
act               w r r w w - - - - - - - -
journal           w w r w w w w - - w - - -
meals             w r r r - r - - r - - - -
books             w r r r - - - w - - - - -
class data        w r r w - - - - - - - - -
recommendation    w w r r w - - - - - - - -
recommended       - - - w - - - - - - - - -
class data decide w - - - - - - - - - - - -
personal file     w r r w r - r - - - - - -
list of papers    w - - - - - - - - - - - -
papers            w r r r - - - - - - - - -
school papers     w r r - - - - - - - - - -
annual report     w r r - - - - - - - - - -
movement signed   w - - w - - - - - - - - -
years             w w w r r r r r r r r w r
packages          w r r - - - - - - - - - -
packages sent     - - - - - - - - - - r - -
people            w - w - - - - - - - - w -
rights            r r r - - - - - - - - r -
reminders         w w w w w w w w w w - w w
own forms         w r r - - - - - - - - - -
mentors           w r w - - - - - - - - - -
consents          w r r k w w - - - - - - -
wording           w - - - - - - - - - - - -
erasure           w - r - - - - - - - - - -
erasure approved  - - w - - - - - - - - - -
who sees a child  r r r r r - r - - - - - -
emergency         w - - w - - w - - - - - -
child file        w - w - - - - - - - - - -
who looked        - - r - - - - - - - - - -
technical log     - - - - - - - - - - - r -
everybody         w w w w w w w w w w w w w

work status       w r r r r - r - - - - - -
work income       w r r k r - - - - - - - -
work acts         w r r w k - - - - - - - -
work register     w r r r r - r - - r - - -
work talks        k k k k - - - - - - - - -
work protection   w - - - - - - - - - - - -
work parents      w r r w r - r - - - - - -
guardian talk     w - - w w - - - - - - - -
work risk         w r r - r - - - - r - - -
work requests     w - - - - - - - - - - - -
work answers      w - - - w - - - - - - - -
work results      w r r r w - - - - - - - -
work sociometry   r - - - w - - - - - - - -
work health       k - - - - w - - - - - - -
work vaccination  k - - k - w - - - - - - -
work aid          w r r - - - - - - - - - -
work given        w r r k - - - - - - - - -
work meals        w r r k - k - - - - - - -
work books        w r r k - - - - - - - - -
work events       w w r w w w r - - - - - -
work papers       w r r r - - - - - - - - -
"""

# Who usually records a kind of work, when it is not the social pedagogue.
AUTHORS = {
    "CHECKUP": "N",
    "HEALTH_CARD_REVIEW": "N",
    "VACCINATION": "N",
    "SANITARY_ROUND": "N",
    "OBSERVATION": "Y",
    "SOCIOMETRY": "Y",
}


def _cells() -> dict[str, dict[str, str]]:
    head, *lines = [line for line in TABLE.splitlines() if line.strip()]
    letters = head.split()
    assert letters == list(ROLES)
    found = {}
    for line in lines:
        right, cells = line[:18].strip(), line[18:].split()
        found[right] = dict(zip(letters, cells, strict=True))
    return found


CELLS = _cells()


def holds(letters: str, right: str) -> bool:
    """Does this role hold a right, "card r" or "card w"?"""
    thing, verb = right.rsplit(" ", 1)
    cell = CELLS[thing].get(letters, "-")
    return cell in {"k": "krw", "r": "rw", "w": "w"}[verb]


def reaches(letters: str, world: str) -> bool:
    """Does this role reach the people of that world?"""
    if letters not in ROLES or world == "other school":
        return False
    narrowed = ROLES[letters][1]
    return narrowed == "school" or (
        narrowed in {"class", "pupils", "register"} and world == "own class"
    )

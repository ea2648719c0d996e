"""The people who work at the invented school; the same few return in tests and documentation."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tirek.demo import names

PASSWORD = "tirek-korsetu-2026"  # noqa: S105 (an invented school's, printed for everybody)

# Login, role, full name: the first school's people who can sign in.
LOGINS = (
    ("social", "SOCIAL_PEDAGOGUE", "Сәуле Бекболатова"),
    ("deputy", "DEPUTY_DIRECTOR", "Ләззат Мұқашева"),
    ("director", "DIRECTOR", "Нұрлан Әбдірахманов"),
    ("teacher", "CLASS_TEACHER", "Гүлнар Омарова"),
    ("psychologist", "PSYCHOLOGIST", "Айгүл Қасымова"),
    ("nurse", "NURSE", "Рауза Ибраева"),
    ("mentor", "MENTOR", "Арман Жүнісов"),
    ("librarian", "LIBRARIAN", "Ольга Савченко"),
    ("canteen", "CANTEEN", "Шолпан Тұрсынова"),
    ("inspector", "SCHOOL_INSPECTOR", "Болат Сәрсенов"),
    ("expert", "DEPARTMENT_EXPERT", "Әсел Дүйсенова"),
    ("admin", "ADMINISTRATOR", "Тимур Сапаров"),
    ("subject", "SUBJECT_TEACHER", "Камила Нұрланова"),
)
SECOND = (
    ("social2", "SOCIAL_PEDAGOGUE", "Марина Белова"),
    ("teacher2", "CLASS_TEACHER", "Ербол Тілеубаев"),
)
FILLED = ("SOCIAL_PEDAGOGUE", "DEPUTY_DIRECTOR", "DIRECTOR", "PSYCHOLOGIST", "NURSE", "LIBRARIAN")


@dataclass
class Staff:
    """Usernames by role, and the class teacher of each stream of a letter."""

    users: list[dict[str, Any]] = field(default_factory=list)
    by_role: dict[str, str] = field(default_factory=dict)
    teachers: dict[tuple[int, int, str], str] = field(default_factory=dict)

    def who(self, role: str) -> str:
        """Who does the work of a role; the social pedagogue where there is nobody else."""
        return self.by_role.get(role, self.by_role["SOCIAL_PEDAGOGUE"])

    def teacher(self, stream: int, grade: int, letter: str) -> str:
        """Primary teachers keep a class to grade 4, others from 5 to 11."""
        return self.teachers[(0, stream % 5, letter) if grade <= 4 else (1, stream % 7, letter)]


def someone(rng: random.Random) -> str:
    """Given name and surname of a grown-up."""
    if rng.random() < 0.25:
        surname, given = rng.choice(names.RUSSIAN_SURNAMES)[1], rng.choice(names.RUSSIAN_WOMEN)
    else:
        surname, given = rng.choice(names.KAZAKH_SURNAMES) + "а", rng.choice(names.KAZAKH_WOMEN)
    return f"{given} {surname}"


def hire(
    rng: random.Random, number: int, code: str, year: int, letters: list[str], at: int
) -> Staff:
    """The staff of one school: `at` 0 is the first, 1 the second, others have no logins."""
    staff = Staff()
    logins = LOGINS if at == 0 else SECOND if at == 1 else ()
    for username, role, full_name in logins:
        grant: dict[str, Any] = {"role": role, "school": code}
        if role == "DEPARTMENT_EXPERT":
            grant = {"role": role, "department": "city"}
        staff.users.append(
            {
                "username": username,
                "password": PASSWORD,
                "full_name": full_name,
                "roles": [grant],
            }
        )
        staff.by_role.setdefault(role, username)
    for role in FILLED:
        if role not in staff.by_role:
            staff.by_role[role] = f"{role.lower().replace('_', '-')}-{number}"
            staff.users.append(
                {
                    "username": staff.by_role[role],
                    "full_name": someone(rng),
                    "roles": [{"role": role, "school": code}],
                }
            )
    known = "teacher" if at == 0 else "teacher2" if at == 1 else ""
    taken = letters[1] if len(letters) > 1 else letters[0]
    for level, span in ((0, 5), (1, 7)):
        for rest in range(span):
            for letter in letters:
                place = (level, rest, letter)
                if known and place == (1, (year - 6) % 7, taken):
                    staff.teachers[place] = known
                    continue
                username = f"teacher-{number}-{len(staff.teachers) + 1:03d}"
                staff.teachers[place] = username
                staff.users.append(
                    {
                        "username": username,
                        "full_name": someone(rng),
                        "roles": [{"role": "CLASS_TEACHER", "school": code}],
                    }
                )
    _give_classes(staff, year, letters)
    return staff


def _give_classes(staff: Staff, year: int, letters: list[str]) -> None:
    """This year's classes stand in the teachers' roles."""
    own: dict[str, list[str]] = {}
    for grade in range(12):
        for letter in letters:
            teacher = staff.teacher(year - grade, grade, letter)
            own.setdefault(teacher, []).append(f"{grade}{letter}")
    for user in staff.users:
        for grant in user["roles"]:
            if grant["role"] == "CLASS_TEACHER":
                if user["username"] in own:
                    grant["classes"] = own[user["username"]]
            elif grant["role"] == "SUBJECT_TEACHER":
                grant["classes"] = [f"{grade}{letters[0]}" for grade in (8, 9, 10)]

"""Export of an import is the same file; what does not fit is named and changes nothing."""

import copy
import json
import random

import pytest

from tests.worlds import world
from tirek.access.models import AuditRow, School, User
from tirek.school.models import Pupil
from tirek.schoolfile.dump import dump
from tirek.schoolfile.load import load
from tirek.schoolfile.words import Unfit, said

pytestmark = pytest.mark.django_db

SCHOOL = {
    "format": "tirek-school/1",
    "departments": [{"code": "d", "name": "Бөлім"}],
    "schools": [
        {
            "code": "12",
            "name": "№ 12",
            "department": "d",
            "years": [
                {
                    "year": 2026,
                    "starts_on": "2026-09-01",
                    "ends_on": "2027-05-25",
                    "quarters": [
                        ["2026-09-01", "2026-10-31"],
                        ["2026-11-09", "2026-12-31"],
                        ["2027-01-11", "2027-03-20"],
                        ["2027-04-01", "2027-05-25"],
                    ],
                    "holidays": [["2026-11-01", "2026-11-08", "күзгі"]],
                }
            ],
            "category_settings": [
                {"category": "RETURNEE", "since": "2026-10-01", "social": False, "by": "social"}
            ],
        }
    ],
    "categories": [
        {
            "school": "12",
            "code": "OWN",
            "name": {"kk": "Өз"},
            "social": True,
            "until": "2026-12-31",
            "feeds": ["ORPHANS", "DEVIANT"],
        }
    ],
    "norms": [
        {"school": "12", "code": "N1", "title": "Ереже", "on": "2026-01-01", "text_read": True}
    ],
    "users": [
        {
            "username": "social",
            "full_name": "Сәуле Бекболатова",
            "roles": [{"role": "SOCIAL_PEDAGOGUE", "school": "12"}],
        },
        {
            "username": "social-b",
            "full_name": "Марина Белова",
            "roles": [{"role": "SOCIAL_PEDAGOGUE", "school": "12", "grades": [5, 6]}],
        },
        {
            "username": "substitute",
            "full_name": "Әлия Нұрова",
            "roles": [
                {
                    "role": "CLASS_TEACHER",
                    "school": "12",
                    "classes": ["6Ә"],
                    "stands_in_for": "teacher",
                    "since": "2026-10-01",
                    "until": "2026-12-31",
                }
            ],
        },
        {
            "username": "teacher",
            "full_name": "Гүлнар Омарова",
            "roles": [{"role": "CLASS_TEACHER", "school": "12", "classes": ["6Ә"]}],
        },
    ],
    "classes": [
        {"school": "12", "year": 2026, "name": "6Ә", "language": "kk", "teacher": "teacher"}
    ],
    "households": [
        {
            "key": "h1",
            "school": "12",
            "address": "Бұлақ 18",
            "members": [{"key": "m1", "surname": "Қуанышева", "given": "Бибігүл"}],
            "level": [{"level": "C", "on": "2026-09-05", "source": "карта"}],
            "income": [{"on": "2026-09-05", "amount": 120000.5, "source": "анықтама"}],
        }
    ],
    "pupils": [
        {
            "key": "p1",
            "school": "12",
            "surname": "Қуанышева",
            "given": "Аружан",
            "patronymic": "Ерланқызы",
            "sex": "F",
            "born_on": "2015-03-14",
            "household": "h1",
            "kin": [{"member": "m1", "kinship": "GUARDIAN", "legal": True}],
            "enrolments": [{"year": 2026, "class": "6Ә", "since": "2026-09-01"}],
            "statuses": [
                {"category": "WARD", "since": "2024-02-12", "norm": "N1", "by": "social"},
                {
                    "category": "WARD",
                    "since": "2024-02-13",
                    "replaces": 0,
                    "recorded_at": "2026-10-01T10:00:00+05:00",
                },
            ],
        }
    ],
    "entries": [
        {
            "key": "e1",
            "school": "12",
            "kind": "PARENT_CONTACT",
            "on": "2026-10-05",
            "author": "teacher",
            "about": {"pupils": ["p1"]},
            "text": "телефон",
        },
        {
            "key": "e2",
            "school": "12",
            "kind": "MEETING",
            "on": "2026-10-06",
            "author": "teacher",
            "about": {"classes": ["6Ә"]},
            "rows": ["C4c"],
        },
    ],
}


def exported(code: str = "") -> dict:
    schools = School.objects.select_related("department")
    return dump(list(schools.filter(code=code) if code else schools))


def test_a_hand_written_file_comes_out_as_it_went_in():
    load(SCHOOL)
    assert exported() == SCHOOL


@pytest.mark.parametrize("seed", range(6))
def test_export_of_an_import_is_the_same_file(seed):
    data = world(seed)
    load(data)
    first = exported()
    for section in ("pupils", "entries", "plans"):
        assert len(first[section]) == len(data[section])
    twin = json.loads(json.dumps(first).replace('"school": "1"', '"school": "2"'))
    twin["schools"][0]["code"] = "2"
    load(twin)
    assert exported("2") == twin


def test_passwords_come_in_and_never_go_out():
    data = copy.deepcopy(SCHOOL)
    data["users"][0]["password"] = "қауіпсіз-құпиясөз"
    load(data)
    assert User.objects.get(username="social").check_password("қауіпсіз-құпиясөз")
    assert not User.objects.get(username="teacher").has_usable_password()
    text = json.dumps(exported())
    assert "argon2" not in text
    assert "password" not in text


BROKEN = [
    (("pupils", 0, "zodiac"), "x", "pupils[0].zodiac"),
    (("pupils", 0, "born_on"), "2015-02-31", "pupils[0].born_on"),
    (("pupils", 0, "sex"), "X", "pupils[0].sex"),
    (("pupils", 0, "surname"), "", "pupils[0].surname"),
    (("pupils", 0, "school"), "99", "pupils[0].school"),
    (("pupils", 0, "household"), "h9", "pupils[0].household"),
    (("pupils", 0, "statuses", 0, "category"), "PIRATE", "pupils[0].statuses[0].category"),
    (("pupils", 0, "statuses", 0, "norm"), "N9", "pupils[0].statuses[0].norm"),
    (("pupils", 0, "statuses", 0, "by"), "nobody", "pupils[0].statuses[0].by"),
    (("pupils", 0, "statuses", 1, "replaces"), 7, "pupils[0].statuses[1].replaces"),
    (("pupils", 0, "enrolments", 0, "class"), "9Я", "pupils[0].enrolments[0].class"),
    (("pupils", 0, "kin", 0, "member"), "m9", "pupils[0].kin[0].member"),
    (("pupils", 0, "kin", 0, "kinship"), "AUNT", "pupils[0].kin[0].kinship"),
    (("households", 0, "income", 0, "amount"), "көп", "households[0].income[0].amount"),
    (("entries", 0, "kind"), "PARTY", "entries[0].kind"),
    (("entries", 0, "author"), "nobody", "entries[0].author"),
    (("entries", 0, "details"), {"x": 1}, "entries[0].details.x"),
    (("entries", 0, "about", "pupils", 0), "p9", "entries[0].about.pupils[0]"),
    (("entries", 1, "about", "classes", 0), "9Я", "entries[1].about.classes[0]"),
    (("entries", 1, "key"), "e1", "entries[1].key"),
    (("entries", 1, "replaces"), "e9", "entries[1].replaces"),
    (("users", 3, "roles", 0, "classes", 0), "9Я", "users[3].roles[0].classes[0]"),
    (("users", 2, "roles", 0, "stands_in_for"), "social", "users[2].roles[0].stands_in_for"),
    (("users", 1, "roles", 0, "grades", 0), 13, "users[1].roles[0].grades[0]"),
    (("users", 3, "roles", 0, "role"), "KING", "users[3].roles[0].role"),
    (("classes", 0, "year"), 2020, "classes[0].year"),
    (("format",), "tirek-school/9", "format"),
    (("schools", 0, "department"), "zz", "schools[0].department"),
]


@pytest.mark.parametrize(("place", "value", "path"), BROKEN, ids=[row[2] for row in BROKEN])
def test_what_does_not_fit_is_named_and_nothing_is_changed(place, value, path):
    data = copy.deepcopy(SCHOOL)
    target = data
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    with pytest.raises(Unfit) as caught:
        load(data)
    assert path in [problem.path for problem in caught.value.problems]
    assert all(said(problem) for problem in caught.value.problems)
    assert not School.objects.exists()
    assert not Pupil.objects.exists()
    assert not AuditRow.objects.exists()


def test_a_school_that_is_there_is_not_overwritten():
    load(SCHOOL)
    with pytest.raises(Unfit) as caught:
        load(SCHOOL)
    assert "TWICE" in {problem.code for problem in caught.value.problems}
    assert exported() == SCHOOL


@pytest.mark.parametrize("seed", range(120))
def test_random_damage_is_refused_or_taken_whole(seed):
    rng = random.Random(seed)
    data = copy.deepcopy(SCHOOL)
    node = data
    while True:
        key = rng.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if not node[key] or not isinstance(node[key], (dict, list)) or rng.random() < 0.15:
            node[key] = rng.choice([None, 5, "x", [], {}, [[]], {"a": 1}, True, "2026-99-99"])
            break
        node = node[key]
    try:
        load(data)
    except Unfit:
        assert not School.objects.exists()
    else:
        assert School.objects.exists() or not data["schools"]

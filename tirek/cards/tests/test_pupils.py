"""The list of pupils, the pupil's page, lists by status, classes, families: read by whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.school.models import Enrolment, Pupil, SchoolClass
from tirek.school.tests import making
from tirek.schoolyear.tests import making as years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PUPILS = "/pupils/"


@pytest.fixture
def child(school: Any) -> Pupil:
    return making.pupil(school, "Қуанышева", "Аружан", in_class="6Ә", sex="F")


def many(school: Any, number: int) -> None:
    """So many pupils in three classes, written at once."""
    years.school_year(school)
    classes = [making.school_class(school, name) for name in ("5А", "6А", "7А")]
    made = [
        Pupil(school=school, surname=f"Оқушы{n}", given="А", sex="MF"[n % 2], key=f"k{n}")
        for n in range(number)
    ]
    for pupil in made:
        pupil.put_in_order()
    made = Pupil.objects.bulk_create(made)
    Enrolment.objects.bulk_create(
        Enrolment(pupil=p, school_class=classes[n % 3], since=date(2026, 9, 1))
        for n, p in enumerate(made)
    )


@pytest.mark.parametrize("typed", ["қуан", "КУАН", "аруж", "куан аруж"])
def test_a_pupil_is_found_by_any_part_of_the_name_in_any_keyboard(
    client_of: Any, child: Pupil, typed: str
):
    making.pupil(child.school, "Петров", "Иван", in_class="6Ә")
    text = client_of().get(PUPILS, {"q": typed}).content.decode()
    assert child.full_name in text
    assert "Петров" not in text


def test_the_list_is_narrowed_by_class_status_and_day(client_of: Any, child: Pupil):
    other = making.pupil(child.school, "Петров", "Иван", in_class="5А")
    cards.status(child, "WARD", since=date(2026, 11, 1))
    client = client_of()

    def shown(**query: str) -> set[str]:
        text = client.get(PUPILS, query).content.decode()
        return {p.surname for p in (child, other) if p.full_name in text}

    assert shown(**{"class": "5А"}) == {"Петров"}
    assert shown(category="WARD") == {"Қуанышева"}
    assert shown(category="WARD", on="31.10.2026") == set()
    assert shown(on="31.08.2026") == set()
    assert shown(on="01.09.2026") == {"Қуанышева", "Петров"}


def test_a_day_that_is_none_is_told_and_today_is_shown(client_of: Any, child: Pupil):
    text = client_of().get(PUPILS, {"on": "31.02.2026"}).content.decode()
    assert 'role="alert"' in text
    assert child.full_name in text


def test_counts_of_pupils_families_boys_and_girls(client_of: Any, school: Any):
    home = making.household(school)
    for sex in "MMF":
        making.pupil(school, in_class="5А", sex=sex, household=home)
    making.pupil(school, in_class="5А", sex="F")
    figures = client_of().get(PUPILS).context["figures"]
    assert [one.number for one in figures] == [4, 2, 2, 2]


def test_the_list_takes_the_same_queries_for_150_and_1500(
    client_of: Any, school: Any, queries_of: Callable[..., int]
):
    many(school, 150)
    client = client_of()
    client.get(PUPILS)
    few = queries_of(lambda: client.get(PUPILS))
    Enrolment.objects.all().delete()
    Pupil.objects.all().delete()
    many(school, 1500)
    assert queries_of(lambda: client.get(PUPILS)) == few <= 15 + people.OF_THE_AUDIT


def test_the_page_takes_the_same_queries_whatever_has_happened(
    client_of: Any, child: Pupil, queries_of: Callable[..., int]
):
    client = client_of()
    address = reverse("cards:pupil", args=[child.pid])
    home = making.household(child.school, child)
    cards.kin(child, making.member(home))
    cards.status(child, "WARD")
    making.pupil(child.school, in_class="5А", household=home)
    client.get(address)
    few = queries_of(lambda: client.get(address))
    for code in ("LOW_INCOME", "GIFTED", "MULTI_CHILD", "HALF_ORPHAN"):
        cards.status(child, code)
        cards.kin(child, making.member(home), "OTHER", legal=False)
        making.pupil(child.school, in_class="5А", household=home)
    assert queries_of(lambda: client.get(address)) == few <= 30 + people.OF_THE_AUDIT


def test_the_page_says_who_this_is(client_of: Any, child: Pupil):
    home = making.household(child.school, child)
    cards.kin(child, making.member(home, surname="Қуанышева", given="Бибігүл"), "GUARDIAN")
    cards.status(child, "WARD", basis_document="Шешім", basis_number="118")
    cards.status(child, "HALF_ORPHAN", since=date(2022, 10, 5), until=date(2024, 2, 11))
    text = client_of().get(reverse("cards:pupil", args=[child.pid])).content.decode()
    for said in ("Қамқорлықтағы бала", "Шешім № 118", "Қуанышева Бибігүл", "stat-end", "<svg"):
        assert said in text


def test_opening_a_card_is_written_down(client_of: Any, child: Pupil):
    address = reverse("cards:pupil", args=[child.pid])
    teacher = client_of("CLASS_TEACHER", classes=["6Ә"])
    teacher.get(address)
    director = client_of("DIRECTOR")
    director.get(address)
    teacher.get(address)
    assert AuditRow.objects.filter(verb="READ", thing_id=child.pid).count() == 3


def test_what_was_believed_before_can_be_seen(client_of: Any, child: Pupil):
    client = client_of()
    status = cards.status(child, "WARD", basis_number="118")
    address = reverse("cards:pupil", args=[child.pid])
    assert client.get(address).context["before"] == []
    sent = {"category": "WARD", "since": "02.09.2026", "basis_number": "119"}
    client.post(reverse("cards:correct_status", args=[status.pid]), sent)
    cards.status(child, "GIFTED")
    wrong = child.statuses.get(category="GIFTED")
    client.post(reverse("cards:annul_status", args=[wrong.pid]), {"reason": "Басқа бала"})
    answer = client.get(address)
    assert [row["status"] for row in answer.context["statuses"]] == [
        child.statuses.get(basis_number="119")
    ]
    assert {row["status"] for row in answer.context["before"]} == {status, wrong}
    assert answer.context["before"][0]["status"].annul_reason in answer.content.decode()


ROLES = [
    ("SOCIAL_PEDAGOGUE", 200),
    ("DEPUTY_DIRECTOR", 200),
    ("DIRECTOR", 200),
    ("PSYCHOLOGIST", 200),
    ("NURSE", 200),
    ("LIBRARIAN", 403),
    ("CANTEEN", 403),
    ("SCHOOL_INSPECTOR", 404),
    ("ADMINISTRATOR", 403),
    ("SUBJECT_TEACHER", 403),
]


@pytest.mark.parametrize(("role", "status"), ROLES)
def test_who_may_open_a_card(client_of: Any, child: Pupil, role: str, status: int):
    assert client_of(role).get(reverse("cards:pupil", args=[child.pid])).status_code == status


def test_a_stranger_does_not_learn_that_the_child_exists(client_of: Any, child: Pupil):
    address = reverse("cards:pupil", args=[child.pid])
    assert client_of(at=people.school()).get(address).status_code == 404
    assert client_of("CLASS_TEACHER", classes=["5А"]).get(address).status_code == 404
    assert client_of("MENTOR").get(address).status_code == 404
    assert client_of("MENTOR", pupils=[child]).get(address).status_code == 200


def test_a_nurse_learns_only_that_there_is_a_social_status(client_of: Any, child: Pupil):
    cards.status(child, "WARD", basis_document="Құпия шешім")
    cards.status(child, "DEVIANT", since=date(2026, 9, 2))
    client = client_of("NURSE")
    for address in (PUPILS, reverse("cards:pupil", args=[child.pid])):
        text = client.get(address).content.decode()
        assert "әлеуметтік мәртебесі бар" in text
        for secret in ("Қамқорлықтағы", "Құпия шешім", "Ерекше назарды"):
            assert secret not in text
    assert child.full_name in client.get(PUPILS, {"category": "GIFTED"}).content.decode()


def test_a_class_teacher_does_not_see_the_basis_of_sensitive_statuses(client_of: Any, child: Pupil):
    cards.status(child, "WARD", basis_document="Ашық шешім")
    cards.status(child, "DEVIANT", basis_document="Құпия хаттама")
    client = client_of("CLASS_TEACHER", classes=["6Ә"])
    for address in (reverse("cards:pupil", args=[child.pid]), "/lists/?category=DEVIANT"):
        text = client.get(address).content.decode()
        assert "Ерекше назарды" in text
        assert "Құпия хаттама" not in text
    text = client.get(reverse("cards:pupil", args=[child.pid])).content.decode()
    assert "Ашық шешім" in text


def test_a_list_by_status_counts_and_names(client_of: Any, child: Pupil):
    cards.status(child, "WARD", since=date(2026, 10, 1), basis_document="Шешім")
    making.pupil(child.school, "Петров", "Иван", in_class="5А")
    client = client_of()
    counts = client.get("/lists/").context["counts"]
    assert [(c["code"], c["pupils"], c["families"]) for c in counts] == [("WARD", 1, 1)]
    text = client.get("/lists/", {"category": "WARD"}).content.decode()
    assert child.full_name in text
    assert "01.10.2026" in text
    assert "Петров" not in text
    early = client.get("/lists/", {"category": "WARD", "on": "30.09.2026"})
    assert early.context["rows"] == []


def test_lists_are_as_narrow_as_sight(client_of: Any, child: Pupil):
    cards.status(child, "WARD")
    other = making.pupil(child.school, "Петров", "Иван", in_class="5А")
    cards.status(other, "WARD")
    teacher = client_of("CLASS_TEACHER", classes=["5А"])
    for address in (PUPILS, "/lists/?category=WARD", "/search/?q=куан"):
        assert child.full_name not in teacher.get(address).content.decode()
    assert [c["pupils"] for c in teacher.get("/lists/").context["counts"]] == [1]


def test_classes_and_a_class(client_of: Any, child: Pupil, school: Any):
    cards.status(child, "WARD")
    client = client_of()
    found = client.get("/classes/").context["classes"]
    assert [(c.name, c.pupils, c.girls) for c in found] == [("6Ә", 1, 1)]
    class_pid = SchoolClass.objects.get().pid
    shown = client.get(reverse("cards:class", args=[class_pid])).context
    assert [row["pupil"] for row in shown["rows"]] == [child]
    assert [(name, n) for name, n, _code in shown["counts"]] == [("Қамқорлықтағы бала", 1)]
    strange = client_of(at=people.school())
    assert strange.get(reverse("cards:class", args=[class_pid])).status_code == 404


def test_families_and_a_family(client_of: Any, child: Pupil):
    home = making.household(child.school, child, address="Жастар к-сі, 7-үй")
    making.household(child.school, making.pupil(child.school, "Петров", "Иван", in_class="5А"))
    client = client_of()
    assert client.get("/families/").context["total"] == 2
    for typed in ("куан", "ЖАСТАР 7-үй"):
        rows = client.get("/families/", {"q": typed}).context["rows"]
        assert [row.household for row in rows] == [home]
    address = reverse("cards:household", args=[home.pid])
    assert child.full_name in client.get(address).content.decode()
    assert client_of("PSYCHOLOGIST").get(address).status_code == 200
    assert client_of("NURSE").get(address).status_code == 403
    assert client_of(at=people.school()).get(address).status_code == 404


def test_income_is_not_for_the_class_teacher(client_of: Any, child: Pupil):
    home = making.household(child.school, child)
    home.income.create(on=date(2026, 9, 5), amount=123456, source="Анықтама")
    address = reverse("cards:household", args=[home.pid])
    assert "123\u202f456" in client_of().get(address).content.decode()
    teacher = client_of("CLASS_TEACHER", classes=["6Ә"]).get(address).content.decode()
    assert child.full_name in teacher
    assert "456" not in teacher


@pytest.mark.parametrize("page", [PUPILS, "/lists/", "/classes/", "/families/"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_stand_in_an_empty_school(client_of: Any, page: str, language: str):
    client: Client = client_of()
    client.cookies["tirek_language"] = language
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language


def test_a_list_by_status_is_narrowed_to_a_class_or_a_grade(client_of: Any, child: Pupil):
    other = making.pupil(child.school, "Петров", "Иван", in_class="6А")
    young = making.pupil(child.school, "Сидоров", "Пётр", in_class="1А")
    for one in (child, other, young):
        cards.status(one, "WARD")
    client = client_of()
    own = SchoolClass.objects.get(name="6Ә")

    def listed(**query: str) -> list[Pupil]:
        rows = client.get(reverse("cards:list"), {"category": "WARD", **query}).context["rows"]
        return [row["pupil"] for row in rows]

    assert listed() == [child, other, young]
    assert listed(**{"class": own.pid}) == [child]
    assert listed(grade="6") == [child, other]
    assert listed(grade="0") == []
    assert listed(grade="99") == [child, other, young]
    stranger = making.school_class(people.school(), "6Ә")
    assert listed(**{"class": stranger.pid}) == []
    page = client.get(reverse("cards:list"), {"category": "WARD", "class": own.pid})
    assert f"class={own.pid}" in dict(page.context["files"])["Word"]

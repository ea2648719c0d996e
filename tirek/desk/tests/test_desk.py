import re
from datetime import date

import pytest
import time_machine

from tirek.access import kept
from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.journal.models import State
from tirek.journal.tests import making as journal
from tirek.plans.models import Adjustment, Plan, PlanRow
from tirek.school.tests import making as pupils
from tirek.schoolyear.tests import making as years

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.fixture
def school():
    return people.school()


ROWS = [
    ("OWN", "S2.2", {"months": [9]}, "CLASS", {}, ["CLASS_DATA"], ["CLASS_TEACHER"]),
    ("OWN", "S5.1", {"ongoing": True}, "PUPIL", {"social": True}, ["HOUSING_ACT"], []),
    ("OWN", "S5.2", {"ongoing": True}, "SCHOOL", {}, ["MEETING"], ["CLASS_TEACHER"]),
    ("OWN", "S6.3", {"months": [12]}, "PUPIL", {"social": True}, ["AID_GIVEN:NEW_YEAR"], []),
    ("OWN", "S2.3", {"months": [9]}, "PUPIL", {"social": True}, ["TEXTBOOK_ISSUE"], ["LIBRARIAN"]),
    ("NURSE", "N1", {"ongoing": True}, "PUPIL", {"social": True}, ["CHECKUP"], ["NURSE"]),
]


def approved(school):
    """The plans of the year, approved."""
    year = years.school_year(school)
    made = {
        kind: Plan.objects.create(
            school=school, school_year=year, kind=kind, approved_on=date(2026, 9, 5)
        )
        for kind in ("OWN", "NURSE")
    }
    for position, (kind, code, term, unit, cohort, evidence, who) in enumerate(ROWS):
        PlanRow.objects.create(
            plan=made[kind],
            position=position,
            code=code,
            term=term,
            unit=unit,
            cohort=cohort,
            evidence=evidence,
            responsible=["SOCIAL_PEDAGOGUE", *who],
            text_kk="Тармақ",
        )


def family(school, number=1, in_class="5А"):
    """So many pupils of a low income."""
    found = pupils.pupils(school, number, in_class=in_class)
    for pupil in found:
        cards.status(pupil, "LOW_INCOME")
    return found


def desk(client, user):
    client.force_login(user)
    client.cookies["tirek_language"] = "en"
    response = client.get("/")
    assert response.status_code == 200
    return response


def sections(response):
    """The lines of each section as (who, code, action's address)."""
    found = {}
    text = response.content.decode()
    for name, body in re.findall(r'<section class="sec" id="(\w+)">(.*?)</section>', text, re.S):
        found[name] = [
            (
                re.search(r'class="who1">(?:<a[^>]*>|<b>)(.*?)<', line, re.S)[1],
                (re.search(r'class="code">(.*?)<', line) or [None, ""])[1].replace("\u00a0", " "),
                (re.search(r'class="btn btn-act" href="(.*?)"', line) or [None, ""])[1],
            )
            for line in re.findall(r"<li>(.*?)</li>", body, re.S)
        ]
    return found


def test_mondays_question_is_answered(client, school):
    approved(school)
    child = family(school)[0]
    me = people.user(Role.SOCIAL_PEDAGOGUE, school)
    found = sections(desk(client, me))
    assert [(who, code) for who, code, _ in found["late"]] == [
        ("class 5А", "Ә 2.2"),
        (child.short_name, "Ә 2.3"),
    ]
    assert [(who, code) for who, code, _ in found["gap"]] == [
        ("1 pupil", "Ә 5.1"),
        ("The whole school", "Ә 5.2"),
        ("1 pupil", "М 1"),
        (child.short_name, "Ә 5.1"),
    ]
    assert "week" not in found


def test_each_line_opens_the_right_form_filled_in(client, school):
    approved(school)
    child = family(school)[0]
    found = sections(desk(client, people.user(Role.SOCIAL_PEDAGOGUE, school)))
    urls = {
        (who, code): url.replace("&amp;", "&") for who, code, url in found["late"] + found["gap"]
    }
    books = urls[child.short_name, "Ә 2.3"]
    assert "kind=TEXTBOOK_ISSUE" in books
    assert f"pupil={child.pid}" in books
    assert "row=S2.3&unit=PUPIL&next=%2F" in books
    for (_who, code), url in urls.items():
        if url:
            page = client.get(url, follow=True)
            assert page.status_code == 200, url
            if code == "Ә 2.3":
                assert child.short_name in page.content.decode()


def test_a_line_that_is_served_leaves_the_desk(client, school):
    approved(school)
    child = family(school)[0]
    journal.entry(school, "TEXTBOOK_ISSUE", pupils=[child], on=date(2026, 9, 20))
    journal.entry(school, "HOUSING_ACT", pupils=[child], on=date(2026, 11, 20))
    found = sections(desk(client, people.user(Role.SOCIAL_PEDAGOGUE, school)))
    assert [code for _, code, _ in found["late"]] == ["Ә 2.2"]
    assert (child.short_name, "Ә 5.1") not in [line[:2] for line in found["gap"]]


def test_many_are_one_line(client, school):
    approved(school)
    family(school, 5)
    found = sections(desk(client, people.user(Role.SOCIAL_PEDAGOGUE, school)))
    assert ("5 pupils", "Ә 2.3") in [line[:2] for line in found["late"]]


def test_what_comes_next_and_how_far_the_plans_are(client, school):
    approved(school)
    family(school, 2)
    text = desk(client, people.user(Role.SOCIAL_PEDAGOGUE, school)).content.decode()
    assert "New Year gift, 2 pupils · Ә\u00a06.3" in text
    assert "0 / 3" in text
    assert "3 overdue" in text


def test_ones_own_draft_waits_and_anothers_does_not(client, school):
    approved(school)
    child = family(school)[0]
    me = people.user(Role.SOCIAL_PEDAGOGUE, school)
    mine = journal.entry(school, pupils=[child], author=me, state=State.DRAFT)
    journal.entry(school, pupils=[child], author=people.user(Role.NURSE, school), state=State.DRAFT)
    assert [line[2] for line in sections(desk(client, me))["wait"]] == [f"/journal/{mine.pid}/"]


def test_a_class_teacher_finds_the_own_class_only(client, school):
    approved(school)
    family(school, 1, "5А")
    other = family(school, 1, "6А")[0]
    teacher = people.user(Role.CLASS_TEACHER, school, classes=["5А"])
    response = desk(client, teacher)
    found = sections(response)
    assert [(who, code) for who, code, _ in found["late"]] == [("class 5А", "Ә 2.2")]
    assert found["gap"] == [("The whole school", "Ә 5.2", found["gap"][0][2])], "it names teachers"
    assert other.short_name not in response.content.decode()
    assert "6А" not in response.content.decode()


def test_a_nurse_finds_the_rows_of_the_nurse(client, school):
    approved(school)
    child = family(school)[0]
    found = sections(desk(client, people.user(Role.NURSE, school)))
    assert {code for lines in found.values() for _, code, _ in lines} == {"М 1"}
    assert "pupil=" + child.pid in found["gap"][-1][2]
    assert "Low-income" not in client.get("/").content.decode()


def test_the_librarian_finds_the_list_at_once(client, school):
    approved(school)
    child = family(school)[0]
    text = desk(client, people.user(Role.LIBRARIAN, school)).content.decode()
    assert child.surname in text
    assert "given 0 of 1" in text
    assert "Given to those ticked" in text


def test_the_canteen_is_told_what_fills_its_list(client, school):
    approved(school)
    child = family(school)[0]
    text = desk(client, people.user(Role.CANTEEN, school)).content.decode()
    assert child.surname not in text
    assert "Nobody is on the list yet" in text


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.ADMINISTRATOR, "Data about children is not open to you"),
        (Role.SUBJECT_TEACHER, "names of the pupils whom you teach"),
        (Role.SCHOOL_INSPECTOR, "Pupils on the register are open to you"),
    ],
)
def test_others_have_a_small_desk_without_children(client, school, role, said):
    approved(school)
    child = family(school)[0]
    text = desk(client, people.user(role, school)).content.decode()
    assert child.surname not in text
    assert said in text


def test_a_department_has_a_small_desk(client, school):
    expert = people.user(Role.DEPARTMENT_EXPERT, department=people.department())
    page = desk(client, expert).content.decode()
    assert "What schools hand over to the department is open to you" in page
    assert 'href="/account/"' in page
    assert 'href="/plans/"' not in page, "a page of one school, of which there is none"


def steps(text):
    """The first steps: (name, done?, the address of its page)."""
    found = []
    for line in re.findall(r'<li><span class="num">(.*?)</li>', text, re.S):
        url = re.search(r'href="(.*?)"', line)
        done = ">Change</a>" in line or ">done<" in line
        found.append((re.search(r"<b>(.*?)</b>", line)[1], done, url[1] if url else ""))
    return found


def test_a_new_school_finds_its_first_steps(client, school):
    me = people.user(Role.SOCIAL_PEDAGOGUE, school)
    text = desk(client, me).content.decode()
    assert "There is no list of work yet" in text
    names = [
        "School",
        "School year and quarters",
        "Classes and pupils",
        "Annual plans",
        "Colleagues",
    ]
    assert [name for name, _, _ in steps(text)] == names
    assert [done for _, done, _ in steps(text)] == [True, False, False, False, False]
    assert text.count("btn-primary") == 1
    family(school)
    people.user(Role.NURSE, school)
    text = desk(client, me).content.decode()
    assert [done for _, done, _ in steps(text)] == [True, True, True, False, True]


def test_an_administrator_finds_the_steps_of_the_office_only(client, school):
    text = desk(client, people.user(Role.ADMINISTRATOR, school)).content.decode()
    opened = {name: url for name, _, url in steps(text)}
    assert opened["School year and quarters"] == "/years/"
    assert opened["Classes and pupils"] == ""


def test_a_teacher_of_a_new_school_finds_words_without_steps_to_take(client, school):
    text = desk(client, people.user(Role.CLASS_TEACHER, school)).content.decode()
    assert "There is no list of work yet" in text
    assert not any(url for _, _, url in steps(text) if "/people/" in url or "/roster/" in url)


def test_plans_that_are_not_approved_ask_for_nothing(client, school):
    approved(school)
    Plan.objects.update(approved_on=None)
    family(school)
    assert (
        "There is no list of work yet"
        in desk(client, people.user(Role.SOCIAL_PEDAGOGUE, school)).content.decode()
    )


@pytest.mark.parametrize("role", [Role.SOCIAL_PEDAGOGUE, Role.CLASS_TEACHER])
def test_the_desk_takes_the_same_few_queries_for_few_and_for_many(
    client, school, role, django_assert_max_num_queries
):
    approved(school)
    user = people.user(role, school, classes=["5А"])
    counts = []
    for number in (3, 60):
        family(school, number)
        kept.forget_all()
        client.force_login(user)
        with django_assert_max_num_queries(33) as taken:
            assert client.get("/").status_code == 200
        counts.append(len(taken))
    assert counts[1] <= counts[0]


def test_those_opened_lately_stand_aside_and_only_those_within_sight(client, school):
    approved(school)
    first, second = family(school, 2)
    me = people.user(Role.SOCIAL_PEDAGOGUE, school)
    client.force_login(me)
    for pupil in (first, second, first):
        assert client.get(f"/pupils/{pupil.pid}/").status_code == 200
    aside = desk(client, me).content.decode().split("Opened lately")[1]
    assert aside.index(first.short_name) < aside.index(second.short_name)
    people.grant(me, Role.CLASS_TEACHER, school, classes=["6А"])
    me.grants.filter(role=Role.SOCIAL_PEDAGOGUE).delete()
    assert first.short_name not in client.get("/").content.decode()


def test_a_paper_is_issued_on_its_own_page(client, school):
    approved(school)
    plan = Plan.objects.get(kind="OWN")
    for code, term, kind in (
        ("S3.2", {"months": [9, 10]}, "PASSPORT"),
        ("C2", {"every": "MONTH", "times": 1}, "MOVEMENT_REPORT"),
    ):
        PlanRow.objects.create(
            plan=plan,
            position=9,
            code=code,
            term=term,
            unit="CLASS",
            evidence=[kind],
            responsible=["SOCIAL_PEDAGOGUE", "CLASS_TEACHER"],
        )
    one = pupils.school_class(school, "5А")
    found = sections(desk(client, people.user(Role.SOCIAL_PEDAGOGUE, school)))
    urls = {code: url.replace("&amp;", "&") for _, code, url in reversed(found["late"])}
    assert "on=2026-09-30" in urls["С 2"]
    pages = {code: client.get(url, follow=True) for code, url in urls.items()}
    assert pages["Ә 3.2"].request["PATH_INFO"] == f"/documents/class/{one.pid}/"
    assert pages["С 2"].request["PATH_INFO"] == f"/documents/class/{one.pid}/movement/"
    assert pages["С 2"].request["QUERY_STRING"] == "month=2026-09"
    assert {page.status_code for page in pages.values()} == {200}


def test_papers_of_many_classes_are_issued_from_their_page(client, school):
    approved(school)
    PlanRow.objects.filter(code="S2.2").update(evidence=["PASSPORT"])
    for name in ("5А", "5Ә", "6А", "7А"):
        pupils.school_class(school, name)
    found = sections(desk(client, people.user(Role.SOCIAL_PEDAGOGUE, school)))
    assert found["late"][0] == ("4 classes", "Ә 2.2", "/documents/")


def test_a_mentor_finds_rows_of_the_school_that_name_mentors(client, school):
    approved(school)
    row = PlanRow.objects.get(code="S5.2")
    mentor = people.user(Role.MENTOR, school)
    assert sections(desk(client, mentor)) == {}
    row.responsible = ["SOCIAL_PEDAGOGUE", "MENTOR"]
    row.save()
    kept.forget_all()
    assert [line[:2] for line in sections(desk(client, mentor))["gap"]] == [
        ("The whole school", "Ә 5.2")
    ]


def handed(row, pupil, to, by, **more):
    """The pupil's item of a row stands with a colleague."""
    return Adjustment.objects.create(
        row=PlanRow.objects.get(code=row),
        pupil=pupil,
        since=date(2026, 9, 1),
        until=date(2026, 9, 30),
        kind="ASSIGNED",
        to_user=to,
        by=by,
        on=people.TODAY,
        reason="Ауырып қалды",
        **more,
    )


@pytest.mark.parametrize("role", [Role.DEPUTY_DIRECTOR, Role.DIRECTOR])
def test_what_others_have_overdue_stands_apart_without_names(client, school, role):
    approved(school)
    one, two = family(school, 2)
    me = people.user(Role.SOCIAL_PEDAGOGUE, school, full_name="Ахметова А.")
    teacher = people.user(Role.CLASS_TEACHER, school, classes=["5А"], full_name="Серікова Б.")
    handed("S2.3", one, teacher, me)
    boss = people.user(role, school)
    response = desk(client, boss)
    found = sections(response)
    assert [one.number for one in response.context["figures"]] == [0, 0, 0, 0, 3]
    assert "late" not in found
    assert {line[:2] for line in found["behind"]} == {
        ("Ахметова А. (social pedagogue), Серікова Б. (class teacher)", "Ә 2.2"),
        ("Ахметова А. (social pedagogue), librarian", "Ә 2.3"),
        ("Серікова Б.", "Ә 2.3"),
    }
    text = response.content.decode().split('id="behind"')[1]
    assert "1 class: 5А" in text
    assert one.surname not in text
    assert two.surname not in text
    row = PlanRow.objects.get(code="S2.2")
    row.responsible = [role]
    row.save()
    kept.forget_all()
    assert [line[1] for line in sections(desk(client, boss))["late"]] == ["Ә 2.2"]


def test_the_social_pedagogue_has_no_colleagues_list(client, school):
    approved(school)
    family(school)
    assert "behind" not in sections(desk(client, people.user(Role.SOCIAL_PEDAGOGUE, school)))


def test_what_others_have_overdue_costs_no_more_for_many(client, school, queries_of):
    approved(school)
    client.force_login(people.user(Role.DIRECTOR, school))
    counts = []
    for number in (3, 40):
        family(school, number)
        for _ in range(number):
            people.user(Role.CLASS_TEACHER, school, classes=["5А"])
        kept.forget_all()
        counts.append(queries_of(lambda: client.get("/")))
    assert counts[1] <= counts[0]


def test_what_was_handed_on_says_by_whom(client, school):
    approved(school)
    one, two = family(school, 2)
    me = people.user(Role.SOCIAL_PEDAGOGUE, school, full_name="Ахметова А.")
    teacher = people.user(Role.CLASS_TEACHER, school, classes=["5А"])
    handed("S2.3", one, teacher, me)
    response = desk(client, teacher)
    found = [line[:2] for line in sections(response)["late"]]
    assert (one.short_name, "Ә 2.3") in found
    assert (two.short_name, "Ә 2.3") not in found
    assert "handed to you by: Ахметова А." in response.content.decode()
    assert (one.short_name, "Ә 2.3") not in [
        line[:2] for line in sections(desk(client, me))["late"]
    ]

"""The pages of guardianship, as those who may open them see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.access.tests.making import OF_THE_AUDIT
from tirek.cards.models import Kinship, StatusPeriod
from tirek.cards.tests import making as cards
from tirek.guardianship.models import Case, Check, Step, Talk, Terms
from tirek.guardianship.tests import making
from tirek.journal.models import Entry
from tirek.school.tests import making as school_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def child(school):
    one = school_of.pupil(school, "Қуанышева", "Аружан", in_class="6Ә")
    school_of.household(school, one)
    return one


@pytest.fixture
def guardian(child):
    member = school_of.member(child.stays.get().household, surname="Сейітова", given="Бибігүл")
    return cards.kin(child, member, "GUARDIAN", since=date(2025, 2, 12), paper_number="118")


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_empty_register_to_a_closed_case(client_of, school, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    page = reverse("guardianship:register")
    assert "Тізілімде ешкім жоқ" in text_of(social.get(page))
    new = reverse("guardianship:new")
    assert "Қуанышева" in text_of(social.get(new, {"q": "куаныш"}))
    found = {"on": "16.11.2026", "who": "Сынып жетекшісі", "how": "", "text": "Мән-жайы"}
    case_page = social.post(f"{new}?pupil={child.pid}", found, follow=True)
    case = Case.objects.get()
    assert "уақтылы хабарланбаған" in text_of(case_page)
    assert "Қуанышева" in text_of(social.get(page))
    notify = reverse("guardianship:step", args=[case.pid, "notified"])
    early = social.post(notify, {"on": "01.11.2026"})
    assert early.context["form"].errors["on"]
    social.post(notify, {"on": "17.11.2026", "number": "5", "who": "Орган", "how": "хат"})
    place = reverse("guardianship:step", args=[case.pid, "placed"])
    said = {"placement": "GUARDIAN", "on": "18.11.2026", "open_status": "on"}
    refused = social.post(place, said)
    assert refused.context["form"].errors["document"]
    said |= {"document": "Қаулы", "number": "118", "paper_on": "18.11.2026"}
    said |= {"surname": "Сейітова", "given": "Бибігүл"}
    placed = social.post(place, said, follow=True)
    assert "Сейітова Бибігүл" in text_of(placed)
    assert Kinship.objects.get().member.surname == "Сейітова"
    end = reverse("guardianship:step", args=[case.pid, "closed"])
    over = social.post(end, {"on": "23.11.2026", "reason": "RETURNED", "end": "on"}, follow=True)
    assert "бала қайтадан ата-анасында" in text_of(over)
    assert StatusPeriod.objects.known_at().get().until == date(2026, 11, 23)
    assert "Қуанышева" not in text_of(social.get(page)), "open ones are shown first"
    assert "Қуанышева" in text_of(social.get(page, {"state": "closed"}))


def test_a_form_sent_twice_counts_once(client_of, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    page = f"{reverse('guardianship:new')}?pupil={child.pid}"
    sent = {"on": "23.11.2026", "form_key": "6f1c3a34-5c55-4b52-8c36-0d9f3e6a9b11"}
    assert social.post(page, sent).url == social.post(page, sent).url
    assert Case.objects.count() == 1


def test_a_child_known_by_name(client_of, school, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    page = reverse("guardianship:new")
    assert social.post(page, {"on": "23.11.2026"}).context["form"].errors["surname"]
    social.post(page, {"on": "23.11.2026", "surname": "Жаңа", "given": "Бала"})
    case = Case.objects.get()
    assert "оқушы емес" in text_of(social.get(reverse("guardianship:register")))
    link = reverse("guardianship:link", args=[case.pid])
    assert child.pid in text_of(social.get(link, {"q": "куаныш"}))
    social.post(link, {"pupil": child.pid})
    case.refresh_from_db()
    assert case.pupil == child
    stranger = school_of.pupil(people.school(), in_class="5А")
    assert social.post(link, {"pupil": stranger.pid}).context["form"].errors["pupil"]


def test_correcting_and_annulling_a_step(client_of, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    case = making.case(social.user, child)
    step = case.steps.get()
    page = reverse("guardianship:correct", args=[step.pid])
    assert "Сынып жетекшісі" in text_of(social.get(page))
    social.post(page, {"on": "17.11.2026", "who": "Көрші"})
    shown = text_of(social.get(reverse("guardianship:case", args=[case.pid])))
    assert "Көрші" in shown
    assert "Түзетілген және күші жойылған" in shown
    page = reverse("guardianship:annul", args=[Step.objects.known_at().get().pid])
    assert social.post(page, {"reason": ""}).context["form"].errors["reason"]
    back = social.post(page, {"reason": "Түзету қате"}, follow=True)
    assert "16.11.2026" in text_of(back), "without its correction the first record holds again"
    page = reverse("guardianship:annul", args=[step.pid])
    assert "Басқа бала" in text_of(social.post(page, {"reason": "Басқа бала"}, follow=True))
    register = reverse("guardianship:register")
    assert "Қуанышева" in text_of(social.get(register, {"state": "annulled"}))


def test_the_letter_before_and_after_it_is_sent(client_of, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    Terms.objects.create(school=child.school, body="Қорғаншылық бөлімі")
    case = making.case(social.user, child)
    page = reverse("guardianship:letter", args=[case.pid, "docx"])
    before = words_of(social.get(page))
    assert "Қорғаншылық бөлімі" in before
    assert "Қуанышева Аружан" in before
    assert "Мән-жайы" in before
    making.step(social.user, case, "NOTIFIED", date(2026, 11, 17), number="77", who="Бөлім")
    after = words_of(social.get(page))
    assert "№ 77" in after
    assert "2026 жылғы 17 қараша" in after
    assert social.get(reverse("guardianship:letter", args=[case.pid, "xlsx"])).status_code == 404


def words_of(answer):
    import io

    import docx

    document = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_the_register_and_the_wards_as_files(client_of, child, guardian, ending):
    social = client_of("SOCIAL_PEDAGOGUE")
    making.case(social.user, child)
    for name in ("register_file", "wards_file"):
        answer = social.get(reverse(f"guardianship:{name}", args=[ending]))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        if ending == "docx":
            assert "Қуанышева Аружан" in words_of(answer)


def test_a_check_from_the_list_of_wards(client_of, child, guardian):
    social = client_of("SOCIAL_PEDAGOGUE")
    wards = reverse("guardianship:wards")
    assert "12.02.2026" in text_of(social.get(wards, {"late": "1"}))
    page = reverse("guardianship:check", args=[guardian.pid])
    sent = {"on": "20.11.2026", "guardian": guardian.member.pid, "findings": "Құпия жағдай"}
    done = social.post(page, sent, follow=True)
    assert "Құпия жағдай" in text_of(done)
    assert "Мерзімі өткен тексеру жоқ" in text_of(social.get(wards, {"late": "1"}))
    entry = Entry.objects.get()
    talk = reverse("guardianship:talk", args=[entry.pid])
    assert "Құпия" in text_of(client_of("PSYCHOLOGIST").get(talk))
    teacher = client_of("CLASS_TEACHER", classes=["6Ә"])
    assert "Құпия" not in text_of(teacher.get(talk)), "a class teacher knows that it took place"
    assert teacher.get(reverse("guardianship:annul_talk", args=[entry.pid])).status_code == 403
    mother = cards.kin(child, school_of.member(guardian.member.household), "MOTHER")
    assert social.get(reverse("guardianship:check", args=[mother.pid])).status_code == 404


def test_one_check_of_a_guardian_of_two(client_of, child, guardian):
    brother = school_of.pupil(child.school, "Қуанышев", "Ерасыл", in_class="3Б")
    cards.kin(brother, guardian.member, "GUARDIAN", since=date(2025, 2, 12))
    social = client_of("SOCIAL_PEDAGOGUE")
    page = reverse("guardianship:check", args=[guardian.pid])
    assert "Қуанышев Ерасыл" in text_of(social.get(page))
    sent = {"on": "20.11.2026", "guardian": guardian.member.pid, "findings": "Жақсы"}
    social.post(page, sent | {"pupils": [child.pid, brother.pid]})
    assert {link.pupil for link in Entry.objects.get().about_pupils.all()} == {child, brother}


def test_a_talk_by_a_class_teacher(client_of, child, guardian):
    teacher = client_of("CLASS_TEACHER", classes=["6Ә"])
    page = reverse("guardianship:talk_with")
    assert teacher.get(reverse("journal:new"), {"kind": "GUARDIAN_INTERVIEW"}).url.startswith(page)
    assert "Қуанышева" in text_of(teacher.get(page, {"row": "C4"}))
    form = text_of(teacher.get(page, {"pupil": child.pid}))
    assert "Сейітова Бибігүл" in form
    sent = {"on": "20.11.2026", "guardian": guardian.member.pid, "study": "Үлгеруі жақсы"}
    done = teacher.post(f"{page}?pupil={child.pid}", sent, follow=True)
    assert "Үлгеруі жақсы" in text_of(done)
    talk = Talk.objects.get()
    assert talk.guardian == guardian.member
    other = client_of("CLASS_TEACHER", classes=["7А"])
    assert other.get(page, {"pupil": child.pid}).status_code == 404
    assert other.get(reverse("guardianship:talk", args=[talk.entry.pid])).status_code == 404
    assert client_of("DIRECTOR").get(page).status_code == 403
    wrong = teacher.post(f"{page}?pupil={child.pid}", {"on": "20.11.2026"})
    assert wrong.context["form"].errors["guardian"]
    fix = reverse("guardianship:correct_talk", args=[talk.entry.pid])
    teacher.post(fix, sent | {"study": "Орташа"})
    assert list(Talk.objects.order_by("pk").values_list("study", flat=True)) == [
        "Үлгеруі жақсы",
        "Орташа",
    ]


def test_the_desk_says_what_is_late(client_of, child, guardian):
    social = client_of("SOCIAL_PEDAGOGUE")
    making.case(social.user, child)
    shown = text_of(social.get("/"))
    assert "Қорғаншылық органына хабарлау" in shown
    assert reverse("guardianship:check", args=[guardian.pid]) in shown
    assert "Қорғаншылық органына хабарлау" not in text_of(client_of("DIRECTOR").get("/"))


def test_the_box_on_the_pupils_page(client_of, child, guardian):
    social = client_of("SOCIAL_PEDAGOGUE")
    case = making.case(social.user, child)
    page = reverse("cards:pupil", args=[child.pid])
    link = reverse("guardianship:case", args=[case.pid])
    assert link in text_of(social.get(page))
    assert link not in text_of(client_of("CLASS_TEACHER", classes=["6Ә"]).get(page))


def test_other_schools_and_other_roles(client_of, child, guardian):
    social = client_of("SOCIAL_PEDAGOGUE")
    case = making.case(social.user, child)
    page = reverse("guardianship:case", args=[case.pid])
    stranger = client_of("SOCIAL_PEDAGOGUE", at=people.school())
    assert stranger.get(page).status_code == 404
    assert "Қуанышева" not in text_of(stranger.get(reverse("guardianship:wards")))
    for role in ("CLASS_TEACHER", "NURSE", "MENTOR"):
        assert client_of(role).get(page).status_code == 403
    director = client_of("DIRECTOR")
    assert "Қуанышева" in text_of(director.get(page))
    assert director.get(reverse("guardianship:terms")).status_code == 403
    assert director.get(reverse("guardianship:step", args=[case.pid, "closed"])).status_code == 403


def test_the_pages_cost_as_much_for_many_as_for_few(client_of, school, queries_of):
    social = client_of("SOCIAL_PEDAGOGUE")

    def some(number):
        for _ in range(number):
            one = school_of.pupil(school, in_class="6Ә")
            member = school_of.member(school_of.household(school, one))
            kin = cards.kin(one, member, "GUARDIAN", since=date(2025, 2, 12))
            making.step(social.user, making.case(social.user, one), "NOTIFIED", making.FOUND)
            making.check(social.user, kin)

    pages = [reverse(f"guardianship:{name}") for name in ("register", "wards", "talk_with")]
    some(2)
    few = [queries_of(lambda page=page: social.get(page)) for page in pages]
    some(6)
    assert [queries_of(lambda page=page: social.get(page)) for page in pages] == few
    assert max(few) <= 12 + OF_THE_AUDIT
    assert Check.objects.count() == 8

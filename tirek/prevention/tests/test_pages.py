"""The pages of the register and of the council, as those who may open them see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.cards.models import StatusPeriod
from tirek.journal.models import Entry
from tirek.prevention.models import Case, Matter, Measure, Meeting, Member
from tirek.prevention.tests import making
from tirek.school.tests import making as school_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def child(school):
    return school_of.pupil(school, "Қуанышев", "Дамир", in_class="8А")


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_empty_register_to_removal(client_of, school, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    page = reverse("prevention:register")
    assert "Есепте ешкім жоқ" in text_of(social.get(page))
    propose = reverse("prevention:propose")
    assert "Қуанышев" in text_of(social.get(propose, {"q": "куаныш"}))
    said = {"on": "02.11.2026", "ground": "ABSENCE", "who": "Жетекші", "text": "Сабақ босатады"}
    wrong = social.post(f"{propose}?pupil={child.pid}", said | {"on": "24.11.2026"})
    assert wrong.context["form"].errors["on"]
    social.post(f"{propose}?pupil={child.pid}", said)
    case = Case.objects.get()
    assert "Қуанышев" in text_of(social.get(page))
    for number, post in enumerate(("CHAIR", "SECRETARY", "MEMBER")):
        one = {"name": f"Мүше {number}", "job": "", "post": post, "since": "01.09.2026"}
        social.post(reverse("prevention:members"), one)
    social.post(reverse("prevention:call"), {"on": "09.11.2026", "place": "12"})
    meeting = Meeting.objects.get()
    social.post(
        reverse("prevention:matter", args=[meeting.pid]),
        {"case": case.pid, "aim": "PLACE", "heard": "Жетекші"},
    )
    matter = Matter.objects.get()
    hold = reverse("prevention:hold", args=[meeting.pid])
    votes = {f"yes_{matter.pk}": "2", f"no_{matter.pk}": "0", f"number_{matter.pk}": "7"}
    came = [one.pid for one in Member.objects.all()]
    few = social.post(hold, {"number": "3", "present": came[:1], **votes})
    assert few.context["form"].errors["present"]
    assert not StatusPeriod.objects.exists()
    held = text_of(social.post(hold, {"number": "3", "present": came[:2], **votes}, follow=True))
    assert "2 : 0 : 0" in held
    assert StatusPeriod.objects.known_at().get().since == date(2026, 11, 9)
    told = {"on": "11.11.2026", "who": "Анасы", "how": "кездесуде", "words": "Өз сөзі"}
    step = reverse("prevention:step", args=[case.pid, "told"])
    assert "Өз сөзі" in text_of(social.post(step, told, follow=True))
    measure = {"what": "Үйірмеге тарту", "who": "Психолог", "due_on": "30.11.2026"}
    social.post(reverse("prevention:measure", args=[case.pid]), measure)
    mark = reverse("prevention:mark", args=[Measure.objects.get().pid])
    done = social.post(mark, {"on": "20.11.2026", "mark": "Футболға жазылды"}, follow=True)
    assert "Футболға жазылды" in text_of(done)
    assert Entry.objects.counting().filter(kind="REGISTER_MEASURE").count() == 1


def test_a_day_before_the_decision_knows_nobody(client_of, school, child):
    social = people.user("SOCIAL_PEDAGOGUE", school)
    making.placed(social, child)
    page, client = reverse("prevention:register"), client_of("SOCIAL_PEDAGOGUE")
    assert [row["row"].status.pupil for row in client.get(page).context["rows"]] == [child]
    assert client.get(page, {"on": "08.11.2026"}).context["rows"] == []


def test_a_specialist_marks_the_own_measures_only(client_of, school, child):
    social = people.user("SOCIAL_PEDAGOGUE", school)
    case = making.placed(social, child)
    client = client_of("PSYCHOLOGIST")
    own = client.get(reverse("prevention:register")).wsgi_request.user
    mine = Measure.objects.create(case=case, what="Әңгіме", user=own, due_on=making.MET)
    other = Measure.objects.create(case=case, what="Кеңес", user=social, due_on=making.MET)
    said = {"on": "20.11.2026", "mark": "Өтті"}
    assert client.post(reverse("prevention:mark", args=[other.pid]), said).status_code == 404
    client.post(reverse("prevention:mark", args=[mine.pid]), said)
    mine.refresh_from_db()
    assert (mine.done_on, mine.mark) == (date(2026, 11, 20), "Өтті")


def test_a_child_who_is_on_the_register_already(client_of, school, child):
    from tirek.cards.tests import making as cards

    status = cards.status(child, "REGISTER", since=date(2026, 9, 7), basis_on=date(2026, 9, 7))
    social = client_of("SOCIAL_PEDAGOGUE")
    page = reverse("prevention:earlier", args=[status.pid])
    assert page in text_of(social.get(reverse("prevention:register")))
    social.post(page, {"ground": "OFFENCE", "number": "4", "text": ""})
    assert Case.objects.get().status == status


def test_the_register_asks_as_much_for_many_as_for_few(
    client_of, school, django_assert_max_num_queries
):
    from tirek.cards.tests import making as cards

    social = client_of("SOCIAL_PEDAGOGUE")
    for number in range(12):
        one = school_of.pupil(school, f"Ахметов{number}", "Ерлан", in_class="8А")
        cards.status(one, "REGISTER", since=date(2026, 9, 7), basis_on=date(2026, 9, 7))
    social.get(reverse("prevention:register"))
    with django_assert_max_num_queries(24):
        social.get(reverse("prevention:register"))

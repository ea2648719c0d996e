"""The pages of raids, pressed as a person presses them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.journal.kinds import form_url
from tirek.journal.tests.making import entry
from tirek.raids.models import Raid, RaidStop
from tirek.raids.tests.making import TEAM, fill, held, planned
from tirek.school.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client, town):
    client.force_login(town.social)
    return client


def page(client, name, *args, **query):
    answer = client.get(reverse(f"raids:{name}", args=args), query)
    assert answer.status_code == 200
    return answer


def press(client, name, *args, **typed):
    answer = client.post(reverse(f"raids:{name}", args=args), typed)
    assert answer.status_code == 302, answer.context["form"].errors if answer.context else ""
    return answer.url


def route(raid):
    return [stop.address for stop in raid.stops.all()]


def test_a_raid_from_the_plan_to_the_signature(me, town):
    assert "Рейд" in page(me, "raids").content.decode()
    typed = {
        "planned_on": "04.12.2026",
        "starts_at": "18.30",
        "area": "Бұлақ",
        "purpose": "Тексеру",
    }
    typed |= {"staff": [town.social.username, town.deputy.username]}
    typed |= {"others": "Ахметов Нұрлан, учаскелік инспектор\n\n"}
    url = press(me, "new", **typed)
    raid = Raid.objects.get()
    assert url == reverse("raids:families", args=[raid.pid])
    assert [row["name"] for row in raid.team] == [
        "Бекболатова Сәуле", "Жүнісова Алма", "Ахметов Нұрлан"
    ]  # fmt: skip
    assert raid.team[2] == {"name": "Ахметов Нұрлан", "post": "учаскелік инспектор"}
    offered = page(me, "families", raid.pid)
    assert [home.household for home in offered.context["homes"]] == [town.first, town.second]
    wanted = [town.second.pid, town.third.pid, town.first.pid]
    press(me, "families", raid.pid, household=wanted, addresses="Мира 4")
    press(me, "sort", raid.pid)
    assert route(raid) == [
        town.third.address, town.first.address, town.second.address, "Мира 4"
    ]  # fmt: skip
    first, second, third, last = raid.stops.all()
    press(me, "move", first.pid, way="down")
    press(me, "remove", last.pid)
    assert route(raid) == [town.first.address, town.third.address, town.second.address]
    assert not page(me, "plan", raid.pid).context["ready"]
    said = {"result": "SEEN", "at_home": "Анасы", "findings": "Тату", "measures": "Әңгіме"}
    assert press(me, "stop", second.pid, **said, go="next") == reverse(
        "raids:stop", args=[first.pid]
    )
    press(me, "stop", first.pid, result="NOBODY_HOME", again_on="10.12.2026", go="next")
    press(me, "stop", third.pid, result="MOVED", go="next")
    assert page(me, "plan", raid.pid).context["ready"]
    refused = me.post(reverse("raids:sign", args=[raid.pid]), {"on": "04.12.2026"})
    assert "не одан бұрынғы" in refused.content.decode()
    assert press(me, "sign", raid.pid, on="23.11.2026") == reverse("raids:raid", args=[raid.pid])
    shown = page(me, "raid", raid.pid).content.decode()
    for words in ("Тату", "Әңгіме", "отбасымен кездесті", "үйде ешкім болмады", "көшіп кеткен"):
        assert words in shown
    assert [one.household for one in raid.entry.about_households.all()] == [town.first]
    stop = raid.stops.get(result="NOBODY_HOME")
    left = page(me, "again")
    assert [row[0] for row in left.context["rows"]] == [stop]
    assert page(me, "raids").context["left"] == 1


@pytest.mark.parametrize("name", ["plan", "change", "families", "sign"])
def test_a_signed_raid_leads_to_its_page(me, town, name):
    raid = held(town.social, town.first)
    answer = me.get(reverse(f"raids:{name}", args=[raid.pid]))
    assert answer.url == reverse("raids:raid", args=[raid.pid])


def test_a_draft_leads_to_its_plan(me, town):
    raid = planned(town.social, town.first)
    answer = me.get(reverse("raids:raid", args=[raid.pid]))
    assert answer.url == reverse("raids:plan", args=[raid.pid])


def test_what_was_signed_meanwhile_is_not_written_over(me, town):
    raid = held(town.social, town.first)
    stop = raid.stops.get()
    for name, pid in (("sort", raid.pid), ("move", stop.pid), ("remove", stop.pid)):
        press(me, name, pid)
    assert press(me, "stop", stop.pid, result="MOVED") == reverse("raids:raid", args=[raid.pid])
    assert RaidStop.objects.get().result == "SEEN"


def test_a_draft_is_changed_and_offers_who_went_along_before(me, town):
    held(town.social, town.first)
    raid = planned(town.social, town.second, team=[])
    form = page(me, "change", raid.pid).context["form"]
    known = [words for words, _label in form.fields["before"].choices]
    assert known == [f"{row['name']}, {row['post']}" for row in TEAM]
    press(me, "change", raid.pid, planned_on="25.11.2026", before=known[1:], others="Х, Ы")
    raid.refresh_from_db()
    assert raid.planned_on == date(2026, 11, 25)
    assert raid.team == [TEAM[1], {"name": "Х", "post": "Ы"}]


def test_times_in_the_wrong_order_are_shown_at_their_field(me, town):
    answer = me.post(
        reverse("raids:new"), {"planned_on": "1.12.2026", "starts_at": "19:00", "ends_at": "18"}
    )
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["ends_at"]
    assert not Raid.objects.exists()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"list": "difficult"}, ["first", "second"]),
        ({"list": "no-act"}, ["third"]),
        ({"list": "again"}, ["second"]),
        ({"list": "found"}, []),
        ({"list": "nonsense"}, ["first", "second"]),
        ({"q": "ермекова"}, ["third"]),
        ({"q": "абай 12а"}, ["second"]),
        ({"q": "ешкім"}, []),
    ],
)
def test_families_to_choose_from(me, town, query, expected):
    held(town.social, town.second, results=["NOBODY_HOME"])
    raid = Raid.objects.create(entry=entry(town.school, "RAID", state="DRAFT"), school=town.school)
    found = page(me, "families", raid.pid, **query).context["homes"]
    assert [home.household for home in found] == [getattr(town, name) for name in expected]


def test_those_on_the_route_are_offered_no_more(me, town):
    raid = planned(town.social, town.first)
    found = page(me, "families", raid.pid).context["homes"]
    assert [home.household for home in found] == [town.second]


def test_a_family_of_another_school_is_not_added(me, town):
    raid = planned(town.social, town.first)
    far = making.household(making.pupil(_far(), in_class="5А").school)
    press(me, "families", raid.pid, household=[far.pid])
    assert raid.stops.count() == 1


def _far():
    from tirek.access.tests import making as people

    return people.school()


def test_the_journal_and_the_desk_lead_to_a_raid_about_a_family(me, town):
    url = form_url("RAID", row="P7", household=town.second.pid)
    assert url.startswith(reverse("raids:new"))
    assert me.get(url).context["first"] == [town.second]
    about = me.get(form_url("RAID", pupil=town.pupils[0].pid))
    assert about.context["first"] == [town.first]


def test_the_sheet_shows_order_children_and_phones(me, town):
    raid = planned(town.social, town.first, town.second)
    text = page(me, "sheet", raid.pid).content.decode()
    assert "+7 700 000 00 01" in text
    assert "Қуанышев Данияр, 7Б" in text
    assert "raid-strip" in text


def test_a_correction_and_an_annulment_ask_why(me, town):
    raid = held(town.social, town.first)
    answer = me.post(reverse("raids:correct", args=[raid.pid]), {"reason": " "})
    assert answer.status_code == 200
    url = press(me, "correct", raid.pid, reason="Қате")
    draft = Raid.objects.get(corrects=raid)
    assert url == reverse("raids:plan", args=[draft.pid])
    press(me, "sign", draft.pid, on="20.11.2026")
    assert page(me, "raid", raid.pid).context["replacement"] == draft
    press(me, "annul", draft.pid, reason="Болмаған")
    assert "Болмаған" in page(me, "raid", draft.pid).content.decode()
    assert list(page(me, "raids", state="ANNULLED").context["page"]) == [draft]


def test_a_draft_is_laid_aside(me, town):
    raid = planned(town.social, town.first)
    press(me, "annul", raid.pid, reason="Ауа райы")
    assert list(page(me, "raids").context["page"]) == []


def test_the_list_is_searched_by_address(me, town):
    raid = held(town.social, town.first)
    held(town.social, town.third)
    assert list(page(me, "raids", q="12-үй").context["page"]) == [raid]


def test_reading_leaves_a_trace(me, town):
    raid = held(town.social, town.first)
    page(me, "raid", raid.pid)
    assert AuditRow.objects.filter(verb="READ", thing="raids.raid", thing_id=raid.pid).exists()


def test_the_director_reads_and_presses_nothing(client, town):
    raid, draft = held(town.social, town.first), planned(town.social, town.second)
    client.force_login(town.director)
    assert not page(client, "raid", raid.pid).context["may_undo"]
    assert client.get(reverse("raids:sheet", args=[draft.pid])).status_code == 404
    assert client.get(reverse("raids:new")).status_code == 403
    assert client.post(reverse("raids:annul", args=[raid.pid])).status_code == 403


def test_the_class_teacher_knows_of_it_from_the_journal_alone(client, town):
    raid = held(town.social, town.first)
    client.force_login(town.teacher)
    assert client.get(reverse("raids:raid", args=[raid.pid])).status_code == 403
    shown = client.get(reverse("journal:entry", args=[raid.pid]))
    assert shown.status_code == 200
    assert "Анасы, екі бала" not in shown.content.decode()


def test_the_list_asks_the_same_number_of_questions_however_long(me, town, queries_of):
    held(town.social, town.first, town.second, results=["SEEN", "NOBODY_HOME"])
    me.get(reverse("raids:raids"))
    few = queries_of(lambda: me.get(reverse("raids:raids")))
    for _ in range(4):
        held(town.social, town.first, town.second, results=["SEEN", "NOBODY_HOME"])
        fill(town.social, planned(town.social, town.third), ["NOT_LET_IN"])
    many = queries_of(lambda: me.get(reverse("raids:raids")))
    assert many == few <= 24

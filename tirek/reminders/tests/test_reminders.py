"""A calendar and a letter with numbers, without names, for those who still work here."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from ical.calendar_stream import IcsCalendarStream

from tirek.access import clock
from tirek.access.models import AuditRow, RoleGrant
from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.plans import actions as plans
from tirek.plans.queries import coverage
from tirek.reminders import actions, sending
from tirek.reminders.models import Feed, Letter, Wish
from tirek.reminders.queries import waiting_for
from tirek.reminders.rules.letters import due, may_try
from tirek.school.models import Pupil
from tirek.school.tests import making as pupils
from tirek.schoolyear.tests import making as years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TODAY = people.TODAY


@pytest.fixture
def year(school):
    """The ready plans in force, a class, three orphans."""
    found = years.school_year(school)
    me = people.user("SOCIAL_PEDAGOGUE", school)
    for plan in plans.take_ready_plans(by=me, school_year=found):
        plans.approve_plan(by=me, plan=plan, on=date(2026, 9, 5))
    for pupil in pupils.pupils(school, 3, in_class="5А"):
        cards.status(pupil, "ORPHAN")
    return found


def feed_url(client, language="kk"):
    """The address as the page shows it, this once."""
    answer = client.post(reverse("reminders:make"), {"language": language}, follow=True)
    return re.search(
        r'value="http://[^/]+(/reminders/calendar/[^"]+\.ics)"', answer.content.decode()
    )[1]


def events(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return IcsCalendarStream.calendar_from_ics(answer.content.decode()).events


def test_another_programs_library_reads_the_calendar(client_of, client, year):
    me = client_of()
    found = events(client, feed_url(me))
    waiting = waiting_for(me.user, year.school, TODAY, TODAY + timedelta(days=366))
    assert len(found) == len(waiting.reminders) > 10
    assert len({one.uid for one in found}) == len(found)
    by_day = {(one.dtstart, one.dtend) for one in found}
    assert all(until - since == timedelta(days=1) for since, until in by_day)
    acts = [one for one in found if one.summary.startswith("С\u00a06 ")]
    assert [one.summary[-8:] for one in acts] == ["оқушы: 3"] * 2
    assert any(one.summary.startswith("Мерзімі өткен: ") for one in found)


def test_the_numbers_are_those_of_the_coverage(client_of, year):
    user = client_of().user
    found = waiting_for(user, year.school, TODAY, TODAY + timedelta(days=366)).reminders
    late = sum(one.figures.overdue for one in coverage(year, TODAY))
    assert sum(one.number for one in found if one.late) == late > 0


def test_neither_names_nor_the_plans_own_words_are_in_it(client_of, client, school, year):
    body = client.get(feed_url(client_of())).content.decode()
    there = Pupil.objects.filter(school=school)
    assert there.count() == 3
    assert [one for one in there if one.surname in body] == []
    words = {
        word for one in coverage(year, TODAY) for word in one.row.text_kk.split() if len(word) > 12
    }
    summaries = " ".join(re.findall(r"SUMMARY:(.*)", body))
    assert sum(word in summaries for word in words) <= len(words) // 4


def test_the_address_is_kept_as_a_hash_and_dies_when_made_anew_or_ended(client_of, client):
    me = client_of()
    first = feed_url(me)
    assert first.split("/")[-1].removesuffix(".ics") not in str(Feed.objects.values())
    second = feed_url(me)
    assert me.get(reverse("reminders:address")).status_code == 302
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert me.post(reverse("reminders:end")).status_code == 302
    assert client.get(second).status_code == 404
    deeds = AuditRow.objects.filter(thing="reminders.feed").values_list("verb", flat=True)
    assert sorted(deeds) == ["CREATED", "CREATED", "ENDED", "ENDED"]


def test_it_ends_with_the_role_and_with_the_account(client_of, client):
    me = client_of()
    url = feed_url(me)
    assert client.get(url).status_code == 200
    RoleGrant.objects.filter(user=me.user).update(until=TODAY - timedelta(days=1))
    assert client.get(url).status_code == 404
    RoleGrant.objects.filter(user=me.user).update(until=None)
    me.user.is_active = False
    me.user.save()
    assert client.get(url).status_code == 404


def test_a_teacher_is_reminded_of_the_own_class_only(client_of, client, school, year):
    teacher = client_of("CLASS_TEACHER", classes=["5А"])
    other = client_of("CLASS_TEACHER", classes=["11Ә"])
    mine, theirs = (
        [one for one in events(client, feed_url(some)) if "оқушы" in one.summary]
        for some in (teacher, other)
    )
    assert mine
    assert not theirs


def test_a_program_that_has_it_gets_it_no_second_time(client_of, client, year):
    url = feed_url(client_of())
    tag = client.get(url).headers["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304


def test_a_librarian_has_an_empty_calendar(client_of, client, year):
    assert events(client, feed_url(client_of("LIBRARIAN"))) == []


def wish(user, school, **fields):
    return Wish.objects.create(user=user, school=school, address="a@example.org", **fields)


def test_the_letter_has_figures_and_no_names(client_of, school, year, settings):
    settings.ADDRESS = "https://tirek.example.org"
    user = client_of().user
    wish(user, school, language="en")
    (letter,) = sending.send_letters(TODAY)
    assert letter.state == Letter.State.SENT
    (sent,) = mail.outbox
    desk = waiting_for(user, school, TODAY).desk.board
    assert f"Overdue: {desk.late_count}" in sent.body
    assert "https://tirek.example.org/" in sent.body
    assert sent.to == ["a@example.org"]
    assert [one for one in Pupil.objects.all() if one.surname in sent.body] == []


def test_a_week_has_one_letter_whatever_happens(client_of, school, year):
    wish(client_of().user, school)
    for day in range(7):
        list(sending.send_letters(TODAY + timedelta(days=day)))
    assert len(mail.outbox) == 1
    list(sending.send_letters(TODAY + timedelta(days=7)))
    assert len(mail.outbox) == 2


def test_what_did_not_go_is_tried_three_times_and_shown(client_of, school, year, monkeypatch):
    def fails(self, **_):
        raise ConnectionRefusedError("a@example.org")

    backend = "django.core.mail.backends.locmem.EmailBackend.open"
    monkeypatch.setattr(backend, fails)
    wish(client_of().user, school)
    for day in range(6):
        list(sending.send_letters(TODAY + timedelta(days=day)))
    one = Letter.objects.get()
    assert (one.state, one.tries, one.why) == ("FAILED", 3, "ConnectionRefusedError")
    page = client_of("ADMINISTRATOR").get(reverse("reminders:reminders")).content.decode()
    assert "ConnectionRefusedError" in page
    assert "ConnectionRefusedError" not in client_of("NURSE").get("/reminders/").content.decode()


def test_one_that_may_have_gone_is_not_sent_again(client_of, school, year):
    user = client_of().user
    wish(user, school)
    Letter.objects.create(school=school, user=user, week=TODAY, state="BEGUN", at=clock.now())
    assert list(sending.send_letters(TODAY)) == []


@pytest.mark.parametrize(
    ("weekday", "day", "quiet", "holiday", "goes"),
    [
        (0, date(2026, 11, 23), True, False, True),
        (4, date(2026, 11, 23), True, False, False),
        (4, date(2026, 11, 28), True, False, True),  # the server was off on Friday
        (0, date(2026, 11, 23), True, True, False),
        (0, date(2026, 11, 23), False, True, True),
    ],
)
def test_when_a_letter_goes(weekday, day, quiet, holiday, goes):
    assert due(weekday, day, quiet, holiday) is goes


@pytest.mark.parametrize(
    ("state", "tries", "tried"),
    [
        (None, 0, True),
        ("BEGUN", 1, False),
        ("SENT", 1, False),
        ("FAILED", 1, True),
        ("FAILED", 3, False),
    ],
)
def test_what_is_tried_again(state, tries, tried):
    assert may_try(state, tries) is tried


def test_nobody_is_written_to_who_did_not_ask_or_left(client_of, school, year):
    left = client_of().user
    wish(left, school)
    RoleGrant.objects.filter(user=left).update(until=TODAY - timedelta(days=1))
    Wish.objects.create(user=client_of().user, school=school)
    assert list(sending.send_letters(TODAY)) == []


def test_the_page_keeps_what_is_chosen_and_says_what_is_wrong(client_of, school):
    me = client_of()
    url = reverse("reminders:reminders")
    assert "пошта" in me.get(url).content.decode()
    sent = {"address": "nobody", "weekday": "0", "language": "kk", "late": "on"}
    assert "address" in me.post(url, sent).context["form"].errors
    sent["address"] = "a@example.org"
    assert me.post(url, sent | {"weekday": "2"}).status_code == 302
    kept = Wish.objects.get()
    assert (kept.address, kept.weekday, kept.quiet) == ("a@example.org", 2, False)
    del sent["late"]
    assert "late" in me.post(url, sent).context["form"].errors
    actions.keep_wish(by=me.user, school=school, fields={"address": ""})
    assert list(sending.send_letters(TODAY)) == []


def test_the_command_says_that_mail_is_not_set_up(settings, school):
    settings.MAIL = {}
    with pytest.raises(CommandError) as found:
        call_command("send_reminders")
    assert found.value.returncode == 2

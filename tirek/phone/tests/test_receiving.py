import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tirek.access.models import AuditRow, RoleGrant
from tirek.access.refused import Refused
from tirek.phone.actions import (
    end_phone,
    lay_aside,
    receive_parcel,
    settle_clash,
    take_along,
    take_over,
)
from tirek.phone.models import Parcel, Phone
from tirek.phone.sealing import Unopened, opened, public_point, sealed
from tirek.phone.tests.making import new_id, parcel, phone, taken
from tirek.visits.actions import annul_act, draft_act, sign_act
from tirek.visits.models import ActFile, InspectionAct
from tirek.visits.queries import photos_of, signatures_of
from tirek.visits.rules.housing import HOUSING
from tirek.visits.tests.making import MONDAY, Town, filled
from tirek.visits.tests.test_files import ME, shot, strokes
from tirek.visits.tests.test_pages import entered

pytestmark = pytest.mark.django_db
WHOLE = {
    "commission": [{"name": ME, "role": "CHAIR"}, {"name": "Омарова Гүлнар"}],
    "conclusion": "Жақсы.",
    "tasks": [{"what": "Оқу үстелі", "by": "2026-12-20"}],
}


def test_a_letter_opens_for_its_own_visit_alone() -> None:
    letter = sealed(b"secret", b"visit", public_point())
    assert opened(letter, b"visit") == b"secret"
    for wrong, about in (
        (letter, b"other"),
        (letter[:-1], b"visit"),
        (letter[:-1] + bytes([letter[-1] ^ 1]), b"visit"),
        (b"TRK2" + letter[4:], b"visit"),
        (letter[:4] + bytes(8) + letter[12:], b"visit"),
        (b"", b"visit"),
    ):
        with pytest.raises(Unopened):
            opened(wrong, about)


def test_a_visit_becomes_a_signed_act_with_its_photos_and_signature(people: Town) -> None:
    visit = taken(people.social, people.aruzhan)
    files = {
        new_id(): ("PHOTO", "Пеш", shot()),
        new_id(): ("PHOTO", "", shot("blue")),
        new_id(): ("SIGNATURE", ME, strokes()),
        new_id(): ("", "", shot("green")),  # taken out again before it was sent
    }
    came = receive_parcel(
        by=people.social, visit=visit, body=parcel(visit, WHOLE, files=files), skew=0
    )
    assert (came.state, came.note) == ("DONE", "")
    act = InspectionAct.objects.get()
    assert (act.entry.state, act.number, act.details["conclusion"]) == ("DONE", 1, "Жақсы.")
    assert act.details["address"] == "Абай көшесі, 5"
    assert [one.caption for one in photos_of(act)] == ["Пеш", ""]
    assert set(signatures_of(act)) == {ME}
    assert act.tasks.get().what == "Оқу үстелі"
    assert not came.file
    assert AuditRow.objects.filter(thing="phone.parcel", verb="CREATED").count() == 1


def test_the_same_sent_again_is_answered_as_the_first_time(people: Town) -> None:
    visit = taken(people.social, people.aruzhan)
    files = {new_id(): ("PHOTO", "", shot())}
    body = parcel(visit, WHOLE, files=files)
    url = reverse("phone:send")
    client = entered(people.social)
    answers = [client.post(url, body, content_type="application/octet-stream") for _ in "123"]
    assert [one.status_code for one in answers] == [200] * 3
    fates = [{k: v for k, v in one.json().items() if k != "now"} for one in answers]
    assert fates[0] == fates[1] == fates[2]
    assert InspectionAct.objects.count() == ActFile.objects.count() == Parcel.objects.count() == 1
    asked = client.get(reverse("phone:state"), {"keys": f"{visit.key},nonsense"}).json()
    assert asked["parcels"] == {str(visit.key): fates[0]}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_act(people: Town) -> None:
    visit = taken(people.social, people.aruzhan)
    body = parcel(visit, WHOLE)
    begin, found = threading.Barrier(2), []

    def go() -> None:
        try:
            begin.wait(10)
            found.append(receive_parcel(by=people.social, visit=visit, body=body, skew=0).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in "ab"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 2
    assert len(set(found)) == InspectionAct.objects.count() == 1


def test_different_questions_merge_and_the_same_one_waits_for_a_person(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan], on=MONDAY)
    mine, theirs = taken(people.social, act=act), taken(people.social, act=act)
    one = {**WHOLE, "food": "SHORT", "rooms": 2}
    two = {**WHOLE, "food": "ENOUGH", "water": "YARD"}
    first = receive_parcel(by=people.social, visit=mine, body=parcel(mine, one, sign=False), skew=0)
    later = receive_parcel(by=people.social, visit=theirs, body=parcel(theirs, two), skew=0)
    assert (first.state, later.state, later.clashes) == ("DONE", "CLASH", {"food": "ENOUGH"})
    act.refresh_from_db()
    assert act.is_draft
    assert (act.details["food"], act.details["rooms"], act.details["water"]) == ("SHORT", 2, "YARD")
    client = entered(people.social)
    url = reverse("phone:settle", args=[later.pid])
    html = client.get(url).content.decode()
    assert "not enough" in html
    assert client.post(url, {}).status_code == 200
    assert client.post(url, {"food": "phone"}).status_code == 302
    act.refresh_from_db()
    assert act.details["food"] == "ENOUGH"
    later.refresh_from_db()
    assert (later.state, later.clashes, later.settled_by) == ("DONE", {}, people.social)
    with pytest.raises(Refused):
        settle_clash(by=people.social, parcel=later, phone=[])


def test_two_phones_without_a_draft_add_two_acts(people: Town) -> None:
    for visit in [taken(people.social, people.aruzhan) for _ in "ab"]:
        receive_parcel(by=people.social, visit=visit, body=parcel(visit, WHOLE), skew=0)
    assert sorted(InspectionAct.objects.values_list("number", flat=True)) == [1, 2]


def test_what_was_signed_meanwhile_is_corrected_not_overwritten(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan], on=MONDAY)
    visit = taken(people.social, act=act)
    act = filled(act, people.social, "conclusion", conclusion="Мектепте жазылды.")
    sign_act(by=people.social, act=act)
    answers = {**WHOLE, "conclusion": "Мектепте жазылды.", "rooms": 4}
    came = receive_parcel(by=people.social, visit=visit, body=parcel(visit, answers), skew=0)
    assert came.state == "DONE"
    assert "түзетеді" in came.note or "corrects" in came.note
    stands = InspectionAct.objects.signed().get()
    assert (stands.details["rooms"], stands.number) == (4, 1)
    assert stands.entry.replaces_id == act.entry_id


def test_an_act_annulled_meanwhile_makes_a_new_one(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan], on=MONDAY)
    visit = taken(people.social, act=act)
    annul_act(by=people.social, act=act, reason="Қате")
    came = receive_parcel(by=people.social, visit=visit, body=parcel(visit, WHOLE), skew=0)
    assert came.state == "DONE"
    assert came.visit.act.pk != act.pk


@pytest.mark.parametrize(
    ("on", "clock_set", "written", "skew", "day", "noted"),
    [
        ("2026-11-20", False, 0, 0, date(2026, 11, 20), False),
        ("2030-01-01", False, 0, 0, MONDAY, True),
        ("nonsense", False, 0, 0, MONDAY, True),
        ("1999-01-01", True, -4 * 86400, 86400, MONDAY - timedelta(days=3), False),
        ("2026-11-23", True, 86400 * 9, 0, MONDAY, True),
        ("2026-11-23", True, 1e300, 0, MONDAY, True),
    ],
)
def test_the_day_of_the_visit_and_a_wrong_clock(
    people: Town, on: str, clock_set: bool, written: float, skew: float, day: date, noted: bool
) -> None:
    visit = taken(people.social, people.aruzhan)
    at = timezone.now().timestamp() + written if clock_set else 0
    body = parcel(visit, WHOLE, on=on, clock_set=clock_set, written_at=at)
    came = receive_parcel(by=people.social, visit=visit, body=body, skew=skew)
    assert (came.visit.act.entry.on, bool(came.note)) == (day, noted)


def test_what_does_not_fit_is_kept_for_a_person(people: Town) -> None:
    """A queue of a release before (a question gone), senseless and misshapen answers."""
    visit = taken(people.social, people.aruzhan)
    answers = {**WHOLE, "rooms": -3, "area": "көп", "stove_colour": "ақ", "food": "NONE"}
    came = receive_parcel(by=people.social, visit=visit, body=parcel(visit, answers), skew=0)
    assert came.state == "CLASH"
    assert came.clashes == {"rooms": -3, "area": "көп", "stove_colour": "ақ", "food": "NONE"}
    assert came.visit.act.is_draft
    assert came.visit.act.details["conclusion"] == "Жақсы."
    with pytest.raises(Refused):
        settle_clash(by=people.social, parcel=came, phone=["rooms"])
    settle_clash(by=people.social, parcel=Parcel.objects.get(), phone=[])
    assert Parcel.objects.get().state == "DONE"


def test_bad_photos_are_named_and_the_rest_is_kept(people: Town) -> None:
    visit = taken(people.social, people.aruzhan)
    files = {
        new_id(): ("PHOTO", "Пеш", b"not a photo"),
        new_id(): ("PHOTO", "", shot()),
        new_id(): ("SIGNATURE", "Бөтен", strokes()),
        "no-uuid": ("PHOTO", "Есік", shot()),
    }
    came = receive_parcel(
        by=people.social, visit=visit, body=parcel(visit, WHOLE, files=files), skew=0
    )
    assert came.state == "DONE"
    assert len(came.note.split("\n")) == 3
    assert len(photos_of(came.visit.act)) == 1


def test_an_unfinished_visit_arrives_as_a_draft(people: Town) -> None:
    visit = taken(people.social, people.aruzhan)
    body = parcel(visit, {"food": "SHORT"}, sign=False)
    came = receive_parcel(by=people.social, visit=visit, body=body, skew=0)
    assert (came.state, came.visit.act.is_draft) == ("DONE", True)
    other = taken(people.social, people.lone)
    came = receive_parcel(by=people.social, visit=other, body=parcel(other, {}), skew=0)
    assert came.visit.act.is_draft
    assert came.note  # what is lacking is said


def withdrawn(people: Town, visit) -> None:
    RoleGrant.objects.filter(user=visit.by).delete()


def switched_off(people: Town, visit) -> None:
    visit.by.is_active = False
    visit.by.save()


def lost(people: Town, visit) -> None:
    end_phone(by=people.social, phone=visit.phone)


@pytest.mark.parametrize("fate", [withdrawn, switched_off, lost])
def test_what_a_revoked_user_wrote_waits_for_a_person(people: Town, fate) -> None:
    visit = taken(people.teacher, people.aruzhan)
    body = parcel(visit, WHOLE)
    fate(people, visit)
    visit.refresh_from_db()
    came = receive_parcel(by=people.social, visit=visit, body=body, skew=0)
    assert (came.state, came.visit.act) == ("HELD", None)
    assert came.note
    with came.file.open("rb") as file:
        assert file.read() == body  # as it came: sealed
    take_over(by=people.social, parcel=came)
    came.refresh_from_db()
    assert (came.state, came.visit.act.entry.author) == ("DONE", people.social)
    assert not came.file
    with pytest.raises(Refused):
        take_over(by=people.social, parcel=came)


def test_another_sender_and_another_key_are_held(people: Town) -> None:
    visit = taken(people.teacher, people.aruzhan)
    came = receive_parcel(by=people.social, visit=visit, body=parcel(visit, WHOLE), skew=0)
    assert came.state == "HELD"
    other = taken(people.social, people.lone)
    body = bytearray(parcel(other, WHOLE))
    body[-1] ^= 1
    broken = receive_parcel(by=people.social, visit=other, body=bytes(body), skew=0)
    assert broken.state == "HELD"
    with pytest.raises(Refused):
        take_over(by=people.social, parcel=broken)
    with pytest.raises(Refused):
        lay_aside(by=people.social, parcel=broken, reason=" ")
    lay_aside(by=people.social, parcel=broken, reason="Оқылмайды")
    broken.refresh_from_db()
    assert (broken.state, bool(broken.file)) == ("ASIDE", True)


def test_hostile_bodies_are_refused_in_words(people: Town) -> None:
    client = entered(people.social)
    visit = taken(people.social, people.aruzhan)
    url = reverse("phone:send")
    for body, status in (
        (b"", 422),
        (b"\x00\x00\x00\x05hello", 422),
        (b"\xff\xff\xff\xff" + b"x" * 100, 422),
        ((2).to_bytes(4, "big") + b"[]", 422),
        (parcel(visit).replace(str(visit.key).encode(), new_id().encode()), 404),
        (b"x" * (31 * 1024 * 1024), 413),
    ):
        answer = client.post(url, body, content_type="application/octet-stream")
        assert answer.status_code == status
        assert answer.json()["refusal"]
    assert not Parcel.objects.exists()
    assert (
        client.post(url, b"", content_type="application/octet-stream", headers={}).status_code
        == 422
    )


def test_what_the_phone_is_told(people: Town) -> None:
    client = entered(people.social)
    told = client.get(reverse("phone:state")).json()
    assert (told["right"], told["known"], told["wipe"]) == (True, False, False)
    made = client.post(reverse("phone:register"), {"name": "Менің телефоным"}).json()
    told = client.get(reverse("phone:state"), {"phone": made["phone"]}).json()
    assert (told["known"], told["wipe"]) == (True, False)
    offered = client.get(reverse("phone:offer"), {"q": "Қуан"}).json()
    assert [one["name"] for one in offered["pupils"]] == ["Қуанышев Данияр", "Қуанышева Аружан"]
    sent = {"phone": made["phone"], "pupil": people.aruzhan.pid, "kind": "HOUSING_ACT"}
    pack = client.post(reverse("phone:take"), sent).json()
    assert pack["children"] == [{"name": "Қуанышева Аружан", "class": "6Ә"}]
    assert [step["code"] for step in pack["steps"]] == [step.code for step in HOUSING.steps]
    for wrong in ({"phone": "x"}, {"pupil": "x"}, {"kind": "RAID"}):
        assert client.post(reverse("phone:take"), sent | wrong).status_code == 422
    end_phone(by=people.social, phone=Phone.objects.get())
    told = client.get(reverse("phone:state"), {"phone": made["phone"]}).json()
    assert (told["known"], told["wipe"]) == (False, True)
    assert client.post(reverse("phone:take"), sent).status_code == 422
    assert entered(people.nurse).post(reverse("phone:take"), sent).status_code == 403


def test_nobody_takes_along_whom_they_may_not_write_about(people: Town) -> None:
    client = entered(people.teacher)
    made = client.post(reverse("phone:register"), {"name": "Телефон"}).json()
    sent = {"phone": made["phone"], "pupil": people.lone.pid, "kind": "HOUSING_ACT"}
    assert client.post(reverse("phone:take"), sent).status_code == 422
    assert [
        one["name"] for one in client.get(reverse("phone:offer"), {"q": "а"}).json()["pupils"]
    ] == ["Қуанышева Аружан"]
    stranger = phone(people.stranger, people.other_school)
    with pytest.raises(Refused):
        take_along(by=people.social, phone=stranger, pupils=[people.aruzhan], kind="HOUSING_ACT")


def test_the_shell_tells_nothing_about_anybody(people: Town, client) -> None:
    for name in ("phone:shell", "phone:worker", "phone:manifest"):
        signed_in = entered(people.social)
        client.cookies["tirek_language"] = signed_in.cookies["tirek_language"] = "kk"
        bare, full = client.get(reverse(name)), signed_in.get(reverse(name))
        assert bare.status_code == 200
        assert bare.content == full.content


def test_the_page_of_phones(people: Town) -> None:
    visit = taken(people.teacher, people.aruzhan)
    receive_parcel(by=people.social, visit=visit, body=parcel(visit, WHOLE), skew=0)
    html = entered(people.social).get(reverse("phone:phones")).content.decode()
    assert Parcel.objects.get().pid in html
    assert "Омарова Гүлнар" in html
    assert Parcel.objects.get().pid not in (
        entered(people.teacher_b).get(reverse("phone:phones")).content.decode()
    )
    desk = entered(people.social).get("/").content.decode()
    assert reverse("phone:settle", args=[Parcel.objects.get().pid]) in desk

import base64
import uuid
from datetime import date
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tirek.access.refused import Refused
from tirek.office.files import written
from tirek.visits.actions import (
    add_photo,
    add_signature,
    correct_act,
    draft_act,
    sign_act,
    take_out,
)
from tirek.visits.documents import act_paper
from tirek.visits.kinds import dump_acts, load_acts
from tirek.visits.models import ActFile, InspectionAct
from tirek.visits.queries import photos_of, signatures_of, signers
from tirek.visits.rules.housing import HOUSING
from tirek.visits.tests.making import MONDAY, Town, filled
from tirek.visits.tests.test_pages import entered, page

pytestmark = pytest.mark.django_db
ME, TEACHER, MOTHER = "Бекболатова Сәуле", "Омарова Гүлнар", "Қуанышева Әсел"


def shot(colour="red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


def strokes() -> bytes:
    drawn = Image.new("RGBA", (90, 30), (0, 0, 0, 0))
    drawn.paste((0, 0, 0, 255), (10, 10, 60, 14))
    out = BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def act(people: Town) -> InspectionAct:
    made = draft_act(by=people.social, pupils=[people.aruzhan], on=MONDAY)
    made = filled(made, people.social, "conclusion", conclusion="Жақсы.")
    return filled(made, people.social, "signatures", read_by=MOTHER)


def test_a_photo_sent_twice_is_kept_once(people: Town, act: InspectionAct) -> None:
    key = uuid.uuid4()
    one = add_photo(by=people.social, act=act, file=shot(), key=key)
    assert add_photo(by=people.social, act=act, file=shot("blue"), key=key) == one
    assert len(photos_of(act)) == 1
    take_out(by=people.social, file=one)
    assert photos_of(act) == []
    assert ActFile.objects.get().annulled_by == people.social


def test_a_signed_act_takes_no_photo_and_gives_none_up(people: Town, act: InspectionAct) -> None:
    one = add_photo(by=people.social, act=act, file=shot())
    act = sign_act(by=people.social, act=act)
    for deed in (
        lambda: add_photo(by=people.social, act=act, file=shot()),
        lambda: add_signature(by=people.social, act=act, name=ME, file=strokes()),
        lambda: take_out(by=people.social, file=one),
    ):
        with pytest.raises(Refused):
            deed()
    later = correct_act(by=people.social, act=act, reason="Қате")
    assert [file.sha256 for file in photos_of(later)] == [one.sha256]


def test_a_signature_holds_for_the_words_it_was_given_under(
    people: Town, act: InspectionAct
) -> None:
    assert signers(act) == [ME, TEACHER, MOTHER]
    add_signature(by=people.social, act=act, name=ME, file=strokes())
    newer = add_signature(by=people.social, act=act, name=ME, file=strokes())
    assert signatures_of(act) == {ME: newer}
    act = filled(act, people.social, "signatures", read_by=MOTHER, read_on="2026-11-23")
    assert set(signatures_of(act)) == {ME}
    act = filled(act, people.social, "conclusion", conclusion="Нашар.")
    assert signatures_of(act) == {}
    with pytest.raises(Refused):
        add_signature(by=people.social, act=act, name="Бөтен", file=strokes())


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_paper_shows_photos_and_signatures(people: Town, act: InspectionAct, format: str) -> None:
    bare = written(act_paper(act, "kk"), format)
    add_photo(by=people.social, act=act, file=shot(), caption="Пеш")
    add_signature(by=people.social, act=act, name=ME, file=strokes())
    full = written(act_paper(act, "kk"), format)
    if format == "docx":
        assert len(docx.Document(BytesIO(bare)).inline_shapes) == 0
        document = docx.Document(BytesIO(full))
        blips = [one for one in document.part.rels.values() if "image" in one.reltype]
        assert len(blips) == 2
    else:
        assert full.count(b"/Image") > bare.count(b"/Image")
    ActFile.objects.update(file="")  # erased: the paper is given all the same
    assert written(act_paper(act, "kk"), format)


def test_pages_take_show_and_give_up_photos(people: Town, act: InspectionAct) -> None:
    client = entered(people.social)
    url = reverse("visits:photos", args=[act.pid])
    page(client, url)
    sent = [SimpleUploadedFile(f"{n}.jpg", shot(n)) for n in ("red", "blue")]
    assert client.post(url, {"photo": sent, "caption": "Пеш"}).status_code == 302
    bad = SimpleUploadedFile("a.jpg", b"not a photo")
    answer = client.post(url, {"photo": bad})
    assert answer.status_code == 200
    assert "no photo" in answer.content.decode()
    one, two = photos_of(act)
    shown = client.get(reverse("visits:picture", args=[one.pid]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert client.post(reverse("visits:take_out", args=[two.pid])).status_code == 302
    assert photos_of(act) == [one]
    for other in (people.stranger, people.teacher_b):
        assert entered(other).get(reverse("visits:picture", args=[one.pid])).status_code == 404


def test_signing_on_the_glass(people: Town, act: InspectionAct) -> None:
    client = entered(people.social)
    url = reverse("visits:glass", args=[act.pid])
    page(client, url + f"?name={ME}")
    for drawn in ("", "data:image/png;base64,%%%", "data:image/png;base64,AAAA"):
        assert client.post(url, {"name": ME, "drawn": drawn}).status_code == 200
    drawn = "data:image/png;base64," + base64.b64encode(strokes()).decode()
    assert client.post(url, {"name": "Бөтен", "drawn": drawn}).status_code == 302
    assert client.post(url, {"name": ME, "drawn": drawn}).status_code == 302
    assert set(signatures_of(act)) == {ME}
    html = page(client, reverse("visits:sign", args=[act.pid]))
    assert signatures_of(act)[ME].pid in html


def test_photos_and_signatures_go_with_the_school_file(people: Town, act: InspectionAct) -> None:
    add_photo(by=people.social, act=act, file=shot(), caption="Пеш")
    add_signature(by=people.social, act=act, name=ME, file=strokes())
    given = dump_acts(HOUSING, [people.school])[act.entry_id]
    assert [one["kind"] for one in given["files"]] == ["PHOTO", "SIGNATURE"]
    ActFile.objects.all().delete()
    InspectionAct.objects.all().delete()
    load_acts([(act.entry, given)])
    assert dump_acts(HOUSING, [people.school])[act.entry_id] == given
    again = InspectionAct.objects.get()
    assert again.entry.on == date(2026, 11, 23)
    assert set(again.files.filter(mark=again.mark).values_list("caption", flat=True)) == {ME}

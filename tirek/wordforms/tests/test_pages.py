"""The pages of own forms: from the ready file to the form in use, and back."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as read_docx

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.plans.models import Plan
from tirek.schoolyear.tests.making import school_year
from tirek.wordforms.actions import use_ours, use_version
from tirek.wordforms.models import FormUse, FormVersion
from tirek.wordforms.samples import FOLDER
from tirek.wordforms.tests.making import said, starter_of, upload, version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAGE = ("wordforms:form", ["plan", "kk"])


def text_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    docx = read_docx(BytesIO(content))
    return "\n".join(p.text for p in docx.paragraphs)


def test_from_the_ready_file_to_the_form_in_use(client_of, school):
    client = client_of()
    page = client.get(reverse(*[PAGE[0]], args=PAGE[1]))
    assert "{%tr for row in table1.rows %}" in page.content.decode()
    ready = client.get(reverse("wordforms:starter", args=PAGE[1])).content
    form = said(ready, "{{ org }}", "«{{ org }}» КММ")
    answer = client.post(reverse("wordforms:take", args=PAGE[1]), {"file": upload(form)})
    assert answer.status_code == 302
    made = FormVersion.objects.get()
    assert (made.number, made.by, made.school) == (1, client.user, school)
    assert not FormUse.objects.exists()
    tried = client.get(reverse("wordforms:version_tried", args=[made.pid]))
    assert f"«{school.name}» КММ" in text_of(tried)
    own = client.get(reverse("wordforms:version_file", args=[made.pid]))
    assert b"".join(own.streaming_content) == form
    client.post(reverse("wordforms:use", args=[made.pid]))
    plan = Plan.objects.create(school=school, school_year=school_year(school), kind="OWN")
    given = client.get(reverse("plans:document", args=[plan.pid, "docx"]), {"lang": "kk"})
    assert f"«{school.name}» КММ" in text_of(given)
    client.post(reverse("wordforms:ours", args=PAGE[1]))
    given = client.get(reverse("plans:document", args=[plan.pid, "docx"]), {"lang": "kk"})
    assert "КММ" not in text_of(given)
    use = FormUse.objects.get()
    assert use.until is not None
    assert use.ended_by == client.user
    verbs = AuditRow.objects.filter(thing="wordforms.formversion").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["CREATED", "CHANGED", "ENDED"]


def test_a_wrong_file_is_refused_with_every_reason(client_of):
    client = client_of()
    form = said(starter_of("plan"), "{{ org }}", "{{ orgg }} {{ left")
    client.cookies["tirek_language"] = "en"
    answer = client.post(reverse("wordforms:take", args=PAGE[1]), {"file": upload(form)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The nearest one: org." in page
    assert "A placeholder is not whole" in page
    assert not FormVersion.objects.exists()
    empty = client.post(reverse("wordforms:take", args=PAGE[1]), {})
    assert empty.status_code == 200
    assert not FormVersion.objects.exists()


def test_the_older_version_again(client_of, school):
    user = client_of().user
    first, second = version(school, user, use=True), version(school, user, use=True)
    assert (first.number, second.number) == (1, 2)
    use_version(by=user, version=first)
    uses = FormUse.objects.order_by("id")
    assert [(use.version.number, use.until is None) for use in uses] == [
        (1, False),
        (2, False),
        (1, True),
    ]
    with pytest.raises(Refused):
        use_version(by=user, version=first)
    use_ours(by=user, school=school, form="plan", language="kk")
    with pytest.raises(Refused):
        use_ours(by=user, school=school, form="plan", language="kk")
    assert FormVersion.objects.count() == 2


def test_others_read_or_see_nothing(client_of, school):
    made = version(school, client_of().user)
    director, teacher = client_of("DIRECTOR"), client_of("CLASS_TEACHER", classes=["5А"])
    page = director.get(reverse("wordforms:form", args=PAGE[1]))
    assert reverse("wordforms:take", args=PAGE[1]) not in page.content.decode()
    assert director.get(reverse("wordforms:forms")).status_code == 200
    assert director.post(reverse("wordforms:use", args=[made.pid])).status_code == 403
    assert teacher.get(reverse("wordforms:forms")).status_code == 403
    far = client_of(at=people.school())
    for name in ("version_file", "version_tried"):
        assert far.get(reverse(f"wordforms:{name}", args=[made.pid])).status_code == 404
    assert far.post(reverse("wordforms:use", args=[made.pid])).status_code == 404


def test_no_such_paper(client_of):
    client = client_of()
    for args in (["plan", "de"], ["nothing", "kk"], ["..", "kk"]):
        if args[0] != "..":
            assert client.get(reverse("wordforms:form", args=args)).status_code == 404


def test_the_desk_tells_of_a_form_that_failed(client_of, school):
    client = client_of()
    made = version(school, client.user, use=True)
    address = reverse("wordforms:form", args=PAGE[1])
    assert address not in client.get("/").content.decode()
    FormVersion.objects.filter(pk=made.pk).update(
        failed_at="2026-11-23T06:00:00Z", failed_why="NO_PLACE"
    )
    assert address in client.get("/").content.decode()
    assert address not in client_of("DIRECTOR").get("/").content.decode()
    use_ours(by=client.user, school=school, form="plan", language="kk")
    assert address not in client.get("/").content.decode()


def test_examples_hold_nobody():
    """Invented papers: the demo's names, no numbers of persons, no phones."""
    import re

    for path in FOLDER.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\d{12}|\+7(?! 700 000)[\d ]{9}", text), path.name

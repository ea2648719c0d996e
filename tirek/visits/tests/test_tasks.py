from datetime import date

import pytest
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.journal.kinds import form_url
from tirek.visits.actions import (
    annul_act,
    close_task,
    correct_act,
    draft_act,
    reopen_task,
    sign_act,
)
from tirek.visits.due import tasks_due
from tirek.visits.kinds import dump_acts, load_acts
from tirek.visits.models import InspectionAct, VisitTask
from tirek.visits.rules.housing import HOUSING
from tirek.visits.rules.property import PROPERTY_CHECK
from tirek.visits.tests.making import MONDAY, Town, filled, signed
from tirek.visits.tests.test_pages import entered, page, sent_from

pytestmark = pytest.mark.django_db
DESK = {"what": "Оқу үстелі", "who": "мектеп", "by": "2026-12-20"}
COAT = {"what": "Қысқы киім"}


def advised(people: Town) -> InspectionAct:
    act = draft_act(by=people.social, pupils=[people.aruzhan], on=MONDAY)
    act = filled(act, people.social, "conclusion", conclusion="Көмек керек.", tasks=[DESK, COAT])
    return sign_act(by=people.social, act=act)


def test_a_signed_act_makes_its_recommendations_due(people: Town) -> None:
    advised(people)
    assert [(task.what, task.who, task.by) for task in VisitTask.objects.order_by("place")] == [
        ("Оқу үстелі", "мектеп", date(2026, 12, 20)),
        ("Қысқы киім", "", None),
    ]
    due = tasks_due(people.school, people.social, date(2026, 12, 20))
    assert [task.what for task in due] == ["Оқу үстелі"]
    assert not tasks_due(people.school, people.social, date(2026, 12, 19))
    assert not tasks_due(people.school, people.stranger, date(2026, 12, 20))
    assert not tasks_due(people.school, people.director, date(2026, 12, 20))


@pytest.mark.parametrize(
    ("on", "how", "field"),
    [
        (date(2026, 11, 22), "Берілді", "on"),
        (date(2126, 1, 1), "Берілді", "on"),
        (MONDAY, "  ", "how"),
    ],
)
def test_what_keeps_it_from_being_closed(people: Town, on: date, how: str, field: str) -> None:
    task = advised(people).tasks.first()
    with pytest.raises(Refused) as refused:
        close_task(by=people.social, task=task, on=on, how=how)
    assert refused.value.field == field
    assert VisitTask.objects.filter(closed_on=None).count() == 2


def test_closed_once_taken_back_and_closed_again(people: Town) -> None:
    task = advised(people).tasks.get(place=1)
    close_task(by=people.social, task=task, on=MONDAY, how="Берілді")
    with pytest.raises(Refused):
        close_task(by=people.social, task=task, on=MONDAY, how="Тағы")
    assert VisitTask.objects.get(pk=task.pk).how == "Берілді"
    reopen_task(by=people.social, task=task)
    with pytest.raises(Refused):
        reopen_task(by=people.social, task=task)
    assert VisitTask.objects.open().count() == 2
    notes = AuditRow.objects.filter(thing="visits.inspectionact", note__startswith="task")
    assert [row.note for row in notes.order_by("pk")] == ["task closed", "task opened"]


def test_a_correction_keeps_what_was_closed_and_takes_the_rest_over(people: Town) -> None:
    act = advised(people)
    close_task(by=people.social, task=act.tasks.get(place=1), on=MONDAY, how="Берілді")
    draft = correct_act(by=people.social, act=act, reason="Қате")
    later = sign_act(by=people.social, act=draft)
    assert [(task.act_id, task.what) for task in VisitTask.objects.open()] == [
        (later.pk, "Қысқы киім")
    ]
    assert later.tasks.get(place=1).how == "Берілді"
    with pytest.raises(Refused):
        close_task(by=people.social, task=act.tasks.get(place=2), on=MONDAY, how="Берілді")
    annul_act(by=people.social, act=later, reason="Қате")
    assert [task.act_id for task in VisitTask.objects.open()] == [act.pk]  # it stands again


def test_recommendations_of_before_become_lines_when_corrected(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    InspectionAct.objects.filter(pk=act.pk).update(
        details=act.details | {"recommendations": "Оқу үстелі\n\nҚысқы киім"}
    )
    draft = correct_act(by=people.social, act=InspectionAct.objects.get(pk=act.pk), reason="Қате")
    assert draft.details["tasks"] == [{"what": "Оқу үстелі"}, {"what": "Қысқы киім"}]
    assert "recommendations" not in draft.details


def test_what_was_closed_goes_with_the_school_file(people: Town) -> None:
    act = advised(people)
    close_task(by=people.social, task=act.tasks.get(place=2), on=MONDAY, how="Берілді")
    given = dump_acts(HOUSING, [people.school])[act.entry_id]
    assert given["closed"] == [
        {"task": 2, "on": "2026-11-23", "how": "Берілді", "by": people.social.username}
    ]
    VisitTask.objects.all().delete()
    InspectionAct.objects.all().delete()
    load_acts([(act.entry, given)])
    assert dump_acts(HOUSING, [people.school])[act.entry_id] == given
    assert VisitTask.objects.open().get().what == "Оқу үстелі"


def test_closing_on_the_page(people: Town) -> None:
    advised(people)
    client = entered(people.social)
    html = page(client, reverse("visits:tasks"))
    assert "Оқу үстелі" in html
    task = VisitTask.objects.get(place=1)
    url = reverse("visits:close_task", args=[task.pid])
    answer = client.post(url, {"how": "", "on": "23.11.2026"})
    assert answer.status_code == 200
    sent = {**sent_from(page(client, url)), "how": "Берілді", "on": "23.11.2026"}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    assert "Берілді" in page(client, reverse("visits:tasks") + "?state=CLOSED")
    assert "Оқу үстелі" not in page(client, reverse("visits:tasks"))
    client.post(reverse("visits:reopen_task", args=[task.pid]))
    assert "Оқу үстелі" in page(client, reverse("visits:tasks") + "?state=LATE") or (
        "Оқу үстелі" in page(client, reverse("visits:tasks"))
    )
    assert entered(people.director).get(url).status_code == 403
    assert entered(people.stranger).get(url).status_code == 404


def test_a_check_of_property_from_its_form_to_its_number(people: Town) -> None:
    signed(people.social, people.aruzhan)
    client = entered(people.social)
    url = form_url("PROPERTY_CHECK", pupil=people.aruzhan.pid)
    answer = client.post(url, {**sent_from(page(client, url)), "go": "on"})
    check = InspectionAct.objects.get(entry__kind="PROPERTY_CHECK")
    asked = {
        "property": {"property-0-name": "Үй", "property-0-kind": "HOME"},
        "use": {"occupied": "TENANTS", "income": "60 000", "tenants-0-name": "Т. Т."},
        "papers": {"threats": "DEBT", "papers-0-name": "Куәлік", "papers-0-where": "MISSING"},
        "conclusion": {"conclusion": "Қарыз бар.", "tasks-0-what": "Қарызды төлеу"},
    }
    for step in PROPERTY_CHECK.steps[1:]:
        html = page(client, answer["Location"])
        answer = client.post(
            answer["Location"], {**sent_from(html), **asked.get(step.code, {}), "go": "on"}
        )
        assert answer.status_code == 302, step.code
    page(client, answer["Location"])
    answer = client.post(answer["Location"], {})
    check.refresh_from_db()
    assert (check.number, check.details["income"]) == (1, "60000")
    html = page(client, answer["Location"])
    assert "Check of home and property" in html
    assert "60 000" in html.replace("\u00a0", " ")
    assert VisitTask.objects.get().what == "Қарызды төлеу"
    shown = page(client, reverse("visits:acts") + "?kind=PROPERTY_CHECK")
    assert check.pid in shown
    assert InspectionAct.objects.get(entry__kind="HOUSING_ACT").pid not in shown
    for format in ("docx", "pdf"):
        file = client.get(reverse("visits:document", args=[check.pid, format]))
        assert file.status_code == 200
    blank = page(client, reverse("visits:blank") + "?kind=PROPERTY_CHECK")
    assert "Tenants" in blank

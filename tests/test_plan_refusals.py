"""What a plan cannot be, wherever it comes from: refused in words, and nothing is half done."""

from __future__ import annotations

import copy
import uuid
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override
from docx import Document

from tirek.access.models import AuditRow, School
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.journal.actions import record_entry
from tirek.journal.models import Entry
from tirek.plans import actions
from tirek.plans.models import Amendment, Plan, PlanRow
from tirek.schoolfile.load import load
from tirek.schoolfile.tests.test_round_trip import SCHOOL
from tirek.schoolfile.words import Unfit, said
from tirek.schoolyear.tests import making as years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TOMORROW = date(2026, 11, 24)
TOO_DEEP = {"grades": [5]}
for _level in range(6):
    TOO_DEEP = {"any": [TOO_DEEP]}


def all_there_is():
    """How many of everything that a refusal must leave alone."""
    kept = (Plan, PlanRow, Entry, Amendment, AuditRow, School)
    rows = list(PlanRow.objects.order_by("pk").values())
    return [model.objects.count() for model in kept], rows


@pytest.fixture
def world(school):
    """The nurse's plan as a draft, the psychologist's in force, their social pedagogue."""
    me = people.user("SOCIAL_PEDAGOGUE", school, language="kk")
    year = years.school_year(school)
    draft, approved = actions.take_ready_plans(
        by=me, school_year=year, kinds_=["NURSE", "PSYCHOLOGIST"]
    )
    actions.approve_plan(by=me, plan=approved, on=date(2026, 9, 5))
    return {"me": me, "year": year, "draft": draft, "approved": approved, "school": school}


FIELDS = [
    ({"term": {"months": [13]}}, "term", "term.months[0]"),
    ({"term": {"months": []}}, "term", "term.months"),
    ({"term": {"months": [9, 9]}}, "term", "term.months"),
    ({"term": {"every": "WEEK"}}, "term", "term.every"),
    ({"term": {"ongoing": True, "months": [9]}}, "term", "term"),
    ({"cohort": {"statuses": []}}, "cohort", "cohort.statuses"),
    ({"cohort": {"any": []}}, "cohort", "cohort.any"),
    ({"cohort": {"any": [{}]}}, "cohort", "cohort.any[0]"),
    ({"cohort": {"grades": [13]}}, "cohort", "cohort.grades[0]"),
    ({"cohort": TOO_DEEP}, "cohort", "cohort" + ".any[0]" * 6),
    ({"evidence": ["NO_SUCH_WORK"]}, "evidence", "evidence[0]"),
    ({"unit": "PLANET"}, "unit", ""),
]


@pytest.mark.parametrize(("fields", "field", "place"), FIELDS)
def test_a_row_that_cannot_be_counted(world, fields, field, place):
    """In a draft, by amendment, and as a new row of either."""
    me, row = world["me"], world["draft"].rows.first()
    amended = world["approved"].rows.first()
    why = {"reason": "Керек", "on": date(2026, 11, 2)}
    new = {"text_kk": "Іс", "term": {"ongoing": True}, "unit": "PUPIL"} | fields
    deeds = [
        lambda: actions.change_row(by=me, row=row, fields=fields),
        lambda: actions.amend_row(by=me, row=amended, fields=fields, **why),
        lambda: actions.add_row(by=me, plan=world["draft"], fields=new),
        lambda: actions.add_by_amendment(by=me, plan=world["approved"], fields=new, **why),
    ]
    before = all_there_is()
    for deed in deeds:
        with override("kk"), pytest.raises(Refused) as refused:
            deed()
        assert refused.value.field == field
        assert place in str(refused.value)
        assert any(letter in "әғқңөұүһіӘҒҚҢӨҰҮҺІ" for letter in str(refused.value))
    assert all_there_is() == before


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("draft_again", "бекітілген"),
        ("approve_again", "бекітілген"),
        ("approve_tomorrow", "Бүгінгі"),
        ("approve_empty", "тармақ жоқ"),
        ("evidence_tomorrow", "Бүгінгі"),
        ("amend_tomorrow", "Бүгінгі"),
        ("amend_before_approval", "05.09.2026"),
        ("move_out_of_the_year", "оқу жылы"),
    ],
)
def test_what_is_out_of_its_time_or_place(world, deed, words):
    me, year, draft, approved = (world[name] for name in ("me", "year", "draft", "approved"))
    (empty,) = [actions.draft_plan(by=me, school_year=year, kind="OWN", rows=[])]
    row = approved.rows.first()
    mine = {"by": me, "row": row, "fields": {"grace_days": 9}, "reason": "Керек"}
    deeds = {
        "draft_again": lambda: actions.draft_plan(
            by=me, school_year=year, kind="PSYCHOLOGIST", rows=[]
        ),
        "approve_again": lambda: actions.approve_plan(by=me, plan=approved),
        "approve_tomorrow": lambda: actions.approve_plan(by=me, plan=draft, on=TOMORROW),
        "approve_empty": lambda: actions.approve_plan(by=me, plan=empty),
        "evidence_tomorrow": lambda: record_entry(
            by=me, school=world["school"], kind="EVENT", on=TOMORROW
        ),
        "amend_tomorrow": lambda: actions.amend_row(**mine, on=TOMORROW),
        "amend_before_approval": lambda: actions.amend_row(**mine, on=date(2026, 9, 4)),
        "move_out_of_the_year": lambda: actions.adjust_due(
            by=me,
            row=row,
            kind="MOVED",
            since=date(2026, 9, 1),
            until=date(2026, 9, 30),
            to_day=date(2028, 1, 1),
            reason="Керек",
        ),
    }
    before = all_there_is()
    with override("kk"), pytest.raises(Refused) as refused:
        deeds[deed]()
    assert words in str(refused.value), str(refused.value)
    assert all_there_is() == before


def test_the_database_itself_keeps_one_plan_of_a_kind(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(school=world["school"], school_year=world["year"], kind="NURSE")


TYPED = [
    ({"term": "отызыншы ай"}, "id_term"),
    ({"term": ""}, "id_term"),
    ({"grades": "13"}, "id_grades"),
    ({"grades": "8-5"}, "id_grades"),
    ({"unit": "PLANET"}, "id_unit"),
    ({"evidence": "NO_SUCH_WORK"}, "id_evidence"),
    ({"grace_days": "-1"}, "id_grace_days"),
    ({"text_kk": ""}, "id_text_kk"),
]


@pytest.mark.parametrize(("wrong", "where"), TYPED)
def test_the_form_says_it_at_the_field_and_keeps_what_was_typed(world, client, wrong, where):
    client.force_login(world["me"])
    sent = {"text_kk": "Ерекше сөз", "term": "қазан", "unit": "PUPIL", "grace_days": "0"} | wrong
    before = all_there_is()
    answer = client.post(
        reverse("plans:add", args=[world["draft"].pid]), {"form_key": str(uuid.uuid4()), **sent}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{where}"' in text or f'id="{where}_error"' in text
    if wrong.get("text_kk") != "":
        assert "Ерекше сөз" in text
    assert all_there_is() == before


def plan_of(**wrong):
    row = {
        "code": "S1.1",
        "text": {"kk": "Іс"},
        "term": {"months": [9]},
        "unit": "PUPIL",
        "evidence": ["HOUSING_ACT"],
    }
    plan = {"school": "12", "year": 2026, "kind": "OWN", "approved_on": "2026-09-05"}
    return {**plan, "rows": [row | wrong]}


AMENDED = {"row": "S1.1", "kind": "CHANGED", "on": "2026-10-01", "reason": "Керек"}
FILES = [
    *(([plan_of(**fields)], "plans[0].rows[0]." + place) for fields, _field, place in FIELDS[:-1]),
    ([plan_of(unit="PLANET")], "plans[0].rows[0].unit"),
    ([plan_of(), plan_of(code="S1.2")], "plans[1].kind"),
    ([plan_of() | {"rows": plan_of()["rows"] * 2}], "plans[0].rows[1].code"),
    ([plan_of() | {"year": 2031}], "plans[0].year"),
    ([plan_of() | {"amendments": [AMENDED | {"row": "S9"}]}], "plans[0].amendments[0].row"),
    ([plan_of() | {"amendments": [AMENDED | {"kind": "X"}]}], "plans[0].amendments[0].kind"),
    ([plan_of() | {"amendments": [AMENDED | {"reason": ""}]}], "plans[0].amendments[0].reason"),
    (
        [plan_of() | {"amendments": [AMENDED, AMENDED | {"on": "2026-09-10"}]}],
        "plans[0].amendments[1].on",
    ),
    (
        [plan_of() | {"amendments": [AMENDED | {"before": {"term": {"months": [13]}}}]}],
        "plans[0].amendments[0].before.term.months[0]",
    ),
]


@pytest.mark.parametrize(("plans", "path"), FILES)
def test_the_school_file_names_the_place(plans, path):
    data = copy.deepcopy(SCHOOL) | {"plans": copy.deepcopy(plans), "adjustments": [], "entries": []}
    with pytest.raises(Unfit) as unfit:
        load(data)
    found = [problem.path for problem in unfit.value.problems]
    assert path in found, found
    with override("kk"):
        assert all(said(problem) for problem in unfit.value.problems)
    assert all_there_is()[0] == [0] * 6


def word(*rows, heading="Әлеуметтік педагогтың жылдық жұмыс жоспары"):
    """A Word file with one table of a plan, or with no table when there are no rows."""
    document = Document()
    document.add_paragraph(heading)
    head = ("№", "Іс-шаралар мазмұны", "Мерзімі", "Жауапты")
    table = document.add_table(rows=0, cols=4) if rows else None
    for row in (head, *rows) if table is not None else ():
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


SAMPLE = (Path(__file__).parent / "samples" / "plan.docx").read_bytes()
SENT = [
    ("plan.docx", b"junk", "зақымданған"),
    ("plan.docx", SAMPLE[: len(SAMPLE) // 2], "зақымданған"),
    ("plan.pdf", b"%PDF-1.4", "(.docx)"),
    ("plan.docx", word(), "кесте жоқ"),
    ("plan.txt", "жай мәтін".encode(), "кесте жоқ"),
    ("plan.docx", SAMPLE, "бекітілген"),  # four plans, the last of them is in force already
]


@pytest.mark.parametrize(("name", "content", "words"), SENT)
def test_a_file_that_cannot_come_in(world, client, name, content, words):
    """Also when only one of its plans cannot: none of them does, drafts keep their rows."""
    client.force_login(world["me"])
    before = all_there_is()
    answer = client.post(reverse("plans:import"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    said_there = [str(one) for some in answer.context["form"].errors.values() for one in some]
    assert any(words in one for one in said_there), said_there
    assert all_there_is() == before


def test_what_a_word_file_leaves_unsure_is_shown_and_waits_for_the_review(world, client):
    client.force_login(world["me"])
    content = word(("1", "Ерекше іс", "отызыншы ай", "бақташы"), ("2", "Басқа іс", "", "психолог"))
    sent = {"file": SimpleUploadedFile("plan.docx", content)}
    page = client.post(reverse("plans:import"), sent, follow=True).content.decode()
    for words in ("отызыншы ай", "бақташы", "мерзім"):
        assert words in page
    plan = Plan.objects.get(kind="OWN")
    assert {row.text_kk for row in plan.rows.all()} == {"Ерекше іс", "Басқа іс"}
    before = all_there_is()
    with override("kk"), pytest.raises(Refused) as refused:
        actions.approve_plan(by=world["me"], plan=plan)
    assert "растаңыз" in str(refused.value), str(refused.value)
    assert all_there_is() == before

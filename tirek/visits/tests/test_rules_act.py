"""The act's table, its shape in the school file, its checks, and what changed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.visits.rules.asked import Type
from tirek.visits.rules.changes import changes
from tirek.visits.rules.details import (
    MOST_ROWS,
    answered,
    draft_problems,
    number_of,
    said,
    school_year_of,
    shape_problems,
    signing_problems,
)
from tirek.visits.rules.housing import HOUSING
from tirek.visits.rules.shared import COMMISSION
from tirek.visits.rules.typed import Unreadable, read_typed

STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TYPED = {"line", "text", "whole", "decimal", "year", "date"}
TODAY = date(2026, 11, 23)
TWO = [
    {"name": "Бекболатова Сәуле", "post": "әлеуметтік педагог", "role": "CHAIR"},
    {"name": "Омарова Гүлнар", "role": "MEMBER"},
]
WHOLE = {"commission": TWO, "address": "Абай көшесі, 5", "conclusion": "Жағдайы жақсы."}


def test_every_code_is_one_of_its_kind() -> None:
    codes = [asked.code for step in HOUSING.steps for asked in step.fields]
    assert len(codes) == len(set(codes))
    for asked in HOUSING.fields.values():
        for few in (asked.choices, asked.columns):
            inner = [one.code for one in few]
            assert len(inner) == len(set(inner)), asked.code
        assert bool(asked.choices) == (asked.type in (Type.ONE, Type.MANY))
        assert bool(asked.columns) == (asked.type is Type.ROWS)


def test_domain_fields_are_all_asked() -> None:
    assert set(HOUSING.fields) == {
        *("children", "corrects", "reason", "commission", "address", "family"),
        *("for_aid", "tasks", "closed", "files"),
        *("housing", "ownership", "rooms", "area", "people", "state"),
        *("heating", "water", "sanitary", "own", "food", "need", "wellbeing"),
        *("relations", "occupation", "health", "conclusion", "recommendations"),
        *("read_by", "read_on", "refused"),
    }
    assert [column.code for column in HOUSING.fields["family"].columns] == [
        *("name", "kinship", "birth_year", "work", "income")
    ]
    assert [column.code for column in COMMISSION.columns] == ["name", "post", "role", "user"]


def test_six_steps_follow_each_other() -> None:
    assert [step.code for step in HOUSING.steps] == [
        *("main", "family", "home", "child", "conclusion", "signatures")
    ]
    assert HOUSING.neighbours(HOUSING.steps[0]) == (None, HOUSING.steps[1])
    assert HOUSING.neighbours(HOUSING.steps[2]) == (HOUSING.steps[1], HOUSING.steps[3])
    assert HOUSING.neighbours(HOUSING.steps[5]) == (HOUSING.steps[4], None)
    assert HOUSING.step("home") is HOUSING.steps[2]
    assert HOUSING.step("kitchen") is None


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"number": 41},
        {"rooms": 0, "area": 64, "people": 3},
        {"area": "64.5"},
        {"area": 64.5},
        {"own": []},
        {"own": ["BED", "DESK"]},
        {"housing": "HOUSE", "heating": ""},
        {"read_on": "2026-11-23", "refused": False},
        {"family": [{"name": "Ә", "kinship": "MOTHER", "birth_year": 1984, "income": "120000"}]},
        {"rooms": -3},  # senseless, but an import takes it
        WHOLE,
    ],
)
def test_shape_taken(details: dict[str, object]) -> None:
    assert shape_problems(HOUSING, details) == []


@pytest.mark.parametrize(
    ("details", "path"),
    [
        ([], ""),
        ("text", ""),
        ({"colour": "blue"}, "colour"),
        ({"number": "41"}, "number"),
        ({"number": 0}, "number"),
        ({"number": True}, "number"),
        ({"number": 10**9}, "number"),
        ({"state": "a\x00b"}, "state"),
        ({"family": [{"name": "\ud800"}]}, "family[0].name"),
        ({"area": "1e400"}, "area"),
        ({"area": "1e-400"}, "area"),
        ({"rooms": "3"}, "rooms"),
        ({"rooms": 2.5}, "rooms"),
        ({"rooms": True}, "rooms"),
        ({"area": "wide"}, "area"),
        ({"area": "NaN"}, "area"),
        ({"area": "Infinity"}, "area"),
        ({"area": False}, "area"),
        ({"housing": "CASTLE"}, "housing"),
        ({"housing": ["HOUSE"]}, "housing"),
        ({"own": "BED"}, "own"),
        ({"own": ["BED", "YACHT"]}, "own[1]"),
        ({"own": [["BED"]]}, "own[0]"),
        ({"read_on": "23.11.2026"}, "read_on"),
        ({"read_on": "2026-02-31"}, "read_on"),
        ({"refused": "yes"}, "refused"),
        ({"state": 5}, "state"),
        ({"family": {}}, "family"),
        ({"family": ["mother"]}, "family[0]"),
        ({"family": [{}, {"kin": "x"}]}, "family[1].kin"),
        ({"family": [{"birth_year": "1984"}]}, "family[0].birth_year"),
        ({"commission": [{"role": "BOSS"}]}, "commission[0].role"),
    ],
)
def test_shape_refused(details: object, path: str) -> None:
    assert [problem.path for problem in shape_problems(HOUSING, details)] == [path]


@pytest.mark.parametrize(
    ("on", "details", "path"),
    [
        (TODAY + timedelta(days=1), {}, "on"),
        (TODAY, {"rooms": -1}, "rooms"),
        (TODAY, {"area": "-0.5"}, "area"),
        (TODAY, {"people": 10**9}, "people"),
        (TODAY, {"state": "x" * 5001}, "state"),
        (TODAY, {"address": "x" * 301}, "address"),
        (TODAY, {"family": [{"name": "Ә", "income": "-1"}]}, "family[0].income"),
        (TODAY, {"family": [{"name": "Ә", "birth_year": 2027}]}, "family[0].birth_year"),
        (TODAY, {"family": [{"name": "Ә", "birth_year": 1899}]}, "family[0].birth_year"),
        (TODAY, {"family": [{"name": "Ә"}, {"work": "мұғалім"}]}, "family[1].name"),
        (TODAY, {"family": [{"name": "Ә"}] * (MOST_ROWS + 1)}, "family"),
        (TODAY, {"commission": [{**TWO[0]}, {**TWO[1], "role": "CHAIR"}]}, "commission"),
        (TODAY, {"read_by": "Ә", "read_on": "2026-11-24"}, "read_on"),
        (TODAY, {"read_by": "Ә", "read_on": "2026-11-22"}, "read_on"),
        (TODAY, {"read_on": "2026-11-23"}, "read_by"),
    ],
)
def test_draft_refused(on: date, details: dict[str, object], path: str) -> None:
    assert [problem.path for problem in draft_problems(HOUSING, on, details, today=TODAY)] == [path]


@pytest.mark.parametrize(
    "details", [{}, {"rooms": 0, "area": 0}, {"read_by": "Ә", "read_on": "2026-11-23"}, WHOLE]
)
def test_draft_taken(details: dict[str, object]) -> None:
    assert draft_problems(HOUSING, TODAY, details, today=TODAY) == []
    assert draft_problems(HOUSING, None, details, today=TODAY) == []


@pytest.mark.parametrize(
    ("on", "details", "fields"),
    [
        (TODAY, WHOLE, []),
        (None, WHOLE, ["on"]),
        (TODAY, {}, ["commission", "address", "conclusion"]),
        (TODAY, {**WHOLE, "commission": TWO[:1]}, ["commission"]),
        (TODAY, {**WHOLE, "commission": [TWO[0], {"post": "мүше"}]}, ["commission"]),
        (TODAY, {**WHOLE, "conclusion": ""}, ["conclusion"]),
        (TODAY, {**WHOLE, "address": "", "rooms": -1}, ["address", "rooms"]),
        (TODAY + timedelta(days=1), {**WHOLE, "conclusion": ""}, ["on", "conclusion"]),
    ],
)
def test_signing(on: date | None, details: dict[str, object], fields: list[str]) -> None:
    assert [one.field for one in signing_problems(HOUSING, on, details, today=TODAY)] == fields


@pytest.mark.parametrize(
    ("value", "given"),
    [("", False), (None, False), (False, False), (0, True), ([], True), ("x", True), (True, True)],
)
def test_said(value: object, given: bool) -> None:
    assert said(value) is given


def test_answered_step() -> None:
    home = HOUSING.step("home")
    assert home is not None
    assert not answered(home, {"own": []})
    assert answered(home, {"rooms": 0})


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2026, 8, 31), 2025),
        (date(2026, 9, 1), 2026),
        (date(2027, 1, 1), 2026),
        (date(2028, 2, 29), 2027),
    ],
)
def test_school_year_of(on: date, year: int) -> None:
    assert school_year_of(on) == year


def test_changes_name_what_came_and_went() -> None:
    before = {
        "heating": "STOVE",
        "water": "CARRIED",
        "rooms": 3,
        "area": "64",
        "state": "Үй  таза.",
        "own": ["BED", "DESK"],
        "family": [{"name": "Айша"}, {"name": "Болат"}],
        "address": "Абай, 5",
        "food": "ENOUGH",
    }
    after = {
        "heating": "STOVE",
        "water": "YARD",
        "rooms": 4,
        "area": 64.0,
        "state": "Үй таза.",
        "own": ["DESK", "CLOTHES"],
        "family": [{"name": "Айша", "work": "аспаз"}, {"name": "Гүлім"}],
        "address": "Абай, 7",
        "food": "",
        "health": "дені сау",
    }
    found = changes(HOUSING, before, after)
    assert [(one.field.code, one.lost, one.gained) for one in found] == [
        ("family", ("Болат",), ("Гүлім",)),
        ("rooms", (), ()),
        ("water", (), ()),
        ("own", ("BED",), ("CLOTHES",)),
    ]
    assert (found[1].was, found[1].now) == (3, 4)


def answer(kind: Type, codes: list[str]) -> st.SearchStrategy[object]:
    return {
        Type.LINE: st.text(STORABLE, max_size=40),
        Type.TEXT: st.text(STORABLE, max_size=80),
        Type.WHOLE: st.integers(0, 99),
        Type.DECIMAL: st.decimals(0, 9999, places=2).map(str),
        Type.YEAR: st.integers(1900, 2026),
        Type.DATE: st.dates(date(2020, 1, 1), TODAY).map(date.isoformat),
        Type.TERM: st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat),
        Type.FLAG: st.booleans(),
        Type.ONE: st.sampled_from(codes or [""]),
        Type.MANY: st.lists(st.sampled_from(codes or [""]), unique=True),
    }[kind]


def answers() -> st.SearchStrategy[dict[str, object]]:
    parts = {}
    for asked in HOUSING.fields.values():
        codes = [choice.code for choice in asked.choices]
        if asked.type is Type.ROWS:
            row = {
                column.code: answer(column.type, [choice.code for choice in column.choices])
                for column in asked.columns
            }
            parts[asked.code] = st.lists(st.fixed_dictionaries({}, optional=row), max_size=3)
        else:
            parts[asked.code] = answer(asked.type, codes)
    return st.fixed_dictionaries({}, optional=parts)


@given(answers())
def test_every_filled_act_has_its_shape_and_survives_json(details: dict[str, object]) -> None:
    assert shape_problems(HOUSING, details) == []
    assert json.loads(json.dumps(details)) == details
    assert changes(HOUSING, details, details) == []


@given(answers())
def test_whatever_may_be_signed_may_be_saved(details: dict[str, object]) -> None:
    draft = draft_problems(HOUSING, TODAY, details, today=TODAY)
    signing = signing_problems(HOUSING, TODAY, details, today=TODAY)
    assert set(map(str, draft)) <= set(map(str, signing))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*HOUSING.fields, "name", "number", "?"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_judged_without_falling(details: object) -> None:
    if not shape_problems(HOUSING, details):
        assert isinstance(details, dict)
        signing_problems(HOUSING, TODAY, details, today=TODAY)
        changes(HOUSING, details, details)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Type.LINE, "  Абай \t көшесі,\x00 5 ", "Абай көшесі, 5"),
        (Type.TEXT, " бір \r\n\r\nекі  үш\r", "бір\n\nекі үш"),
        (Type.LINE, "", ""),
        (Type.WHOLE, " 1 200 ", 1200),
        (Type.WHOLE, "-3", -3),
        (Type.WHOLE, "", None),
        (Type.DECIMAL, "64,50", "64.5"),
        (Type.DECIMAL, "120\u00a0000", "120000"),
        (Type.DECIMAL, "\u22124", "-4"),
        (Type.DATE, "5.9.2026", "2026-09-05"),
        (Type.DATE, "2026-09-05", "2026-09-05"),
        (Type.DATE, "05/09/2026", "2026-09-05"),
    ],
)
def test_typed(kind: Type, typed: str, kept: object) -> None:
    assert read_typed(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Type.WHOLE, "2,5"),
        (Type.WHOLE, "үш"),
        (Type.WHOLE, "9" * 13),
        (Type.YEAR, "1984 ж."),
        (Type.DECIMAL, "NaN"),
        (Type.DECIMAL, "1e9"),
        (Type.DECIMAL, "1.2.3"),
        (Type.DATE, "31.02.2026"),
        (Type.DATE, "кеше"),
    ],
)
def test_typed_refused(kind: Type, typed: str) -> None:
    with pytest.raises(Unreadable):
        read_typed(kind, typed)


@given(st.sampled_from([kind for kind in Type if kind.value in TYPED]), st.text(max_size=30))
def test_whatever_is_read_has_its_shape(kind: Type, typed: str) -> None:
    try:
        value = read_typed(kind, typed)
    except Unreadable:
        return
    asked = next(
        one
        for field in HOUSING.fields.values()
        for one in (field, *field.columns)
        if one.type is kind
    )
    if value is not None and asked.code in HOUSING.fields:
        assert shape_problems(HOUSING, {asked.code: value}) == []


@given(st.decimals(0, 10**6, places=2))
def test_number_of_reads_what_was_written(number: Decimal) -> None:
    assert number_of(str(number)) == number

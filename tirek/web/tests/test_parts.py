"""Components as they are drawn."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import formats, translation

from tirek.web.forms import ChoiceRows, DayField, Renderer, show_refusal
from tirek.web.parts import DueLine, Figure

MONDAY = date(2026, 11, 23)


def drawn(text: str, language: str = "kk", **context: Any) -> str:
    with translation.override(language):
        return Template("{% load web %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ d|day }}", "23.11.2026"),
        ("{{ d|longday }}", "2026 жылғы 23 қараша"),
        ("{{ d|daymonth }}, {{ d|weekday }}", "23 қараша, дүйсенбі"),
        ("{{ d|shortweekday }}", "дс"),
        ("{{ nothing|day }}{{ nothing|longday }}", ""),
        ("{{ late|moment }}", "24.11.2026 01:30"),
        ("{{ late|day }}", "24.11.2026"),
        ("{{ 9|percent:11 }}", "82\u00a0%"),
        ("{{ 0|percent:0 }}", "–"),
    ],
)
def test_filters(text: str, said: str):
    late = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
    assert drawn(text, d=MONDAY, late=late, nothing=None) == said


def test_an_ended_status_is_dashed_and_names_are_escaped():
    assert "stat-end" in drawn('{% stat "x" ended=True %}')
    assert "&lt;b&gt;" in drawn("{% stat name %}", name="<b>")


def test_figures_and_due_lines():
    figures = [Figure(4, "late", "#late", icon="alarm"), Figure(1200, "all")]
    text = drawn("{% figs f %}", f=figures)
    assert 'href="#late"' in text
    assert "i-alarm" in text
    line = DueLine("alarm", "act", "30.09.2026", late=True, action="Go", action_url="/x?on=1&b=2")
    text = drawn("{% due_line line %}", line=line)
    assert 'href="/x?on=1&amp;b=2"' in text
    assert "when late" in text


def test_a_bar_has_no_decimal_commas():
    text = drawn("{% bar 1 1 3 %}")
    assert 'width="33.3"' in text
    assert drawn("{% bar 0 0 0 %}").count('width="0"') == 2


def test_pages_keep_the_rest_of_the_address():
    request = RequestFactory().get("/pupils/", {"q": "а", "page": "2"})
    text = drawn("{% pages page %}", page=Paginator(range(500), 50).page(2), request=request)
    assert "q=%D0%B0&amp;page=3" in text
    assert drawn("{% pages page %}", page=Paginator([1], 50).page(1), request=request).strip() == ""


class Sample(forms.Form):
    default_renderer = Renderer
    since = DayField(label="Since", help_text="05.09.2026")
    kind = forms.ChoiceField(label="Kind", choices=[("A", "a")], widget=ChoiceRows)
    note = forms.CharField(label="Note", required=False)
    sure = forms.BooleanField(label="Sure", required=False)


def test_faults_are_summed_up_and_lead_to_their_fields():
    text = drawn("{{ form }}", "en", form=Sample({"since": "31.02.2026", "note": "kept"}))
    assert "2 things to correct" in text
    assert 'href="#id_since"' in text
    assert 'href="#id_kind_0"' in text
    assert 'id="id_kind_0"' in text
    assert 'aria-describedby="id_since_helptext id_since_error"' in text
    assert 'id="id_since_error"' in text
    assert 'value="31.02.2026"' in text
    assert 'value="kept"' in text


def test_an_empty_form_has_no_summary():
    assert 'role="alert"' not in drawn("{{ form }}", form=Sample())


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("text", ["05.09.2026", "5.9.2026", "2026-09-05", "05.09.26", "05/09/2026"])
def test_days_are_read_day_first_in_every_language(language: str, text: str):
    with translation.override(language):
        assert DayField().clean(text) == date(2026, 9, 5)
        assert forms.DateField().clean(text) == date(2026, 9, 5)


@pytest.mark.parametrize("text", ["31.02.2026", "x", "01.01.0026", "2026"])
def test_days_that_are_none_are_refused(text: str):
    with pytest.raises(ValidationError):
        DayField().clean(text)


def test_a_refusal_stands_at_its_field():
    form = Sample({"since": "05.09.2026", "kind": "A"})
    refusal = ValidationError("no")
    refusal.field = "since"  # type: ignore[attr-defined]
    show_refusal(form, refusal)
    assert form.errors["since"] == ["no"]
    show_refusal(form, ValidationError("at all"))
    assert form.non_field_errors() == ["at all"]


def test_the_form_key_is_new_on_opening_and_kept_on_return():
    opened = SimpleNamespace(POST={})
    first = drawn("{% form_key %}", request=opened)
    assert first != drawn("{% form_key %}", request=opened)
    key = "0b5b7307-465a-4000-8000-000000000001"
    assert key in drawn("{% form_key %}", request=SimpleNamespace(POST={"form_key": key}))
    assert "<x>" not in drawn("{% form_key %}", request=SimpleNamespace(POST={"form_key": "<x>"}))


@pytest.mark.parametrize(
    ("language", "day", "number"),
    [
        ("kk", "2026 жылғы 23 қараша", "12\u202f345,60"),
        ("ru", "23 ноября 2026 г.", "12\u202f345,60"),
        ("en", "23 November 2026", "12\u202f345.60"),
    ],
)
def test_formats_of_numbers_and_dates(language: str, day: str, number: str):
    with translation.override(language):
        assert formats.date_format(MONDAY) == day
        assert formats.number_format(Decimal("12345.6"), 2, force_grouping=True) == number
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1

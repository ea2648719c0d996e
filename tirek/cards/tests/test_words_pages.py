"""Norms and categories of a school: found, added, changed, ended; what is brought along stays."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tirek.cards.models import Category, CategorySetting, Norm
from tirek.cards.queries import social_codes
from tirek.cards.rules.codes import code_of
from tirek.cards.tests import making
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def page(name, *args):
    return reverse(f"cards:{name}", args=args)


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Шахмат үйірмесі", (), "SHAHMAT_UIIRMESI"),
        ("Шахмат үйірмесі", {"SHAHMAT_UIIRMESI"}, "SHAHMAT_UIIRMESI_2"),
        ("Group 7 «А»", (), "GROUP_7_A"),
        ("!!!", (), "OWN"),
    ],
)
def test_a_code_is_made_from_a_name(name, taken, code):
    assert code_of(name, taken) == code


@given(st.text(max_size=80), st.sets(st.sampled_from(["OWN", "A", "OWN_2"])))
def test_a_code_is_always_short_plain_and_new(name, taken):
    code = code_of(name, taken)
    assert 0 < len(code) <= 40
    assert code not in taken
    assert code.isascii()


def test_a_norm_is_added_changed_and_ended(client_of, school):
    client = client_of()
    sent = {"title": "Мектептің ережесі", "number": "5", "on": "01.09.2026", "since": "01.09.2026"}
    answer = client.post(page("add_norm"), {**sent, "since": "02.09.2026", "until": "01.09.2026"})
    assert answer.context["form"].errors.keys() == {"until"}
    assert client.post(page("add_norm"), sent).status_code == 302
    norm = Norm.objects.get(school=school)
    assert (norm.number, norm.since, norm.text_read) == ("5", date(2026, 9, 1), False)
    changed = {**sent, "number": "6", "text_read": "on"}
    assert client.post(page("change_norm", norm.pid), changed).status_code == 302
    assert client.post(page("end_norm", norm.pid), {"until": "01.10.2026"}).status_code == 302
    norm.refresh_from_db()
    assert (norm.number, norm.text_read, norm.until) == ("6", True, date(2026, 10, 1))
    assert client.get(page("norm", norm.pid)).status_code == 200


def test_built_in_norms_are_read_only(client_of):
    norm = Norm.objects.get(code="FAMILY_CODE")
    client = client_of()
    assert client.get(page("norm", norm.pid)).status_code == 200
    for name in ("change_norm", "end_norm"):
        assert client.post(page(name, norm.pid), {"until": "01.10.2026"}).status_code == 404


def test_norms_are_found_by_words_and_by_the_day(client_of, school):
    making.status(pupils.pupil(school), norm="FAMILY_CODE")
    client = client_of()
    rows = client.get(page("norms"), {"q": "неке"}).context["rows"]
    assert [(row["norm"].code, row["cited"]) for row in rows] == [("FAMILY_CODE", 1)]
    codes = {
        r["norm"].code for r in client.get(page("norms"), {"on": "01.02.2026"}).context["rows"]
    }
    assert "Z040000591_" in codes
    assert "Z2500000245" not in codes
    word = client.get(page("norms_file", "docx"), {"q": "неке"})
    assert len(docx.Document(BytesIO(word.content)).tables[0].rows) == 2
    assert client.get(page("norms_file", "exe")).status_code == 404


def test_an_own_category_is_added_changed_and_closed(client_of, school):
    client = client_of()
    sent = {"name_kk": "Шахмат үйірмесі", "social": "on", "feeds": ["DEVIANT", "ORPHANS"]}
    assert client.post(page("add_category"), sent).status_code == 302
    again = client.post(page("add_category"), {"name_kk": "шахмат ҮЙІРМЕСІ"})
    assert again.context["form"].errors.keys() == {"name_kk"}
    made = Category.objects.get(school=school)
    assert (made.code, made.feeds, made.social) == ("SHAHMAT_UIIRMESI", "ORPHANS,DEVIANT", True)
    changed = {"name_kk": "Шахмат", "name_ru": "Шахматы"}
    assert client.post(page("change_category", made.pid), changed).status_code == 302
    assert client.post(page("close_category", made.pid), {"until": "23.11.2026"}).status_code == 302
    made.refresh_from_db()
    assert (made.name_ru, made.feeds, made.social) == ("Шахматы", "", True)
    assert made.until == date(2026, 11, 23)


def test_social_status_is_changed_from_a_day_on(client_of, school):
    client, built_in = client_of(), Category.objects.get(code="GIFTED")
    sent = {"social": "1", "since": "01.10.2026"}
    assert client.post(page("set_social", built_in.pid), sent).status_code == 302
    assert "GIFTED" not in social_codes(school, date(2026, 9, 30))
    assert "GIFTED" in social_codes(school, date(2026, 10, 1))
    again = client.post(page("set_social", built_in.pid), sent)
    assert again.context["form"].errors.keys() == {"social"}
    assert CategorySetting.objects.count() == 1
    built_in.refresh_from_db()
    assert not built_in.social
    assert client.get(page("category", built_in.pid)).context["said"].count() == 1
    assert client.get(page("categories")).status_code == 200


def test_built_in_categories_keep_their_names(client_of):
    built_in = Category.objects.get(code="GIFTED")
    for name in ("change_category", "close_category"):
        assert client_of().post(page(name, built_in.pid), {"name_kk": "X"}).status_code == 404

"""Pages of school years."""

from datetime import date

import pytest
from django.urls import reverse

from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def client(client_of):
    return client_of()


def url(name, *args):
    return reverse(f"schoolyear:{name}", args=args)


def typed(client, year=2026, **more):
    form = client.get(url("change_year", year)).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    words = {n: f"{v:%d.%m.%Y}" if isinstance(v, date) else v for n, v in shown.items()}
    return {**words, **more}


def test_a_year_is_opened_and_put_right(client, school):
    assert client.get(url("years")).status_code == 200
    assert client.get(url("open_year")).context["form"].initial["year"] == 2026
    assert client.post(url("open_year"), {"year": "2026"}).status_code == 302
    assert client.post(url("open_year"), {"year": "2026"}).context["form"].errors
    sent = typed(client, q1_until="24.10.2026", h4_since="08.03.2027", h4_until="08.03.2027")
    assert client.post(url("change_year", 2026), sent).status_code == 302
    year = SchoolYear.objects.get(school=school)
    assert year.calendar().quarters[0] == (date(2026, 9, 1), date(2026, 10, 24))
    assert date(2027, 3, 8) in {h.since for h in year.holidays.all()}
    assert "24.10.2026" in client.get(url("years")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": "01.08.2026"}, "ends_on"),
        ({"starts_on": "01.09.2027"}, "starts_on"),
        ({"q2_since": "20.10.2026"}, "q2_since"),
        ({"q4_until": "30.06.2027"}, "q4_since"),
        ({"q1_since": "31.02.2026"}, "q1_since"),
        ({"q3_until": ""}, "q3_until"),
        ({"h1_until": ""}, "h1_until"),
        ({"h5_name": "Наурыз"}, "h5_since"),
        ({"h1_since": "05.11.2026", "h1_until": "01.11.2026"}, "h1_until"),
    ],
)
def test_problems_stand_at_their_fields(client, school, wrong, field):
    making.school_year(school, 2026)
    before = SchoolYear.objects.get().calendar()
    sent = client.post(url("change_year", 2026), typed(client, **wrong))
    assert sent.context["form"].errors
    assert field in sent.context["form"].errors
    assert SchoolYear.objects.get().calendar() == before


def test_strangers(client, client_of, school):
    assert client.get(url("change_year", 2026)).status_code == 404
    assert client_of("CLASS_TEACHER").get(url("years")).status_code == 403

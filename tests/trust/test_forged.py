"""Guessed ids, other verbs, forged and hostile fields, questions asked sideways."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trust.doors import DOORS
from tests.trust.rights import holds
from tests.trust.test_doors import NOWHERE, address
from tests.trust.town import FAR, OTHER, OWN, Town, town
from tirek.access.models import School
from tirek.journal.tests.making import entry

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("monday")]

VERBS = ("get", "post", "head", "put", "patch", "delete", "options", "trace")
# Deeds that end the session or the account that attacks.
NOT_SENT = {"accounts:sign_out", "accounts:change_password", "accounts:close_account"}
SEARCHES = (
    *("/search/?q={}", "/pupils/?q={}", "/families/?q={}", "/visits/?q={}"),
    *("/visits/new/?q={}", "/journal/?q={}"),
)
HOSTILE = (
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "ә" * 1_000_000,
        "👩‍👩‍👧" * 50,
        "31.02.2027",
        "01.01.9999",
        "0001-01-01",
    ),
    *("\ud800", "-1", "99999999999999999999999", "1e309", "NaN", "٣", "<script>alert(1)</script>"),
    *("=HYPERLINK(1)", "'; DROP TABLE school_pupil; --", "../../etc/passwd", "{{7*7}}", "%s%n"),
    *("a\r\nSet-Cookie: a=b", "//evil.example/", "javascript:alert(1)", "\u202e\u0000", "on", "[]"),
)


@pytest.fixture(autouse=True)
def _quiet(settings: Any) -> Iterator[None]:
    settings.MASS_CARDS = settings.MASS_EXPORTS = 10**9
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def signed_in(here: Town, letters: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(here.users[letters])
    return client


def told(answer: Any, *hidden: str) -> tuple[int, str]:
    """An answer without what changes from one request to the next and without these words."""
    text = answer.content.decode("utf-8", "replace")
    text = re.sub(r'(csrfmiddlewaretoken|form_key)" value="[^"]*"', r"\1", text)
    text = re.sub(r'nonce="[^"]*"|\d\d:\d\d', "", text)
    for word in hidden:
        text = text.replace(word, "*")
    return answer.status_code, text


def written(word: str) -> tuple[str, str, str]:
    """A word as it stands on a page, in an address, in an address within an address."""
    return word, quote(word), quote(quote(word))


@pytest.mark.parametrize("letters", ["S", "T", "M"])
def test_what_is_elsewhere_is_as_what_is_nowhere(letters: str):
    here, different = town(), []
    client = signed_in(here, letters)
    for name, door in DOORS.items():
        about = door.thing or "{" in door.query
        if not about or door.thing == "year" or not holds(letters, door.right or "everybody w"):
            continue
        nowhere = address(name, door, here, NOWHERE)
        for world in (FAR,) if letters == "S" else (FAR, OTHER):
            there = address(name, door, here, world)
            for verb in VERBS[:2] if world == OTHER else VERBS:
                with transaction.atomic():
                    one, two = getattr(client, verb)(there), getattr(client, verb)(nowhere)
                    transaction.set_rollback(True)
                # Another class's thing may be there for a right that is not about children.
                same = told(one) == told(two) or (world == OTHER and one.status_code != 404)
                if max(one.status_code, two.status_code) >= 500 or not same:
                    different.append(f"{verb} {name}: {one.status_code} {two.status_code}")
    assert different == []


@pytest.mark.parametrize("letters", ["S", "T", "N", "M"])
def test_a_name_out_of_sight_is_found_like_no_name(letters: str):
    """Not the lines, nor the counts, nor the page numbers, nor the hints tell them apart."""
    here, asked = town(), 0
    client = signed_in(here, letters)
    for world in (FAR,) if letters in "SN" else (FAR, OTHER):
        child = here.things[world]["pupil"]
        pairs = [("/pupils/?class={}", here.things[OTHER]["class"].name, "9Я")]
        pairs = pairs if letters in "TM" else []
        pairs += [
            (one, name, "Жоқбек") for one in SEARCHES for name in (child.surname, child.given)
        ]
        for search, hidden, absent in pairs:
            for headers in ({}, {"HX-Request": "true"}):
                one = client.get(search.format(quote(hidden)), headers=headers)
                two = client.get(search.format(quote(absent)), headers=headers)
                asked += one.status_code == 200
                said = told(one, *written(hidden))[1].splitlines()
                as_nobody = told(two, *written(absent))[1].splitlines()
                assert [one for one in said if one not in as_nobody] == [], (search, hidden)
                assert (one.status_code, len(said)) == (two.status_code, len(as_nobody)), search
    assert asked > 8


class Forms(HTMLParser):
    """The forms of a page: address, whether sent, fields with what they hold or offer."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        told = dict(attrs)
        if tag == "form":
            self.found.append(
                {"at": told.get("action") or "", "post": told.get("method"), "of": {}}
            )
        elif self.found and told.get("name") and tag in {"input", "select", "textarea", "button"}:
            value = told.get("value") or ("on" if told.get("type") == "checkbox" else "")
            self.found[-1]["of"].setdefault(told["name"], value)


def forms_of(here: Town, letters: str, client: Client) -> list[tuple[str, dict[str, str]]]:
    """Every form this role is offered, each once: its address and its fields."""
    found: dict[tuple[str, ...], tuple[str, dict[str, str]]] = {}
    for name, door in DOORS.items():
        if "200" not in door.get or not holds(letters, door.right or "everybody w"):
            continue
        path = address(name, door, here, OWN)
        answer = client.get(path)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        page = Forms()
        page.feed(answer.content.decode())
        for one in page.found:
            at = one["at"] or path
            if one["post"] and not any(
                at.startswith(address(never, DOORS[never], here, OWN)) for never in NOT_SENT
            ):
                shape = (re.sub(r"[a-z0-9]{12}|\d+", "", at), *sorted(one["of"]))
                found.setdefault(shape, (at, one["of"]))
    return list(found.values())


def of_a_school(model: Any) -> str:
    """The way from a model to its school; empty when it has none."""
    names = {field.name for field in model._meta.fields if field.is_relation}
    ways = ("school", "pupil", "plan", "entry", "school_class", "household", "row", "act")
    ways += ("analysis", "report")
    for way in ways:
        if way in names:
            field = model._meta.get_field(way)
            if way == "school":
                return way if field.related_model is School else ""
            further = of_a_school(field.related_model)
            return f"{way}__{further}" if further else ""
    return ""


def everything_of(school: School) -> dict[str, list[Any]]:
    """Every row of a school but its traces."""
    return {
        model._meta.label: list(model.objects.filter(**{way: school}).order_by("pk").values())
        for model in apps.get_models()
        if model.__module__.startswith("tirek.") and not model.__name__.startswith("Audit")
        if (way := of_a_school(model))
    }


def mixed() -> list[str]:
    """Facts of one school that point at a thing of another."""
    found = []
    for model in apps.get_models():
        way = of_a_school(model) if model.__module__.startswith("tirek.") else ""
        for field in model._meta.fields if way else ():
            if isinstance(field, models.ForeignKey) and (
                further := of_a_school(field.related_model)
            ):
                strange = model.objects.filter(**{f"{field.name}__isnull": False}).exclude(
                    **{f"{field.name}__{further}": models.F(way)}
                )
                found += [f"{model._meta.label}.{field.name} {one.pk}" for one in strange]
    return found


def body(fields: list[tuple[str, str]]) -> bytes:
    """A form as a hostile client writes it: what is no text is sent all the same."""
    parts = (
        "=".join(quote_from_bytes(one.encode("utf-8", "surrogatepass")) for one in pair)
        for pair in fields
    )
    return "&".join(parts).encode()


TIMES = {"S": 160, "H": 40, "T": 40, "A": 30, "Y": 30}


@pytest.mark.parametrize("letters", TIMES)
def test_hostile_forms(letters: str):
    """Whatever is sent: no answer is an error of ours, nothing of the other school changes."""
    here = town()
    client = signed_in(here, letters)
    forms = forms_of(here, letters, client)
    assert len(forms) >= 4
    before = everything_of(here.far)
    assert sum(map(len, before.values())) > 20
    stranger = here.things[FAR]
    ids = [
        str(getattr(one, name))
        for one in stranger.values()
        for name in ("pid", "pk")
        if hasattr(one, name)
    ]
    values = st.sampled_from([*HOSTILE, *ids, here.far.code, here.far.name]) | st.text(max_size=9)

    led_on: list[str] = []

    @settings(
        max_examples=TIMES[letters],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def attack(data: st.DataObject) -> None:
        at, fields = data.draw(st.sampled_from(forms))
        forged = data.draw(st.lists(st.sampled_from(sorted(fields) or ["a"]), max_size=4))
        extra = data.draw(st.sampled_from(("school", "author", "by", "role", "state", "on", "id")))
        sent = [pair for pair in fields.items() if pair[0] not in forged]
        sent += [(name, data.draw(values)) for name in forged]
        sent += [(extra, data.draw(values))]
        if data.draw(st.booleans()):
            sent += [(f"{name}[]", value) for name, value in sent[-2:]] + sent[-2:]
        kept = [pair for pair in sent if pair[0] != "csrfmiddlewaretoken"]
        with transaction.atomic():
            answer = client.post(at, body(kept), "application/x-www-form-urlencoded")
        led_on.append(at) if answer.status_code == 302 else None
        said = [(name, value[:40]) for name, value in kept]
        assert answer.status_code < 500, f"{at}: {said}"
        if answer.status_code == 302 and "/sign-in/" in answer.url:
            client.force_login(here.users[letters])

    attack()
    assert led_on, "nothing that was sent got in"
    assert everything_of(here.far) == before
    assert mixed() == []


def test_a_fact_about_a_strange_child_is_found():
    here = town()
    assert mixed() == []
    entry(here.school, pupils=[here.things[FAR]["pupil"]])
    assert [one.partition(" ")[0] for one in mixed()] == ["journal.EntryPupil.entry"]
    before = everything_of(here.far)
    assert everything_of(here.far) == before
    here.things[FAR]["status"].annul_reason = "?"
    here.things[FAR]["status"].save()
    assert everything_of(here.far) != before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.xlsx", b""),
        ("list.xlsx", b"PK\x03\x04" + b"\x00" * 100),
        ("../../list.docx", b"\xff\xfe\x00"),
        ("a" * 500 + ".pdf", b"%PDF-1.4\n"),
        ("<script>.html", b"<script>alert(1)</script>"),
        ("list.csv", b'"' * 50_000),
        ("\u202egpj.exe", b"MZ\x90\x00"),
    ],
)
def test_hostile_files(name: str, content: bytes):
    here = town()
    client = signed_in(here, "S")
    attach = f"/journal/{here.things[OWN]['entry'].pid}/attach/"
    for path in ("/roster/", "/plans/import/", attach):
        file = SimpleUploadedFile(name, content, "application/pdf")
        with transaction.atomic():
            answer = client.post(path, {"file": file, "since": "01.09.2026"})
            transaction.set_rollback(True)
        assert answer.status_code < 500, path

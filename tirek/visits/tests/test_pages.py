"""The pages of an act: who opens them, what is kept, what is said when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tirek.access.models import AuditRow, User
from tirek.cards.models import StatusPeriod
from tirek.journal.kinds import form_url, kind
from tirek.visits.actions import annul_act, draft_act, save_step
from tirek.visits.models import InspectionAct
from tirek.visits.panels import acts_panel
from tirek.visits.rules.housing import HOUSING
from tirek.visits.tests.making import MONDAY, Town, filled, signed


def entered(user: User, language: str = "en") -> Client:
    """A browser of somebody signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def sent_from(html: str) -> dict[str, Any]:
    """What a browser would send from the form on a page as it stands."""
    form = html[html.index('<form method="post" novalidate') :]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if not name or (re.search(r'type="(radio|checkbox)"', tag) and "checked" not in tag):
            continue
        sent.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        sent[name] = text
    return sent


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_an_act_from_the_desk_to_its_number(people: Town) -> None:
    client = entered(people.social)
    url = form_url("HOUSING_ACT", pupil=people.aruzhan.pid, row="C6", on="2026-11-23")
    html = page(client, url)
    assert "С 6" in html
    assert "Абай көшесі, 5" in html
    answer = client.post(url, {**sent_from(html), "go": "on"})
    act = InspectionAct.objects.get()
    assert answer["Location"] == reverse("visits:step", args=[act.pid, "family"])
    for step in HOUSING.steps[1:]:
        html = page(client, answer["Location"])
        sent = {**sent_from(html), "go": "on"}
        if step.code == "home":
            sent |= {"housing": "FLAT", "rooms": "2", "area": "54,5", "state": "Таза.\r\nЖарық."}
        if step.code == "conclusion":
            sent |= {"conclusion": "Жағдайы жақсы."}
        answer = client.post(answer["Location"], sent)
        assert answer.status_code == 302
    html = page(client, answer["Location"])
    assert "To be filled in before signing" not in html
    answer = client.post(answer["Location"], {"form_key": "0f8fad5b-d9cb-469f-a165-70867728950e"})
    act.refresh_from_db()
    assert act.number == 1
    assert act.details["state"] == "Таза.\nЖарық."
    assert (act.details["area"], act.details["own"]) == ("54.5", [])
    assert list(act.entry.rows.all()) == []
    html = page(client, answer["Location"])
    assert "54,5" in html
    assert "№ 1" in html


def test_a_form_sent_twice_begins_one_act(people: Town) -> None:
    client = entered(people.social)
    url = reverse("visits:new") + f"?pupil={people.aruzhan.pid}"
    sent = sent_from(page(client, url))
    first, second = client.post(url, sent), client.post(url, sent)
    assert first["Location"] == second["Location"]
    assert InspectionAct.objects.count() == 1


def test_the_sign_button_pressed_twice_signs_once(people: Town) -> None:
    client = entered(people.social)
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    act = filled(act, people.social, "conclusion", conclusion="Жақсы.")
    url = reverse("visits:sign", args=[act.pid])
    sent = {"form_key": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    assert client.post(url, sent)["Location"] == client.post(url, sent)["Location"]
    assert AuditRow.objects.filter(verb="SIGNED").count() == 1


def test_siblings_are_ticked_on_the_first_step(people: Town) -> None:
    client = entered(people.social)
    url = reverse("visits:new") + f"?pupil={people.aruzhan.pid}"
    html = page(client, url)
    assert "Қуанышев Данияр" in html
    assert "Сағындық" not in html
    client.post(url, {**sent_from(html), "pupils": [people.aruzhan.pid, people.daniyar.pid]})
    assert InspectionAct.objects.get().entry.about_pupils.count() == 2
    answer = client.post(url, {**sent_from(page(client, url)), "pupils": [people.lone.pid]})
    assert answer.status_code == 200
    assert "State whom the act is about." in answer.content.decode()


def test_a_teacher_is_not_offered_children_of_other_classes(people: Town) -> None:
    html = page(entered(people.teacher), reverse("visits:new") + f"?pupil={people.aruzhan.pid}")
    assert f'value="{people.daniyar.pid}"' not in html


def test_faults_are_said_in_a_summary_and_at_the_field_and_nothing_is_lost(people: Town) -> None:
    client = entered(people.social)
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    url = reverse("visits:step", args=[act.pid, "home"])
    sent = {**sent_from(page(client, url)), "rooms": "үш", "area": "-4", "state": "Үй <b>таза</b>"}
    answer = client.post(url, sent)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<a href="#rooms">Rooms: Enter a whole number in figures.</a>' in html
    assert 'value="үш"' in html
    assert "Үй &lt;b&gt;таза&lt;/b&gt;" in html
    sent["rooms"] = "3"
    html = client.post(url, sent).content.decode()
    assert '<a href="#area">Area, m²: Enter zero or more.</a>' in html
    act.refresh_from_db()
    assert "state" not in act.details


def test_faults_in_a_table_lead_to_their_cell(people: Town) -> None:
    client = entered(people.social)
    act = draft_act(by=people.social, pupils=[people.lone])
    url = reverse("visits:step", args=[act.pid, "family"])
    sent = {"family-2-name": "Сағындық Болат", "family-2-income": "көп", "family-1-name": " "}
    html = client.post(url, sent).content.decode()
    assert 'href="#family-2-income"' in html
    assert 'value="көп"' in html
    sent["family-2-income"] = "120 000"
    assert client.post(url, sent).status_code == 302
    act.refresh_from_db()
    assert act.details["family"] == [{"name": "Сағындық Болат", "income": "120000"}]


def test_more_lines_keep_what_is_typed_and_save_nothing(people: Town) -> None:
    client = entered(people.social)
    act = draft_act(by=people.social, pupils=[people.lone])
    url = reverse("visits:step", args=[act.pid, "family"])
    sent = {"family-0-name": "Болат", "family-1-name": "", "family-2-name": "", "more": "family"}
    html = client.post(url, sent).content.decode()
    assert 'value="Болат"' in html
    assert 'name="family-4-name"' in html
    act.refresh_from_db()
    assert "family" not in act.details


def test_the_later_of_two_writers_is_shown_both(people: Town) -> None:
    client = entered(people.social)
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    url = reverse("visits:step", args=[act.pid, "home"])
    first, second = sent_from(page(client, url)), sent_from(page(client, url))
    assert client.post(url, {**first, "rooms": "3"}).status_code == 302
    answer = client.post(url, {**second, "rooms": "4"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Saved meanwhile: <b>3</b>" in html
    act.refresh_from_db()
    assert act.details["rooms"] == 3
    assert client.post(url, sent_from(html)).status_code == 302
    act.refresh_from_db()
    assert act.details["rooms"] == 4


@pytest.mark.parametrize(("go", "to"), [("back", "family"), ("on", "child"), ("later", "")])
def test_every_button_saves(people: Town, go: str, to: str) -> None:
    client = entered(people.social)
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    url = reverse("visits:step", args=[act.pid, "home"])
    answer = client.post(url, {**sent_from(page(client, url)), "rooms": "5", "go": go})
    wanted = reverse("visits:step", args=[act.pid, to]) if to else reverse("visits:acts")
    assert answer["Location"] == wanted
    act.refresh_from_db()
    assert act.details["rooms"] == 5


def test_last_time_stands_under_the_questions(people: Town) -> None:
    signed(people.social, people.aruzhan, on=date(2026, 9, 20))
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    html = page(entered(people.social), reverse("visits:step", args=[act.pid, "home"]))
    assert "In the last act: <b>carried</b>" in html
    act = filled(act, people.social, "home", water="YARD", rooms=3)
    act = filled(act, people.social, "conclusion", conclusion="Жақсы.")
    client = entered(people.social)
    client.post(reverse("visits:sign", args=[act.pid]))
    html = page(client, reverse("visits:act", args=[act.pid]))
    assert "Changed since the last act" in html
    assert '<td class="q">carried</td><td>in the yard</td>' in html


def test_signing_what_is_not_ready_says_what_lacks(people: Town) -> None:
    client = entered(people.social)
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    url = reverse("visits:sign", args=[act.pid])
    assert "Sign the act" not in page(client, url)
    answer = client.post(url)
    assert answer.status_code == 200
    link = reverse("visits:step", args=[act.pid, "conclusion"]) + "#conclusion"
    assert f'<a href="{link}">' in answer.content.decode()


def test_the_journal_does_not_sign_or_annul_an_act(people: Town) -> None:
    client = entered(people.social)
    draft = draft_act(by=people.social, pupils=[people.aruzhan])
    act_page = reverse("visits:act", args=[draft.pid])
    assert client.post(reverse("journal:sign", args=[draft.pid]))["Location"] == act_page
    assert client.post(reverse("journal:annul", args=[draft.pid]))["Location"] == act_page
    draft.refresh_from_db()
    assert draft.is_draft
    html = page(client, reverse("journal:entry", args=[draft.pid]))
    assert f'href="{act_page}"' in html
    assert reverse("journal:sign", args=[draft.pid]) not in html


def test_an_act_without_sight_is_not_in_the_journal_either(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    url = reverse("journal:entry", args=[act.pid])
    assert entered(people.director).get(url).status_code == 200
    assert entered(people.psychologist).get(url).status_code == 404
    assert entered(people.mentor).get(url).status_code == 404


def test_correcting_and_annulling_ask_for_a_reason(people: Town) -> None:
    client = entered(people.social)
    act = signed(people.social, people.aruzhan)
    url = reverse("visits:correct", args=[act.pid])
    page(client, url)
    assert client.post(url, {"reason": " "}).status_code == 200
    answer = client.post(url, {"reason": "Мекенжайы қате"})
    draft = InspectionAct.objects.get(entry__state="DRAFT")
    assert answer["Location"] == reverse("visits:step", args=[draft.pid, "main"])
    client.post(reverse("visits:sign", args=[draft.pid]))
    assert "This act has been corrected." in page(client, reverse("visits:act", args=[act.pid]))
    html = page(client, reverse("visits:act", args=[draft.pid]))
    assert "Мекенжайы қате" in html
    url = reverse("visits:annul", args=[draft.pid])
    assert client.post(url, {}).status_code == 200
    html = client.post(url, {"reason": "Басқа бала"}, follow=True).content.decode()
    assert "Басқа бала" in html
    assert "Annulled" in html


def test_photos_stand_beside_the_act_without_their_traces(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    exif = b"\xff\xe1\x00\x10Exif\x00\x0051.1605N"
    picture = b"\xff\xd8\xff\xdb\x00\x04ab\xff\xda\x00\x04cd12\xff\xd9"
    photo = SimpleUploadedFile("desk.jpg", picture[:2] + exif + picture[2:])
    client = entered(people.social)
    url = reverse("visits:act", args=[act.pid])
    assert "Attach a photo or file" in page(client, url)
    client.post(reverse("journal:attach", args=[act.pid]), {"file": photo})
    kept = act.entry.attachments.get()
    director = entered(people.director)
    html = page(director, url)
    link = reverse("journal:file", args=[kept.pid])
    assert f'href="{link}"' in html
    assert "Attach a photo or file" not in html
    assert b"".join(director.get(link)) == picture
    assert entered(people.nurse).get(link).status_code in (403, 404)
    assert entered(people.teacher_b).get(link).status_code == 404


def test_two_keys_on_every_door(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    draft = draft_act(by=people.social, pupils=[people.aruzhan])
    read = [reverse("visits:act", args=[act.pid])]
    write = [
        reverse("visits:correct", args=[act.pid]),
        reverse("visits:annul", args=[act.pid]),
        reverse("visits:step", args=[draft.pid, "home"]),
        reverse("visits:sign", args=[draft.pid]),
        reverse("visits:new") + f"?pupil={people.aruzhan.pid}",
    ]

    def status(user: User, urls: list[str]) -> set[int]:
        return {entered(user).get(url).status_code for url in urls}

    assert status(people.social, read + write) == {200}
    assert status(people.teacher, read + write[:2] + write[4:]) == {200}
    assert status(people.teacher, write[2:4]) == {404}  # a colleague's draft
    assert status(people.teacher_b, read + write) == {404}
    assert status(people.psychologist, read + write[:4]) == {404}
    assert status(people.deputy, read) == {200}
    assert status(people.director, read) == {200}
    assert status(people.deputy, write) == {403}
    assert status(people.nurse, [*read, *write, reverse("visits:acts")]) == {403}
    assert status(people.mentor, [*read, *write]) == {403}
    assert status(people.stranger, read + write) == {404}
    assert Client().get(read[0]).status_code == 302


def test_reading_an_act_leaves_a_trace(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    page(entered(people.director), reverse("visits:act", args=[act.pid]))
    row = AuditRow.objects.get(verb="READ")
    assert (row.by, row.thing_id) == (people.director, act.pid)


def test_the_list(people: Town) -> None:
    client = entered(people.social)
    assert "No inspection acts yet" in page(client, reverse("visits:acts"))
    act = signed(people.social, people.aruzhan)
    draft_act(by=people.social, pupils=[people.lone])
    html = page(client, reverse("visits:acts"))
    assert "Қуанышева Аружан" in html
    assert "Сағындық Дамир" in html
    assert "Сағындық" not in page(client, reverse("visits:acts") + "?q=аружан")
    assert "No such acts" in page(client, reverse("visits:acts") + "?since=24.11.2026")
    assert "Enter a date like" in page(client, reverse("visits:acts") + "?since=кеше")
    annul_act(by=people.social, act=act, reason="қате")
    assert "Қуанышева" not in page(client, reverse("visits:acts"))
    assert "Қуанышева" in page(client, reverse("visits:acts") + "?state=ANNULLED")
    assert "Сағындық" not in page(entered(people.director), reverse("visits:acts"))


def test_choosing_the_child(people: Town) -> None:
    client = entered(people.social)
    url = reverse("visits:new")
    assert "Whom is the act about?" in page(client, url)
    html = page(client, url + "?q=қуанышева&row=C6")
    assert f"?pupil={people.aruzhan.pid}&amp;row=C6" in html
    assert "Nobody found" in page(client, url + "?q=жоқбала")
    assert "Қуанышев" in page(client, url + f"?household={people.home.pid}")
    assert client.get(url + "?pupil=zzz").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_speak_three_languages(people: Town, language: str) -> None:
    client = entered(people.social, language)
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    for step in HOUSING.steps:
        html = unescape(page(client, reverse("visits:step", args=[act.pid, step.code])))
        with translation.override(language):
            assert translation.pgettext("act", step.title) in html
        for asked in step.fields:
            for choice in asked.choices:
                with translation.override(language):
                    said = translation.pgettext("act", choice.label)
                assert said in html
                assert language == "en" or said != choice.label
    page(client, reverse("visits:blank"))
    page(client, reverse("visits:sign", args=[act.pid]))


def test_the_list_asks_the_database_as_often_for_10_as_for_200(
    people: Town, queries_of: Callable[[Callable[[], Any]], int]
) -> None:
    client = entered(people.social)

    def acts(number: int) -> None:
        for _ in range(number):
            act = draft_act(by=people.social, pupils=[people.lone])
            InspectionAct.objects.filter(pk=act.pk).update(details={})

    acts(10)
    few = queries_of(lambda: client.get(reverse("visits:acts")))
    acts(190)
    assert queries_of(lambda: client.get(reverse("visits:acts"))) == few
    assert few <= 20


def test_the_panel_on_the_pupils_page(people: Town, rf: Any) -> None:
    act = signed(people.social, people.aruzhan)
    save_step(
        by=people.teacher,
        act=draft_act(by=people.teacher, pupils=[people.aruzhan]),
        step=HOUSING.step("home"),
        answers={"rooms": 3},
    )
    request = rf.get("/")
    request.user = User.objects.get(pk=people.director.pk)
    panel = acts_panel(request, people.aruzhan)
    assert panel is not None
    assert (panel.context["acts"], panel.context["may_write"]) == ([act], False)
    request.user = people.social
    panel = acts_panel(request, people.aruzhan)
    assert panel is not None
    assert panel.count == 2
    request.user = people.nurse
    assert acts_panel(request, people.aruzhan) is None


def test_statuses_stand_beside_the_act(people: Town) -> None:
    StatusPeriod.objects.create(pupil=people.aruzhan, category="WARD", since=date(2026, 1, 1))
    html = page(
        entered(people.social, "kk"), reverse("visits:new") + f"?pupil={people.aruzhan.pid}"
    )
    assert "Қамқорлықтағы бала" in html


def test_the_kind_is_taken_over() -> None:
    assert kind("HOUSING_ACT").form == "visits:new"
    assert kind("HOUSING_ACT").page == "visits:act"
    assert MONDAY.isoformat() in form_url("HOUSING_ACT", on=MONDAY.isoformat())


NASTY = [
    "\x00",
    "A" * 100_000,
    "😀" * 500,
    "<script>",
    "%s%(x)s{}",
    "../../etc",
    "31.02.9999",
    "-1",
]


@pytest.mark.parametrize("text", NASTY)
def test_nothing_typed_breaks_a_page(people: Town, text: str) -> None:
    client = entered(people.social)
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    names = ["q", "class", "since", "until", "state", "author", "page", "pupil", "row", "on"]
    for url in (reverse("visits:acts"), reverse("visits:new")):
        for name in names:
            assert client.get(url, {name: text}).status_code in (200, 400, 404)
    for step in HOUSING.steps:
        url = reverse("visits:step", args=[act.pid, step.code])
        sent = {
            **{asked.code: text for asked in step.fields},
            **{
                f"{asked.code}-0-{column.code}": text
                for asked in step.fields
                for column in asked.columns
            },
            "on": text,
            "pupils": text,
            "mark": text,
            "go": text,
            "form_key": text,
        }
        assert client.post(url, sent).status_code in (200, 302)
    url = reverse("visits:annul", args=[act.pid])
    assert client.post(url, {"reason": text, "form_key": text}).status_code in (200, 302)


def test_an_address_with_a_nul_is_a_bad_request(people: Town) -> None:
    client = entered(people.social)
    assert client.get("/visits/%00/").status_code == 400
    assert client.get("/visits/?q=%00").status_code == 400

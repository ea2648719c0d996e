"""The app in a real browser: the network cut, the browser killed, replies lost, PINs guessed."""

from __future__ import annotations

import base64
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from tirek.access.models import RoleGrant
from tirek.phone.actions import receive_parcel
from tirek.phone.models import Parcel, TakenVisit
from tirek.phone.tests.making import parcel
from tirek.phone.tests.making import taken as taken_along
from tirek.visits.actions import draft_act
from tirek.visits.models import ActFile, InspectionAct
from tirek.visits.queries import signatures_of
from tirek.visits.tests.making import Town, town
from tools.browser import FLAGS, chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIN = "481516"
SECRET = "ЖАСЫРЫН-СӨЗ-7719"
MODULES = """async () => {
  for (const name of ["db", "vault", "visits", "outbox"])
    window[name] = await import(`/static/phone/${name}.js`);
}"""


class Handset:
    """A phone: a browser with a folder of its own, that may be killed and started again."""

    def __init__(self, kind: Any, folder: Path, url: str) -> None:
        self.kind, self.folder, self.url = kind, folder, url
        self.page: Any = None
        self.context: Any = None

    def start(self, user: Any = None) -> Any:
        self.context = self.kind.launch_persistent_context(
            str(self.folder),
            executable_path=chromium(),
            args=FLAGS,
            base_url=self.url,
            viewport={"width": 390, "height": 780},
            has_touch=True,
        )
        self.context.set_default_timeout(15_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies["sessionid"].value
            cookies = {"sessionid": value, "tirek_language": "kk"}
            self.context.add_cookies(
                [{"name": name, "value": one, "url": self.url} for name, one in cookies.items()]
            )
        self.page = self.context.new_page()
        self.page.goto("/phone/")
        self.page.wait_for_selector("#app[data-page]")
        self.page.evaluate(MODULES)
        return self.page

    def make(self, user: Any) -> Any:
        """Start for the first time: the phone is made known, its PIN chosen."""
        page = self.start(user)
        page.fill("#pin", PIN)
        page.press("#pin", "Enter")
        page.wait_for_selector("[data-page=list]")
        return page

    def unlock(self, pin: str = PIN) -> None:
        self.page.fill("#pin", pin)
        self.page.press("#pin", "Enter")

    def kill(self) -> None:
        """SIGKILL to every process of this browser, as a battery does."""
        for one in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                said = one.read_bytes()
            except OSError:
                continue
            if str(self.folder).encode() in said:
                try:
                    os.kill(int(one.parent.name), signal.SIGKILL)
                except ProcessLookupError:
                    continue
        with suppress(Exception):  # it is dead: that is the point
            self.context.close()

    def stop(self) -> None:
        self.context.close()


@pytest.fixture
def handset(browser: Any, tmp_path: Path, live_server: Any) -> Iterator[Callable[..., Handset]]:
    """`handset("one")`: a phone not started yet; all are killed in the end."""
    made: list[Handset] = []

    def one(name: str = "phone") -> Handset:
        made.append(Handset(browser.browser_type, tmp_path / name, live_server.url))
        return made[-1]

    yield one
    for phone in made:
        phone.kill()


@pytest.fixture
def people() -> Town:
    return town()


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 200), "#884422").save(out, "JPEG")
    return out.getvalue()


TAKE = """async ([pupils, phone]) => {
  const school = await outbox.ask();
  const kept = await vault.row();
  const point = Uint8Array.from(atob(school.key.point), (sign) => sign.charCodeAt(0));
  for (const pupil of pupils) {
    const answer = await fetch("/phone/take/", {
      method: "POST",
      headers: { "X-CSRFToken": school.csrf },
      body: new URLSearchParams({ pupil, kind: "HOUSING_ACT", phone: kept.phone }),
    });
    await visits.keep(await answer.json(), point);
  }
}"""
WRITE = """async ([text, photos, shot]) => {
  const bytes = Uint8Array.from(atob(shot), (sign) => sign.charCodeAt(0));
  for (const visit of await db.all("visits")) {
    if (visit.state !== "TAKEN" && visit.state !== "WRITTEN") continue;
    const { key, pack, draft } = await visits.open(visit);
    const begun = { on: pack.on, clock: true, at: Date.now() / 1000, sign: true, files: {} };
    const written = draft ?? { ...begun, answers: { ...pack.answers } };
    written.answers.conclusion = text;
    while (Object.keys(written.files).length < photos) {
      const id = crypto.randomUUID();
      written.files[id] = { kind: "PHOTO", caption: text };
      await visits.save(visit.id, key, written, { id, bytes });
      window.saved = (window.saved ?? 0) + 1;
    }
    await visits.save(visit.id, key, written);
    await visits.finish(visit.id);
  }
}"""

SAVED = """(most) => new Promise((done) => {
  const look = () => ((window.saved ?? 0) >= most ? done() : setTimeout(look, 20));
  look();
})"""

SEND = """async () => {
  while ((await outbox.waiting()).length) {
    await outbox.send();
    await new Promise((done) => setTimeout(done, 20));
  }
}"""


def taken(page: Any, pupils: list[str]) -> None:
    page.evaluate(TAKE, [pupils, ""])


def write(page: Any, photos: int = 0) -> None:
    page.evaluate(WRITE, [SECRET, photos, base64.b64encode(photo()).decode()])


def test_a_visit_with_no_signal_by_few_taps(
    handset: Callable[..., Handset],
    people: Town,
    tmp_path: Path,
    assert_accessible: Callable[[Any], None],
) -> None:
    phone = handset()
    page = phone.start(people.social)
    assert_accessible(page)
    page.fill("#pin", "12")
    page.press("#pin", "Enter")
    assert page.inner_text("#pin-said")
    phone.unlock()
    page.wait_for_selector("[data-page=list]")
    assert_accessible(page)
    page.get_by_role("button", name="Сапарларды телефонға алу").tap()
    page.fill("#seek", "Қуанышева")
    page.press("#seek", "Enter")
    page.locator(".ph-list li .btn").first.tap()
    page.get_by_text("✓").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Дайын", exact=True).tap()
    phone.context.set_offline(True)

    taps = 0

    def tap(what: Any) -> None:
        nonlocal taps
        what.tap()
        taps += 1

    onward = page.locator(".ph-foot .btn-primary")
    tap(page.locator(".ph-list .btn-primary").first)
    for step in range(6):
        page.wait_for_selector(f".ph-dot[aria-current]:nth-child({step + 1})")
        assert_accessible(page)
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), step
        if step == 2:
            for value in ("HOUSE", "OWN", "STOVE", "CARRIED", "GOOD"):
                tap(page.locator(f"input[value={value}]"))
            page.fill("#f-rooms", "3")
        if step == 3:
            for value in ("BED", "DESK", "ENOUGH"):
                tap(page.locator(f"input[value={value}]"))
        if step == 4:
            page.fill("#f-conclusion", "Тұрмысы жақсы.")
            tap(page.get_by_role("button", name="+ тағы бір жол"))
            page.fill("#f-tasks-0-what", "Оқу үстелі")
        if step == 5:
            tap(page.locator(".ph-sign .btn").first)
            box = page.locator("canvas.pen").bounding_box()
            page.mouse.move(box["x"] + 20, box["y"] + 20)
            page.mouse.down()
            page.mouse.move(box["x"] + 120, box["y"] + 60)
            page.mouse.up()
            taps += 1
            tap(page.locator(".ph-sign .btn-primary"))
            page.wait_for_selector("img.stroke")
        tap(onward)
    page.set_input_files(
        "#f-photo", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}]
    )
    page.wait_for_selector(".shots img")
    assert_accessible(page)
    taps += 2  # the camera's own button, and the way to it
    tap(onward)
    page.get_by_text("аяқталды, жіберіледі").wait_for()
    assert_accessible(page)
    assert taps <= 40
    assert not InspectionAct.objects.exists()
    phone.context.set_offline(False)
    page.get_by_text("мектепте", exact=True).wait_for()
    assert_accessible(page)
    act = InspectionAct.objects.get()
    assert (act.entry.state, act.details["conclusion"]) == ("DONE", "Тұрмысы жақсы.")
    assert (act.details["heating"], act.details["own"]) == ("STOVE", ["BED", "DESK"])
    assert act.tasks.get().what == "Оқу үстелі"
    assert len(signatures_of(act)) == 1
    assert act.files.filter(kind=ActFile.PHOTO).count() == 1


def test_fifty_acts_with_three_photos_each_arrive_once(
    handset: Callable[..., Handset], people: Town
) -> None:
    """No signal for the writing, the browser killed in the middle of it, every other reply lost."""
    phone = handset()
    page = phone.make(people.social)
    taken(page, [people.aruzhan.pid, people.lone.pid] * 25)
    phone.context.set_offline(True)
    given = [SECRET, 3, base64.b64encode(photo()).decode()]
    page.evaluate(f"(given) => {{ ({WRITE})(given); }}", given)
    page.evaluate(SAVED, 40)
    phone.kill()

    page = phone.start(people.social)
    phone.unlock()
    page.wait_for_selector("[data-page=list]")
    # Whatever was on its way when the battery went: no visit names a photo that is not there.
    lost = page.evaluate(
        """async () => {
          const files = new Set((await db.all("files")).map((file) => file.id));
          let lost = 0;
          for (const visit of await db.all("visits")) {
            if (!visit.box || !visit.draft) continue;
            const { draft } = await visits.open(visit);
            lost += Object.keys(draft.files).filter((id) => !files.has(id)).length;
          }
          return lost;
        }"""
    )
    assert lost == 0
    write(page, 3)
    replies = {"n": 0}

    def lose(route: Any) -> None:
        replies["n"] += 1
        answer = route.fetch()
        if replies["n"] % 2:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/phone/send/", lose)
    page.evaluate(SEND)
    assert page.evaluate("outbox.waiting().then((left) => left.length)") == 0
    assert replies["n"] > 25
    assert (
        TakenVisit.objects.count() == Parcel.objects.count() == InspectionAct.objects.count() == 50
    )
    assert ActFile.objects.filter(kind="PHOTO").count() == 150
    assert set(InspectionAct.objects.values_list("files__kind", flat=True)) == {"PHOTO"}
    assert Parcel.objects.exclude(state="DONE").count() == 0


def marks(folder: Path) -> list[str]:
    """Files of the profile in which a secret can be read, in any of the ways a browser writes."""
    secrets = [SECRET, "Қуанышева", "Абай көшесі"]
    forms = []
    for one in secrets:
        raw = one.encode()
        forms += [raw, one.encode("utf-16-le"), one.encode("utf-16-be")]
        forms += [base64.b64encode(raw[at:])[:-4] for at in range(3)]
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def test_nothing_can_be_read_in_the_profile(handset: Callable[..., Handset], people: Town) -> None:
    phone = handset()
    page = phone.make(people.social)
    taken(page, [people.aruzhan.pid, people.daniyar.pid])
    page.evaluate(
        f"(given) => ({WRITE.replace('await visits.finish(visit.id);', '')})(given)",
        [SECRET, 1, base64.b64encode(photo()).decode()],
    )
    page.evaluate("vault.lock()")
    phone.stop()
    assert marks(phone.folder) == []
    # The search itself finds what is not sealed.
    (phone.folder / "open").write_bytes(("x" + SECRET).encode("utf-16-le"))
    assert marks(phone.folder) == [str(phone.folder / "open")]


def test_five_wrong_pins_wipe_and_nothing_unsent_is_lost(
    handset: Callable[..., Handset], people: Town
) -> None:
    phone = handset()
    page = phone.make(people.social)
    taken(page, [people.aruzhan.pid, people.lone.pid])
    page.evaluate(
        """async () => {
          const [visit] = await db.all("visits");
          const { key, pack } = await visits.open(visit);
          const answers = { ...pack.answers, food: "SHORT" };
          const draft = { on: pack.on, clock: true, at: 0, sign: false, answers, files: {} };
          await visits.save(visit.id, key, draft);
        }"""
    )
    phone.context.set_offline(True)
    page.evaluate("vault.lock()")
    page.reload()
    page.wait_for_selector("[data-page=pin]")
    for left in (4, 3, 2, 1):
        phone.unlock("000000")
        page.get_by_text(f": {left}").first.wait_for()
        if left == 2:
            phone.kill()
            page = phone.start(people.social)  # killing the browser gives no tries back
    phone.context.set_offline(True)
    phone.unlock("000000")
    page.wait_for_selector("#app[data-page=begin]")
    page.evaluate(MODULES)
    assert page.evaluate("vault.row()") is None
    kept = page.evaluate("db.all('visits').then((all) => all.map((one) => [one.box, one.pack]))")
    assert kept == [[None, None]]  # the one not written in is gone, the other sealed
    phone.context.set_offline(False)
    page.evaluate(SEND)
    act = InspectionAct.objects.get()
    assert (act.is_draft, act.details["food"]) == (True, "SHORT")


def test_after_72_hours_without_the_school_it_empties_itself(
    handset: Callable[..., Handset], people: Town
) -> None:
    phone = handset()
    page = phone.make(people.social)
    taken(page, [people.aruzhan.pid])
    tick = "(hours) => vault.tick(Date.now() + hours * 3600000)"
    assert page.evaluate(tick, 40) is False
    assert page.evaluate(tick, 30) is False  # turned back by ten hours: counts as a day more
    assert page.evaluate(tick, 37) is False
    assert page.evaluate(tick, 38.5) is True
    assert page.evaluate("vault.row()") is None
    assert page.evaluate("db.all('visits')") == []


def test_a_withdrawn_right_empties_the_phone_at_its_next_contact(
    handset: Callable[..., Handset], people: Town
) -> None:
    phone = handset()
    page = phone.make(people.teacher)
    taken(page, [people.aruzhan.pid])
    write(page)
    RoleGrant.objects.filter(user=people.teacher).delete()
    page.evaluate("outbox.send()")
    assert page.evaluate("vault.row()") is None
    assert page.evaluate("outbox.waiting().then((left) => left.length)") == 1
    phone.stop()
    page = phone.start(people.social)  # a colleague signs in on it: what was written reaches school
    page.evaluate(SEND)
    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.sent_by) == ("HELD", people.social)


def test_a_queue_of_a_release_before_is_sent(handset: Callable[..., Handset], people: Town) -> None:
    """The app's own files change under a full queue: it is neither lost nor misread."""
    phone = handset()
    page = phone.make(people.social)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    taken(page, [people.aruzhan.pid])
    phone.context.set_offline(True)
    write(page, 1)
    page.evaluate(
        """async () => {
          for (const name of await caches.keys()) await caches.delete(name);
        }"""
    )
    phone.kill()
    page = phone.start(people.social)
    page.evaluate(SEND)
    assert InspectionAct.objects.get().entry.state == "DONE"


def test_the_app_opens_with_no_connection(handset: Callable[..., Handset], people: Town) -> None:
    phone = handset()
    page = phone.make(people.social)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(True)
    page.goto("/phone/")
    page.wait_for_selector("[data-page=pin]")
    phone.unlock()
    page.wait_for_selector("[data-page=list]")


@pytest.mark.parametrize("first", [0, 1])
def test_two_phones_lose_no_edit_in_either_order(
    handset: Callable[..., Handset], people: Town, first: int
) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    phones = [handset("one"), handset("two")]
    answers = [{"food": "SHORT", "rooms": 2, "water": "YARD"}, {"food": "ENOUGH", "people": 5}]
    pages = [phone.make(people.social) for phone in phones]
    for page, said in zip(pages, answers, strict=True):
        page.evaluate(
            """async ([act, said]) => {
              const school = await outbox.ask();
              const kept = await vault.row();
              const body = new URLSearchParams({ act, phone: kept.phone });
              const headers = { "X-CSRFToken": school.csrf };
              const answer = await fetch("/phone/take/", { method: "POST", body, headers });
              const pack = await answer.json();
              const point = Uint8Array.from(atob(school.key.point), (sign) => sign.charCodeAt(0));
              await visits.keep(pack, point);
              const { key } = await visits.open(await db.get("visits", pack.id));
              const answers = { ...pack.answers, ...said };
              const draft = { on: pack.on, clock: false, at: 0, sign: false, answers, files: {} };
              await visits.save(pack.id, key, draft);
              await visits.finish(pack.id);
            }""",
            [act.pid, said],
        )
    for at in (first, 1 - first):
        pages[at].evaluate(SEND)
    act.refresh_from_db()
    assert (act.details["rooms"], act.details["water"], act.details["people"]) == (2, "YARD", 5)
    clash = Parcel.objects.get(state="CLASH")
    assert {act.details["food"], clash.clashes["food"]} == {"SHORT", "ENOUGH"}
    assert act.details["food"] == answers[first]["food"]


def test_decisions_and_phones_are_accessible(
    page: Any,
    people: Town,
    sign_in_page: Callable[[Any], Any],
    assert_accessible: Callable[[Any], None],
) -> None:
    visit = taken_along(people.social, people.aruzhan)
    clash = receive_parcel(by=people.social, visit=visit, body=parcel(visit, {"rooms": -3}), skew=0)
    other = taken_along(people.teacher, people.aruzhan)
    held = receive_parcel(by=people.social, visit=other, body=parcel(other), skew=0)
    sign_in_page(people.social)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (
            reverse("phone:phones"),
            reverse("phone:settle", args=[clash.pid]),
            reverse("phone:settle", args=[held.pid]),
            reverse("visits:tasks"),
            reverse("visits:photos", args=[clash.visit.act.pid]),
        ):
            page.goto(address)
            assert_accessible(page)
            fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            assert page.evaluate(fits), (address, width)

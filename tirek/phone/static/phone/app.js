// The app: its PIN, the visits on the phone, taking along, sending. Nothing is shown before the PIN.

import * as db from "./db.js";
import { fill } from "./filling.js";
import { el } from "./form.js";
import * as outbox from "./outbox.js";
import { fromBase64 } from "./seal.js";
import * as vault from "./vault.js";
import * as visits from "./visits.js";

const words = JSON.parse(document.getElementById("words").textContent);
const main = document.getElementById("app");
const bar = document.getElementById("state");
const IDLE = 5 * 60 * 1000; // without a touch, then the PIN is asked again
let school = null; // the school's last answer
let touched = Date.now();
let filling = null; // closes the visit that is open

const show = (...parts) => main.replaceChildren(...parts.filter(Boolean));
const button = (label, deed, look = "btn-line") => el("button", { type: "button", class: `btn ${look}`, onclick: deed }, label);

async function start() {
  if (!window.isSecureContext || !crypto.subtle) return show(el("h1", {}, words.insecure_title), el("p", {}, words.insecure));
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/phone/sw.js").catch(() => {});
  navigator.storage?.persist?.();
  // Two windows would write over each other: the second one only says so.
  navigator.locks.request("tirek-phone", { ifAvailable: true }, (mine) => (mine ? run() : show(el("h1", {}, words.title), el("p", {}, words.other_window))));
}

async function run() {
  await vault.tick();
  setInterval(watch, 60000);
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => (touched = Date.now()));
  addEventListener("online", sync);
  addEventListener("offline", tell);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && watch());
  await home(); // a school that does not answer keeps nobody waiting
  await sync();
  return new Promise(() => {});
}

async function watch() {
  const gone = await vault.tick();
  if (gone || (vault.unlocked() && Date.now() - touched > IDLE)) {
    await filling?.();
    filling = null;
    vault.lock();
    await home();
  }
}

async function sync() {
  const answer = await outbox.send(tell);
  if (answer) school = answer;
  else if (!navigator.onLine) school = null;
  await tell();
  if (["list", "begin"].includes(main.dataset.page)) await home();
}

async function tell() {
  const left = await outbox.waiting();
  const told = [];
  if (left.length) told.push(`${words.to_send}: ${left.length}`);
  if (!navigator.onLine || school === null) told.push(words.offline);
  else if (school?.login) told.push(words.login_first);
  else if (!left.length) told.push(words.online);
  bar.textContent = told.join(" · ");
}

async function home() {
  const kept = await vault.row();
  await tell();
  if (!kept) return begin();
  return vault.unlocked() ? list() : ask(kept);
}

function pinForm(title, label, deed, ...more) {
  const input = el("input", { type: "password", id: "pin", inputmode: "numeric", autocomplete: "off", minlength: vault.LEAST, required: true, "aria-describedby": "pin-said" });
  const said = el("p", { class: "msg", id: "pin-said", role: "alert" });
  const form = el("form", { novalidate: true, onsubmit: async (event) => {
    event.preventDefault();
    if (input.value.length < vault.LEAST) return void (said.textContent = words.pin_short);
    const submit = form.querySelector("button");
    submit.disabled = true;
    said.textContent = (await deed(input.value)) ?? "";
    submit.disabled = false;
    input.value = "";
  } }, ...more, el("div", { class: "field" }, el("label", { for: "pin" }, words.pin), input, said), el("p", { class: "btns" }, el("button", { class: "btn btn-primary" }, label)));
  main.dataset.page = "pin";
  show(el("h1", {}, title), form);
  (form.querySelector("input") ?? input).focus();
}

/** A phone that knows nothing: it is made known while there is a connection. */
async function begin() {
  const left = await outbox.waiting();
  const stays = left.length ? el("div", { class: "note note-wait" }, el("p", {}, `${words.stays}: ${left.length}`), button(words.send_now, sync)) : null;
  if (!school?.csrf) {
    main.dataset.page = "begin";
    return show(el("h1", {}, words.title), stays, el("p", {}, school?.login ? words.login_hint : words.begin_offline), el("p", { class: "btns" }, el("a", { class: "btn btn-primary", href: "/sign-in/?next=/phone/" }, words.login)));
  }
  if (!school.right) return show(el("h1", {}, words.title), stays, el("p", {}, words.no_right));
  const name = el("input", { id: "phone-name", maxlength: 80, autocomplete: "off" });
  name.value = words.my_phone;
  pinForm(words.make, words.make, async (pin) => {
    const answer = await post("/phone/register/", { name: name.value || words.my_phone });
    if (!answer.phone) return answer.refusal;
    await vault.make(pin, { phone: answer.phone, who: "", point: school.key.point });
    await home();
  }, stays, el("p", {}, words.make_hint), el("div", { class: "field" }, el("label", { for: "phone-name" }, words.phone_name), name));
}

function ask(kept) {
  pinForm(words.unlock, words.unlock, async (pin) => {
    const made = await vault.unlock(pin);
    if (made.state === "wrong") return `${words.wrong} ${words.left}: ${made.left}`;
    if (made.state === "wiped") {
      school = null;
      await sync();
    }
    await home();
    return made.state === "wiped" ? words.wiped : null;
  }, kept.tries ? el("p", { class: "q" }, `${words.left}: ${vault.TRIES - kept.tries}`) : null);
}

async function post(address, fields) {
  try {
    const body = new URLSearchParams(fields);
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": school.csrf }, redirect: "manual" });
    return answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : { refusal: words.login_first };
  } catch {
    return { refusal: words.offline };
  }
}

async function list() {
  main.dataset.page = "list";
  const here = await db.all("visits");
  const lines = [];
  for (const visit of here.sort((a, b) => a.taken_at - b.taken_at)) lines.push(await line(visit));
  show(
    el("h1", {}, words.title),
    lines.length ? el("ul", { class: "ph-list" }, ...lines) : el("div", { class: "blank" }, el("h2", {}, words.empty), el("p", {}, words.empty_hint)),
    el("p", { class: "btns" }, button(words.take, offer, "btn-primary"), button(words.send_now, sync), button(words.lock, async () => { vault.lock(); await home(); })),
    el("p", {}, el("a", { href: "/" }, words.to_school)),
  );
}

async function line(visit) {
  const day = new Date(visit.taken_at).toLocaleDateString(document.documentElement.lang);
  if (visit.state === "SENT") {
    return el("li", {}, el("b", {}, `${words.visit} ${day}`), el("span", { class: "stat" }, words[visit.fate.state] ?? visit.fate.state), visit.fate.note ? el("small", {}, visit.fate.note) : null, visit.fate.address ? el("a", { href: visit.fate.address }, words.open) : null, button(words.seen, async () => { await visits.drop(visit.id); await home(); }, "btn-act"));
  }
  if (!visit.box) return el("li", {}, el("b", {}, `${words.visit} ${day}`), el("span", { class: "stat stat-end" }, words.on_its_way), visit.refusal ? el("small", { class: "msg" }, visit.refusal) : null);
  const { pack } = await visits.open(visit);
  const name = pack.children.map((child) => child.name).join(", ");
  return el("li", {}, el("b", {}, name), el("small", {}, [pack.title, pack.children.map((child) => child.class).join(", "), pack.address].filter(Boolean).join(" · ")), el("span", { class: "stat" }, visit.draft ? words.on_phone : words.not_begun), el("span", { class: "btns" }, button(visit.draft ? words.go_on : words.fill, () => enter(visit), "btn-primary"), visit.draft ? null : button(words.drop, async () => { await visits.drop(visit.id); await home(); }, "btn-act")));
}

async function enter(visit) {
  main.dataset.page = "fill";
  filling = await fill(main, visit, words, async (finished) => {
    filling = null;
    await home();
    if (finished) await sync();
  });
}

/** Whom to take along: those whose act is due, drafts, or by name. */
async function offer() {
  main.dataset.page = "offer";
  if (!school?.csrf) await sync();
  if (!school?.csrf) return show(el("h1", {}, words.take), el("p", {}, school?.login ? words.login_hint : words.begin_offline), el("p", { class: "btns" }, school?.login ? el("a", { class: "btn btn-primary", href: "/sign-in/?next=/phone/" }, words.login) : null, button(words.list, home)));
  const seek = el("input", { type: "search", id: "seek", autocomplete: "off" });
  const found = el("div", { role: "status" });
  const look = async () => {
    const answer = await fetch(`/phone/offer/?q=${encodeURIComponent(seek.value)}`, { redirect: "manual" }).then((one) => (one.ok ? one.json() : null), () => null);
    if (!answer) return void found.replaceChildren(el("p", {}, words.offline));
    found.replaceChildren(
      answer.drafts.length && !seek.value ? el("section", {}, el("h2", {}, words.drafts), el("ul", { class: "ph-list" }, ...answer.drafts.map((one) => el("li", {}, el("b", {}, one.name), el("small", {}, `${one.title} · ${one.class}`), taking({ act: one.pid }, words.take_one, one.name))))) : "",
      el("h2", {}, seek.value ? words.found : words.due),
      answer.pupils.length ? el("ul", { class: "ph-list" }, ...answer.pupils.map((one) => el("li", {}, el("b", {}, one.name), el("small", {}, [one.class, one.address].filter(Boolean).join(" · ")), el("span", { class: "btns" }, ...answer.kinds.map((kind) => taking({ pupil: one.pid, kind: kind.code }, kind.title, one.name)))))) : el("p", { class: "q" }, words.nobody),
    );
  };
  const taking = (fields, label, name) => {
    const one = el("button", { type: "button", class: "btn btn-line", onclick: async () => {
      one.disabled = true;
      const kept = await vault.row();
      const pack = await post("/phone/take/", { ...fields, phone: kept.phone });
      if (pack.id) await visits.keep(pack, fromBase64(school.key.point));
      one.replaceChildren(pack.id ? `✓ ${words.taken}` : (pack.refusal ?? words.offline));
    } }, label, el("span", { class: "hide" }, ` ${name}`));
    return one;
  };
  show(el("h1", {}, words.take), el("form", { role: "search", onsubmit: (event) => { event.preventDefault(); look(); } }, el("div", { class: "field" }, el("label", { for: "seek" }, words.seek), seek), el("p", { class: "btns" }, el("button", { class: "btn btn-line" }, words.find), button(words.done, home, "btn-primary"))), found);
  await look();
}

start();

// One visit being filled in: its steps, photos, signatures; every answer is kept as it is given.

import { pad } from "../visits/pen.js";
import { shown, small } from "./files.js";
import { drawStep, el } from "./form.js";
import * as visits from "./visits.js";

const REST = 400; // milliseconds after the last key

/** Show a visit in `place`; `leave(finished)` is called when it is left. Gives what closes it. */
export async function fill(place, visit, words, leave) {
  const { key, pack, draft: before } = await visits.open(visit);
  const draft = before ?? { on: pack.on, clock: true, at: Date.now() / 1000, sign: false, answers: { ...pack.answers }, files: {} };
  const steps = [...pack.steps, { code: "photos", title: words.photos, fields: [] }];
  draft.sign = false; // finishing says it anew
  let at = 0;
  let timer = null;
  let saving = Promise.resolve();

  const keep = (file = null, drop = null) => {
    clearTimeout(timer);
    saving = saving.then(() => visits.save(visit.id, key, draft, file, drop)).then((kept) => said(kept ? words.kept : words.lost), () => said(words.full));
    return saving;
  };
  const note = el("p", { class: "ph-note", role: "status" });
  const said = (text) => void (note.textContent = text);
  const changed = (code, value) => {
    if (value === undefined) delete draft.answers[code];
    else draft.answers[code] = value;
    clearTimeout(timer);
    timer = setTimeout(keep, REST);
  };
  const away = () => document.visibilityState === "hidden" && keep();
  document.addEventListener("visibilitychange", away);
  const close = async (always = false) => {
    document.removeEventListener("visibilitychange", away);
    if (before || timer || Object.keys(draft.files).length || always) await keep();
  };
  const go = async (finished) => {
    await close(finished);
    if (finished) await visits.finish(visit.id);
    leave(finished);
  };

  const add = async (kind, caption, bytes) => {
    const file = { id: crypto.randomUUID(), bytes };
    if (kind === "SIGNATURE") {
      for (const [old, told] of Object.entries(draft.files)) {
        if (told.kind === kind && told.caption === caption) await take(old);
      }
    }
    draft.files[file.id] = { kind, caption };
    await keep(file);
  };
  const take = async (id) => {
    delete draft.files[id];
    await keep(null, id);
  };

  const draw = async () => {
    const step = steps[at];
    const last = at === steps.length - 1;
    const parts = [
      el("button", { type: "button", class: "btn btn-link", onclick: () => go(false) }, `← ${words.list}`),
      el("h1", { tabindex: -1 }, pack.children.map((child) => child.name).join(", ")),
      el("p", { class: "sub" }, [pack.title, pack.children.map((child) => child.class).filter(Boolean).join(", "), pack.address].filter(Boolean).join(" · ")),
      el("nav", { class: "ph-steps", "aria-label": words.steps }, ...steps.map((one, n) => el("button", { type: "button", class: "ph-dot", "aria-current": n === at ? "step" : null, onclick: () => { at = n; draw(); } }, `${n + 1}`, el("span", { class: "hide" }, ` ${one.title}`)))),
      el("h2", {}, `${at + 1}. ${step.title}`),
      at === 0 ? dayField() : null,
      drawStep(step, draft.answers, words, changed),
      step.code === "signatures" ? await signatures() : null,
      step.code === "photos" ? await photos() : null,
      note,
      el("p", { class: "btns ph-foot" },
        at ? el("button", { type: "button", class: "btn btn-line", onclick: () => { at -= 1; draw(); } }, words.back) : null,
        last
          ? el("button", { type: "button", class: "btn btn-primary", onclick: async () => { draft.sign = true; await go(true); } }, words.finish)
          : el("button", { type: "button", class: "btn btn-primary", onclick: () => { at += 1; draw(); } }, words.next)),
      last ? el("p", { class: "hint" }, words.finish_hint) : null,
    ];
    place.replaceChildren(...parts.filter(Boolean));
    window.scrollTo(0, 0);
    place.querySelector("h1").focus({ preventScroll: true });
  };

  const dayField = () => {
    const input = el("input", { type: "date", id: "f-on", oninput: () => { draft.on = input.value; draft.clock = false; keep(); } });
    input.value = draft.on;
    return el("div", { class: "field" }, el("label", { for: "f-on" }, words.day), input);
  };

  const photos = async () => {
    const input = el("input", { type: "file", id: "f-photo", accept: "image/*", class: "hide", onchange: async () => {
      for (const file of input.files) {
        const bytes = await small(file);
        if (bytes) await add("PHOTO", "", bytes);
        else alert(`${file.name}: ${words.no_photo}`);
      }
      draw();
    } });
    input.multiple = true;
    const list = el("ul", { class: "shots" });
    for (const [id, told] of Object.entries(draft.files)) {
      if (told.kind !== "PHOTO") continue;
      const bytes = await visits.picture(visit.id, key, id);
      const caption = el("input", { "aria-label": words.caption, placeholder: words.caption, oninput: () => { told.caption = caption.value; clearTimeout(timer); timer = setTimeout(keep, REST); } });
      caption.value = told.caption;
      list.append(el("li", {}, bytes ? el("img", { src: shown(bytes, "image/jpeg"), alt: told.caption || words.photo }) : null, caption, el("button", { type: "button", class: "btn btn-act", onclick: async () => { await take(id); draw(); } }, words.less)));
    }
    return el("div", {}, el("p", { class: "hint" }, words.faces), el("label", { for: "f-photo", class: "btn btn-line ph-shoot" }, words.shoot), input, list);
  };

  const signatures = async () => {
    const names = [...(draft.answers.commission ?? []).map((row) => row.name), draft.answers.refused ? null : draft.answers.read_by];
    const box = el("section", { class: "ph-signs" }, el("h3", {}, words.glass));
    for (const name of new Set(names.filter(Boolean))) {
      const given = Object.entries(draft.files).find(([, told]) => told.kind === "SIGNATURE" && told.caption === name);
      const bytes = given && (await visits.picture(visit.id, key, given[0]));
      const line = el("div", { class: "ph-sign" }, el("b", {}, name));
      if (bytes) line.append(el("img", { class: "stroke", src: shown(bytes, "image/png"), alt: words.signed }));
      line.append(el("button", { type: "button", class: "btn btn-line", onclick: () => sign(line, name) }, bytes ? words.sign_anew : words.sign, el("span", { class: "hide" }, ` ${name}`)));
      box.append(line);
    }
    return box;
  };

  const sign = (line, name) => {
    const canvas = el("canvas", { class: "pen", width: 900, height: 300, role: "img", "aria-label": words.place });
    const glass = pad(canvas);
    line.replaceChildren(el("b", {}, name), canvas, el("p", { class: "btns" },
      el("button", { type: "button", class: "btn btn-primary", onclick: async () => {
        if (!glass.empty) await add("SIGNATURE", name, new Uint8Array(await (await glass.blob()).arrayBuffer()));
        draw();
      } }, words.save),
      el("button", { type: "button", class: "btn btn-line", onclick: () => glass.clear() }, words.clear)));
  };

  await draw();
  return close;
}

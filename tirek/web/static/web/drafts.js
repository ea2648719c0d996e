// Keeps what is typed into a form and not sent yet; the server gives it back to its author alone.

const note = document.getElementById("draft-note");
const WAIT = 1500; // milliseconds of rest after the last change
const page = location.pathname + location.search;
const SKIPPED = new Set(["csrfmiddlewaretoken", "form_key", "draft", "next"]);

const typed = (field) =>
  field.name && !SKIPPED.has(field.name) && !["hidden", "password", "file", "submit", "button"].includes(field.type);

const forms = note
  ? [...document.querySelectorAll("main form")].filter(
      (form) =>
        form.method === "post" &&
        !("noDraft" in form.dataset) &&
        !form.querySelector("input[type=password]") &&
        [...form.elements].some(typed),
    )
  : [];

const placeOf = (form) => (forms.indexOf(form) ? `${page}#${forms.indexOf(form)}` : page).slice(0, 500);

function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    const field = form.elements[name];
    const one = field instanceof RadioNodeList ? field[0] : field;
    if (typeof value !== "string" || !one || (one instanceof Element && !typed(one))) continue;
    (fields[name] ??= []).push(value);
  }
  return JSON.stringify(fields);
}

const send = (form, values) =>
  fetch(note.dataset.url, {
    method: "POST",
    body: new URLSearchParams(values),
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    keepalive: true,
  });

// One note above the form: its words, and what can be done about it.
function tell(form, kind) {
  form.previousElementSibling?.matches(".draft-note") && form.previousElementSibling.remove();
  const shown = note.content.querySelector(`[data-kind=${kind}]`).cloneNode(true);
  form.before(shown);
  return shown;
}

const waiting = new Map();

async function keep(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const place = placeOf(form);
  if (!form.elements.draft) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "draft", value: place }));
  }
  try {
    const answer = await send(form, { place, fields: fieldsOf(form) });
    const { asleep } = await answer.json();
    if (asleep) tell(form, "asleep").querySelector("a").href = asleep;
  } catch {
    // Without a connection the words are still in the form; the next change tries again.
  }
}

function restore(form, fields) {
  const lost = [];
  for (const [name, values] of Object.entries(fields)) {
    const found = [...form.elements].filter((field) => field.name === name && typed(field));
    const left = [...values];
    for (const field of found) {
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
      else field.value = left.shift() ?? "";
    }
    if (!found.length) lost.push(...values.filter((value) => value.trim()));
  }
  return lost;
}

function offer(form, draft) {
  const shown = tell(form, "kept");
  shown.querySelector("time").textContent = draft.at;
  const [back, away] = shown.querySelectorAll("button");
  back.addEventListener("click", () => {
    const lost = restore(form, draft.fields);
    keep(form);
    if (lost.length) {
      // What has no field here now is shown, so that it can be copied.
      shown.querySelector("pre").textContent = lost.join("\n");
      shown.querySelector("pre").hidden = false;
      back.remove();
    } else shown.remove();
    [...form.elements].find(typed)?.focus();
  });
  away.addEventListener("click", () => {
    send(form, { end: draft.place });
    shown.remove();
  });
}

for (const form of forms) {
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, (event) => {
      if (!typed(event.target)) return;
      clearTimeout(waiting.get(form));
      waiting.set(form, setTimeout(() => keep(form), WAIT));
    });
  }
  form.addEventListener("submit", () => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
  });
}

window.addEventListener("pagehide", () => {
  for (const form of waiting.keys()) keep(form);
});

if (forms.length) {
  const answer = await fetch(`${note.dataset.url}?${new URLSearchParams({ page: page.slice(0, 500) })}`);
  if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) {
    const { drafts } = await answer.json();
    for (const form of forms) {
      const draft = drafts.find((one) => one.place === placeOf(form));
      if (draft) offer(form, draft);
    }
  }
}

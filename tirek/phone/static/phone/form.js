// An act's questions drawn from its table, and read back.

/** Make an element: el("p", {class: "q"}, "text", child...). */
export function el(name, facts = {}, ...inside) {
  const made = document.createElement(name);
  for (const [fact, value] of Object.entries(facts)) {
    if (fact.startsWith("on")) made.addEventListener(fact.slice(2), value);
    else if (value === true) made.setAttribute(fact, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(fact, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== undefined));
  return made;
}

const NUMERIC = { whole: "numeric", year: "numeric", decimal: "decimal" };

/** One step of a form; `changed(code, value)` is told each answer, undefined when it was taken away. */
export function drawStep(step, answers, words, changed) {
  return el("div", { class: "ph-step" }, ...step.fields.map((field) => drawField(field, answers[field.code], words, changed)));
}

function drawField(field, value, words, changed) {
  const id = `f-${field.code}`;
  const hint = field.hint ? el("p", { class: "hint", id: `${id}-hint` }, field.hint) : null;
  const was = field.was ? el("p", { class: "was" }, `${words.was} ${field.was}`) : null;
  const told = (said) => changed(field.code, said);
  if (field.type === "rows") {
    return el("fieldset", { class: "field wide" }, el("legend", {}, field.label), hint, drawRows(field, value ?? [], words, told), was);
  }
  if (field.choices) {
    return el("fieldset", { class: "field wide" }, el("legend", {}, field.label), hint, drawChoices(field, value, told, id), was);
  }
  if (field.type === "flag") {
    const tick = el("input", { type: "checkbox", id, checked: value === true, onchange: () => told(tick.checked || undefined) });
    return el("div", { class: "field wide" }, el("label", { class: "opt" }, tick, field.label), hint);
  }
  const input = drawInput(field, value, told, id, hint && `${id}-hint`);
  return el("div", { class: "field wide" }, el("label", { for: id }, field.label), hint, input, was);
}

function drawInput(field, value, told, id, described) {
  const facts = { id, "aria-describedby": described, autocomplete: "off" };
  if (field.type === "text") {
    const area = el("textarea", { ...facts, rows: 3, oninput: () => told(area.value.trim() || undefined) });
    area.value = value ?? "";
    return area;
  }
  const dated = field.type === "date" || field.type === "term";
  const input = el("input", {
    ...facts,
    type: dated ? "date" : "text",
    inputmode: NUMERIC[field.type],
    oninput: () => told(read(field.type, input.value)),
  });
  input.value = value ?? "";
  return input;
}

/** What was typed, as the school keeps it; a number that is none stays as it was typed. */
export function read(type, typed) {
  const text = typed.trim();
  if (!text) return undefined;
  if (!NUMERIC[type]) return text;
  const plain = text.replace(/[\s\u00a0]/g, "").replace(",", ".");
  if (type === "decimal") return plain;
  return /^-?\d{1,12}$/.test(plain) ? Number(plain) : text;
}

function drawChoices(field, value, told, id) {
  const many = field.type === "many";
  const chosen = new Set(many ? (value ?? []) : [value]);
  return el(
    "div",
    { class: "opts" },
    ...field.choices.map((choice) => {
      const input = el("input", {
        type: many ? "checkbox" : "radio",
        name: id,
        value: choice.code,
        checked: chosen.has(choice.code),
        onchange: () => {
          if (!many) return told(choice.code);
          if (input.checked) chosen.add(choice.code);
          else chosen.delete(choice.code);
          told(field.choices.map((one) => one.code).filter((code) => chosen.has(code)));
        },
      });
      return el("label", { class: "opt" }, input, choice.label);
    }),
  );
}

function drawRows(field, rows, words, told) {
  const kept = rows.map((row) => ({ ...row }));
  const list = el("div", { class: "ph-rows" });
  const tell = () => {
    const shown = new Set(field.columns.filter((column) => !column.choices).map((column) => column.code));
    told(kept.filter((row) => Object.entries(row).some(([code, cell]) => shown.has(code) && cell !== undefined)).map(clean));
  };
  const draw = () => {
    list.replaceChildren(
      ...kept.map((row, at) =>
        el(
          "fieldset",
          { class: "ph-row" },
          el("legend", { class: "hide" }, `${field.label}, ${at + 1}`),
          ...field.columns.map((column) => drawCell(column, row, `f-${field.code}-${at}-${column.code}`, tell)),
          el("button", { type: "button", class: "btn btn-act", onclick: () => { kept.splice(at, 1); draw(); tell(); } }, words.less, el("span", { class: "hide" }, ` ${at + 1}`)),
        ),
      ),
      el("button", { type: "button", class: "btn btn-line", onclick: () => { kept.push({}); draw(); list.querySelector(`#f-${field.code}-${kept.length - 1}-${field.columns[0].code}`)?.focus(); } }, `+ ${words.more}`),
    );
  };
  draw();
  return list;
}

const clean = (row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== undefined && cell !== ""));

function drawCell(column, row, id, tell) {
  if (column.choices) {
    const select = el(
      "select",
      { id, onchange: () => { row[column.code] = select.value || undefined; tell(); } },
      el("option", { value: "" }, "–"),
      ...column.choices.map((choice) => el("option", { value: choice.code, selected: row[column.code] === choice.code }, choice.label)),
    );
    return el("div", { class: "field" }, el("label", { for: id }, column.label), select);
  }
  const input = drawInput(column, row[column.code], (said) => { row[column.code] = said; tell(); }, id, null);
  return el("div", { class: "field" }, el("label", { for: id }, column.label), input);
}

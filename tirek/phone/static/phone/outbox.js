// Sending: one visit at a time, oldest first, at school only when the school has said so.

import * as db from "./db.js";
import { joined } from "./seal.js";
import * as vault from "./vault.js";
import { arrived, filesOf } from "./visits.js";

const text = new TextEncoder();
let busy = false;
let waits = 5000;
let timer = null;

/** What waits to be sent: finished visits, and unfinished ones nobody can open here any more. */
export async function waiting() {
  const visits = await db.all("visits");
  const ready = visits.filter((one) => one.state === "READY" || (one.draft && !one.box && one.state !== "SENT"));
  return ready.sort((a, b) => a.taken_at - b.taken_at);
}

async function parcel(visit) {
  const files = await filesOf(visit.id);
  const parts = [{ id: "draft", ...visit.draft }, ...files.map((file) => ({ id: file.id, ...file.data }))];
  const whole = parts.map((part) => joined(part.iv, part.data));
  const head = text.encode(
    JSON.stringify({
      v: 1,
      visit: visit.id,
      key: visit.key,
      sent_at: Date.now() / 1000,
      seal: visit.seal.length,
      parts: parts.map((part, at) => ({ id: part.id, size: whole[at].length })),
    }),
  );
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length);
  return new Blob([length, head, visit.seal, ...whole]);
}

/** Ask the school how things stand; null without a connection, {login} when one has to sign in. */
export async function ask(keys = []) {
  const kept = await vault.row();
  const query = new URLSearchParams({ phone: kept?.phone ?? "", keys: keys.join(",") });
  try {
    const signal = AbortSignal.timeout(20000);
    const answer = await fetch(`/phone/state/?${query}`, { redirect: "manual", cache: "no-store", signal });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { login: true };
    if (answer.status === 403) return { forbidden: true };
    if (!answer.ok) return null;
    return await answer.json();
  } catch {
    return null;
  }
}

/** Send all that waits; `tell(state, left)` after each step. Gives the school's last answer. */
export async function send(tell = () => {}) {
  if (busy) return null;
  busy = true;
  clearTimeout(timer);
  try {
    return await sendAll(tell);
  } finally {
    busy = false;
  }
}

async function sendAll(tell) {
  const queue = await waiting();
  const school = await ask(queue.map((one) => one.key));
  if (school?.forbidden) await vault.wipe();
  if (!school?.now) {
    if (school === null && queue.length) later(tell);
    return school;
  }
  await vault.heard(school.known ? { point: school.key.point } : {});
  if (school.wipe) await vault.wipe();
  for (const visit of await waiting()) {
    const before = school.parcels[visit.key];
    if (before) {
      await arrived(visit.id, before); // the reply was lost, the parcel was not
      tell();
      continue;
    }
    tell(visit.id);
    const fate = await deliver(visit, school.csrf);
    if (fate === null) {
      later(tell);
      break;
    }
    if (fate.refusal) await db.put("visits", { ...visit, refusal: fate.refusal });
    else await arrived(visit.id, fate);
    waits = 5000;
    tell();
  }
  return school;
}

async function deliver(visit, csrf) {
  try {
    const answer = await fetch("/phone/send/", {
      method: "POST",
      body: await parcel(visit),
      headers: { "X-CSRFToken": csrf, "Content-Type": "application/octet-stream" },
      redirect: "manual",
    });
    if (answer.ok || [404, 413, 422].includes(answer.status)) return await answer.json();
    return null;
  } catch {
    return null;
  }
}

/** Try again by itself, ever more seldom, with some chance in it. */
function later(tell) {
  timer = setTimeout(() => send(tell), waits * (0.7 + Math.random() * 0.6));
  waits = Math.min(waits * 2, 5 * 60 * 1000);
}

// Visits on the phone. Each has a key of its own: boxed under the PIN to be gone on with, sealed to the
// school to be sent. What is finished loses the box: from then on only the school can read it.

import * as db from "./db.js";
import { seal } from "./seal.js";
import * as vault from "./vault.js";

const bytes = (said) => new TextEncoder().encode(JSON.stringify(said));
const said = (raw) => JSON.parse(new TextDecoder().decode(raw));
const about = (id) => new TextEncoder().encode(id);

/** Keep a package of the school: unreadable at rest from its first moment. */
export async function keep(pack, point) {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const key = await vault.importKey(raw);
  const visit = {
    id: pack.id,
    key: pack.key,
    seal: await seal(point, raw, about(pack.id)),
    box: await vault.box(raw),
    pack: await vault.cipher(key, bytes(pack), about(pack.id)),
    draft: null,
    state: "TAKEN",
    taken_at: Date.now(),
  };
  raw.fill(0);
  await db.put("visits", visit);
  return visit;
}

async function keyOf(visit) {
  const raw = await vault.unbox(visit.box);
  const key = await vault.importKey(raw);
  raw.fill(0);
  return key;
}

/** Open a visit: its package, what has been written so far, its key. */
export async function open(visit) {
  const key = await keyOf(visit);
  const pack = said(await vault.plain(key, visit.pack, about(visit.id)));
  const draft = visit.draft ? said(await vault.plain(key, visit.draft, about(visit.id))) : null;
  return { key, pack, draft };
}

/** Keep what has been written so far; a picture put in or taken out along with it, or neither. */
export async function save(id, key, draft, file = null, drop = null) {
  const enciphered = await vault.cipher(key, bytes(draft), about(id));
  const shot = file && { id: file.id, visit: id, data: await vault.cipher(key, file.bytes, about(id)) };
  const visit = await db.get("visits", id);
  if (!visit || visit.state === "READY") return false;
  await db.change(["visits", "files"], (stores) => {
    stores.visits.put({ ...visit, draft: enciphered, state: "WRITTEN", saved_at: Date.now() });
    if (shot) stores.files.put(shot);
    if (drop) stores.files.delete(drop);
  });
  return true;
}

/** A picture of a visit, opened. */
export async function picture(id, key, file) {
  const kept = await db.get("files", file);
  return kept ? vault.plain(key, kept.data, about(id)) : null;
}

/** Finish: nobody can read it here any more, it waits to be sent. */
export async function finish(id) {
  const visit = await db.get("visits", id);
  await db.put("visits", { ...visit, box: null, pack: null, state: "READY", finished_at: Date.now() });
}

export const filesOf = async (id) => (await db.all("files")).filter((file) => file.visit === id);

/** At school: the bytes go, a line stays until it has been seen. */
export async function arrived(id, fate) {
  const visit = await db.get("visits", id);
  const files = await filesOf(id);
  await db.change(["visits", "files"], (stores) => {
    const { key, taken_at, finished_at } = visit;
    stores.visits.put({ id, key, taken_at, finished_at, state: "SENT", fate });
    for (const file of files) stores.files.delete(file.id);
  });
}

/** Take a visit off the phone (one not written in, or a line that has been seen). */
export async function drop(id) {
  const files = await filesOf(id);
  await db.change(["visits", "files"], (stores) => {
    stores.visits.delete(id);
    for (const file of files) stores.files.delete(file.id);
  });
}

// The vault: a PIN opens the phone's own key, that key opens the visits. Five wrong PINs, or 72 hours
// without the school, and what can be read is gone; what is sealed to the school stays to be sent.

import * as db from "./db.js";

export const ROUNDS = 600000; // of PBKDF2-HMAC-SHA-256, as OWASP asks
export const TRIES = 5;
export const HOURS = 72;
export const LEAST = 6; // signs of a PIN
const JUMP = 10 * 60 * 1000; // a clock turned back by more counts as a day
const DAY = 24 * 3600 * 1000;

let opened = null; // the phone's key, in memory only

export const unlocked = () => opened !== null;
export const lock = () => void (opened = null);
export const row = () => db.get("vault", 1);

const random = (n) => crypto.getRandomValues(new Uint8Array(n));

async function pinKey(pin, salt, rounds) {
  const raw = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin.normalize("NFC")), "PBKDF2", false, [
    "deriveKey",
  ]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    raw,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** Encipher bytes under a key: {iv, data}. */
export async function cipher(key, bytes, about = new Uint8Array()) {
  const iv = random(12);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: about }, key, bytes);
  return { iv, data: new Uint8Array(data) };
}

export async function plain(key, box, about = new Uint8Array()) {
  const made = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv, additionalData: about }, key, box.data);
  return new Uint8Array(made);
}

/** Make the vault under a PIN; `facts` are kept beside it in the clear and name nobody. */
export async function make(pin, facts) {
  const salt = random(16);
  const raw = random(32);
  const wrapped = await cipher(await pinKey(pin, salt, ROUNDS), raw);
  const now = Date.now();
  await db.put("vault", { id: 1, salt, rounds: ROUNDS, wrapped, tries: 0, elapsed: 0, seen: now, ...facts });
  opened = await importKey(raw);
  raw.fill(0);
}

export const importKey = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** Open with a PIN: "open", "wrong" with the tries left, or "wiped". The try is counted before it is tried. */
export async function unlock(pin) {
  const kept = await row();
  if (!kept?.wrapped) return { state: "wiped" };
  await db.put("vault", { ...kept, tries: kept.tries + 1 });
  try {
    const raw = await plain(await pinKey(pin, kept.salt, kept.rounds), kept.wrapped);
    opened = await importKey(raw);
    raw.fill(0);
    await db.put("vault", { ...(await row()), tries: 0 });
    return { state: "open" };
  } catch {
    if (kept.tries + 1 >= TRIES) {
      await wipe();
      return { state: "wiped" };
    }
    return { state: "wrong", left: TRIES - kept.tries - 1 };
  }
}

export const box = (bytes) => cipher(opened, bytes);
export const unbox = (boxed) => plain(opened, boxed);

/** Take away all that can be read here: the vault, and the keys of the visits. Nothing unsent is lost. */
export async function wipe() {
  opened = null;
  const visits = await db.all("visits");
  await db.change(["vault", "visits"], (stores) => {
    stores.vault.delete(1);
    for (const visit of visits) {
      // A visit nobody has written in yet is only a copy of what the school knows.
      if (visit.draft) stores.visits.put({ ...visit, box: null, pack: null });
      else stores.visits.delete(visit.id);
    }
  });
}

/** Count the time since the school was last heard; a clock turned back does not make it longer. */
export async function tick(now = Date.now()) {
  const kept = await row();
  if (!kept) return false;
  const passed = now - kept.seen;
  const elapsed = kept.elapsed + (passed < -JUMP ? DAY : Math.max(0, passed));
  if (elapsed >= HOURS * 3600 * 1000) {
    await wipe();
    return true;
  }
  await db.put("vault", { ...kept, seen: now, elapsed });
  return false;
}

/** The school was heard. */
export async function heard(facts = {}) {
  const kept = await row();
  if (kept) await db.put("vault", { ...kept, elapsed: 0, seen: Date.now(), ...facts });
}

// Sealing to the school: ECDH on P-256 with a key made for this letter alone, HKDF, AES-GCM.

const text = new TextEncoder();
const MAGIC = text.encode("TRK1");
const INFO = text.encode("tirek phone 1");

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const fromBase64 = (said) => Uint8Array.from(atob(said), (sign) => sign.charCodeAt(0));

/** Seal bytes to the school's point, bound to what they are about. */
export async function seal(point, bytes, about) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const school = await crypto.subtle.importKey("raw", point, curve, false, []);
  const once = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const mine = new Uint8Array(await crypto.subtle.exportKey("raw", once.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: school }, once.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = joined(INFO, mine, point);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: about }, key, bytes);
  const id = new Uint8Array(await crypto.subtle.digest("SHA-256", point)).subarray(0, 8);
  return joined(MAGIC, id, mine, iv, new Uint8Array(data));
}

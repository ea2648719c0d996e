// Photos made small before they are kept: nothing but the picture leaves the camera.

const LONGEST = 1600;

/** A photo as a small JPEG without place, time and device; null when it is no picture. */
export async function small(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
  return new Uint8Array(await blob.arrayBuffer());
}

/** Bytes as an address an <img> may show. */
export function shown(bytes, type) {
  let said = "";
  for (let at = 0; at < bytes.length; at += 8192) said += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return `data:${type};base64,${btoa(said)}`;
}

// A signature drawn on a canvas with a finger, a pen or a mouse.

/** Let a canvas be drawn on; the pad says whether anything stands on it and gives it as a picture. */
export function pad(canvas) {
  const pen = canvas.getContext("2d");
  let drawn = false;
  let last = null;
  pen.lineWidth = Math.max(3, canvas.width / 250);
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#000";

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = at(event);
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
    drawn = true;
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (last = null));

  return {
    get empty() {
      return !drawn;
    },
    clear() {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      drawn = false;
    },
    url: () => canvas.toDataURL("image/png"),
    blob: () => new Promise((done) => canvas.toBlob(done, "image/png")),
  };
}

// The page on which one person signs: what is drawn goes along with the form.

import { pad } from "./pen.js";

const drawn = document.getElementById("drawn");
const glass = pad(document.getElementById("pen"));
document.getElementById("pen-clear").addEventListener("click", () => glass.clear());
drawn.form.addEventListener("submit", () => {
  drawn.value = glass.empty ? "" : glass.url();
});

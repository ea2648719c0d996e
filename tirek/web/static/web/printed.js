// A page that is printed is written down as one that is read: which page, by whom, when.
// Paper leaves the house; what cannot be sent is not waited for, the dialogue is already open.

const url = document.body.dataset.printed;
const token = document.querySelector('[name="csrfmiddlewaretoken"]');

if (url && token) {
  window.addEventListener("beforeprint", () => {
    const said = new URLSearchParams({ path: location.pathname, csrfmiddlewaretoken: token.value });
    fetch(url, { method: "POST", body: said, keepalive: true, credentials: "same-origin" }).catch(() => {});
  });
}

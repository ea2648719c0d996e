// Keeps the app's shell, so that it opens with no connection. Holds nothing about anybody.
const NAME = "tirek-phone-{{ release }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const KEPT = new Set(FILES);

// A new release waits until the app is closed: nobody loses the page under their hands.
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("tirek-phone-") && name !== NAME).map((name) => caches.delete(name)))),
  );
});

self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== location.origin || !KEPT.has(asked.pathname)) return;
  event.respondWith(caches.open(NAME).then(async (cache) => (await cache.match(asked.pathname)) ?? fetch(event.request)));
});

/* Keeps the shell and the offline page, never a personal page (they are not even asked for here). */
"use strict";
const CACHE = "shell-{{ version }}";
const SHELL = {{ shell|tojson }};
const OFFLINE = {{ offline|tojson }};

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE)
      .then((cache) => cache.addAll([...SHELL, OFFLINE].map((url) => new Request(url, { credentials: "omit" }))))
      .then(() => self.skipWaiting())
  );
});

const forget = (keep) =>
  caches.keys().then((names) => Promise.all(names.filter((name) => name !== keep).map((name) => caches.delete(name))));

self.addEventListener("activate", (event) => {
  event.waitUntil(forget(CACHE).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "wipe") event.waitUntil(forget("").then(() => self.registration.unregister()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  const address = request.url.slice(self.location.origin.length);
  if (SHELL.includes(address)) {
    event.respondWith(caches.match(address).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE).then((page) => page || Response.error())));
  }
});

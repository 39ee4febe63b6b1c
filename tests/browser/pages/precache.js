// Keeps pages as Workbox does: an entry whose revision is kept already is not fetched again.
const list = [{ url: "/", revision: "a1" }];
const name = "precache";
const key = ({ url, revision }) => `${url}?__WB_REVISION__=${revision}`;

async function install() {
  const cache = await caches.open(name);
  for (const entry of list) {
    if (!(await cache.match(key(entry)))) await cache.put(key(entry), await fetch(entry.url, { cache: "reload" }));
  }
  await self.skipWaiting();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const entry = list.find(({ url }) => new URL(url, self.location).href === event.request.url);
  if (entry) event.respondWith(caches.match(key(entry)).then((kept) => kept ?? fetch(event.request)));
});

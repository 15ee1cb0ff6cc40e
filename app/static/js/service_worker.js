// Keeps the tablet's pages and this build's assets for when there is no network. Never touches a write.
// The server puts two lines in front: BUILD, and KEPT (the addresses of the assets to keep).
/* global BUILD, KEPT */

const ASSETS = "assets-";
const PAGES = "pages-";
const PATIENCE = 5000;
const PAGE = /^\/observe\/(assignments\/[0-9a-f-]{36}\/)?$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(ASSETS + BUILD).then((cache) => cache.addAll(KEPT)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clearOldAssets().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  // Only when a person pressed "update" on a page with no open sheet: never by itself, in the middle of one.
  if (event.data === "take over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (PAGE.test(address.pathname) && !address.search) event.respondWith(page(event, request, address.pathname));
});

/** An asset's address holds its build, so a kept copy is never out of date. */
async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** The network first; the kept copy when there is none, or when it hangs. */
async function page(event, request, path) {
  const fresh = fetch(request);
  event.waitUntil(fresh.then((response) => keep(path, response.clone())).catch(() => {}));
  const kept = await keptPage(path);
  if (!kept) return fresh;
  const tired = new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE));
  const first = await Promise.race([fresh.catch(() => null), tired]);
  // A gateway that answers for a sleeping server is as good as no network.
  return first && first.status < 500 ? first : kept;
}

async function keptPage(path) {
  for (const name of await cachesCalled(PAGES)) {
    const found = await (await caches.open(name)).match(path);
    if (found) return found;
  }
  return undefined;
}

/** Keep a page for the person it was made for. What was kept for anybody else goes. */
async function keep(path, response) {
  const person = response.headers.get("X-Levelfield-Keep");
  if (!response.ok || response.redirected || !person) return;
  for (const name of await cachesCalled(PAGES)) if (name !== PAGES + person) await caches.delete(name);
  await (await caches.open(PAGES + person)).put(path, response);
}

/** An older build's assets stay as long as a kept page was made with them. */
async function clearOldAssets() {
  const needed = new Set([BUILD]);
  for (const name of await cachesCalled(PAGES)) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      needed.add((await cache.match(request))?.headers.get("X-Levelfield-Build") ?? BUILD);
    }
  }
  for (const name of await cachesCalled(ASSETS)) if (!needed.has(name.slice(ASSETS.length))) await caches.delete(name);
}

async function cachesCalled(prefix) {
  return (await caches.keys()).filter((name) => name.startsWith(prefix));
}

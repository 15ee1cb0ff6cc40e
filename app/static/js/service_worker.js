// @ts-check
// Keeps the tablet's pages and this build's assets for when there is no network. Never touches a write.
// The server puts one line in front that sets `self.levelfield`: the build, and the addresses of the assets to keep now
// and of those to keep later, which no score sheet waits for.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** @type {{build: string, kept: string[], later: string[]}} */
const { build: BUILD, kept: KEPT, later: LATER } = /** @type {any} */ (self).levelfield;

const ASSETS = "assets-";
const PAGES = "pages-";
const PATIENCE = 5000;
const SOON = 2000;
/** There while the person who was signed in has left without a network: nothing may be asked in their name. */
const OVER = "session-over";
/** Pages put away for people who opened their sessions here; nobody reads them without that person's PIN. */
const SEALED = "sealed-";
const TABLET = "/tablet/";
const HOME = "/observe/";
/** Who is here, asked without a network. */
const SWITCH = "/tablet/switch";
/** Signed out: what is still on its way to this page must not be kept any more. */
let forgetting = false;
/** What is being put away, one after the other.
 * @type {Promise<void>} */
let keeping = Promise.resolve();
/** The version of the form a sheet was begun with, in a page's address. */
const FORM = /^(\?form=[0-9a-f]{64})?$/;
const PAGE = /^\/observe\/((assignments\/[0-9a-f-]{36}|sessions\/[0-9a-f-]{36}\/brief|end-of-clinic)\/)?$/;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(ASSETS + BUILD).then((cache) => cache.addAll(KEPT)));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(clearOldAssets().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  // Only when a person pressed "update" on a page with no open sheet: never by itself, in the middle of one.
  if (event.data === "take over") void worker.skipWaiting();
  if (event.data === "keep the rest") event.waitUntil(keepTheRest());
  if (event.data === "end session") event.waitUntil(oldSession().then((lives) => event.ports[0]?.postMessage(lives ? "" : "ended")));
  if (event.data === "settle") event.waitUntil(keeping.then(() => event.ports[0]?.postMessage("kept")));
  if (event.data === "forget") event.waitUntil(forget().then(() => event.ports[0]?.postMessage("forgotten")));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (PAGE.test(address.pathname) && FORM.test(address.search)) {
    if (request.mode === "navigate") forgetting = false;
    event.respondWith(page(event, request, address.pathname + address.search));
  } else if (request.mode === "navigate") event.respondWith(elsewhere(request, address.pathname));
});

/** @returns {Promise<boolean>} whether the session of somebody who left is still alive: it ends as soon as it can */
async function oldSession() {
  if (!(await caches.has(OVER))) return false;
  const answer = await fetch("/tablet/leave", { method: "POST", signal: AbortSignal.timeout(SOON) }).catch(() => null);
  // A hotel's or hospital's own page also answers 200.
  if ((await answer?.json().catch(() => null))?.left !== true) return true;
  await caches.delete(OVER);
  return false;
}

/** @returns {Promise<Response>} for what cannot be shown: the sessions of whoever is here, or the question who that is */
async function instead() {
  if (await keptPage(HOME)) return Response.redirect(HOME);
  return (await caches.match(SWITCH)) ?? Response.error();
}

/**
 * Any other page: the network's, unless it would show what the person before may see. Who is here can be asked always.
 * @param {Request} request
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function elsewhere(request, path) {
  const lives = await oldSession();
  if (lives && path !== TABLET) return instead();
  const asking = path === TABLET ? await caches.match(SWITCH) : undefined;
  if (lives) return asking ?? Response.error();
  if (!asking) return fetch(request);
  const tired = new Promise((resolve) => setTimeout(() => resolve(null), SOON));
  const fresh = await Promise.race([fetch(request).catch(() => null), tired]);
  return fresh && fresh.status < 500 ? fresh : asking;
}

/**
 * An asset's address holds its build, so a kept copy is never out of date.
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && LATER.includes(new URL(request.url).pathname)) {
    await (await caches.open(ASSETS + BUILD)).put(request, fresh.clone());
  }
  return fresh;
}

/** What the tablet's other pages need, one by one, so that what failed is tried again the next time. */
async function keepTheRest() {
  const cache = await caches.open(ASSETS + BUILD);
  for (const address of LATER) if (!(await cache.match(address))) await cache.add(address).catch(() => {});
  const asking = await fetch(SWITCH).catch(() => null);
  // A server with a newer build gives a page for other scripts than those kept here.
  if (asking?.ok && asking.headers.get("X-Levelfield-Build") === BUILD) await cache.put(SWITCH, asking);
}

/**
 * The network first; the kept copy when there is none, or when it hangs.
 * @param {FetchEvent} event
 * @param {Request} request
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function page(event, request, path) {
  if (await oldSession()) return (await keptPage(path)) ?? instead();
  const fresh = fetch(request);
  event.waitUntil(fresh.then((response) => keepInTurn(path, response.clone())).catch(() => {}));
  const kept = await keptPage(path);
  if (!kept) return fresh;
  const tired = new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE));
  const first = await Promise.race([fresh.catch(() => null), tired]);
  // A gateway that answers for a sleeping server is as good as no network.
  return first && first.status < 500 ? first : kept;
}

/**
 * @param {string} path
 * @returns {Promise<Response | undefined>}
 */
async function keptPage(path) {
  for (const name of await cachesCalled(PAGES)) {
    const cache = await caches.open(name);
    const found = (await cache.match(path)) ?? (await pageWithForm(cache, path));
    if (found) return found;
  }
  return undefined;
}

/**
 * The page kept without naming its form, when its form is the one asked for.
 * @param {Cache} cache
 * @param {string} path
 */
async function pageWithForm(cache, path) {
  const [plain, form] = path.split("?form=");
  const found = form ? await cache.match(plain) : undefined;
  return found?.headers.get("X-Levelfield-Form") === form ? found : undefined;
}

/**
 * @param {string} path
 * @param {Response} response
 * @returns {Promise<void>}
 */
function keepInTurn(path, response) {
  keeping = keeping.then(() => keep(path, response)).catch(() => {});
  return keeping;
}

/**
 * Keep a page for the person it was made for. What was kept for anybody else goes. A form that was changed moves aside:
 * a sheet may have been begun with it.
 * @param {string} path
 * @param {Response} response
 */
async function keep(path, response) {
  const person = response.headers.get("X-Levelfield-Keep");
  if (!response.ok || response.redirected || !person || forgetting || (await caches.has(OVER))) return;
  for (const name of await cachesCalled(PAGES)) if (name !== PAGES + person) await caches.delete(name);
  const cache = await caches.open(PAGES + person);
  const before = await cache.match(path);
  const form = before?.headers.get("X-Levelfield-Form");
  const isOther = before && form && form !== response.headers.get("X-Levelfield-Form");
  if (isOther && !path.includes("?")) await cache.put(`${path}?form=${form}`, before);
  await cache.put(path, response);
}

/** Let go of every kept page, until somebody opens one again. What waits to be sent lies elsewhere and stays. */
async function forget() {
  forgetting = true;
  await keeping;
  for (const name of await cachesCalled(PAGES)) await caches.delete(name);
}

/** An older build's assets stay as long as a kept page was made with them, or a sheet is open somewhere. */
async function clearOldAssets() {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.some((each) => new URL(each.url).pathname.startsWith("/observe/assignments/"))) return;
  const needed = new Set([BUILD]);
  for (const name of [...(await cachesCalled(PAGES)), ...(await cachesCalled(SEALED))]) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      needed.add((await cache.match(request))?.headers.get("X-Levelfield-Build") ?? BUILD);
    }
  }
  for (const name of await cachesCalled(ASSETS)) if (!needed.has(name.slice(ASSETS.length))) await caches.delete(name);
}

/** @param {string} prefix */
async function cachesCalled(prefix) {
  return (await caches.keys()).filter((name) => name.startsWith(prefix));
}

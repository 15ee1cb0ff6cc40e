// @ts-check
// Starts the service worker and gives it the pages to keep.

/** @returns {Promise<void>} */
export async function startWorker() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
    // Ask the browser not to throw away what waits here when space runs short.
    await navigator.storage?.persist?.();
  } catch {
    // Without it the pages still work while there is a network; nothing that waits to be sent depends on it.
  }
}

/**
 * Have pages ready for when there is no network: asking for them is enough, the worker keeps what it sees. It
 * fetches the scripts of the tablet's other pages meanwhile.
 * @param {string[]} addresses
 */
export async function keepPages(addresses) {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.ready;
  await controlled();
  navigator.serviceWorker.controller?.postMessage("keep the rest");
  for (const address of addresses) {
    const asked = fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin", redirect: "manual" });
    await asked.then((response) => response.text()).catch(() => null);
  }
}

/**
 * Forms the round no longer uses stay as long as anything of their sheet is open or unsent here.
 * @param {string[]} assignments of which something is
 */
export async function letGoOfForms(assignments) {
  if (!("caches" in window)) return;
  for (const name of (await caches.keys()).filter((each) => each.startsWith("pages-"))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname, search } = new URL(request.url);
      if (search && !assignments.some((each) => pathname.includes(each))) await cache.delete(request);
    }
  }
}

/** @returns {Promise<boolean>} whether a tab of this tablet works on a sheet: each holds a lock as long as it does */
export async function isASheetOpen() {
  const { held } = await navigator.locks.query();
  return Boolean(held?.some((lock) => lock.name?.startsWith("sheet-")));
}

/** @returns {Promise<void>} */
function controlled() {
  if (navigator.serviceWorker.controller) return Promise.resolve();
  return new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true });
  });
}

/**
 * Tell when a new build waits. It takes over only when asked, from a page with no open sheet.
 * @param {(takeOver: () => void) => void} ready
 */
export async function onUpdate(ready) {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.ready;
  const offer = () => {
    const waiting = registration.waiting;
    if (!waiting) return;
    ready(() => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage("take over");
    });
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
}

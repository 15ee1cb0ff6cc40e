// @ts-check
// The pages a person needs, put away under their data key: whoever else uses the tablet meanwhile reads nothing of them,
// and the PIN brings them back without a network.

import { changeRow, dataKey, keyRow } from "./keys.js";
import { askWorker } from "./old_session.js";
import { joined, lockBytes, unlockBytes } from "./vault.js";

const PAGES = "pages-";
const SEALED = "sealed-";
const IV = 12;
// A kept body is no longer packed.
const LEFT = ["content-encoding", "content-length"];

/**
 * Put away the pages kept for this person, once they have a PIN here. Those of sessions long past go.
 * @param {string} person
 * @param {string} name as it stands in the list of names
 * @param {string[]} wanted addresses
 */
export async function putAway(person, name, wanted) {
  if (!("caches" in globalThis) || !(await keyRow(person))?.wrapped) return;
  await changeRow(person, { name });
  await askWorker("settle");
  const key = await dataKey(person);
  const [pages, sealed] = await Promise.all([caches.open(PAGES + person), caches.open(SEALED + person)]);
  const kept = (await pages.keys()).filter(({ url }) => wanted.some((each) => url.endsWith(each)));
  for (const request of await sealed.keys()) if (!kept.some(({ url }) => url === request.url)) await sealed.delete(request);
  for (const request of kept) {
    const page = await pages.match(request);
    if (!page) continue;
    const { iv, data } = await lockBytes(key, new Uint8Array(await page.arrayBuffer()));
    await sealed.put(request, new Response(joined(iv, data), { headers: headersOf(page) }));
  }
}

/**
 * Bring back what was put away, where nothing newer is kept. Whoever calls has opened the person's key.
 * @param {string} person
 */
export async function bringBack(person) {
  if (!("caches" in globalThis)) return;
  const key = await dataKey(person);
  const [pages, sealed] = await Promise.all([caches.open(PAGES + person), caches.open(SEALED + person)]);
  for (const request of await sealed.keys()) {
    const page = (await pages.match(request)) ? undefined : await sealed.match(request);
    if (!page) continue;
    const bytes = new Uint8Array(await page.arrayBuffer());
    const opened = await unlockBytes(key, { iv: bytes.slice(0, IV), data: bytes.slice(IV) });
    await pages.put(request, new Response(opened, { headers: headersOf(page) }));
  }
}

/** @param {string} person */
export const hasPages = async (person) => (await (await caches.open(SEALED + person)).keys()).length > 0;

/** @param {Response} page */
const headersOf = (page) => Array.from(page.headers).filter(([name]) => !LEFT.includes(name));

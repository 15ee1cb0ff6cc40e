// @ts-check
// Who holds which data key on this tablet. A key that is open rests here unreadable but usable; locked, only the PIN
// or the server (for its owner, signed in) gives it back. Drafts stay whatever happens to keys.

import { all, get, transaction } from "./database.js";
import { fromBase64, imported, newDataKey, sealToServer, toBase64, unwrapWithPin, wrapWithPin } from "./vault.js";

/**
 * @typedef {object} KeyRow
 * @property {string} person
 * @property {CryptoKey} [key] absent while locked
 * @property {import("./vault.js").Bytes} sealed the same key, for the server
 * @property {boolean} known whether the server has been shown it by its owner
 * @property {import("./vault.js").Wrapped} [wrapped] the same key under the PIN, once a PIN is set
 * @property {number} tries wrong PINs in a row
 * @property {string} [name] of whoever has a PIN here, for the list of names
 */

export const TRIES = 5;
const ADDRESS = "/api/v1/opened";

/** @type {Map<string, Promise<CryptoKey>>} */
const open = new Map();
/** Whether whoever was here is leaving: what this page still does must open nothing again. */
let left = false;
const LOCKED = "What rests here is locked.";

/**
 * What asks for the PIN. Set by the lock screen; without it a locked key cannot be opened offline.
 * @type {((person: string) => Promise<void>) | null}
 */
let ask = null;
/** @param {(person: string) => Promise<void>} way resolves when the person has unlocked the screen */
export const askWith = (way) => (ask = way);

/** @returns {import("./vault.js").Bytes} the server's public key, which every page for observers carries */
export function serverKey() {
  const told = document.querySelector("meta[name='levelfield-sealing']")?.getAttribute("content");
  if (!told) throw new Error("This page does not say the server's sealing key.");
  return fromBase64(told);
}

/**
 * The key of the person who is here. Everybody else's is locked at the same time.
 * @param {string} person
 * @returns {Promise<CryptoKey>}
 */
export function dataKey(person) {
  let found = open.get(person);
  if (left) return Promise.reject(new Error(LOCKED));
  if (!found) {
    found = findKey(person);
    open.set(person, found);
    found.catch(() => open.delete(person));
  }
  return found;
}

/**
 * @param {string} person
 * @returns {Promise<CryptoKey>}
 */
async function findKey(person) {
  const rows = await transaction("readonly", (tx) => all(tx, "keys"));
  if (rows.some((row) => row.person !== person && row.key)) await lockOthers(person);
  /** @type {KeyRow} */
  const row = rows.find((each) => each.person === person) ?? (await makeKey(person, true));
  if (row.key) {
    if (!row.known) void openByServer("key", row.sealed).then(() => changeRow(person, { known: true })).catch(() => {});
    return row.key;
  }
  const raw = await openByServer("key", row.sealed).catch(() => null);
  if (raw && !left) return keepOpen(person, await imported(raw));
  if (left || !ask) throw new Error(LOCKED);
  await ask(person);
  const unlocked = (await keyRow(person))?.key;
  if (!unlocked) throw new Error(LOCKED);
  return unlocked;
}

/**
 * @param {string} person
 * @param {CryptoKey} key
 * @returns {Promise<CryptoKey>}
 */
async function keepOpen(person, key) {
  await changeRow(person, { key, tries: 0, known: true });
  return key;
}

/**
 * @param {string} person
 * @returns {Promise<KeyRow | undefined>}
 */
export const keyRow = (person) => transaction("readonly", (tx) => get(tx, "keys", person));

/**
 * A person's first key on this tablet. Made for somebody else too, when what they left here was not yet sealed.
 * @param {string} person
 * @param {boolean} isHere
 * @returns {Promise<KeyRow>}
 */
export async function makeKey(person, isHere) {
  const raw = newDataKey();
  const key = await imported(raw);
  const sealed = await sealToServer(serverKey(), "key", person, raw);
  raw.fill(0);
  const made = { person, sealed, known: false, tries: 0, ...(isHere ? { key } : {}) };
  const kept = await transaction("readwrite", async (tx) => {
    const there = await get(tx, "keys", person);
    if (!there) tx.objectStore("keys").put(made);
    return there ?? made;
  });
  return kept === made ? { ...made, key } : kept;
}

/**
 * @param {string} person
 * @param {Partial<KeyRow>} change
 */
export function changeRow(person, change) {
  return transaction("readwrite", async (tx) => {
    const row = await get(tx, "keys", person);
    if (row) tx.objectStore("keys").put({ ...row, ...change });
  });
}

/** @param {string} person */
function lockOthers(person) {
  return transaction("readwrite", async (tx) => {
    for (const row of await all(tx, "keys")) if (row.person !== person && row.key) putLocked(tx, row);
  });
}

/** Lock everything, as when the tablet was left alone or somebody signs out. */
export function lockAll() {
  left = true;
  open.clear();
  return transaction("readwrite", async (tx) => {
    for (const row of await all(tx, "keys")) if (row.key) putLocked(tx, row);
  });
}

/**
 * @param {IDBTransaction} tx
 * @param {KeyRow} row
 */
function putLocked(tx, row) {
  const { key: _, ...locked } = row;
  tx.objectStore("keys").put(locked);
}

/**
 * Try a PIN. After five wrong ones only a full sign-in opens what rests here; it stays all the same.
 * @param {string} person
 * @param {string} pin
 * @returns {Promise<{open: boolean, left: number}>}
 */
export async function unlockWithPin(person, pin) {
  // Counted before it is tried, and in one step, so that neither a tablet switched off nor two tabs give further tries.
  const row = await transaction("readwrite", async (tx) => {
    const kept = /** @type {KeyRow | undefined} */ (await get(tx, "keys", person));
    if (!kept?.wrapped || kept.tries >= TRIES) return null;
    tx.objectStore("keys").put({ ...kept, tries: kept.tries + 1 });
    return { wrapped: kept.wrapped, left: TRIES - kept.tries - 1 };
  });
  if (!row) return { open: false, left: 0 };
  const key = await unwrapWithPin(row.wrapped, pin);
  if (!key) return { open: false, left: row.left };
  left = false;
  await keepOpen(person, key);
  return { open: true, left: TRIES };
}

/**
 * Needs a network: the key cannot be read here, so the server gives it for the moment it takes to wrap it.
 * @param {string} person
 * @param {string} pin
 */
export async function setPin(person, pin) {
  const row = (await keyRow(person)) ?? (await makeKey(person, true));
  const raw = await openByServer("key", row.sealed);
  const wrapped = await wrapWithPin(raw, pin);
  await changeRow(person, { wrapped, tries: 0, known: true, key: row.key ?? (await imported(raw)) });
}

/**
 * Ask the server to open what was sealed for it. It does so only for the owner, signed in.
 * @param {"key" | "draft"} purpose
 * @param {import("./vault.js").Bytes} sealed
 * @returns {Promise<import("./vault.js").Bytes>}
 */
export async function openByServer(purpose, sealed) {
  const response = await fetch(ADDRESS, {
    method: "POST",
    body: JSON.stringify({ purpose, sealed: toBase64(sealed) }),
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.timeout(5000),
  });
  const content = response.ok ? await response.json().catch(() => null) : null;
  if (typeof content?.opened !== "string") throw new Error("The server did not open it.");
  return fromBase64(content.opened);
}

// @ts-check
// What rests on this tablet: one row for each thing, never one big list, and everything said or scored sealed.
// Other scripts see plain values; how a row is sealed is sealed_rows.js, how it is kept database.js. A promise from
// here resolves only when the browser says the transaction is complete. Where a locked key is needed it waits for the
// PIN. Sealing cannot wait inside a transaction, so rows are sealed before it begins and opened after it ends.

import { all, get, ofAssignment, transaction } from "./database.js";
import { copySoon } from "./draft_copies.js";
import { dataKey, keyRow, makeKey, openByServer } from "./keys.js";
import { closed, lockedDraft, opened, sealedRecord } from "./sealed_rows.js";

/**
 * @typedef {import("./outbox.js").Waiting} Waiting
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {{id: string, outcome: "agreed", stage: string, asked_by: string, how?: string}} Agreement
 * @typedef {object} Draft
 * @property {string} observation
 * @property {string} person
 * @property {string} assignment
 * @property {string} instrument the fingerprint of the version it was opened with
 * @property {string} label
 * @property {string} openedAt
 * @property {number} seq counts the saves
 * @property {Agreement | null} consent
 * @property {Answers} answers
 * @property {{began: number, open: boolean}} [watch] when watching began, by this tablet's clock: never sent
 * @property {number} [revision] 1 unless it corrects a sheet that was locked before
 * @property {string} [reason] why it is corrected
 * @property {boolean} locked
 * @property {{field: string, sentence: string}[]} problems what the server found, when it sent the sheet back
 * @typedef {object} Receipt
 * @property {string} key
 * @property {string} person
 * @property {string} assignment
 * @property {string} label
 * @property {string} kind
 * @property {string} code
 * @property {string} at
 * @property {string} sentence
 */

/** Sheets the server has stay here, sealed, for so long after their receipt. */
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;

/**
 * Everything this person has about one assignment.
 * @param {string} person
 * @param {string} assignment
 * @returns {Promise<{draft: Draft | undefined, waiting: Waiting[], receipts: Receipt[]}>}
 */
export async function aboutAssignment(person, assignment) {
  const key = await dataKey(person);
  const found = await transaction("readonly", async (tx) => ({
    drafts: await ofAssignment(tx, "drafts", assignment),
    waiting: await ofAssignment(tx, "outbox", assignment),
    receipts: await ofAssignment(tx, "receipts", assignment),
  }));
  const { drafts, waiting, receipts } = await openedOf(person, key, found);
  return { draft: drafts[0], waiting, receipts };
}

/**
 * @param {string} person
 * @returns {Promise<{drafts: Draft[], waiting: Waiting[], receipts: Receipt[]}>}
 */
export async function everythingOf(person) {
  const key = await dataKey(person);
  const found = await transaction("readonly", async (tx) => ({
    drafts: await all(tx, "drafts"),
    waiting: await all(tx, "outbox"),
    receipts: await all(tx, "receipts"),
  }));
  return openedOf(person, key, found);
}

/**
 * @param {string} person
 * @param {CryptoKey} key
 * @param {{drafts: any[], waiting: any[], receipts: any[]}} found
 * @returns {Promise<{drafts: Draft[], waiting: Waiting[], receipts: Receipt[]}>}
 */
async function openedOf(person, key, found) {
  const mine = (/** @type {any[]} */ rows) =>
    Promise.all(rows.filter((row) => row.person === person).map((row) => opened(row, key)));
  return { drafts: await mine(found.drafts), waiting: await mine(found.waiting), receipts: await mine(found.receipts) };
}

/**
 * @param {Draft} draft
 * @returns {Promise<void>}
 */
export async function saveDraft(draft) {
  const row = await closed("drafts", draft, await dataKey(draft.person));
  await transaction("readwrite", async (tx) => {
    const kept = /** @type {Draft | undefined} */ (await get(tx, "drafts", draft.observation));
    // A late save of another tab must not overwrite a newer one, nor open a locked sheet.
    if (kept && (kept.seq > draft.seq || (kept.locked && !draft.locked))) throw new Error("This sheet was changed in another tab.");
    tx.objectStore("drafts").put(row);
  });
  copySoon(draft);
}

/**
 * Go on with another device's copy of a sheet instead of what is here.
 * @param {Draft} here
 * @param {Draft} other
 */
export async function replaceDraft(here, other) {
  const row = await closed("drafts", other, await dataKey(other.person));
  return transaction("readwrite", async (tx) => {
    const kept = await get(tx, "drafts", here.observation);
    if (kept?.locked) throw new Error("This sheet is locked already.");
    if (kept && here.observation !== other.observation) tx.objectStore("drafts").delete(here.observation);
    tx.objectStore("drafts").put(row);
  });
}

/**
 * Freeze: the sheet goes into the outbox and its draft becomes read-only, both or neither. From here on only the
 * server can read either of them.
 * @param {Draft} draft
 * @param {Waiting} row
 * @returns {Promise<void>}
 */
export async function freeze(draft, row) {
  const key = await dataKey(row.person);
  const locked = await lockedDraft(draft);
  const record = await closed("outbox", await sealedRecord(row, key), key);
  return transaction("readwrite", async (tx) => {
    if (await get(tx, "outbox", row.key)) throw new Error("This sheet is locked already.");
    tx.objectStore("drafts").put(locked);
    tx.objectStore("outbox").put(record);
  });
}

/**
 * Put something in the outbox that changes nothing else here.
 * @param {Waiting} row
 * @returns {Promise<void>}
 */
export async function enqueue(row) {
  const key = await dataKey(row.person);
  const record = await closed("outbox", await sealedRecord(row, key), key);
  return transaction("readwrite", async (tx) => {
    tx.objectStore("outbox").put(record);
  });
}

/**
 * Put something in the outbox that ends the sheet of its assignment here: its draft and unsent sheets are deleted.
 * @param {Waiting} row
 * @returns {Promise<void>}
 */
export async function enqueueAndErase(row) {
  const key = await dataKey(row.person);
  const record = await closed("outbox", await sealedRecord(row, key), key);
  return transaction("readwrite", async (tx) => {
    await erase(tx, row.person, row.assignment);
    tx.objectStore("outbox").put(record);
  });
}

/**
 * @param {IDBTransaction} tx
 * @param {string} person
 * @param {string} assignment
 */
async function erase(tx, person, assignment) {
  for (const draft of await ofAssignment(tx, "drafts", assignment)) {
    if (draft.person === person) tx.objectStore("drafts").delete(draft.observation);
  }
  for (const row of await ofAssignment(tx, "outbox", assignment)) {
    if (row.person === person && row.kind === "sheet") tx.objectStore("outbox").delete(row.key);
  }
  for (const row of await ofAssignment(tx, "receipts", assignment)) {
    if (row.person === person && row.body) tx.objectStore("receipts").put({ ...row, body: undefined });
  }
}

/** @returns {Promise<Waiting[]>} everybody's, because the tablet is shared and must know that others' things wait; of
 * what is sealed in them nothing */
export async function outbox() {
  const rows = await transaction("readonly", (tx) => all(tx, "outbox"));
  return Promise.all(rows.map((row) => opened(row, null)));
}

/**
 * Change a waiting row, unless it has gone meanwhile.
 * @param {string} key
 * @param {Partial<Waiting>} change
 * @returns {Promise<boolean>} whether it was still there
 */
export function changeWaiting(key, change) {
  return transaction("readwrite", async (tx) => {
    const row = await get(tx, "outbox", key);
    if (row) tx.objectStore("outbox").put({ ...row, ...change });
    return Boolean(row);
  });
}

/**
 * The server has it: the row and its draft leave, the receipt stays; all or nothing. The sealed bytes stay with it.
 * @param {Waiting} row
 * @param {{code: string, at: string}} proof
 * @returns {Promise<void>}
 */
export function confirm(row, proof) {
  return transaction("readwrite", async (tx) => {
    const kept = await get(tx, "outbox", row.key);
    tx.objectStore("outbox").delete(row.key);
    if (row.observation) tx.objectStore("drafts").delete(row.observation);
    const body = row.kind === "sheet" && row.sealed ? { body: row.body, keptAt: Date.now() } : {};
    tx.objectStore("receipts").put({ ...receiptOf(row, row.kind, proof), ...body, secret: kept?.secret });
    await letOldCopiesGo(tx);
  });
}

/** @param {IDBTransaction} tx */
async function letOldCopiesGo(tx) {
  for (const row of await all(tx, "receipts")) {
    if (row.body && row.keptAt < Date.now() - KEPT_FOR) tx.objectStore("receipts").put({ ...row, body: undefined });
  }
}

/**
 * The patient said no: what the tablet holds of the consultation goes too, and the reason stays.
 * @param {Waiting} row
 * @param {string} sentence
 * @returns {Promise<void>}
 */
export function eraseAfterNo(row, sentence) {
  return transaction("readwrite", async (tx) => {
    const kept = await get(tx, "outbox", row.key);
    await erase(tx, row.person, row.assignment);
    tx.objectStore("outbox").delete(row.key);
    // The sentence is the server's own and says nothing about the visit, so it need not be sealed.
    tx.objectStore("receipts").put({ ...receiptOf(row, "erased", { code: "", at: "" }), sentence, secret: kept?.secret });
  });
}

/**
 * The server found something to put right: the sheet is a draft again and says what. The server opens its sealed copy;
 * when it cannot just now, this throws and nothing has changed.
 * @param {Waiting} row
 * @param {{field: string, sentence: string}[]} problems
 * @returns {Promise<void>}
 */
export async function giveBack(row, problems) {
  const resting = await transaction("readonly", (tx) => get(tx, "drafts", row.observation));
  if (!resting) throw new Error("There is no draft to give back.");
  const key = await dataKey(row.person);
  const draft = resting.copy
    ? JSON.parse(new TextDecoder().decode(await openByServer("draft", resting.copy)))
    : await opened(resting, key);
  const again = await closed("drafts", { ...draft, locked: false, seq: resting.seq + 1, problems }, key);
  return transaction("readwrite", (tx) => {
    tx.objectStore("drafts").put(again);
    tx.objectStore("outbox").delete(row.key);
  });
}

/**
 * Rows kept before there was sealing are sealed now, whoever they belong to. A row that changes meanwhile is left for
 * the next time; nothing is deleted.
 * @param {string} person who is here
 */
export async function sealOldRows(person) {
  const found = await transaction("readonly", async (tx) => ({
    drafts: await all(tx, "drafts"),
    outbox: await all(tx, "outbox"),
    receipts: await all(tx, "receipts"),
  }));
  for (const store of /** @type {const} */ (["drafts", "outbox", "receipts"])) {
    for (const row of found[store]) if (!row.secret && !row.copy) await sealOld(store, row, person);
  }
}

/**
 * @param {"drafts" | "outbox" | "receipts"} store
 * @param {any} row
 * @param {string} person
 */
async function sealOld(store, row, person) {
  const key = row.person === person ? await dataKey(person) : await keyOfAnother(row.person);
  if (!key) return;
  const sealed = store === "outbox" ? await sealedRecord(row, key) : row;
  const resting = store === "drafts" && row.locked ? await lockedDraft(row) : await closed(store, sealed, key);
  const name = store === "drafts" ? row.observation : row.key;
  await transaction("readwrite", async (tx) => {
    const now = await get(tx, store, name);
    if (now && !now.secret && now.seq === row.seq && now.state === row.state) tx.objectStore(store).put(resting);
  });
}

/** @type {Map<string, CryptoKey>} */
const made = new Map();

/**
 * A new key for somebody who is not here; if they have one already, theirs is locked and this returns null.
 * @param {string} person
 */
async function keyOfAnother(person) {
  const key = made.get(person) ?? ((await keyRow(person)) ? undefined : (await makeKey(person, false)).key);
  if (key) made.set(person, key);
  return key ?? null;
}

/**
 * @param {Waiting} row
 * @param {string} kind
 * @param {{code: string, at: string}} proof
 */
function receiptOf(row, kind, { code, at }) {
  return { key: row.key, person: row.person, assignment: row.assignment, kind, code, at, sentence: "" };
}

// @ts-check
// What rests on this tablet. The only file that knows IndexedDB: one row for each thing, never one big list.
// A promise from here resolves only when the browser says the transaction is complete, so "saved" means saved.

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

const NAME = "levelfield";
const VERSION = 1;
const STORES = ["drafts", "outbox", "receipts", "meta"];

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = (event) => upgrade(request.result, event.oldVersion);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("Another tab holds an older store open."));
    request.onsuccess = () => {
      const db = request.result;
      // A browser may close the store behind our back when the tablet sleeps: the next use opens it again.
      db.onclose = () => (opened = null);
      db.onversionchange = () => {
        db.close();
        opened = null;
      };
      resolve(db);
    };
  });
  opened.catch(() => (opened = null));
  return opened;
}

/**
 * Each step adds to what is there. Nothing is ever dropped: an outbox may be full when the app is updated.
 * @param {IDBDatabase} db
 * @param {number} from
 */
function upgrade(db, from) {
  if (from < 1) {
    db.createObjectStore("drafts", { keyPath: "observation" }).createIndex("assignment", "assignment");
    db.createObjectStore("outbox", { keyPath: "key" }).createIndex("assignment", "assignment");
    db.createObjectStore("receipts", { keyPath: "key" }).createIndex("assignment", "assignment");
    db.createObjectStore("meta", { keyPath: "key" });
  }
}

/**
 * Run `work` in one transaction over everything; resolves with what it gave when the transaction is complete.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(tx: IDBTransaction) => Promise<T> | T} work must only wait for requests of this transaction
 * @returns {Promise<T>}
 */
async function transaction(mode, work) {
  try {
    return await once(await database(), mode, work);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
    // The connection was closed under us: open it again and try once more.
    opened = null;
    return once(await database(), mode, work);
  }
}

/**
 * @template T
 * @param {IDBDatabase} db
 * @param {IDBTransactionMode} mode
 * @param {(tx: IDBTransaction) => Promise<T> | T} work
 * @returns {Promise<T>}
 */
function once(db, mode, work) {
  return new Promise((resolve, reject) => {
    const options = mode === "readwrite" ? /** @type {IDBTransactionOptions} */ ({ durability: "strict" }) : {};
    const tx = db.transaction(STORES, mode, options);
    /** @type {T} */
    let given;
    tx.oncomplete = () => resolve(given);
    tx.onabort = () => reject(tx.error ?? new Error("The tablet did not save."));
    Promise.resolve(work(tx)).then(
      (value) => (given = value),
      (error) => {
        reject(error);
        tx.abort();
      },
    );
  });
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} tx
 * @param {string} store
 * @param {string} assignment
 * @returns {Promise<any[]>}
 */
const ofAssignment = (tx, store, assignment) =>
  result(tx.objectStore(store).index("assignment").getAll(assignment));

/**
 * Everything this person has about one assignment.
 * @param {string} person
 * @param {string} assignment
 * @returns {Promise<{draft: Draft | undefined, waiting: Waiting[], receipts: Receipt[]}>}
 */
export function aboutAssignment(person, assignment) {
  return transaction("readonly", async (tx) => {
    const mine = (/** @type {any} */ row) => row.person === person;
    const drafts = (await ofAssignment(tx, "drafts", assignment)).filter(mine);
    const waiting = (await ofAssignment(tx, "outbox", assignment)).filter(mine);
    const receipts = (await ofAssignment(tx, "receipts", assignment)).filter(mine);
    return { draft: drafts[0], waiting, receipts };
  });
}

/**
 * @param {Draft} draft
 * @returns {Promise<void>}
 */
export function saveDraft(draft) {
  return transaction("readwrite", async (tx) => {
    const drafts = tx.objectStore("drafts");
    const kept = /** @type {Draft | undefined} */ (await result(drafts.get(draft.observation)));
    // A late save of another tab must not overwrite a newer one, nor open a locked sheet.
    if (kept && (kept.seq > draft.seq || (kept.locked && !draft.locked))) throw new Error("This sheet was changed in another tab.");
    drafts.put(draft);
  });
}

/**
 * Freeze: the sheet goes into the outbox and its draft becomes read-only, both or neither.
 * @param {Draft} draft
 * @param {Waiting} row
 * @returns {Promise<void>}
 */
export function freeze(draft, row) {
  return transaction("readwrite", async (tx) => {
    const there = await result(tx.objectStore("outbox").get(row.key));
    if (there) throw new Error("This sheet is locked already.");
    tx.objectStore("drafts").put({ ...draft, locked: true, problems: [] });
    tx.objectStore("outbox").put(row);
  });
}

/**
 * Put something in the outbox that ends the sheet of its assignment here: its draft and unsent sheets are deleted.
 * @param {Waiting} row
 * @returns {Promise<void>}
 */
export function enqueueAndErase(row) {
  return transaction("readwrite", async (tx) => {
    await erase(tx, row.person, row.assignment);
    tx.objectStore("outbox").put(row);
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
}

/** @returns {Promise<Waiting[]>} everybody's, because the tablet is shared and must know that others' things wait */
export function outbox() {
  return transaction("readonly", (tx) => result(tx.objectStore("outbox").getAll()));
}

/**
 * @param {string} person
 * @returns {Promise<{drafts: Draft[], waiting: Waiting[], receipts: Receipt[]}>}
 */
export function everythingOf(person) {
  return transaction("readonly", async (tx) => {
    const mine = (/** @type {any} */ row) => row.person === person;
    const drafts = await result(tx.objectStore("drafts").getAll());
    const waiting = await result(tx.objectStore("outbox").getAll());
    const receipts = await result(tx.objectStore("receipts").getAll());
    return { drafts: drafts.filter(mine), waiting: waiting.filter(mine), receipts: receipts.filter(mine) };
  });
}

/**
 * Change a waiting row, unless it has gone meanwhile.
 * @param {string} key
 * @param {Partial<Waiting>} change
 * @returns {Promise<boolean>} whether it was still there
 */
export function changeWaiting(key, change) {
  return transaction("readwrite", async (tx) => {
    const row = await result(tx.objectStore("outbox").get(key));
    if (row) tx.objectStore("outbox").put({ ...row, ...change });
    return Boolean(row);
  });
}

/**
 * The server has it: the row and its draft leave, the receipt stays; all or nothing.
 * @param {Waiting} row
 * @param {{code: string, at: string}} proof
 * @returns {Promise<void>}
 */
export function confirm(row, proof) {
  return transaction("readwrite", (tx) => {
    tx.objectStore("outbox").delete(row.key);
    if (row.observation) tx.objectStore("drafts").delete(row.observation);
    tx.objectStore("receipts").put(receiptOf(row, row.kind, proof.code, proof.at, ""));
  });
}

/**
 * The patient said no: what the tablet holds of the consultation goes too, and the reason stays.
 * @param {Waiting} row
 * @param {string} sentence
 * @returns {Promise<void>}
 */
export function eraseAfterNo(row, sentence) {
  return transaction("readwrite", async (tx) => {
    await erase(tx, row.person, row.assignment);
    tx.objectStore("outbox").delete(row.key);
    tx.objectStore("receipts").put(receiptOf(row, "erased", "", "", sentence));
  });
}

/**
 * The server found something to put right: the sheet is a draft again and says what.
 * @param {Waiting} row
 * @param {{field: string, sentence: string}[]} problems
 * @returns {Promise<void>}
 */
export function giveBack(row, problems) {
  return transaction("readwrite", async (tx) => {
    const draft = await result(tx.objectStore("drafts").get(row.observation));
    if (!draft) throw new Error("There is no draft to give back.");
    tx.objectStore("drafts").put({ ...draft, locked: false, seq: draft.seq + 1, problems });
    tx.objectStore("outbox").delete(row.key);
  });
}

/**
 * @param {Waiting} row
 * @param {string} kind
 * @param {string} code
 * @param {string} at
 * @param {string} sentence
 * @returns {Receipt}
 */
function receiptOf(row, kind, code, at, sentence) {
  return { key: row.key, person: row.person, assignment: row.assignment, label: row.label, kind, code, at, sentence };
}

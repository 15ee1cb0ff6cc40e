// @ts-check
// The only file that knows IndexedDB. A promise from here resolves only when the browser says the transaction is
// complete, so "saved" means saved.

const NAME = "levelfield";
const VERSION = 2;
const STORES = ["drafts", "outbox", "receipts", "meta", "keys"];

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
 * Each step adds to what is there. Nothing is ever dropped: an outbox may be full when the app is updated. Rows of
 * version 1 were not sealed; the store seals them when it next opens, because sealing cannot wait inside an upgrade.
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
  if (from < 2) db.createObjectStore("keys", { keyPath: "person" });
}

/**
 * Run `work` in one transaction over everything; resolves with what it gave when the transaction is complete.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(tx: IDBTransaction) => Promise<T> | T} work must only wait for requests of this transaction
 * @returns {Promise<T>}
 */
export async function transaction(mode, work) {
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
export function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} tx
 * @param {string} store
 * @param {string} key
 * @returns {Promise<any>}
 */
export const get = (tx, store, key) => result(tx.objectStore(store).get(key));

/**
 * @param {IDBTransaction} tx
 * @param {string} store
 * @returns {Promise<any[]>}
 */
export const all = (tx, store) => result(tx.objectStore(store).getAll());

/**
 * @param {IDBTransaction} tx
 * @param {string} store
 * @param {string} assignment
 * @returns {Promise<any[]>}
 */
export const ofAssignment = (tx, store, assignment) =>
  result(tx.objectStore(store).index("assignment").getAll(assignment));

// @ts-check
// How a row rests on the tablet: what finds it again lies open, everything somebody said or scored is sealed.

import { serverKey } from "./keys.js";
import { joined, lock, lockBytes, sealToServer, unlock } from "./vault.js";

/**
 * @typedef {import("./outbox.js").Waiting} Waiting
 * @typedef {import("./store.js").Draft} Draft
 */

const OPEN = {
  drafts: ["observation", "person", "assignment", "instrument", "seq", "locked"],
  outbox: [
    ...["key", "kind", "person", "assignment", "observation", "revision", "address", "sha256", "sealed"],
    ...["state", "attempts", "nextTry", "since", "sentence", "status", "body"],
  ],
  receipts: ["key", "person", "assignment", "kind", "code", "at", "body"],
};

/**
 * @param {keyof typeof OPEN} store
 * @param {any} row
 * @param {CryptoKey} key
 * @returns {Promise<any>} the row as it rests
 */
export async function closed(store, row, key) {
  const entries = Object.entries(row);
  const secret = Object.fromEntries(entries.filter(([name]) => !OPEN[store].includes(name)));
  const open = Object.fromEntries(entries.filter(([name]) => OPEN[store].includes(name)));
  return { ...open, secret: await lock(key, secret) };
}

/**
 * @param {any} row as it rests; a row of the time before sealing is given as it is
 * @param {CryptoKey | null} key null: what is sealed stays away
 * @returns {Promise<any>}
 */
export async function opened(row, key) {
  const { secret, copy: _, ...open } = row;
  const blank = { label: "", consent: null, answers: {}, problems: [], openedAt: "", sentence: "" };
  if (!secret) return row.copy ? { ...blank, ...open } : row;
  return key ? { ...open, ...(await unlock(key, secret)) } : { ...blank, ...open };
}

/**
 * A frozen record, sealed for the server: this tablet cannot read it any more. In front of the bytes stands a proof
 * that whoever holds the owner's data key froze them, so that a record may also be brought in by somebody else.
 * @param {Waiting} row
 * @param {CryptoKey} key its owner's
 * @returns {Promise<Waiting>}
 */
export async function sealedRecord(row, key) {
  const digest = Uint8Array.from(row.sha256.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const proof = await lockBytes(key, digest);
  const body = joined(proof.iv, proof.data, row.body);
  return { ...row, body: await sealToServer(serverKey(), "record", row.person, body), sealed: true };
}

/**
 * A locked draft: only the server can open it again, should the sheet have to come back.
 * @param {Draft} draft
 * @returns {Promise<any>}
 */
export async function lockedDraft(draft) {
  const words = new TextEncoder().encode(JSON.stringify(draft));
  const { observation, person, assignment, instrument, seq } = draft;
  const copy = await sealToServer(serverKey(), "draft", person, words);
  return { observation, person, assignment, instrument, seq, locked: true, copy };
}

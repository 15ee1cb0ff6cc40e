// @ts-check
// What rests on this tablet as a whole, whoever it belongs to, with nothing of it opened: for the lead's page, for the
// end of a clinic, and for a rescue file.

import { all, get, transaction } from "./database.js";
import { thisDevice } from "./device.js";
import { changeWaiting, confirm, eraseAfterNo } from "./store.js";

/** @typedef {import("./outbox.js").Waiting} Waiting */

/**
 * @typedef {object} Tally counts of everybody's; moments are milliseconds since 1970, 0 for never
 * @property {number} drafts
 * @property {number} waiting
 * @property {number} oldest
 * @property {number} paper when somebody last said that a paper form lies ready
 * @property {Copy | null} copy the last copy, if all that is unsent now is in it
 * @typedef {object} Copy a rescue file or codes
 * @property {string} made
 * @property {string[]} things what is in it
 * @property {boolean} taken whether somebody said that it is safe with them
 */

/** @param {any} row */
const isBegun = (row) => !row.locked && row.seq > 1;

/**
 * What is unsent, each as it is now: one that changed is another thing.
 * @param {any[]} records
 * @param {any[]} drafts
 */
export const thingsIn = (records, drafts) => [
  ...records.map((row) => `${row.key} ${row.sha256}`),
  ...drafts.map((row) => `${row.observation} ${row.seq}`),
];

/** @returns {Promise<Tally>} */
export function tally() {
  return transaction("readonly", async (tx) => {
    const drafts = (await all(tx, "drafts")).filter(isBegun);
    const waiting = await all(tx, "outbox");
    const copy = await get(tx, "meta", "copy");
    const unsent = thingsIn(waiting, drafts);
    return {
      drafts: drafts.length,
      waiting: waiting.length,
      oldest: waiting.length ? Math.min(...waiting.map((row) => row.since)) : 0,
      paper: (await get(tx, "meta", "paper"))?.at ?? 0,
      copy: copy && unsent.every((each) => copy.things.includes(each)) ? copy : null,
    };
  });
}

/** @param {Copy} copy */
export function noteCopy(copy) {
  return transaction("readwrite", (tx) => void tx.objectStore("meta").put({ key: "copy", ...copy }));
}

/** @returns {Promise<{device: string, keys: any[], records: Waiting[], drafts: any[]}>} rows as they rest, sealed */
export async function unsent() {
  const device = await thisDevice();
  return transaction("readonly", async (tx) => ({
    device,
    keys: await all(tx, "keys"),
    records: (await all(tx, "outbox")).filter((row) => row.sealed),
    drafts: (await all(tx, "drafts")).filter((row) => row.secret && isBegun(row)),
  }));
}

/**
 * @param {string} person who is here
 * @returns {Promise<Waiting[]>}
 */
export async function sendableOfOthers(person) {
  const { records } = await unsent();
  return records.filter((row) => row.person !== person && row.state !== "held");
}

/**
 * Somebody else's record was sent sealed: it leaves on its own receipt, or when the patient's no asks for it; a lead's
 * question is noted on it; anything else waits for its owner.
 * @param {Waiting} row
 * @param {any} reply
 * @returns {Promise<boolean>} whether the server has it
 */
export async function takeOut(row, reply) {
  const receipt = reply.receipt ?? {};
  const proven = row.kind !== "sheet" || (receipt.id === row.observation && receipt.sha256 === row.sha256);
  if ((reply.status === 200 || reply.status === 201) && proven) {
    await confirm(row, { code: String(receipt.code ?? ""), at: String(receipt.received_at ?? "") });
    return true;
  }
  if (reply.status === 410) await eraseAfterNo(row, String(reply.error?.sentence ?? ""));
  else if (reply.status === 409) await changeWaiting(row.key, { state: "held", status: 409, sentence: String(reply.error?.sentence ?? "") });
  return reply.status === 410 || reply.status === 409;
}

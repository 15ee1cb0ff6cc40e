// @ts-check
// What rests on this tablet as a whole, whoever it belongs to, with nothing of it opened: for the lead's page, for the
// end of a clinic, and for a rescue file.

import { all, transaction } from "./database.js";
import { thisDevice } from "./device.js";
import { changeWaiting, confirm, eraseAfterNo } from "./store.js";

/** @typedef {import("./outbox.js").Waiting} Waiting */

/** @returns {Promise<{drafts: number, waiting: number, oldest: number}>} everybody's; oldest is 0 when nothing waits */
export function tally() {
  return transaction("readonly", async (tx) => {
    const drafts = (await all(tx, "drafts")).filter((row) => !row.locked && row.seq > 1);
    const waiting = await all(tx, "outbox");
    return { drafts: drafts.length, waiting: waiting.length, oldest: Math.min(...waiting.map((row) => row.since), Infinity) };
  }).then((found) => ({ ...found, oldest: Number.isFinite(found.oldest) ? found.oldest : 0 }));
}

/** @returns {Promise<{device: string, keys: any[], records: Waiting[], drafts: any[]}>} rows as they rest, sealed */
export async function unsent() {
  const device = await thisDevice();
  return transaction("readonly", async (tx) => ({
    device,
    keys: await all(tx, "keys"),
    records: (await all(tx, "outbox")).filter((row) => row.sealed),
    drafts: (await all(tx, "drafts")).filter((row) => !row.locked && row.secret && row.seq > 1),
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

// @ts-check
// Everything unsent as one sealed file: whoever carries it cannot read it, and the server takes it in exactly once.

import { sendableOfOthers, takeOut, thingsIn, unsent } from "./tablet_state.js";
import { toBase64 } from "./vault.js";

/** @returns {Promise<{name: string, blob: Blob, made: string, things: string[]}>} things: what is in it */
export async function rescueFile() {
  const { device, keys, records, drafts } = await unsent();
  const made = new Date().toISOString();
  const content = {
    format: "levelfield-rescue/1",
    device,
    made,
    keys: keys.map((row) => ({ person: row.person, sealed: toBase64(row.sealed) })),
    records: records.map(carried),
    drafts: drafts.map((row) => ({
      person: row.person,
      assignment: row.assignment,
      observation: row.observation,
      seq: row.seq,
      iv: toBase64(row.secret.iv),
      data: toBase64(row.secret.data),
    })),
  };
  const blob = new Blob([JSON.stringify(content)], { type: "application/json" });
  return { name: `levelfield-rescue-${made.slice(0, 16).replace(/[:T]/g, "-")}.json`, blob, made, things: thingsIn(records, drafts) };
}

/** @param {import("./outbox.js").Waiting} row */
function carried(row) {
  const { key, kind, person, assignment, observation, revision, sha256, body } = row;
  return { key, kind, person, assignment, observation, revision, sha256, body: toBase64(body) };
}

/**
 * Send what other observers left here, sealed as it is. Each leaves the tablet only on its own receipt.
 * @param {string} person who is here
 * @returns {Promise<number>} how many the server took
 */
export async function sendForOthers(person) {
  const rows = (await sendableOfOthers(person)).slice(0, 50);
  if (!rows.length) return 0;
  const response = await fetch("/api/v1/tablet/sealed", {
    method: "POST",
    body: JSON.stringify({ records: rows.map(carried) }),
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(60_000),
  });
  const content = response.ok ? await response.json().catch(() => null) : null;
  let taken = 0;
  for (const reply of content?.replies ?? []) {
    const row = rows.find((each) => each.key === reply.key);
    if (row && (await takeOut(row, reply))) taken += 1;
  }
  return taken;
}

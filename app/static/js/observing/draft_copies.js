// @ts-check
// A copy of each unfinished sheet goes to the server, sealed, a few seconds after the last tap.

import { thisDevice } from "./device.js";
import { serverKey } from "./keys.js";
import { sealToServer } from "./vault.js";

/** @typedef {import("./store.js").Draft} Draft */

const DELAY = 5000;
const PATIENCE = 10_000;

/** @type {Map<string, ReturnType<typeof setTimeout>>} */
const soon = new Map();

/**
 * Called at every save; only the last of a quick row of taps is sent. A failure costs nothing: the next save tries again.
 * @param {Draft} draft
 */
export function copySoon(draft) {
  clearTimeout(soon.get(draft.observation));
  if (draft.locked) return;
  soon.set(draft.observation, setTimeout(() => void copy(draft).catch(() => {}), DELAY));
}

/** @param {Draft} draft */
async function copy(draft) {
  if (!navigator.onLine) return;
  const words = new TextEncoder().encode(JSON.stringify(draft));
  await fetch(`/api/v1/drafts/${draft.observation}`, {
    method: "PUT",
    body: await sealToServer(serverKey(), "draft", draft.person, words),
    headers: { "If-Match": `"${draft.seq}"`, ...(await about(draft.assignment)) },
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/** @param {string} assignment */
async function about(assignment) {
  return { "X-Levelfield-Assignment": assignment, "X-Levelfield-Device": await thisDevice() };
}

// @ts-check
// Which of an observer's devices this is.

import { get, transaction } from "./database.js";

/** @returns {Promise<string>} an id this browser makes once and keeps; it tells devices apart and opens nothing */
export function thisDevice() {
  const made = crypto.randomUUID();
  return transaction("readwrite", async (tx) => {
    const row = await get(tx, "meta", "device");
    if (!row) tx.objectStore("meta").put({ key: "device", value: made });
    return row?.value ?? made;
  });
}

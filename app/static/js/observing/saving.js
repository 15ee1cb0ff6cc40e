// @ts-check
// Saves a draft at every tap, in order, and says so only when the tablet has it.

import { saveDraft } from "./store.js";

/** @typedef {import("./store.js").Draft} Draft */

/**
 * @param {Draft} first
 * @param {(state: "saving" | "saved" | "failed", error?: unknown) => void} tell
 */
export function saver(first, tell) {
  let draft = first;
  /** @type {Promise<void>} */
  let last = Promise.resolve();

  /** @param {Partial<Draft>} change */
  function change(change) {
    draft = { ...draft, ...change, seq: draft.seq + 1 };
    const saved = draft;
    tell("saving");
    last = last
      .catch(() => {})
      .then(() => saveDraft(saved))
      .then(
        () => {
          if (saved.seq === draft.seq) tell("saved");
        },
        (error) => {
          tell("failed", error);
          throw error;
        },
      );
    // Whoever cares waits for `settled`; a failure has been told already.
    last.catch(() => {});
  }

  return { change, current: () => draft, settled: () => last };
}

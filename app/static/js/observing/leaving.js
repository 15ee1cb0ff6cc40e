// @ts-check
// The patient changed their mind, or the observer had to leave: both work without a network.

import { frozenLeaving, frozenRefusal } from "./freezing.js";
import { showTrouble } from "./markup.js";
import { changed, sendAll } from "./sender.js";
import { enqueueAndErase } from "./store.js";
import { say } from "../words.js";

/** @typedef {{person: string, assignment: string, label: string}} Place */

/**
 * @param {HTMLElement} page
 * @returns {Place}
 */
export function placeOf(page) {
  const { person = "", assignment = "", label = "" } = page.dataset;
  return { person, assignment, label };
}

/**
 * @param {HTMLElement} page
 * @param {() => string} stage when in the visit it is now
 * @param {(words: string) => void} done
 */
export function letGo(page, stage, done) {
  const place = placeOf(page);
  onSubmit(page, "[data-withdraw-form]", async (form) => {
    const said = String(new FormData(form).get("stage") ?? "") || stage();
    await finish(await frozenRefusal(place, "withdrawn", said, { asked_by: "", how: "" }));
    done(say("The patient changed their mind. What you scored is deleted from this tablet, and the server is told."));
  });
  onSubmit(page, "[data-give-up-form]", async () => {
    await finish(await frozenLeaving(place));
    done(say("That is fine. No sheet is expected from you for this consultation."));
  });
}

/**
 * What is likely now stands chosen, so that a hand in a hurry need not.
 * @param {HTMLElement} page
 * @param {string} stage
 */
export function itIsNow(page, stage) {
  const choice = page.querySelector(`[data-withdraw-form] [value="${stage}"]`);
  if (choice instanceof HTMLInputElement) choice.checked = true;
}

/** @param {import("./outbox.js").Waiting} row */
export async function finish(row) {
  await enqueueAndErase(row);
  changed();
  void sendAll(row.person);
}

/**
 * Do it here; if this tablet cannot keep it, let the browser send the form as it would without script.
 * @param {HTMLElement} page
 * @param {string} selector
 * @param {(form: HTMLFormElement) => Promise<void>} act
 */
function onSubmit(page, selector, act) {
  for (const form of page.querySelectorAll(selector)) {
    if (!(form instanceof HTMLFormElement)) continue;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      act(form).catch(() => {
        showTrouble(page, say("This tablet could not save that. Tell your lead, and try again when there is a network."));
        form.dispatchEvent(new Event("plainly", { bubbles: true }));
      });
    });
  }
}

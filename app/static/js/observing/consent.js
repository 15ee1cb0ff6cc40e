// @ts-check
// The patient's yes opens the form at once, also without a network. A no leaves only a count.

import { frozenRefusal } from "./freezing.js";
import { finish, placeOf } from "./leaving.js";
import { part, showTrouble, tellBeside } from "./markup.js";
import { say } from "../words.js";

/**
 * @param {HTMLElement} page
 * @param {(consent: import("./store.js").Agreement) => void} agreed
 */
export function askForConsent(page, agreed) {
  const form = page.querySelector("[data-consent-form]");
  if (!(form instanceof HTMLFormElement)) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const outcome = String(given.get("outcome") ?? "");
    const askedBy = String(given.get("asked_by") ?? "");
    const how = String(given.get("how") ?? "");
    const first = [
      tell(form, "outcome", outcome ? "" : say("Say whether the patient said yes or no.")),
      tell(form, "asked_by", askedBy ? "" : say("Choose who asked the patient.")),
    ].find(Boolean);
    if (first) return first.focus();
    if (outcome === "agreed") {
      agreed({ id: crypto.randomUUID(), outcome: "agreed", stage: "before", asked_by: askedBy, how });
      return;
    }
    void refuse(page, { asked_by: askedBy, how });
  });
}

/**
 * @param {HTMLElement} page
 * @param {{asked_by: string, how: string}} asking
 */
async function refuse(page, asking) {
  try {
    await finish(await frozenRefusal(placeOf(page), "declined", "before", asking));
    location.reload();
  } catch {
    showTrouble(page, say("This tablet could not save that. Tell your lead that the patient said no."));
  }
}

/**
 * @param {HTMLElement} form
 * @param {string} name
 * @param {string} sentence
 * @returns {HTMLElement | null} the group, when something is missing there
 */
function tell(form, name, sentence) {
  const group = part(form, `#${name}`);
  tellBeside(group, sentence);
  return sentence ? group : null;
}

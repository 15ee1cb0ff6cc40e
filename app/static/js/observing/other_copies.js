// @ts-check
// When another device of the same observer holds a copy of a sheet too, both are kept and the observer chooses.

import { thisDevice } from "./device.js";
import { element } from "./markup.js";
import { replaceDraft } from "./store.js";
import { say } from "../words.js";

/** @typedef {import("./store.js").Draft} Draft */

const PATIENCE = 10_000;

/**
 * Tell when another device has a copy of this sheet, and let the observer go on with that one. Without a network, or
 * without such a copy, nothing happens.
 * @param {HTMLElement} page
 * @param {Draft} here what this device has
 */
export async function offerCopies(page, here) {
  const found = await otherCopies(here.assignment).catch(() => []);
  const other = found.find((each) => Object.keys(each.draft.answers ?? {}).length || each.draft.consent);
  if (!other) return;
  const at = new Date(other.saved_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const use = element("button", { type: "button", class: "nhsuk-button nhsuk-button--secondary" }, say("Go on with that one"));
  const stay = element("button", { type: "button", class: "nhsuk-button nhsuk-button--secondary" }, say("Stay with this one"));
  const words = say("You began this sheet on another device too. It was last saved at {at}. Both are kept until you lock one.", { at });
  const box = element("div", { class: "lf-notice lf-notice--wait", "data-copies": "" }, element("p", {}, words), use, " ", stay);
  use.addEventListener("click", async () => {
    // Above both counts, so that neither device's older save can come back over it.
    const seq = Math.max(here.seq, other.seq) + 1;
    await replaceDraft(here, { ...other.draft, person: here.person, assignment: here.assignment, seq, locked: false });
    location.reload();
  });
  stay.addEventListener("click", () => box.remove());
  page.prepend(box);
}

/**
 * @param {string} assignment
 * @returns {Promise<{id: string, device: string, seq: number, saved_at: string, draft: Draft}[]>}
 */
async function otherCopies(assignment) {
  if (!navigator.onLine) return [];
  const device = await thisDevice();
  const response = await fetch(`/api/v1/assignments/${assignment}/drafts`, {
    credentials: "same-origin",
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const content = response.ok ? await response.json() : null;
  return (content?.drafts ?? []).filter((/** @type {{device: string}} */ each) => each.device !== device);
}

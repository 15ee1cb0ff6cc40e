// @ts-check
// End of clinic: is everything sent? If not, send it; and as a last resort save it as a file for the lead.

import { lastTold, memory, tellHowWeAre } from "./contact.js";
import { element, part } from "./markup.js";
import { rescueFile, sendForOthers } from "./rescue.js";
import { changed, keepSending, onChange, sendAll } from "./sender.js";
import { everythingOf, outbox } from "./store.js";
import { noteCopy, tally } from "./tablet_state.js";
import { startWorker } from "./worker.js";
import { say } from "../words.js";

/** @param {Element} page */
export async function start(page) {
  if (!(page instanceof HTMLElement)) return;
  const person = page.dataset.person ?? "";
  part(page, "[data-verdict]").textContent = say("Looking at what rests on this device.");
  void startWorker();
  keepSending(person);
  onChange(() => void show(page, person));
  part(page, "[data-send]").addEventListener("click", () => void sendEverything(page, person));
  part(page, "[data-save]").addEventListener("click", () => void save(page));
  part(page, "[data-show-codes]").addEventListener("click", () => void codes(page));
  part(page, "[data-copy-taken]").addEventListener("click", () => void copyIsTaken(page, person));
  // Now, while there may still be a network.
  void import("../rescue_codes/show.js").catch(() => {});
  await show(page, person);
  await sendEverything(page, person);
}

/**
 * @param {HTMLElement} page
 * @param {string} person
 */
async function sendEverything(page, person) {
  tell(page, say("Sending …"));
  await sendAll(person, true).catch(() => {});
  await sendForOthers(person).catch(() => 0);
  await tellHowWeAre(true).catch(() => null);
  changed();
  await show(page, person);
  tell(page, "");
}

/**
 * @param {HTMLElement} page
 * @param {string} person
 */
async function show(page, person) {
  const mine = await everythingOf(person);
  const waiting = await outbox();
  const open = mine.drafts.filter((draft) => !draft.locked && (draft.consent || draft.seq > 1));
  const others = waiting.filter((row) => row.person !== person).length;
  const { persisted } = await memory();
  const lines = [
    line(!mine.waiting.length, say("Everything you locked is confirmed by the server"), say("Of yours not sent yet: {count}", { count: mine.waiting.length })),
    line(!open.length, say("No sheet is left open"), say("Begun and not locked: {sheets}", { sheets: open.map((draft) => draft.label).join("; ") })),
    line(!others, say("Nothing of another observer waits here"), say("Of another observer, sealed, not sent yet: {count}", { count: others })),
    line(persisted, say("This browser keeps what waits"), say("This browser may clear what waits here. Send it today, and keep a paper note of your scores")),
  ];
  const told = lastTold();
  part(page, "[data-lines]").replaceChildren(...lines);
  // Without a network nobody can tell whether it is.
  if (told) part(page, "[data-tablet]").textContent = told.tablet ? `${told.tablet.name}, ${told.tablet.site}` : say("This device is not paired");
  const all = !mine.waiting.length && !others;
  const verdict = part(page, "[data-verdict]");
  verdict.className = `ob-verdict lf-state lf-state--${all && !open.length ? "done" : "wait"}`;
  const sent = open.length ? say("All that is locked is sent. A sheet is still open.") : say("Everything is sent. You can put the tablet away.");
  verdict.textContent = all ? sent : say("Not everything is sent yet.");
  part(page, "[data-send]").hidden = all;
  const { copy, drafts } = await tally();
  part(page, "[data-rescue]").hidden = all && !drafts;
  part(page, "[data-copy]").hidden = !copy || copy.taken;
  part(page, "[data-copy-safe]").hidden = !copy?.taken;
}

/**
 * @param {boolean} good
 * @param {string} yes
 * @param {string} no
 */
function line(good, yes, no) {
  return element("li", {}, element("span", { class: `lf-state lf-state--${good ? "done" : "wait"}` }, good ? yes : no));
}

/**
 * Drawn by scripts that the score sheet does not carry; the worker keeps them once they were fetched.
 * @param {HTMLElement} page
 */
async function codes(page) {
  try {
    const { showCodes } = await import("../rescue_codes/show.js");
    const { blob, made, things } = await rescueFile();
    await showCodes(part(page, "[data-codes]"), blob);
    await noteCopy({ made, things, taken: false });
    changed();
    tell(page, say("Nobody can read these codes; your lead takes them in under Tablets. What is here stays here."));
  } catch {
    tell(page, say("This tablet cannot show codes just now. Save a rescue file instead."));
  }
}

/** @param {HTMLElement} page */
async function save(page) {
  const file = await rescueFile();
  const address = URL.createObjectURL(file.blob);
  const download = element("a", { href: address, download: file.name }, file.name);
  download.click();
  await noteCopy({ made: file.made, things: file.things, taken: false });
  changed();
  tell(page, say("Saved {file}. Nobody can read it; your lead takes it in under Tablets. What is here stays here.", { file: file.name }));
}

/**
 * Somebody holds the copy: the lead may unpair this tablet. Nothing here is deleted by that.
 * @param {HTMLElement} page
 * @param {string} person
 */
async function copyIsTaken(page, person) {
  const { copy } = await tally();
  if (copy) await noteCopy({ ...copy, taken: true });
  await tellHowWeAre(true).catch(() => null);
  changed();
  await show(page, person);
}

/**
 * @param {HTMLElement} page
 * @param {string} words
 */
function tell(page, words) {
  part(page, "[data-said]").textContent = words;
}

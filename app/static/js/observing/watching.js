// @ts-check
// The quiet screen for the visit itself: one big button for each thing to look for. No sound, no typing.

import { part } from "./markup.js";
import { minutesIn } from "./sheet_form.js";
import { latest, minutesSince, tappedWords, withTap } from "./taps.js";
import { say } from "../words.js";

/** @typedef {{began: number, open: boolean}} Watch */

const EVERY = 5000;

/**
 * @param {HTMLElement} page
 * @param {HTMLElement} form
 * @param {Watch | undefined} kept where watching stood when the page was left
 * @param {(watch: Watch) => void} keep
 */
export function watchQuietly(page, form, kept, keep) {
  const panel = page.querySelector("[data-watch]");
  if (!(panel instanceof HTMLDialogElement)) return;
  let began = kept?.began ?? 0;
  /** @type {string[]} the entries tapped, in order, as far as this page remembers */
  const order = [];
  part(page, "[data-watch-way]").hidden = false;

  const show = () => {
    const minutes = began ? minutesSince(began, Date.now()) : 0;
    part(panel, "[data-watch-time]").textContent = minutes === 1 ? say("1 minute") : say("{count} minutes", { count: minutes });
    for (const mark of marks(panel)) {
      const count = tapsOf(form, mark.dataset.mark ?? "").length;
      part(mark, "[data-mark-count]").textContent = count ? String(count) : "";
      mark.classList.toggle("ob-mark--tapped", count > 0);
    }
    undo.disabled = !latest(allTaps(form));
  };
  const open = () => {
    began ||= Date.now();
    panel.hidden = false;
    if (!panel.open) panel.showModal();
    keep({ began, open: true });
    show();
  };
  const undo = button(panel, "[data-watch-undo]", () => {
    const entry = order.pop() ?? latest(allTaps(form));
    setTaps(form, entry, tapsOf(form, entry).slice(0, -1));
    show();
  });
  for (const mark of marks(panel)) {
    mark.addEventListener("click", () => {
      const entry = mark.dataset.mark ?? "";
      setTaps(form, entry, withTap(tapsOf(form, entry), minutesSince(began, Date.now())));
      order.push(entry);
      show();
    });
  }
  button(panel, "[data-watch-dim]", (pressed) => {
    pressed.setAttribute("aria-pressed", String(panel.classList.toggle("ob-watch--dim")));
  });
  button(panel, "[data-watch-out]", (pressed) => {
    const out = pressed.getAttribute("aria-pressed") !== "true";
    pressed.setAttribute("aria-pressed", String(out));
    pressed.textContent = out ? say("I am back") : say("I am stepping out");
    for (const mark of marks(panel)) mark.disabled = out;
    if (out) missedAPart(form);
  });
  button(panel, "[data-watch-close]", () => panel.close());
  panel.addEventListener("close", () => {
    panel.hidden = true;
    keep({ began, open: false });
    showTapped(form);
    part(form, "[data-entry]").focus();
  });
  for (const way of page.querySelectorAll("[data-watch-open]")) way.addEventListener("click", open);
  setInterval(show, EVERY);
  showTapped(form);
  if (kept?.open) open();
}

/**
 * Say on the sheet that a part was missed, if nothing is said there yet. The first choice of that question means "none".
 * @param {HTMLElement} form
 * @returns {boolean} whether the sheet asks for it
 */
export function missedAPart(form) {
  const group = form.querySelector("[data-role='part_not_observed']");
  const choices = Array.from(group?.querySelectorAll("input") ?? []).filter((each) => each.type !== "hidden");
  if (!(group instanceof HTMLElement) || choices.length < 2) return false;
  if (choices.slice(1).some((each) => each.checked)) return true;
  choices[1].checked = true;
  part(group, "[data-stepped-out]").hidden = false;
  choices[1].dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

/**
 * @param {HTMLElement} panel
 * @returns {HTMLButtonElement[]}
 */
const marks = (panel) => Array.from(panel.querySelectorAll("button[data-mark]")).filter((each) => each instanceof HTMLButtonElement);

/**
 * @param {HTMLElement} panel
 * @param {string} selector
 * @param {(button: HTMLButtonElement) => void} press
 * @returns {HTMLButtonElement}
 */
function button(panel, selector, press) {
  const found = /** @type {HTMLButtonElement} */ (part(panel, selector));
  found.addEventListener("click", () => press(found));
  return found;
}

/**
 * @param {HTMLElement} form
 * @param {string} entry
 * @returns {HTMLInputElement | null}
 */
function field(form, entry) {
  const found = form.querySelector(`[data-entry="${CSS.escape(entry)}"] [data-part="taps"]`);
  return found instanceof HTMLInputElement ? found : null;
}

/** @type {(form: HTMLElement, entry: string) => number[]} */
const tapsOf = (form, entry) => minutesIn(field(form, entry)?.value ?? "");

/**
 * @param {HTMLElement} form
 * @param {string} entry
 * @param {number[]} taps
 */
function setTaps(form, entry, taps) {
  const input = field(form, entry);
  if (!input) return;
  input.value = taps.join(" ");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * @param {HTMLElement} form
 * @returns {Record<string, number[]>}
 */
function allTaps(form) {
  const groups = Array.from(form.querySelectorAll("[data-entry]")).filter((each) => each instanceof HTMLElement);
  return Object.fromEntries(groups.map((each) => [each.dataset.entry ?? "", tapsOf(form, each.dataset.entry ?? "")]));
}

/**
 * What was tapped, beside each question.
 * @param {HTMLElement} form
 */
function showTapped(form) {
  for (const place of form.querySelectorAll("[data-tapped]")) {
    const group = place.closest("[data-entry]");
    if (!(place instanceof HTMLElement) || !(group instanceof HTMLElement)) continue;
    place.textContent = tappedWords(tapsOf(form, group.dataset.entry ?? ""), say);
    place.hidden = !place.textContent;
  }
}

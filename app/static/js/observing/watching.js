// @ts-check
// The quiet screen for the visit itself: one big button for each thing to look for. No sound, no typing.

import { element, part } from "./markup.js";
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
  /** @type {string[]} the fields tapped, in order, as far as this page remembers */
  const order = [];
  part(page, "[data-watch-way]").hidden = false;

  const show = () => {
    const minutes = began ? minutesSince(began, Date.now()) : 0;
    part(panel, "[data-watch-time]").textContent = minutes === 1 ? say("1 minute") : say("{count} minutes", { count: minutes });
    for (const mark of marks(panel)) {
      const count = tapsIn(fieldOf(form, mark)).length;
      part(mark, "[data-mark-count]").textContent = count ? String(count) : "";
      mark.classList.toggle("ob-mark--tapped", count > 0);
    }
    undo.disabled = !latest(allTaps(form));
  };
  const open = () => {
    began ||= Date.now();
    panel.hidden = false;
    if (!panel.open) panel.showModal();
    void stayLit(panel);
    keep({ began, open: true });
    show();
  };
  const undo = button(panel, "[data-watch-undo]", () => {
    const name = order.pop() ?? latest(allTaps(form));
    const field = tapFields(form).find((each) => each.name === name);
    setTaps(field, tapsIn(field).slice(0, -1));
    show();
  });
  for (const mark of marks(panel)) {
    mark.addEventListener("click", () => {
      const field = fieldOf(form, mark);
      setTaps(field, withTap(tapsIn(field), minutesSince(began, Date.now())));
      order.push(field?.name ?? "");
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
    part(form, "[data-entry]").focus();
  });
  for (const way of page.querySelectorAll("[data-watch-open]")) way.addEventListener("click", open);
  setInterval(show, EVERY);
  document.addEventListener("visibilitychange", () => panel.open && stayLit(panel));
  if (kept?.open) open();
}

/**
 * A screen that goes dark by itself would ask for a swipe and a code before the next tap. It may again once watching is
 * over. While the page is hidden the browser refuses, and lets go by itself.
 * @param {HTMLDialogElement} panel
 */
async function stayLit(panel) {
  const light = await navigator.wakeLock?.request("screen").catch(() => null);
  panel.addEventListener("close", () => void light?.release(), { once: true });
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
 * @returns {HTMLInputElement[]} where taps are kept: one for each button
 */
const tapFields = (form) =>
  Array.from(form.querySelectorAll("[data-part='taps']")).filter((each) => each instanceof HTMLInputElement);

/**
 * @param {HTMLElement} form
 * @param {HTMLElement} mark
 */
const fieldOf = (form, { dataset: { mark, marker } }) =>
  tapFields(form).find((each) => each.dataset.marker === marker && each.closest("[data-entry]")?.id === `i_${mark}`);

/** @type {(field: HTMLInputElement | undefined) => number[]} */
const tapsIn = (field) => minutesIn(field?.value ?? "");

/**
 * @param {HTMLInputElement | undefined} field
 * @param {number[]} taps
 */
function setTaps(field, taps) {
  if (!field) return;
  field.value = taps.join(" ");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLElement} form */
const allTaps = (form) => Object.fromEntries(tapFields(form).map((each) => [each.name, tapsIn(each)]));

/**
 * What was tapped, beside each question: a line for each behaviour.
 * @param {HTMLElement} form
 */
export function showTapped(form) {
  for (const place of form.querySelectorAll("[data-tapped]")) {
    const group = place.closest("[data-entry]");
    if (!(place instanceof HTMLElement) || !(group instanceof HTMLElement)) continue;
    const words = tapFields(group).map((each) => tappedWords(tapsIn(each), say, each.dataset.label)).filter(Boolean);
    place.replaceChildren(...words.map((each) => element("li", {}, each)));
    place.hidden = !words.length;
  }
}

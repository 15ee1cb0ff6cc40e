// @ts-check
// The form on the page as entries and answers, and back. Reads and writes the page, knows nothing else.

import { tellBeside } from "./markup.js";
import { say } from "../words.js";

/**
 * @typedef {import("./answers.js").Entry} Entry
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {import("./answers.js").Answers} Answers
 */

/**
 * @param {HTMLElement} form
 * @returns {HTMLElement[]}
 */
const groups = (form) => Array.from(form.querySelectorAll("[data-entry]")).filter((each) => each instanceof HTMLElement);

/**
 * @param {HTMLElement} group
 * @param {string} part
 * @returns {(HTMLInputElement | HTMLTextAreaElement)[]}
 */
function fields(group, part) {
  const found = group.querySelectorAll(`[data-part="${part}"]`);
  return Array.from(found).filter((each) => each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement);
}

/**
 * @param {HTMLElement} form
 * @returns {Entry[]}
 */
export function entriesOn(form) {
  return groups(form).map((group) => ({
    id: group.dataset.entry ?? "",
    shape: /** @type {Entry["shape"]} */ (group.dataset.shape),
    name: group.dataset.name ?? "",
    ask: group.dataset.ask ?? "",
    askNote: group.dataset.askNote ?? "",
    noted: (group.dataset.noted ?? "").split(" ").filter(Boolean),
    showIf: group.dataset.showIf ? JSON.parse(group.dataset.showIf) : null,
  }));
}

/**
 * @param {HTMLElement} form
 * @returns {Answers}
 */
export function answersOn(form) {
  return Object.fromEntries(groups(form).map((group) => [group.dataset.entry ?? "", answerOf(group)]));
}

/**
 * @param {HTMLElement} group
 * @returns {Answer}
 */
function answerOf(group) {
  const chosen = fields(group, "code").filter((each) => each instanceof HTMLInputElement && each.checked);
  const codes = chosen.map((each) => each.value);
  const only = (/** @type {string} */ part) => fields(group, part)[0]?.value ?? "";
  switch (group.dataset.shape) {
    case "choices":
      return { codes };
    case "text":
      return { text: only("text") };
    case "number":
      return { number: only("number") };
    case "choice":
      return { code: codes[0] ?? "" };
    default:
      return withTally(group, { code: codes[0] ?? "", note: only("note"), ...tapsOf(group) });
  }
}

/**
 * @param {HTMLElement} group
 * @returns {Answer} by behaviour where the item names some
 */
function tapsOf(group) {
  const taps = fields(group, "taps").map((each) => /** @type {const} */ ([each.dataset.marker ?? "", minutesIn(each.value)]));
  return taps[0]?.[0] ? { marked: Object.fromEntries(taps) } : { taps: taps[0]?.[1] ?? [] };
}

/**
 * @param {string} words such as "3 12"
 * @returns {number[]}
 */
export function minutesIn(words) {
  return words.split(" ").filter(Boolean).map(Number);
}

/**
 * @param {HTMLElement} group
 * @param {Answer} answer
 * @returns {Answer}
 */
function withTally(group, answer) {
  const counts = fields(group, "tally").map((each) => [each.dataset.behaviour ?? "", each.value]);
  return counts.length ? { ...answer, tally: Object.fromEntries(counts) } : answer;
}

/**
 * Put kept answers back on the page.
 * @param {HTMLElement} form
 * @param {Answers} answers
 */
export function fillIn(form, answers) {
  for (const group of groups(form)) {
    const answer = answers[group.dataset.entry ?? ""];
    if (!answer) continue;
    const codes = answer.codes ?? (answer.code ? [answer.code] : []);
    for (const each of fields(group, "code")) {
      if (each instanceof HTMLInputElement) each.checked = codes.includes(each.value);
    }
    for (const part of /** @type {const} */ (["text", "number", "note"])) {
      for (const each of fields(group, part)) each.value = answer[part] ?? "";
    }
    for (const each of fields(group, "taps")) {
      const { marker } = each.dataset;
      each.value = ((marker ? answer.marked?.[marker] : answer.taps) ?? []).join(" ");
    }
    for (const each of fields(group, "tally")) each.value = answer.tally?.[each.dataset.behaviour ?? ""] ?? "";
    const note = fields(group, "note")[0]?.closest("details");
    if (note && answer.note) note.open = true;
  }
}

/**
 * Show what applies, hide what does not, and mark sections that have nothing left.
 * @param {HTMLElement} form
 * @param {Set<string>} shown
 */
export function showOnly(form, shown) {
  for (const group of groups(form)) group.hidden = !shown.has(group.dataset.entry ?? "");
}

/**
 * Sentences beside their entries; an entry without one loses what it had.
 * @param {HTMLElement} form
 * @param {{id: string, sentence: string}[]} problems
 */
export function markProblems(form, problems) {
  for (const group of groups(form)) mark(group, problems);
}

/**
 * A marked entry follows its answer: its sentence goes, or says what is missing now. The others wait for the lock.
 * @param {HTMLElement} field what was just changed
 * @param {{id: string, sentence: string}[]} problems
 */
export function followMark(field, problems) {
  const group = field.closest("[data-entry]");
  if (group instanceof HTMLElement && group.classList.contains("ob-entry--problem")) mark(group, problems);
}

/**
 * @param {HTMLElement} group
 * @param {{id: string, sentence: string}[]} problems
 */
function mark(group, problems) {
  tellBeside(group, problems.find((each) => each.id === group.dataset.entry)?.sentence ?? "");
}

/**
 * Buttons beside each count, so that counting takes taps and no typing.
 * @param {HTMLElement} form
 */
export function addCounters(form) {
  for (const row of form.querySelectorAll("[data-count]")) {
    const input = row.querySelector("input");
    if (!input) continue;
    const label = row.querySelector("label")?.textContent ?? "";
    const step = (/** @type {number} */ by) => {
      input.value = String(Math.min(999, Math.max(0, (Number.parseInt(input.value, 10) || 0) + by)));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    row.append(counter("–", say("One less: {what}", { what: label }), () => step(-1)), counter("+", say("One more: {what}", { what: label }), () => step(1)));
  }
}

/**
 * @param {string} sign
 * @param {string} label
 * @param {() => void} press
 * @returns {HTMLButtonElement}
 */
function counter(sign, label, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = sign;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", press);
  return button;
}

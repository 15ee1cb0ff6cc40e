// @ts-check
// Look over the sheet before it is locked: every answer in words, and what might tell who the patient is.

import { identifiersIn } from "./identifiers.js";
import { element, link, part } from "./markup.js";
import { say } from "../words.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./answers.js").Entry} Entry
 */

/**
 * @param {HTMLElement} form
 * @param {Entry[]} entries those that apply
 * @param {Answers} answers
 * @param {string} blank the words for no answer
 */
export function showAnswers(form, entries, answers, blank) {
  const lines = entries.map((entry) => {
    const tapped = form.querySelectorAll(`#i_${entry.id} [data-tapped] li`);
    const said = [chosenWords(form, entry, answers[entry.id]) || blank, ...Array.from(tapped, (each) => each.textContent)].join(". ");
    return element("div", {}, element("dt", {}, link(`#i_${entry.id}`, entry.name)), element("dd", {}, said));
  });
  part(form, "[data-review]").hidden = false;
  part(form, "[data-review-list]").replaceChildren(...lines);
}

/**
 * @param {HTMLElement} form
 * @param {Entry} entry
 * @param {import("./answers.js").Answer | undefined} answer
 * @returns {string}
 */
function chosenWords(form, entry, answer) {
  if (!answer) return "";
  const codes = answer.codes ?? (answer.code ? [answer.code] : []);
  const names = codes.map((code) => {
    const card = document.getElementById(`i_${entry.id}-${code}`)?.closest(".ob-card");
    const number = card?.querySelector(".ob-card__number")?.textContent ?? "";
    return [number, card?.querySelector(".ob-card__name")?.textContent ?? code].filter(Boolean).join(": ");
  });
  return [names.join(", "), answer.text?.trim() ?? "", answer.number?.trim() ?? ""].filter(Boolean).join(". ");
}

/**
 * Ask about names, dates and numbers in what was written.
 * @param {HTMLElement} form
 * @param {Entry[]} entries those that apply
 * @param {Answers} answers
 * @returns {HTMLElement | null} the question, when it is there and not answered
 */
export function askAboutNames(form, entries, answers) {
  const found = entries.flatMap((entry) => {
    const { text = "", note = "" } = answers[entry.id] ?? {};
    return identifiersIn(`${text}\n${note}`, say).map((sentence) => ({ entry, sentence }));
  });
  const box = part(form, "[data-names]");
  const tick = /** @type {HTMLInputElement} */ (part(box, "input"));
  const before = box.dataset.found ?? "";
  box.dataset.found = found.map((each) => each.sentence).join(" ");
  // A tick stands for what was there when it was made.
  if (box.dataset.found !== before) tick.checked = false;
  box.hidden = !found.length;
  const lines = found.map(({ entry, sentence }) => element("li", {}, link(`#i_${entry.id}`, `${entry.name}: ${sentence}`)));
  part(box, "[data-names-list]").replaceChildren(...lines);
  return found.length && !tick.checked ? box : null;
}

// @ts-check
// A button on each question that reads it and its choices aloud, with the tablet's own voice. Never what was written.

import { element } from "./markup.js";

/**
 * @param {HTMLElement} form
 * @param {{read: string, stop: string}} words
 */
export function readAloud(form, words) {
  if (!("speechSynthesis" in window)) return;
  for (const group of form.querySelectorAll("[data-entry]")) {
    const legend = group.querySelector(".ob-legend");
    if (!(group instanceof HTMLElement) || !legend) continue;
    const hidden = element("span", { class: "nhsuk-u-visually-hidden" }, `: ${group.dataset.name ?? ""}`);
    const label = element("span", {}, words.read);
    const button = element("button", { type: "button", class: "ob-aloud" }, label, hidden);
    button.addEventListener("click", () => {
      const reading = button.getAttribute("aria-pressed") === "true";
      speechSynthesis.cancel();
      if (!reading) speak(group, button, label, words);
    });
    group.querySelector(".ob-more")?.prepend(button);
  }
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

/**
 * @param {HTMLElement} group
 * @param {HTMLElement} button
 * @param {HTMLElement} label
 * @param {{read: string, stop: string}} words
 */
function speak(group, button, label, words) {
  const said = new SpeechSynthesisUtterance(textOf(group));
  said.lang = group.closest("[lang]")?.getAttribute("lang") ?? "";
  const done = () => {
    button.setAttribute("aria-pressed", "false");
    label.textContent = words.read;
  };
  said.onend = done;
  said.onerror = done;
  button.setAttribute("aria-pressed", "true");
  label.textContent = words.stop;
  speechSynthesis.speak(said);
}

/**
 * The question and its choices, each as a sentence of its own.
 * @param {HTMLElement} group
 * @returns {string}
 */
export function textOf(group) {
  const parts = group.querySelectorAll(".ob-legend, .ob-card__label, .ob-count label");
  const sentences = Array.from(parts, (each) =>
    Array.from(each.querySelectorAll(".ob-card__number, .ob-card__name, .ob-card__anchor"), (bit) => bit.textContent?.trim())
      .filter(Boolean)
      .join(". ") || (each.textContent ?? "").trim(),
  );
  return sentences.map((each) => (/[.?!]$/.test(each) ? each : `${each}.`)).join(" ");
}

// @ts-check
// This is about somebody's safety: kept on this tablet at once, sent before anything else, with or without a network.

import { frozenWorry } from "./freezing.js";
import { placeOf } from "./leaving.js";
import { element, part, showTrouble } from "./markup.js";
import { changed, sendAll } from "./sender.js";
import { enqueue } from "./store.js";
import { say } from "../words.js";

/** @param {HTMLElement} page */
export function tellOfWorry(page) {
  const form = page.querySelector("[data-worry-form]");
  if (!(form instanceof HTMLFormElement)) return;
  const id = { next: crypto.randomUUID() };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const box = form.elements.namedItem("text");
    if (!(box instanceof HTMLTextAreaElement)) return;
    const text = box.value.trim();
    if (!text) {
      told(form, say("Write in a few words what worries you."), "trouble");
      return box.focus();
    }
    void keep(page, id.next, text)
      .then(() => {
        // The next one is another worry; the same words pressed twice are not.
        id.next = crypto.randomUUID();
        box.value = "";
        told(form, say("It is kept on this tablet and sent as soon as there is a network. Ring them now if it is urgent."), "wait");
      })
      .catch(() => {
        showTrouble(page, say("This tablet could not save that. Ring them now, or tell your lead by voice."));
        form.dispatchEvent(new Event("plainly", { bubbles: true }));
      });
  });
}

/**
 * @param {HTMLElement} page
 * @param {string} id
 * @param {string} text
 */
async function keep(page, id, text) {
  const place = { ...placeOf(page), label: say("A worry about somebody’s safety") };
  await enqueue(await frozenWorry(place, id, text));
  changed();
  void sendAll(placeOf(page).person);
}

/**
 * @param {HTMLElement} form
 * @param {string} sentence
 * @param {"trouble" | "wait"} state
 */
function told(form, sentence, state) {
  part(form, "[data-worry-told]").replaceChildren(element("p", { class: `lf-state lf-state--${state}` }, sentence));
}

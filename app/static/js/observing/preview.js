// @ts-check
// A sheet that is only tried out: questions come and go as on a tablet, counts have their buttons, nothing is stored.

import { shown } from "./answers.js";
import { addCounters, answersOn, entriesOn, showOnly } from "./sheet_form.js";

/** @param {HTMLElement} page */
export function start(page) {
  const form = page.querySelector("[data-sheet-form]");
  if (!(form instanceof HTMLFormElement)) return;
  const show = () => showOnly(form, shown(entriesOn(form), answersOn(form)));
  document.documentElement.classList.add("ob-has-script");
  addCounters(form);
  form.addEventListener("change", show);
  show();
}

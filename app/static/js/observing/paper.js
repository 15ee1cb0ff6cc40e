// @ts-check
/**
 * Copying a paper form: a key that stands for an answer takes the reader to the next line.
 * Without script the fields are filled in one by one with Tab.
 */

/** @param {HTMLElement} form */
export function start(form) {
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.dataset.keys) return;
    const keys = field.dataset.keys.split(" ");
    const typed = field.value.trim().toLowerCase();
    // A 1 that could become 10 waits for its second digit.
    const mayGrow = keys.some((key) => key !== typed && key.startsWith(typed));
    if (keys.includes(typed) && !mayGrow) nextLine(form, field)?.focus();
  });
  // Enter ends a line, as on every calculator; only the button keeps the sheet.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    nextLine(form, event.target)?.focus();
  });
}

/**
 * @param {HTMLElement} form
 * @param {HTMLInputElement} field
 * @returns {HTMLElement | null} the next answer, or the button at the end
 */
function nextLine(form, field) {
  const stops = /** @type {NodeListOf<HTMLElement>} */ (
    form.querySelectorAll(".pa-answer input, .pa-answer textarea, .pa-count input, button[type=submit]")
  );
  return stops[Array.from(stops).indexOf(field) + 1] ?? null;
}

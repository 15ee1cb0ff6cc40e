// @ts-check
// Makes elements out of words, never out of markup, so that nothing an observer wrote can become a tag.

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} address
 * @param {string} words
 * @param {string} [style]
 * @returns {HTMLElement}
 */
export function link(address, words, style = "") {
  return element("a", style ? { href: address, class: style } : { href: address }, words);
}

/**
 * The element that must be there, or an error that names it.
 * @param {ParentNode} within
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function part(within, selector) {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`The page has no ${selector}.`);
  return found;
}

/**
 * @param {HTMLElement} page
 * @param {string} sentence
 */
export function showTrouble(page, sentence) {
  const box = part(page, "[data-trouble]");
  box.replaceChildren(element("p", {}, sentence));
  box.hidden = false;
}

/**
 * What is wrong with an answer, beside it, and read out with the question.
 * @param {HTMLElement} group
 * @param {string} sentence empty when all is well
 */
export function tellBeside(group, sentence) {
  const id = `${group.id}-error`;
  group.classList.toggle("ob-entry--problem", Boolean(sentence));
  part(group, "[data-error]").replaceChildren(...(sentence ? [element("span", { class: "nhsuk-error-message", id }, sentence)] : []));
  for (const each of group.querySelectorAll("fieldset, textarea[data-part='text'], [data-part='number']")) {
    if (sentence) each.setAttribute("aria-describedby", id);
    else each.removeAttribute("aria-describedby");
  }
}

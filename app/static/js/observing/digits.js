// @ts-check
// Digits choose: in a question, the key of a point's number chooses that point; elsewhere 1 is the first choice.
// It works only while the question has the focus, so no other key of the browser is taken.

/** @param {HTMLElement} page */
export function digitsChoose(page) {
  page.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || !/^\d$/.test(key) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text")) return;
    const group = target.closest(".ob-entry");
    const input = group && choiceFor(group, key);
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.click();
  });
}

/**
 * @param {Element} group
 * @param {string} digit
 * @returns {HTMLInputElement | undefined}
 */
function choiceFor(group, digit) {
  const inputs = Array.from(group.querySelectorAll("input[type=radio], input[type=checkbox]"));
  const choices = inputs.filter((each) => each instanceof HTMLInputElement);
  return choices.find((each) => each.value === digit) ?? (/\d/.test(choices[0]?.value ?? "") ? undefined : choices[Number(digit) - 1]);
}

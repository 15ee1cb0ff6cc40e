// @ts-check
// A form whose work belongs to its script waits for it: pressed too early, it would be sent as if there were none.
// Read before the page is shown, so no press comes before it; start.js lets a form go. Without script nothing waits.

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-script-first")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.setAttribute("data-script-first", "pressed");
  },
  true,
);

addEventListener("load", () => {
  // The start itself did not arrive: the forms work as they do without script.
  if (document.documentElement.hasAttribute("data-started")) return;
  for (const form of document.querySelectorAll("form[data-script-first]")) form.removeAttribute("data-script-first");
});

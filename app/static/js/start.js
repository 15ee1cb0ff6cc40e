// Starts the module that an element names: data-module="observing/scoresheet" runs start(element) of that file.
// Every page works without any of them; a module only improves a form that is already there.

/** @param {Element} element */
async function startOurs(element) {
  const name = element.getAttribute("data-module") ?? "";
  if (!/^[a-z_]+(\/[a-z_]+)*$/.test(name)) return;
  try {
    const module = await import(`./${name}.js`);
    await module.start(element);
  } finally {
    letFormsGo(element);
  }
}

/**
 * The script has taken over, or will not come: an early press counts now, if what was pressed is still shown.
 * @param {Element} element
 */
function letFormsGo(element) {
  for (const form of [element.closest("form"), ...element.querySelectorAll("form")]) {
    const early = form?.getAttribute("data-script-first") === "pressed";
    form?.removeAttribute("data-script-first");
    if (early && form?.offsetParent) form.requestSubmit();
  }
}

async function startNhs() {
  const address = "../build/nhsuk-frontend.min.js";
  const library = await import(address);
  document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
  library.initAll();
}

document.documentElement.setAttribute("data-started", "");
if (document.querySelector("[data-module^='nhsuk-']")) void startNhs();
for (const element of document.querySelectorAll("[data-module]:not([data-module^='nhsuk-'])")) void startOurs(element);

// @ts-check
// Before signing out, the pages kept for this person leave the tablet. What waits to be sent never does.

/** @param {Element} button */
export function start(button) {
  const form = button.closest("form");
  if (!form || !("caches" in window)) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    forgetPages().finally(() => form.submit());
  });
}

async function forgetPages() {
  for (const name of await caches.keys()) if (name.startsWith("pages-")) await caches.delete(name);
}

// @ts-check
// The PIN that signs in here also opens the screen without a network: the data key is wrapped with it.

import { setPin } from "../observing/keys.js";

/** @param {Element} form */
export function start(form) {
  if (!(form instanceof HTMLFormElement)) return;
  form.addEventListener("submit", (event) => {
    const given = new FormData(form);
    const pin = String(given.get("pin") ?? "");
    if (!/^\d{6}$/.test(pin) || pin !== given.get("again")) return;
    event.preventDefault();
    // Should the key not be reached now, the PIN still signs in; the screen then opens with a network only.
    void setPin(form.dataset.person ?? "", pin)
      .catch(() => {})
      .then(() => form.dispatchEvent(new Event("plainly", { bubbles: true })));
  });
}

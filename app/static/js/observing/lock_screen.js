// @ts-check
// The screen locks when the tablet is left alone, and opens with the PIN, also without a network. The draft is kept.

import { askWith, keyRow, lockAll, unlockWithPin } from "./keys.js";
import { element } from "./markup.js";
import { say } from "../words.js";

const MINUTE = 60 * 1000;
const IDLE = 5 * MINUTE;
/** Whoever watches a visit taps now and then, and shows nothing but what they look for. */
const WATCHING = 20 * MINUTE;
const LOOK_EVERY = 10_000;

let touched = Date.now();
for (const sign of ["pointerdown", "keydown", "input"]) addEventListener(sign, () => (touched = Date.now()), true);

askWith(askForPin);

/**
 * Lock when nobody has touched the tablet for a while. Only who has a PIN here can open it again, so only they are locked.
 * @param {string} person
 */
export async function lockWhenIdle(person) {
  if (!(await keyRow(person).catch(() => undefined))?.wrapped) return;
  setInterval(() => {
    if (Date.now() - touched > (document.querySelector("[data-watch][open]") ? WATCHING : IDLE)) void lockNow();
  }, LOOK_EVERY);
}

/** Everything said is saved already: what is open is closed, and the page begins anew, locked. */
export async function lockNow() {
  await lockAll();
  await fetch("/api/v1/tablet/lock", { method: "POST", credentials: "same-origin", keepalive: true }).catch(() => null);
  location.reload();
}

/**
 * @param {number} left
 * @returns {string}
 */
export function wrongPin(left) {
  if (!left) return say("Too many wrong tries. When there is a network, sign in with your password. What was scored stays here.");
  return left === 1 ? say("That PIN is not right. 1 try left.") : say("That PIN is not right. {count} tries left.", { count: left });
}

/**
 * @param {string} person
 * @returns {Promise<void>}
 */
async function askForPin(person) {
  const row = await keyRow(person);
  const words = row?.wrapped
    ? say("This tablet was left alone, so it locked itself. What was scored is safe.")
    : say("What was scored on this tablet is locked and safe. It opens when there is a network.");
  const problem = element("p", { class: "nhsuk-error-message", role: "alert" });
  const input = /** @type {HTMLInputElement} */ (
    element("input", { id: "lf-pin", class: "nhsuk-input", type: "password", inputmode: "numeric", autocomplete: "off" })
  );
  const label = element("label", { class: "nhsuk-label", for: "lf-pin" }, say("Your PIN"));
  const button = element("button", { class: "nhsuk-button", type: "submit" }, say("Open"));
  const form = element("form", {}, label, input, button);
  const title = element("h2", { class: "nhsuk-heading-m", id: "lf-locked" }, say("Locked"));
  const other = element("p", {}, element("a", { href: "/tablet/" }, say("I am somebody else")));
  const parts = row?.wrapped ? [title, element("p", {}, words), problem, form, other] : [title, element("p", {}, words), other];
  const dialog = /** @type {HTMLDialogElement} */ (
    element("dialog", { class: "lf-locked", "aria-labelledby": "lf-locked" }, ...parts)
  );
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  await new Promise((resolve) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { open, left } = await unlockWithPin(person, input.value);
      input.value = "";
      if (open) return resolve(undefined);
      problem.textContent = wrongPin(left);
    });
  });
  dialog.remove();
}

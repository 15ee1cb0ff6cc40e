// @ts-check
// Who is here, without a network: a name, the PIN, and the person's own pages. Whoever was here before is locked away first.

import { all, transaction } from "../observing/database.js";
import { unlockWithPin } from "../observing/keys.js";
import { wrongPin } from "../observing/lock_screen.js";
import { element, part } from "../observing/markup.js";
import { endSessionLater, isOurs } from "../observing/old_session.js";
import { bringBack, hasPages } from "../observing/put_away.js";
import { leaveNothingOpen } from "../sign_out.js";

/** @param {Element} page */
export async function start(page) {
  if (!(page instanceof HTMLElement)) return;
  await leaveNothingOpen();
  await endSessionLater();
  if (await isOurs()) return location.replace("/tablet/");
  const people = await peopleHere();
  part(page, "[data-names]").append(...people.map(choice));
  part(page, people.length ? "form" : "[data-nobody]").hidden = false;
  part(page, "form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) void open(page, event.target);
  });
}

/** @returns {Promise<{person: string, name: string}[]>} those with a PIN and their pages here, by name */
async function peopleHere() {
  const rows = await transaction("readonly", (tx) => all(tx, "keys"));
  const found = [];
  for (const row of rows) if (row.wrapped && row.name && (await hasPages(row.person))) found.push(row);
  return found.sort((one, other) => one.name.localeCompare(other.name));
}

/** @param {{person: string, name: string}} row */
function choice({ person, name }) {
  const input = element("input", { type: "radio", name: "person", value: person, required: "" });
  return element("label", { class: "lf-person" }, input, " ", element("span", {}, name));
}

/**
 * @param {HTMLElement} page
 * @param {HTMLFormElement} form
 */
async function open(page, form) {
  const said = new FormData(form);
  const person = String(said.get("person") ?? "");
  const pin = /** @type {HTMLInputElement} */ (part(form, "[name='pin']"));
  const opened = await unlockWithPin(person, pin.value);
  pin.value = "";
  if (!opened.open) {
    part(page, "[data-problem]").textContent = wrongPin(opened.left);
    return pin.focus();
  }
  await bringBack(person);
  location.replace("/observe/");
}

// @ts-check
// A browser that may clear what rests here needs something beside it: before the first sheet of a clinic the observer
// says that a paper form lies ready. Works without a network; the lead's page of tablets learns of it.

import { tellHowWeAre } from "./contact.js";
import { get, transaction } from "./database.js";
import { part } from "./markup.js";

const META = "paper";

/**
 * Resolves when there is no need of paper, or when somebody has said that it is there.
 * @param {HTMLElement} page
 * @param {boolean} begun whether this sheet was begun already
 */
export async function paperIsReady(page, begun) {
  const place = page.querySelector("[data-paper]");
  if (!(place instanceof HTMLElement) || begun || (await navigator.storage?.persisted?.())) return;
  const { session = "" } = page.dataset;
  const kept = await transaction("readonly", (tx) => get(tx, "meta", META));
  if (kept?.session === session) return;
  const others = Array.from(page.querySelectorAll("[data-consent], [data-sheet], [data-bar]")).filter((each) => each instanceof HTMLElement);
  const shown = others.filter((each) => !each.hidden);
  for (const each of shown) each.hidden = true;
  place.hidden = false;
  await new Promise((resolve) => part(place, "button").addEventListener("click", resolve, { once: true }));
  await transaction("readwrite", (tx) => void tx.objectStore("meta").put({ key: META, session, at: Date.now() }));
  place.hidden = true;
  for (const each of shown) each.hidden = false;
  void tellHowWeAre(true).catch(() => {});
}

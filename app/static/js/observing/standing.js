// @ts-check
// Where a sheet stands, in words, shape and colour: on this tablet, or confirmed by the server.

import { inWords } from "./outbox.js";
import { element, link } from "./markup.js";
import { pause } from "./sender.js";
import { say } from "../words.js";

/**
 * @typedef {import("./outbox.js").Waiting} Waiting
 * @typedef {import("./store.js").Receipt} Receipt
 */

/**
 * @param {HTMLElement} page
 * @param {Waiting[]} waiting
 * @param {Receipt[]} receipts
 * @returns {HTMLElement}
 */
export function standing(page, waiting, receipts) {
  const home = link(page.dataset.home ?? "/observe/", say("Back to your sessions"), "nhsuk-button");
  const sentences = waiting.length ? waiting.map(waitingWords) : receipts.map(receiptWords);
  const signIn = waiting.length && pause() === "sign_in" ? [signInLink()] : [];
  const has = receipts.some((each) => each.kind === "sheet");
  const again = waiting.length || !has ? [] : [link(location.pathname, say("See your sheet"), "nhsuk-button nhsuk-button--secondary")];
  const actions = element("div", { class: "lf-actions" }, home, ...again);
  return element("div", { class: "lf-card ob-receipt", role: "status" }, ...sentences.flat(), ...signIn, actions);
}

/**
 * @param {Waiting} row
 * @returns {HTMLElement[]}
 */
function waitingWords(row) {
  return [
    said(row.kind),
    element("p", { class: `lf-state lf-state--${row.state === "held" ? "trouble" : "wait"}` }, inWords(row, say)),
  ];
}

/**
 * @param {string} kind
 * @returns {HTMLElement}
 */
function said(kind) {
  const no = kind === "consent" ? say("The patient’s no is noted.") : say("This sheet is given up.");
  return element("p", {}, element("strong", {}, kind === "sheet" ? say("Your sheet is locked.") : no));
}

/**
 * @param {Receipt} receipt
 * @returns {HTMLElement[]}
 */
function receiptWords(receipt) {
  if (receipt.kind === "erased") return [element("p", { class: "lf-state" }, say(receipt.sentence))];
  const words = element("p", { class: "lf-state lf-state--done" }, say("Confirmed by the server"));
  if (receipt.kind !== "sheet") return [said(receipt.kind), words];
  return [said("sheet"), words, element("p", {}, say("Receipt"), " ", element("strong", { class: "ob-code" }, receipt.code))];
}

/** @returns {HTMLElement} */
export function signInLink() {
  const address = `/account/sign-in?next=${encodeURIComponent(location.pathname)}`;
  return element("p", {}, link(address, say("Sign in again to send")), ". ", say("What you scored is safe on this tablet."));
}

// @ts-check
// Before signing out, the pages kept for this person leave the tablet and what rests here is locked. What waits to be
// sent never leaves.

import { lockAll } from "./observing/keys.js";

const PATIENCE = 2000;

/** @param {Element} button */
export function start(button) {
  const form = button.closest("form");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void leaveNothingOpen().then(() => form.submit());
  });
}

/**
 * Lock what rests here and let go of the kept pages. Neither must keep anybody signed in when it does not answer.
 * @returns {Promise<unknown>}
 */
export function leaveNothingOpen() {
  const tired = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([tired, Promise.allSettled([lockAll(), forgetPages()])]);
}

/** @returns {Promise<unknown>} */
function forgetPages() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve();
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    worker.postMessage("forget", [channel.port2]);
  });
}

// @ts-check
// Before signing out, the pages kept for this person leave the tablet and what rests here is locked. What waits to be
// sent never leaves.

import { lockAll } from "./observing/keys.js";
import { askWorker, CHANNEL, endSessionLater, LEAVING } from "./observing/old_session.js";

const PATIENCE = 2000;

/** @param {Element} button */
export function start(button) {
  const form = button.closest("form");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void leaveNothingOpen().then(async () => {
      if (await reached()) return form.submit();
      // Without a network the session ends as soon as there is one, and until then somebody else may come.
      await endSessionLater();
      location.assign("/tablet/");
    });
  });
}

/**
 * Lock what rests here and let go of the kept pages. Neither must keep anybody signed in when it does not answer.
 * @returns {Promise<unknown>}
 */
export function leaveNothingOpen() {
  new BroadcastChannel(CHANNEL).postMessage(LEAVING);
  const tired = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([tired, Promise.allSettled([lockAll(), askWorker("forget")])]);
}

/** @returns {Promise<boolean>} whether the server is there to be told; without a worker nobody could tell it later */
async function reached() {
  if (!navigator.serviceWorker?.controller) return true;
  const answer = await fetch("/service-worker.js", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  return Boolean(answer?.ok);
}

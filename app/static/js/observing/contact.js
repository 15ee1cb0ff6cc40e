// @ts-check
// Tells the server how this tablet is, at most once a minute, and learns its name and the server's time from the answer.

import { thisDevice } from "./device.js";
import { tally } from "./tablet_state.js";

/**
 * @typedef {object} Told what the server said last
 * @property {{name: string, site: string} | null} tablet null while this device is not paired
 * @property {number} ahead how many milliseconds this tablet's clock is ahead
 */

const EVERY = 60_000;
const PATIENCE = 10_000;

let last = 0;
/** @type {Told | null} */
let told = null;
export const lastTold = () => told;

/** @returns {Promise<{persisted: boolean, free: number}>} whether the browser promised to keep what rests here, and megabytes free */
export async function memory() {
  const persisted = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
  const room = await navigator.storage?.estimate?.().catch(() => null);
  return { persisted, free: Math.round(((room?.quota ?? 0) - (room?.usage ?? 0)) / 1_000_000) };
}

/** @param {boolean} [now] whether somebody waits for the answer */
export async function tellHowWeAre(now = false) {
  if (!navigator.onLine || (!now && Date.now() - last < EVERY)) return told;
  last = Date.now();
  const [{ drafts, waiting, oldest, paper, copy }, { persisted, free }] = await Promise.all([tally(), memory()]);
  const moment = (/** @type {number} */ at) => (at ? new Date(at).toISOString() : null);
  const said = {
    build: new URL(import.meta.url).pathname.split("/")[2] ?? "",
    persisted,
    free_megabytes: free,
    drafts,
    waiting,
    oldest: moment(oldest),
    clock: moment(Date.now()),
    device: await thisDevice(),
    paper: moment(paper),
    copy: copy && { made: copy.made, taken: copy.taken },
  };
  const response = await fetch("/api/v1/tablet/contact", {
    method: "POST",
    body: JSON.stringify(said),
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const content = response.ok ? await response.json() : null;
  if (content?.now) told = { tablet: content.tablet, ahead: Date.now() - Date.parse(content.now) };
  return told;
}

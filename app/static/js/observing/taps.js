// @ts-check
// What was tapped while watching: minutes since watching began, never a time of day. Pure.

import { english } from "../language.js";

export const LAST_MINUTE = 600;
export const MOST_TAPS = 200;

/**
 * @param {number} began milliseconds since 1970
 * @param {number} now
 * @returns {number} whole minutes; a clock set back counts as none
 */
export function minutesSince(began, now) {
  return Math.min(LAST_MINUTE, Math.max(0, Math.floor((now - began) / 60_000)));
}

/**
 * @param {number[]} taps lowest first
 * @param {number} minute
 * @returns {number[]}
 */
export function withTap(taps, minute) {
  return taps.length < MOST_TAPS ? [...taps, minute].sort((one, other) => one - other) : taps;
}

/**
 * What was tapped last, when nobody remembers the order: what has the latest minute.
 * @param {Record<string, number[]>} taps by name
 * @returns {string} empty when nothing was tapped
 */
export function latest(taps) {
  let last = "";
  for (const [name, minutes] of Object.entries(taps)) {
    if (minutes.length && (!last || Math.max(...minutes) >= Math.max(...taps[last]))) last = name;
  }
  return last;
}

/**
 * The server says the same: `tapped_words`.
 * @param {number[]} taps
 * @param {import("../language.js").Say} [say]
 * @param {string} [what] the behaviour; without it, the item itself
 * @returns {string}
 */
export function tappedWords(taps, say = english, what = "") {
  if (!taps.length) return "";
  const minutes = [...new Set(taps)].map(String);
  const last = minutes.pop();
  const listed = minutes.length ? say("{first} and {last}", { first: minutes.join(", "), last: last ?? "" }) : (last ?? "");
  if (what && taps.length === 1) return say("{what}: in minute {minutes}", { what, minutes: listed });
  if (what) return say("{what}: {count} times, in minute {minutes}", { what, count: taps.length, minutes: listed });
  if (taps.length === 1) return say("Tapped once, in minute {minutes}.", { minutes: listed });
  if (taps.length === 2) return say("Tapped twice, in minute {minutes}.", { minutes: listed });
  return say("Tapped {count} times, in minute {minutes}.", { count: taps.length, minutes: listed });
}

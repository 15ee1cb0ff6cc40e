// What was tapped while watching: minutes, never a time of day.

import assert from "node:assert/strict";
import { test } from "node:test";

import { latest, minutesSince, MOST_TAPS, tappedWords, withTap } from "../../app/static/js/observing/taps.js";

test("a tap is known by the whole minute since watching began", () => {
  assert.equal(minutesSince(1_000_000, 1_000_000 + 7 * 60_000 + 59_000), 7);
});

test("a clock that was set back gives minute nought, one that was set far ahead stays within the limit", () => {
  assert.equal(minutesSince(1_000_000, 0), 0);
  assert.equal(minutesSince(0, Date.now()), 600);
});

test("taps stand in order however the clock jumped", () => {
  assert.deepEqual(withTap([3, 9], 5), [3, 5, 9]);
});

test("more taps than a sheet may carry are not added", () => {
  const full = Array(MOST_TAPS).fill(1);
  assert.equal(withTap(full, 2), full);
});

test("the entry tapped last is the one with the latest minute", () => {
  assert.equal(latest({ one: [1, 8], other: [2], third: [] }), "one");
  assert.equal(latest({ one: [] }), "");
});

test("taps read as a sentence", () => {
  assert.equal(tappedWords([]), "");
  assert.equal(tappedWords([4]), "Tapped once, in minute 4.");
  assert.equal(tappedWords([2, 2]), "Tapped twice, in minute 2.");
  assert.equal(tappedWords([2, 5, 12]), "Tapped 3 times, in minute 2, 5 and 12.");
});

test("taps of a behaviour read as what it is, how often and when", () => {
  assert.equal(tappedWords([], undefined, "Says when"), "");
  assert.equal(tappedWords([4], undefined, "Says when"), "Says when: in minute 4");
  assert.equal(tappedWords([2, 5, 5], undefined, "Says when"), "Says when: 3 times, in minute 2 and 5");
});

// The tablet and the server find the same things in what was written: one table of cases for both.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { identifiersIn } from "../../app/static/js/observing/identifiers.js";

const cases = JSON.parse(readFileSync(new URL("../identifier_cases.json", import.meta.url), "utf-8"));

for (const [text, sentences] of cases) {
  test(`what might tell who a patient is, in: ${text || "nothing"}`, () => assert.deepEqual(identifiersIn(text), sentences));
}

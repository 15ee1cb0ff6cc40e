// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { holds, isBegun, missing, progress, sent, shown } from "../../app/static/js/observing/answers.js";

/**
 * @param {string} id
 * @param {Partial<import("../../app/static/js/observing/answers.js").Entry>} [more]
 * @returns {import("../../app/static/js/observing/answers.js").Entry}
 */
const entry = (id, more = {}) => ({ id, shape: "item", name: id, ask: `Rate ${id}.`, askNote: "", noted: [], showIf: null, ...more });

const gate = entry("decision", { shape: "choice" });
const kind = entry("kind", { shape: "choices", showIf: { item: "decision", in: ["yes", "unsure"] } });
const after = entry("after", { showIf: { item: "kind", answered: true } });

test("an entry that depends on a choice appears when that choice is made", () => {
  assert.deepEqual([...shown([gate, kind], {})], ["decision"]);
  assert.deepEqual([...shown([gate, kind], { decision: { code: "yes" } })], ["decision", "kind"]);
  assert.deepEqual([...shown([gate, kind], { decision: { code: "no" } })], ["decision"]);
});

test("a hidden entry counts as blank for those after it", () => {
  const answers = { decision: { code: "no" }, kind: { codes: ["surgery"] } };
  assert.deepEqual([...shown([gate, kind, after], answers)], ["decision"]);
});

test("what is hidden or blank is not sent", () => {
  const answers = { decision: { code: "no" }, kind: { codes: ["surgery"] }, after: { code: "", note: "  " } };
  assert.deepEqual(sent([gate, kind, after], answers), { decision: { code: "no" } });
});

test("what is missing is said for shown entries only, in sheet order", () => {
  const said = missing([gate, kind, entry("last")], { decision: { code: "no" } });
  assert.deepEqual(said, [{ id: "last", sentence: "Rate last." }]);
});

test("a note without a rating asks for the rating", () => {
  const optional = entry("extra", { ask: "" });
  assert.equal(missing([optional], { extra: { code: "", note: "heard it" } })[0]?.sentence, "Choose a rating for “extra” to go with your note.");
});

test("the ends of the scale ask for a note where the instrument says so", () => {
  const strict = entry("strict", { askNote: "Write a note.", noted: ["0", "4"] });
  assert.equal(missing([strict], { strict: { code: "4" } })[0]?.sentence, "Write a note.");
  assert.deepEqual(missing([strict], { strict: { code: "2" } }), []);
  assert.deepEqual(missing([strict], { strict: { code: "4", note: "said so" } }), []);
});

test("a number must look like one", () => {
  const minutes = entry("minutes", { shape: "number", ask: "" });
  assert.deepEqual(missing([minutes], { minutes: { number: "20" } }), []);
  assert.equal(missing([minutes], { minutes: { number: "twenty" } }).length, 1);
});

test("progress counts what must be answered and is shown", () => {
  assert.deepEqual(progress([gate, kind, entry("last")], { decision: { code: "yes" } }), { answered: 1, of: 3 });
  assert.deepEqual(progress([gate, kind, entry("last")], { decision: { code: "no" } }), { answered: 1, of: 2 });
});

for (const [words, condition, chosen, expected] of /** @type {const} */ ([
  ["in, met", { item: "a", in: ["1"] }, ["1", "2"], true],
  ["in, blank", { item: "a", in: ["1"] }, null, false],
  ["not in, met", { item: "a", not_in: ["1"] }, ["2"], true],
  ["not in, blank", { item: "a", not_in: ["1"] }, null, false],
  ["answered, by words", { item: "a", answered: true }, [], true],
  ["all", { all: [{ item: "a", in: ["1"] }, { item: "a", in: ["2"] }] }, ["1"], false],
  ["any", { any: [{ item: "a", in: ["1"] }, { item: "a", in: ["2"] }] }, ["1"], true],
])) {
  test(`a condition: ${words}`, () => {
    const asked = /** @type {any} */ (condition);
    assert.equal(holds(asked, () => (chosen ? [...chosen] : null)), expected);
  });
}

test("a sheet of blanks is not begun, and one count is enough to begin it", () => {
  const blank = { code: "", note: "", taps: [], tally: { asks: "" } };
  assert.equal(isBegun({ harms: blank }), false);
  assert.equal(isBegun({ harms: { ...blank, tally: { asks: "1" } } }), true);
});

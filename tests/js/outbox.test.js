// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST_WAIT, afterReply, inWords, next, recovered, restUntil } from "../../app/static/js/observing/outbox.js";

const NOW = 1_000_000;
const HALF = 0.5;

/**
 * @param {Partial<import("../../app/static/js/observing/outbox.js").Waiting>} [more]
 * @returns {import("../../app/static/js/observing/outbox.js").Waiting}
 */
const row = (more = {}) => ({
  key: "sheet:o1:1",
  kind: "sheet",
  person: "pat",
  assignment: "a1",
  observation: "o1",
  revision: 1,
  label: "S1, slot 1",
  address: "/api/v1/observations/o1/revisions/1",
  body: new Uint8Array(),
  sha256: "abc",
  state: "queued",
  attempts: 0,
  nextTry: 0,
  since: 1,
  sentence: "",
  status: 0,
  ...more,
});

/**
 * @param {number} status
 * @param {any} [content]
 * @param {number} [retryAfter]
 */
const reply = (status, content = null, retryAfter = 0) => ({ status, content, retryAfter });
const receipt = { receipt: { id: "o1", revision: 1, sha256: "abc", code: "K7QF2M", received_at: "2026-03-02T10:00:00Z" } };

test("the oldest goes first", () => {
  assert.equal(next([row({ key: "b", since: 2 }), row({ key: "a", since: 1 })], "pat", NOW)?.key, "a");
});

test("only the owner's things are sent", () => {
  assert.equal(next([row({ person: "sam" })], "pat", NOW), undefined);
});

test("what must wait, or needs a person, is passed over", () => {
  const rows = [row({ key: "later", nextTry: NOW + 1 }), row({ key: "held", state: "held" }), row({ key: "ready", since: 9 })];
  assert.equal(next(rows, "pat", NOW)?.key, "ready");
});

test("what was being sent when the tablet died is queued again", () => {
  assert.deepEqual(recovered([row({ state: "sending", nextTry: 5 })]).map((each) => [each.state, each.nextTry]), [["queued", 0]]);
});

test("what a lead must sort out is not sent again and again", () => {
  assert.deepEqual(recovered([row({ state: "held", status: 409 })]), []);
  assert.equal(recovered([row({ state: "held", status: 403 })]).length, 1);
});

for (const status of [200, 201]) {
  test(`${status} with our receipt is proof`, () => {
    const step = afterReply(row(), reply(status, receipt), NOW, HALF);
    assert.deepEqual(step, { type: "confirmed", proof: { code: "K7QF2M", at: "2026-03-02T10:00:00Z" } });
  });
}

for (const [words, content] of /** @type {const} */ ([
  ["a sign-in page of the building's network", null],
  ["a receipt for other bytes", { receipt: { ...receipt.receipt, sha256: "other" } }],
  ["a receipt for another sheet", { receipt: { ...receipt.receipt, id: "o2" } }],
])) {
  test(`200 from ${words} is no proof`, () => {
    assert.equal(afterReply(row(), reply(200, content), NOW, HALF).type, "later");
  });
}

test("an expired sign-in stops sending and keeps everything", () => {
  const step = afterReply(row({ attempts: 3 }), reply(401), NOW, HALF);
  assert.equal(step.type, "paused");
  assert.deepEqual(step.type === "paused" && [step.why, step.change.state, step.change.nextTry], ["sign_in", "queued", 0]);
});

test("somebody else's sign-in keeps the sheet for its owner", () => {
  const said = { error: { sentence: "It belongs to another observer." } };
  const step = afterReply(row(), reply(403, said), NOW, HALF);
  assert.deepEqual(step.type === "held" && [step.change.state, step.change.sentence], ["held", "It belongs to another observer."]);
});

for (const status of [400, 404, 409, 412, 413]) {
  test(`${status} needs a person, and the sheet stays on the tablet`, () => {
    assert.equal(afterReply(row(), reply(status), NOW, HALF).type, "held");
  });
}

test("after the patient's no the tablet erases, and says why", () => {
  const step = afterReply(row(), reply(410, { error: { sentence: "The patient said no." } }), NOW, HALF);
  assert.deepEqual(step, { type: "erased", sentence: "The patient said no." });
});

test("a sheet that does not fit comes back with what to put right", () => {
  const problems = [{ field: "harms", sentence: "Choose a rating." }];
  assert.deepEqual(afterReply(row(), reply(422, { error: { problems } }), NOW, HALF), { type: "returned", problems });
});

test("a sheet damaged on its way is sent again", () => {
  const problems = [{ field: "body", sentence: "It was damaged." }];
  assert.equal(afterReply(row(), reply(422, { error: { problems } }), NOW, HALF).type, "later");
});

test("without a network nothing else is tried for now", () => {
  const step = afterReply(row(), reply(0), NOW, HALF);
  assert.equal(step.type === "later" && step.stop, true);
});

test("one sheet the server stumbles on does not hold up the others", () => {
  const step = afterReply(row(), reply(500), NOW, HALF);
  assert.equal(step.type === "later" && step.stop, false);
});

test("the server's own waiting time is kept to", () => {
  const step = afterReply(row(), reply(429, null, 30), NOW, HALF);
  assert.equal(step.type === "later" && step.change.nextTry, NOW + 30_000);
  assert.equal(step.type === "later" && step.stop, true);
});

test("waiting grows, but never beyond five minutes, and tries never end", () => {
  const waits = [0, 1, 5, 50, 5000].map((attempts) => {
    const step = afterReply(row({ attempts }), reply(503), NOW, 1);
    return step.type === "later" ? (step.change.nextTry ?? 0) - NOW : -1;
  });
  assert.deepEqual(waits, [1000, 2000, 32_000, LONGEST_WAIT, LONGEST_WAIT]);
});

test("the state is said in words", () => {
  assert.equal(inWords(row()), "On this tablet, waiting to send");
  assert.equal(inWords(row({ state: "sending" })), "On this tablet, being sent now");
  assert.equal(inWords(row({ sentence: "Sign in again to send it." })), "On this tablet. Sign in again to send it.");
});

test("the next try comes when the first wait is over, and at least once a round", () => {
  assert.equal(restUntil([row({ nextTry: NOW + 4000 }), row({ nextTry: NOW + 2000 })], "pat", NOW, 60_000), 2000);
  assert.equal(restUntil([], "pat", NOW, 60_000), 60_000);
  assert.equal(restUntil([row({ nextTry: 0 })], "pat", NOW, 60_000), 250);
});

test("a worry about somebody's safety goes before everything else that waits", () => {
  const worry = row({ key: "safety:2", kind: "safety", since: 9 });
  assert.equal(next([row({ since: 1 }), worry], "pat", NOW)?.key, "safety:2");
});

test("a worry leaves the tablet only on its own receipt", () => {
  const worry = row({ key: "safety:2", kind: "safety" });
  assert.equal(afterReply(worry, reply(200, { receipt: { id: "2" } }), NOW, HALF).type, "confirmed");
  assert.equal(afterReply(worry, reply(200, { receipt: { id: "3" } }), NOW, HALF).type, "later");
});

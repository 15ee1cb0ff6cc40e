// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical, frozen, sha256 } from "../../app/static/js/observing/canonical.js";

test("keys are sorted and nothing is spaced out", () => {
  assert.equal(canonical({ b: [1, null, true], a: { d: "x", c: "y" } }), '{"a":{"c":"y","d":"x"},"b":[1,null,true]}');
});

test("the same words in two spellings of Unicode freeze to the same bytes", () => {
  assert.equal(canonical("caf\u0065\u0301"), canonical("caf\u00e9"));
});

test("half a character does not stop a sheet from being frozen", () => {
  assert.equal(canonical("ok \ud83d"), '"ok \ufffd"');
});

test("numbers with a point are refused, because their printing could differ", () => {
  assert.throws(() => canonical({ n: 0.1 }), TypeError);
});

test("what is not there is not frozen", () => {
  assert.equal(canonical({ a: undefined, b: "" }), '{"b":""}');
});

test("the hash is the SHA-256 of the bytes", async () => {
  const empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
  assert.equal(await sha256(frozen({})), empty);
});

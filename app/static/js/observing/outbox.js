// @ts-check
// What to send next, and what to do with each reply. Pure: no page, no storage, no network, no clock.

import { english, noted } from "../language.js";

/**
 * @typedef {object} Waiting one thing frozen on this tablet that the server must get
 * @property {string} key
 * @property {"sheet" | "consent" | "given_up" | "safety"} kind
 * @property {string} person the observer it belongs to: nobody else's sign-in sends it
 * @property {string} assignment
 * @property {string} observation empty unless it is a sheet
 * @property {number} revision
 * @property {string} label session code and slot, as the observer knows it
 * @property {string} address
 * @property {Uint8Array<ArrayBuffer>} body
 * @property {string} sha256 of the frozen bytes
 * @property {boolean} [sealed] whether the body can be read by the server alone; only rows of older versions cannot say so
 * @property {"queued" | "sending" | "held"} state held: a person must look at it; it stays on the tablet
 * @property {number} attempts
 * @property {number} nextTry milliseconds since 1970
 * @property {number} since when it was frozen, by this tablet's clock
 * @property {string} sentence why it is not gone yet, for the observer; empty when there is nothing to say
 * @property {number} status the last reply's status; 0 when there was none
 *
 * @typedef {object} Reply
 * @property {number} status 0 when no answer came
 * @property {any} content the answer's JSON, or null when it was not JSON
 * @property {number} retryAfter seconds the server asked to wait; 0 when it did not say
 *
 * @typedef {{code: string, at: string}} Proof
 *
 * @typedef {{type: "confirmed", proof: Proof}
 *   | {type: "later", change: Partial<Waiting>, stop: boolean}
 *   | {type: "held", change: Partial<Waiting>}
 *   | {type: "returned", problems: {field: string, sentence: string}[]}
 *   | {type: "erased", sentence: string}
 *   | {type: "paused", change: Partial<Waiting>, why: "sign_in" | "update"}} Step
 */

const MANY = 3;
const AT_ONCE = 50;
export const LONGEST_WAIT = 5 * 60 * 1000;

/** Statuses after which trying again by itself would only get the same answer. */
const ASIDE = 409;

/**
 * What a page does first: whatever was being sent when the tablet died is sent again, and what was refused for
 * another person's sign-in, or for a moment's reason, gets another try. What a lead must sort out stays.
 * @param {Waiting[]} rows
 * @returns {Waiting[]} the rows that change
 */
export function recovered(rows) {
  return rows
    .filter((row) => row.state === "sending" || (row.state === "held" && row.status !== ASIDE))
    .map((row) => ({ ...row, state: /** @type {const} */ ("queued"), nextTry: 0 }));
}

/**
 * What may be sent for this person now: oldest first, what must wait is passed over.
 * @param {Waiting[]} rows
 * @param {string} person
 * @param {number} now
 * @returns {Waiting[]}
 */
function ready(rows, person, now) {
  return rows
    .filter((row) => row.person === person && row.state === "queued" && row.nextTry <= now)
    .sort((one, other) => first(other) - first(one) || one.since - other.since || (one.key < other.key ? -1 : 1));
}

/**
 * A worry about somebody's safety waits behind nothing.
 * @param {Waiting} row
 * @returns {number}
 */
const first = (row) => Number(row.kind === "safety");

/**
 * The next thing to send for this person.
 * @param {Waiting[]} rows
 * @param {string} person
 * @param {number} now
 * @returns {Waiting | undefined}
 */
export function next(rows, person, now) {
  return ready(rows, person, now)[0];
}

/**
 * The sheets to send in one request after hours away; empty when so few wait that one by one is as good.
 * @param {Waiting[]} rows
 * @param {string} person
 * @param {number} now
 * @returns {Waiting[]}
 */
export function nextMany(rows, person, now) {
  const sheets = ready(rows, person, now).filter((row) => row.kind === "sheet");
  return sheets.length < MANY ? [] : sheets.slice(0, AT_ONCE);
}

/**
 * How long until something may be tried again, in milliseconds; never longer than the given round.
 * @param {Waiting[]} rows
 * @param {string} person
 * @param {number} now
 * @param {number} round
 * @returns {number}
 */
export function restUntil(rows, person, now, round) {
  const times = rows.filter((row) => row.person === person && row.state === "queued").map((row) => row.nextTry - now);
  return Math.max(250, Math.min(round, ...times));
}

/**
 * What the reply means. The record leaves the tablet only on proof, or when the patient's no asks for it.
 * @param {Waiting} row
 * @param {Reply} reply
 * @param {number} now
 * @param {number} chance a number from 0 to 1, so that many tablets do not all come back at once
 * @returns {Step}
 */
export function afterReply(row, reply, now, chance) {
  const { status } = reply;
  if (status === 200 || status === 201) {
    const proof = proofIn(row, reply.content);
    // A hotel or hospital sign-in page also answers 200: without our receipt nothing arrived.
    return proof ? { type: "confirmed", proof } : later(row, reply, now, chance, true);
  }
  if (status === 401) return { type: "paused", why: "sign_in", change: waits(row, status, noted("Sign in again to send it.")) };
  if (status === 426) return { type: "paused", why: "update", change: waits(row, status, noted("Reload this page to send it.")) };
  if (status === 410) return { type: "erased", sentence: sentenceOf(reply) };
  if (status === 422 && row.kind === "sheet") return returnedOrDamaged(row, reply, now, chance);
  if ([400, 403, 404, 409, 412, 413, 422].includes(status)) {
    return { type: "held", change: { state: "held", status, attempts: row.attempts + 1, sentence: sentenceOf(reply) } };
  }
  return later(row, reply, now, chance, status === 0);
}

/**
 * @param {Waiting} row
 * @param {Reply} reply
 * @param {number} now
 * @param {number} chance
 * @returns {Step}
 */
function returnedOrDamaged(row, reply, now, chance) {
  /** @type {{field: string, sentence: string}[]} */
  const problems = reply.content?.error?.problems ?? [];
  const damaged = problems.length === 0 || problems.every((problem) => problem.field === "body");
  return damaged ? later(row, reply, now, chance, false) : { type: "returned", problems };
}

/**
 * @param {Waiting} row
 * @param {Reply} reply
 * @param {number} now
 * @param {number} chance
 * @param {boolean} stop whether the others would fare no better just now
 * @returns {Step}
 */
function later(row, reply, now, chance, stop) {
  const doubled = Math.min(1000 * 2 ** Math.min(row.attempts, 20), LONGEST_WAIT);
  const wait = Math.max(doubled * (0.5 + chance / 2), reply.retryAfter * 1000);
  const change = { state: /** @type {const} */ ("queued"), status: reply.status, attempts: row.attempts + 1, sentence: "" };
  return { type: "later", stop: stop || reply.retryAfter > 0, change: { ...change, nextTry: now + wait } };
}

/**
 * @param {Waiting} row
 * @param {number} status
 * @param {string} sentence
 * @returns {Partial<Waiting>}
 */
function waits(row, status, sentence) {
  return { state: "queued", status, attempts: row.attempts, nextTry: 0, sentence };
}

/**
 * @param {Waiting} row
 * @param {any} content
 * @returns {Proof | null} the receipt, if it is for exactly what was sent
 */
function proofIn(row, content) {
  const receipt = content?.receipt;
  if (!receipt) return null;
  if (row.kind === "consent" || row.kind === "safety") return receipt.id === row.key.split(":")[1] ? { code: "", at: "" } : null;
  if (row.kind === "given_up") return receipt.id === row.assignment ? { code: "", at: "" } : null;
  const same = receipt.id === row.observation && receipt.revision === row.revision && receipt.sha256 === row.sha256;
  return same ? { code: String(receipt.code), at: String(receipt.received_at) } : null;
}

/**
 * @param {Reply} reply
 * @returns {string}
 */
function sentenceOf(reply) {
  const sentence = reply.content?.error?.sentence;
  return typeof sentence === "string" ? sentence : noted("It could not be sent. It is safe on this tablet: ask your lead.");
}

/**
 * How the observer reads where something stands.
 * @param {Waiting} row
 * @param {import("../language.js").Say} [say]
 * @returns {string}
 */
export function inWords(row, say = english) {
  if (row.state === "held") return say(row.sentence);
  if (row.state === "sending") return say("On this tablet, being sent now");
  return row.sentence
    ? say("On this tablet. {sentence}", { sentence: say(row.sentence) })
    : say("On this tablet, waiting to send");
}

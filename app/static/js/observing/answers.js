// @ts-check
// What is answered, what is shown, what is missing. Pure: no page, no storage, no network.
// The server judges every sheet again with the same sentences, which the page carries.

import { english } from "../language.js";

/** @typedef {import("../language.js").Say} Say */

/**
 * @typedef {{item: string, in?: string[], not_in?: string[], answered?: true}} Leaf
 * @typedef {Leaf | {all: Condition[]} | {any: Condition[]}} Condition
 * @typedef {{code?: string, codes?: string[], text?: string, number?: string, note?: string,
 *   tally?: Record<string, string>, taps?: number[], marked?: Record<string, number[]>}} Answer
 * @typedef {Record<string, Answer>} Answers
 * @typedef {object} Entry
 * @property {string} id
 * @property {"item" | "choice" | "choices" | "text" | "number"} shape
 * @property {string} name
 * @property {string} ask the sentence when it is blank; empty when it may stay blank
 * @property {string} askNote the sentence when a note is missing
 * @property {string[]} noted the codes that need a note
 * @property {Condition | null} showIf
 */

/**
 * The codes chosen at an entry, none for words and numbers; null when it was left blank.
 * @param {Answer | undefined} answer
 * @returns {string[] | null}
 */
export function codesOf(answer) {
  if (!answer) return null;
  if (answer.code) return [answer.code];
  if (answer.codes?.length) return answer.codes;
  const counted = Object.values(answer.tally ?? {}).some((count) => count);
  return answer.text || answer.number || counted ? [] : null;
}

/**
 * Whether a condition is met; a blank never meets `in` or `not_in`.
 * @param {Condition} condition
 * @param {(entry: string) => string[] | null} codes
 * @returns {boolean}
 */
export function holds(condition, codes) {
  if ("all" in condition) return condition.all.every((part) => holds(part, codes));
  if ("any" in condition) return condition.any.some((part) => holds(part, codes));
  const chosen = codes(condition.item);
  if (chosen === null) return false;
  if (condition.in) return condition.in.some((code) => chosen.includes(code));
  if (condition.not_in) return !condition.not_in.some((code) => chosen.includes(code));
  return true;
}

/**
 * The entries shown, in order. A hidden entry counts as blank for those after it.
 * @param {Entry[]} entries
 * @param {Answers} answers
 * @returns {Set<string>}
 */
export function shown(entries, answers) {
  /** @type {Set<string>} */
  const visible = new Set();
  const codes = (/** @type {string} */ id) => (visible.has(id) ? codesOf(answers[id]) : null);
  for (const entry of entries) if (!entry.showIf || holds(entry.showIf, codes)) visible.add(entry.id);
  return visible;
}

/**
 * The answers that are sent: shown, and not blank.
 * @param {Entry[]} entries
 * @param {Answers} answers
 * @returns {Answers}
 */
export function sent(entries, answers) {
  const visible = shown(entries, answers);
  /** @type {Answers} */
  const kept = {};
  for (const entry of entries) {
    const answer = trimmed(answers[entry.id]);
    if (visible.has(entry.id) && answer) kept[entry.id] = answer;
  }
  return kept;
}

/**
 * An answer without what was left empty, or undefined when nothing is left.
 * @param {Answer | undefined} answer
 * @returns {Answer | undefined}
 */
function trimmed(answer) {
  if (!answer) return undefined;
  /** @type {Answer} */
  const kept = {};
  if (answer.code) kept.code = answer.code;
  if (answer.codes?.length) kept.codes = answer.codes;
  if (answer.text?.trim()) kept.text = answer.text.trim();
  if (answer.number?.trim()) kept.number = answer.number.trim();
  if (answer.note?.trim()) kept.note = answer.note.trim();
  if (answer.taps?.length) kept.taps = answer.taps;
  const marked = Object.entries(answer.marked ?? {}).filter(([, minutes]) => minutes.length);
  if (marked.length) kept.marked = Object.fromEntries(marked);
  const counts = Object.entries(answer.tally ?? {}).filter(([, count]) => count.trim());
  if (counts.length) kept.tally = Object.fromEntries(counts.map(([code, count]) => [code, count.trim()]));
  return Object.keys(kept).length ? kept : undefined;
}

/**
 * What is still to do before locking, in sheet order.
 * @param {Entry[]} entries
 * @param {Answers} answers
 * @param {Say} [say]
 * @returns {{id: string, sentence: string}[]}
 */
export function missing(entries, answers, say = english) {
  const visible = shown(entries, answers);
  return entries
    .filter((entry) => visible.has(entry.id))
    .map((entry) => ({ id: entry.id, sentence: sentenceFor(entry, trimmed(answers[entry.id]), say) }))
    .filter((each) => each.sentence);
}

/**
 * @param {Entry} entry
 * @param {Answer | undefined} answer
 * @param {Say} say
 * @returns {string}
 */
function sentenceFor(entry, answer, say) {
  if (!answer) return entry.ask;
  if (entry.shape === "item" && !answer.code) {
    if (answer.tally) return entry.ask;
    return answer.note
      ? say("Choose a rating for “{name}” to go with your note.", { name: entry.name })
      : say("Choose a rating for “{name}” to go with what you tapped.", { name: entry.name });
  }
  if (entry.shape === "item" && entry.askNote && entry.noted.includes(answer.code ?? "") && !answer.note) {
    return entry.askNote;
  }
  if (entry.shape === "number" && !/^-?\d{1,6}(\.\d{1,3})?$/.test(answer.number ?? "")) {
    return say("Write “{name}” as a number, such as 20.", { name: entry.name });
  }
  return "";
}

/**
 * How far along: entries that must be answered, and how many of them are.
 * @param {Entry[]} entries
 * @param {Answers} answers
 * @returns {{answered: number, of: number}}
 */
export function progress(entries, answers) {
  const visible = shown(entries, answers);
  const needed = entries.filter((entry) => entry.ask && visible.has(entry.id));
  const open = new Set(missing(needed, answers).map((each) => each.id));
  return { answered: needed.filter((entry) => !open.has(entry.id)).length, of: needed.length };
}

/**
 * @param {Answers} answers
 * @returns {boolean} whether anything was chosen, counted or written
 */
export function isBegun(answers) {
  const given = Object.values(answers).flatMap((answer) => Object.values(answer));
  return given.some((each) => (typeof each === "object" && !Array.isArray(each) ? Object.values(each).some((part) => part.length) : each.length));
}

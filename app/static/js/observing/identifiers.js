// @ts-check
// Finds what might tell who a patient is, before a sheet is locked. Pure. It would rather ask once too often.
// The server looks for the same in `reports/feedback/identifiers.py`; one table of cases holds the two together.
// No look-behind: an older tablet's browser could not even read this file.

import { english, noted } from "../language.js";

const LETTER = "[\\p{L}\\p{N}_'’-]";
const CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž]";
const MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December";

/** What it is, and how it looks; the first group is what is quoted. @type {[string, RegExp][]} */
const FINDERS = [
  [noted("a number that could be an NHS or telephone number"), /(?:^|[^\d.])((?:\d[ -]?){9,12})(?!\d)/u],
  [
    noted("a date"),
    new RegExp(`\\b(\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}\\b|\\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:${MONTHS})\\b)`, "iu"),
  ],
  [noted("a time of day"), /\b((?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]m)?\b|\d{1,2} ?[ap]m\b)/iu],
  [noted("an age"), /\b(\d{1,3}[- ]?(?:years?[- ]old|yo\b|y\/o)|aged \d{1,3}\b)/iu],
  [noted("a post code"), /\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b/u],
  [noted("an e-mail address"), /([\p{L}\p{N}_.+-]+@[\p{L}\p{N}_-]+\.[\p{L}\p{N}_.]+)/u],
  [noted("a name after a title"), new RegExp(`\\b((?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Lady)\\.? ${CAPITAL}${LETTER}+)`, "u")],
  [noted("someone called by name"), new RegExp(`\\b((?:called|named|name is|name was) ${CAPITAL}${LETTER}+)`, "u")],
];

/**
 * One sentence for each kind of thing found; empty when there is nothing to ask about.
 * @param {string} text
 * @param {import("../language.js").Say} [say]
 * @returns {string[]}
 */
export function identifiersIn(text, say = english) {
  return FINDERS.flatMap(([what, pattern]) => {
    const found = pattern.exec(text);
    return found ? [say("“{found}” looks like {what}.", { found: found[1].trim(), what: say(what) })] : [];
  });
}

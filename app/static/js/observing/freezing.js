// @ts-check
// From a draft, or from what the patient said, to the bytes that wait for the server.

import { frozen, sha256 } from "./canonical.js";

/**
 * @typedef {import("./outbox.js").Waiting} Waiting
 * @typedef {import("./store.js").Draft} Draft
 */

const SCHEMA = "1";
const FIRST = 1;

/** @returns {string} now, to the second, by this tablet's clock */
export const clock = () => `${new Date().toISOString().slice(0, 19)}Z`;

/**
 * @param {string} observation
 * @param {number} revision
 * @returns {string} under which a sheet waits, and its receipt is kept
 */
export const sheetKey = (observation, revision) => `sheet:${observation}:${revision}`;

/**
 * @param {Draft} draft
 * @param {import("./answers.js").Answers} answers only what applies and is not blank
 * @returns {Promise<Waiting>}
 */
export function frozenSheet(draft, answers) {
  const content = {
    schema: SCHEMA,
    // So that nobody finds the scores by trying which ones have this hash, which rests on the tablet in the open.
    salt: crypto.randomUUID(),
    observation_id: draft.observation,
    assignment_id: draft.assignment,
    instrument: draft.instrument,
    revision: draft.revision ?? FIRST,
    consent: draft.consent,
    answers,
    opened_at: draft.openedAt,
    locked_at: clock(),
    reason: draft.reason ?? "",
  };
  const address = `/api/v1/observations/${draft.observation}/revisions/${content.revision}`;
  return waiting("sheet", sheetKey(draft.observation, content.revision), address, content, draft);
}

/**
 * @param {{person: string, assignment: string, label: string}} place
 * @param {"declined" | "withdrawn"} outcome
 * @param {string} stage
 * @param {{asked_by: string, how: string}} asking
 * @returns {Promise<Waiting>}
 */
export function frozenRefusal(place, outcome, stage, asking) {
  const id = crypto.randomUUID();
  const content = { assignment_id: place.assignment, outcome, stage, ...asking, at: clock() };
  return waiting("consent", `consent:${id}`, `/api/v1/consents/${id}`, content, { ...place, observation: "" });
}

/**
 * @param {{person: string, assignment: string, label: string}} place
 * @returns {Promise<Waiting>}
 */
export function frozenLeaving(place) {
  const address = `/api/v1/given-up/${place.assignment}`;
  const content = { assignment_id: place.assignment, at: clock() };
  return waiting("given_up", `given_up:${place.assignment}`, address, content, { ...place, observation: "" });
}

/**
 * A worry about somebody's safety. It waits under its own id, so that no sheet is taken for locked because of it.
 * @param {{person: string, assignment: string, label: string}} place the assignment is empty without a visit
 * @param {string} id
 * @param {string} text
 * @returns {Promise<Waiting>}
 */
export function frozenWorry(place, id, text) {
  const content = { assignment_id: place.assignment, text, at: clock() };
  const here = { person: place.person, label: place.label, assignment: id, observation: "" };
  return waiting("safety", `safety:${id}`, `/api/v1/safety-concerns/${id}`, content, here);
}

/**
 * @param {Waiting["kind"]} kind
 * @param {string} key
 * @param {string} address
 * @param {unknown} content
 * @param {{person: string, assignment: string, observation: string, label: string, revision?: number}} place
 * @returns {Promise<Waiting>}
 */
async function waiting(kind, key, address, content, place) {
  const body = frozen(content);
  return {
    key,
    kind,
    person: place.person,
    assignment: place.assignment,
    observation: place.observation,
    revision: kind === "sheet" ? (place.revision ?? FIRST) : 0,
    label: place.label,
    address,
    body,
    sha256: await sha256(body),
    state: "queued",
    attempts: 0,
    nextTry: 0,
    since: Date.now(),
    sentence: "",
    status: 0,
  };
}

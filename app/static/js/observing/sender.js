// @ts-check
// Sends what waits: one tab at a time, oldest first, driven by the page. Decides nothing: that is outbox.js.

import { noted } from "../language.js";
import { tellHowWeAre } from "./contact.js";
import { lockWhenIdle } from "./lock_screen.js";
import { CHANNEL, isOurs, LEAVING } from "./old_session.js";
import { afterReply, next, nextMany, recovered, restUntil } from "./outbox.js";
import { changeWaiting, confirm, eraseAfterNo, giveBack, outbox, sealOldRows } from "./store.js";
import { toBase64 } from "./vault.js";

/** @typedef {import("./outbox.js").Waiting} Waiting */

const ROUND = 60_000;
const PATIENCE = 20_000;
// Which generation of scripts this is: the server says 426 to one it no longer understands.
const CLIENT = "2";
const LOCK = "levelfield-outbox";

/** Tells every tab that something changed. */
const channel = new BroadcastChannel(CHANNEL);
/** @type {Set<() => void>} */
const listeners = new Set();
// Whoever was here has left in another tab: nothing of theirs stays on show.
channel.onmessage = (/** @type {MessageEvent} */ event) => (event.data === LEAVING && document.hidden ? location.replace("/tablet/") : tellListeners());

function tellListeners() {
  for (const listener of listeners) listener();
}

/** Something was put into the outbox or taken out. */
export function changed() {
  channel.postMessage("changed");
  tellListeners();
}

/** @param {() => void} listener */
export function onChange(listener) {
  listeners.add(listener);
}

/** Why nothing more is sent for now; empty when nothing stands in the way. */
let pausedFor = "";
export const pause = () => pausedFor;

/**
 * Send now and whenever it may have become possible: on return to the page, on reconnection, when a wait is over, and
 * once a minute. Whoever else sends in vain, as on locking, leaves a wait behind that counts as well.
 * @param {string} person
 */
export function keepSending(person) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  let going = 0;
  const plan = async () => {
    if (going) return;
    const rest = await restUntilNext(person);
    clearTimeout(timer);
    if (!going) timer = setTimeout(() => void go(), rest);
  };
  const go = async (recover = false) => {
    going += 1;
    clearTimeout(timer);
    await sendAll(person, recover).catch(() => null);
    await tellHowWeAre().catch(() => null);
    going -= 1;
    await plan();
  };
  onChange(() => void plan());
  addEventListener("online", () => void wake(person).then(() => go()));
  addEventListener("focus", () => void go());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void go());
  void lockWhenIdle(person);
  void sealOldRows(person)
    .catch(() => {})
    .then(() => go(true));
}

/** @param {string} person */
async function restUntilNext(person) {
  const round = ROUND * (0.8 + Math.random() * 0.4);
  // While a sign-in is needed, only the minute's round asks again.
  if (pausedFor) return round;
  const rows = await outbox().catch(() => []);
  return restUntil(rows, person, Date.now(), round);
}

/**
 * The network is back: what waited for it need not wait out its time.
 * @param {string} person
 */
async function wake(person) {
  for (const row of await outbox()) {
    if (row.person === person && row.state === "queued" && row.status === 0) await changeWaiting(row.key, { nextTry: 0 });
  }
}

/**
 * This page's turn that has not come yet: one is enough, because it sends whatever waits then.
 * @type {Promise<void> | null}
 */
let turn = null;
let recovering = false;

/**
 * Send what waits. While another tab is sending, or the page before this one on its way out, this waits for its turn,
 * which comes the moment the other is done or gone.
 * @param {string} person
 * @param {boolean} [recover] whether this page has just begun
 * @returns {Promise<void>}
 */
export function sendAll(person, recover = false) {
  recovering ||= recover;
  turn ??= navigator.locks.request(LOCK, async () => {
    const begins = recovering;
    turn = null;
    recovering = false;
    try {
      // We hold the only lock, so whatever says "sending" was cut off.
      const rows = (await outbox()).filter((row) => row.person === person && (begins || row.state === "sending"));
      for (const row of recovered(rows)) await changeWaiting(row.key, { state: row.state, nextTry: row.nextTry });
      pausedFor = "";
      for (let rows = nextMany(await outbox(), person, Date.now()); rows.length; ) {
        if (!(await sendMany(rows))) break;
        rows = nextMany(await outbox(), person, Date.now());
      }
      for (let row = next(await outbox(), person, Date.now()); row; row = next(await outbox(), person, Date.now())) {
        if (!(await sendOne(row))) break;
      }
    } finally {
      changed();
    }
  });
  return turn;
}

/**
 * @param {Waiting} row
 * @returns {Promise<boolean>} whether to go on with the next
 */
async function sendOne(row) {
  if (!(await changeWaiting(row.key, { state: "sending" }))) return true;
  changed();
  return act(row, await put(row));
}

/**
 * Many sheets in one request, each with a reply of its own. Where the request as a whole fails, they are sent one by
 * one instead, so that one sheet the server stumbles over never holds up the others.
 * @param {Waiting[]} rows
 * @returns {Promise<boolean>} whether each got its reply
 */
async function sendMany(rows) {
  for (const row of rows) await changeWaiting(row.key, { state: "sending" });
  changed();
  const records = rows.map((row) => ({
    observation_id: row.observation,
    revision: row.revision,
    sha256: row.sha256,
    body: toBase64(row.body),
  }));
  const reply = await request("/api/v1/observations/batch", "POST", JSON.stringify({ records }), {});
  const replies = reply.status === 200 && Array.isArray(reply.content?.replies) ? reply.content.replies : [];
  let answered = 0;
  for (const row of rows) {
    const own = replies.find((/** @type {any} */ each) => each.observation_id === row.observation && each.revision === row.revision);
    if (!own) {
      await changeWaiting(row.key, { state: "queued" });
      continue;
    }
    answered += 1;
    await act(row, { status: own.status, content: own, retryAfter: 0 });
  }
  return answered === rows.length;
}

/**
 * @param {Waiting} row
 * @param {import("./outbox.js").Reply} reply
 * @returns {Promise<boolean>} whether to go on with the next
 */
async function act(row, reply) {
  const step = afterReply(row, reply, Date.now(), Math.random());
  switch (step.type) {
    case "confirmed":
      await confirm(row, step.proof);
      return true;
    case "erased":
      await eraseAfterNo(row, step.sentence);
      return true;
    case "returned":
      // The server opens the sealed copy. Should the network go at this very moment, the next visit tries again.
      await giveBack(row, step.problems).catch(() =>
        changeWaiting(row.key, { state: "held", status: 422, sentence: noted("It needs your eye. Open it when there is a network.") }),
      );
      return true;
    case "paused":
      await changeWaiting(row.key, step.change);
      pausedFor = step.why;
      return false;
    case "later":
      await changeWaiting(row.key, step.change);
      return !step.stop;
    case "held":
      await changeWaiting(row.key, step.change);
      return true;
  }
}

/**
 * @param {Waiting} row
 * @returns {Promise<import("./outbox.js").Reply>}
 */
const put = (row) => request(row.address, "PUT", row.body, { "X-Content-SHA256": row.sha256 });

/**
 * @param {string} address
 * @param {"PUT" | "POST"} method
 * @param {BodyInit} body
 * @param {Record<string, string>} headers
 * @returns {Promise<import("./outbox.js").Reply>}
 */
async function request(address, method, body, headers) {
  try {
    if (!(await isOurs())) return { status: 0, content: null, retryAfter: 0 };
    const response = await fetch(address, {
      method,
      body,
      headers: { "Content-Type": "application/json", "X-Levelfield-Client": CLIENT, ...headers },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const content = await response.json().catch(() => null);
    const wait = Number(response.headers.get("Retry-After") ?? 0);
    return { status: response.status, content, retryAfter: Number.isFinite(wait) ? wait : 0 };
  } catch {
    return { status: 0, content: null, retryAfter: 0 };
  }
}

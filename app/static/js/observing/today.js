// @ts-check
// Today: what waits on this tablet, and the pages to keep for a room without a network.

import { isBegun } from "./answers.js";
import { inWords } from "./outbox.js";
import { element, part } from "./markup.js";
import { bringBack, putAway } from "./put_away.js";
import { keepSending, onChange, pause, sendAll } from "./sender.js";
import { signInLink } from "./standing.js";
import { everythingOf, outbox } from "./store.js";
import { isASheetOpen, keepPages, letGoOfForms, onUpdate, startWorker } from "./worker.js";
import { tellOfWorry } from "./worry.js";
import { say } from "../words.js";

/** @param {Element} page */
export async function start(page) {
  if (!(page instanceof HTMLElement)) return;
  const person = page.dataset.person ?? "";
  void startWorker();
  tellOfWorry(page);
  keepSending(person);
  onChange(() => void show(page, person));
  await show(page, person);
  const { drafts, waiting } = await everythingOf(person);
  const begun = drafts.filter((draft) => isBegun(draft.answers)).map(addressOfForm);
  void letGoOfForms([...drafts, ...waiting].map((each) => each.assignment));
  const slots = Array.from(page.querySelectorAll("a[data-state='assigned']"), (each) => each.getAttribute("href") ?? "");
  const briefs = Array.from(page.querySelectorAll(".ob-brief a"), (each) => each.getAttribute("href") ?? "");
  const wanted = [location.pathname, ...slots.filter(Boolean), ...begun, ...briefs, "/observe/end-of-clinic/"];
  // What was put away is there again first, should the network go while the pages are fetched.
  await bringBack(person).catch(() => {});
  void keepPages(wanted).then(() => putAway(person, page.dataset.name ?? "", wanted));
  void onUpdate((takeOver) => offerUpdate(page, takeOver));
}

/**
 * Where a sheet opens in the form it was begun with, should the round use another by now.
 * @param {import("./store.js").Draft} draft
 */
function addressOfForm(draft) {
  return `/observe/assignments/${draft.assignment}/?form=${draft.instrument}`;
}

/**
 * @param {HTMLElement} page
 * @param {string} person
 */
async function show(page, person) {
  const mine = await everythingOf(person);
  const others = (await outbox()).filter((row) => row.person !== person).length;
  for (const slot of page.querySelectorAll("[data-assignment]")) if (slot instanceof HTMLElement) showSlot(slot, mine);
  showPanel(part(page, "[data-waiting]"), mine.waiting, others, person);
}

/**
 * What the tablet knows beyond what the server said when this page was made.
 * @param {HTMLElement} slot
 * @param {Awaited<ReturnType<typeof everythingOf>>} mine
 */
function showSlot(slot, mine) {
  const of = (/** @type {{assignment: string}} */ row) => row.assignment === slot.dataset.assignment;
  const waiting = mine.waiting.find(of);
  const receipt = mine.receipts.find(of);
  const draft = mine.drafts.find((each) => of(each) && !each.locked);
  if (waiting) return tell(slot, waiting.state === "held" ? "trouble" : "wait", inWords(waiting, say));
  if (slot.dataset.state !== "assigned") return;
  if (receipt) return tell(slot, "done", say("Confirmed by the server"));
  if (draft?.problems.length) return tell(slot, "trouble", say("Needs your eye: open it"));
  if (draft && isBegun(draft.answers)) {
    tell(slot, "wait", say("Started, saved on this tablet"));
  }
}

/**
 * @param {HTMLElement} slot
 * @param {string} shape
 * @param {string} words
 */
function tell(slot, shape, words) {
  part(slot, "[data-slot-state]").replaceChildren(element("span", { class: `lf-state lf-state--${shape}` }, words));
}

/**
 * @param {HTMLElement} panel
 * @param {import("./outbox.js").Waiting[]} waiting
 * @param {number} others
 * @param {string} person
 */
function showPanel(panel, waiting, others, person) {
  panel.hidden = waiting.length === 0 && others === 0;
  const list = waiting.map((row) => {
    const shape = row.state === "held" ? "trouble" : "wait";
    return element("li", {}, `${row.label}: `, element("span", { class: `lf-state lf-state--${shape}` }, inWords(row, say)));
  });
  const open = waiting.filter((row) => row.state !== "held").length;
  const title = open ? say("{count} waiting to send", { count: open }) : waiting.length ? say("Something needs your lead") : "";
  panel.replaceChildren(
    ...(title ? [element("h2", { class: "nhsuk-heading-s" }, title), element("ul", {}, ...list)] : []),
    ...(pause() === "sign_in" && open ? [signInLink()] : []),
    ...(open ? [sendButton(person)] : []),
    ...(others ? [element("p", {}, othersWords(others))] : []),
  );
}

/** @param {number} count */
function othersWords(count) {
  return count === 1
    ? say("1 thing of another observer waits on this tablet. It is sent when they sign in.")
    : say("{count} things of another observer wait on this tablet. It is sent when they sign in.", { count });
}

/**
 * @param {string} person
 * @returns {HTMLElement}
 */
function sendButton(person) {
  const button = element("button", { type: "button", class: "nhsuk-button nhsuk-button--secondary" }, say("Send now"));
  button.addEventListener("click", () => void sendAll(person, true));
  return button;
}

/**
 * @param {HTMLElement} page
 * @param {() => void} takeOver
 */
function offerUpdate(page, takeOver) {
  const button = element("button", { type: "button", class: "nhsuk-button nhsuk-button--secondary" }, say("Update now"));
  const words = element("p", { role: "status" }, say("A newer version of this page is ready."));
  button.addEventListener("click", async () => {
    if (!(await isASheetOpen())) return takeOver();
    words.textContent = say("A sheet is open in another tab of this tablet. Lock it or close it first, then update.");
  });
  page.prepend(element("div", { class: "lf-notice" }, words, button));
}

// @ts-check
// The score sheet: keeps every tap on the tablet, shows what applies, locks into the outbox.

import { readAloud } from "./aloud.js";
import { isBegun, missing, progress, sent, shown } from "./answers.js";
import { askForConsent } from "./consent.js";
import { digitsChoose } from "./digits.js";
import { clock, frozenSheet, sheetKey } from "./freezing.js";
import { itIsNow, letGo, placeOf } from "./leaving.js";
import { element, link, part, showTrouble } from "./markup.js";
import { offerCopies } from "./other_copies.js";
import { paperIsReady } from "./paper_backup.js";
import { askAboutNames, showAnswers } from "./review.js";
import { saver } from "./saving.js";
import { changed, keepSending, onChange, sendAll } from "./sender.js";
import { addCounters, answersOn, entriesOn, fillIn, followMark, markProblems, showOnly } from "./sheet_form.js";
import { standing } from "./standing.js";
import { aboutAssignment, freeze } from "./store.js";
import { missedAPart, showTapped, watchQuietly } from "./watching.js";
import { startWorker } from "./worker.js";
import { tellOfWorry } from "./worry.js";
import { say } from "../words.js";

/** @typedef {import("./store.js").Draft} Draft */

const CANNOT_SAVE = say(
  "This tablet cannot save right now. Keep this page open: your answers are only on this page until you lock.",
);

/** @param {Element} page */
export async function start(page) {
  if (!(page instanceof HTMLElement)) return;
  document.documentElement.classList.add("ob-has-script");
  void startWorker();
  const form = part(page, "[data-sheet-form]");
  tellOfWorry(page);
  addCounters(form);
  digitsChoose(page);
  for (const each of page.querySelectorAll("[data-with-script]")) each.removeAttribute("hidden");
  readAloud(form, { read: say("Read aloud"), stop: say("Stop reading") });
  const { person, assignment } = placeOf(page);
  try {
    const here = await aboutAssignment(person, assignment);
    keepSending(person);
    if (standsElsewhere(page, here)) return showStanding(page);
    if (here.draft && isOnAnotherForm(page, here.draft)) return await openAsBegun(page, here.draft.instrument);
    if (!(await alone(assignment))) return refuseSecondTab(page);
    const draft = here.draft ?? newDraft(page);
    work(page, form, draft);
    void offerCopies(page, draft);
    paperIsReady(page, Boolean(here.draft?.consent)).catch(() => showTrouble(page, CANNOT_SAVE));
  } catch {
    // No store (a private window, a full disk): the form still works as it does without script.
    showTrouble(page, CANNOT_SAVE);
    showOnly(form, shown(entriesOn(form), answersOn(form)));
  }
}

/**
 * Whether the sheet of this page is out of the form: it waits to be sent, or the server has it.
 * @param {HTMLElement} page
 * @param {Awaited<ReturnType<typeof aboutAssignment>>} here
 */
function standsElsewhere(page, here) {
  const { observation, revision } = page.dataset;
  if (!observation) return here.waiting.length > 0 || here.receipts.length > 0;
  const key = sheetKey(observation, Number(revision));
  return here.waiting.length > 0 || here.receipts.some((row) => row.key === key || row.kind === "erased");
}

/**
 * @param {HTMLElement} page
 * @returns {Draft}
 */
function newDraft(page) {
  return {
    ...placeOf(page),
    observation: page.dataset.observation ?? crypto.randomUUID(),
    revision: Number(page.dataset.revision ?? 1),
    instrument: page.dataset.instrument ?? "",
    openedAt: clock(),
    seq: 0,
    consent: null,
    answers: {},
    locked: false,
    problems: [],
  };
}

/**
 * @param {HTMLElement} page
 * @param {HTMLElement} form
 * @param {Draft} draft
 */
function work(page, form, draft) {
  const entries = entriesOn(form);
  const save = saver(draft, (state, error) => showSaved(page, state, error));
  let locking = false;
  if (draft.seq) fillIn(form, draft.answers);
  const refresh = () => {
    const answers = answersOn(form);
    const applies = shown(entries, answers);
    showOnly(form, applies);
    showTapped(form);
    const asked = entries.filter((entry) => applies.has(entry.id));
    listMissing(form, missing(entries, answers, say));
    showAnswers(form, asked, answers, say("Not answered"));
    askAboutNames(form, asked, answers);
    const { answered, of } = progress(entries, answers);
    part(page, "[data-progress]").textContent = say("{answered} of {of} answered", { answered, of });
  };
  const open = () => {
    hide(page, "[data-consent]");
    part(page, "[data-sheet]").hidden = false;
    part(page, "[data-bar]").hidden = false;
    itIsNow(page, "during");
    refresh();
  };
  if (draft.consent || page.dataset.agreed === "yes") open();
  if (location.search.startsWith("?form=")) tellOfChange(page);
  // What was tapped while this script was on its way is kept as well.
  save.change({
    instrument: page.dataset.instrument ?? draft.instrument,
    answers: { ...draft.answers, ...answersOn(form) },
  });
  if (draft.problems.length) tellWhatIsMissing(page, form, draft.problems.map(({ field, sentence }) => ({ id: field, sentence })));

  const reason = form.querySelector("[data-part='reason']");
  if (reason instanceof HTMLTextAreaElement && draft.reason) reason.value = draft.reason;
  const why = () => (reason instanceof HTMLTextAreaElement ? reason.value.trim() : "");
  form.addEventListener("input", (event) => {
    if (locking || !(event.target instanceof HTMLElement) || !event.target.dataset.part) return;
    save.change({ answers: answersOn(form), reason: why() });
    refresh();
    followMark(event.target, missing(entries, answersOn(form), say));
  });
  watchQuietly(page, form, draft.watch, (watch) => save.change({ watch }));
  part(page, "[data-next]").addEventListener("click", () => goToNext(form, missing(entries, answersOn(form), say)));
  page.querySelector("[data-part-missed]")?.addEventListener("click", () => {
    if (missedAPart(form)) part(form, "[data-role='part_not_observed']").focus();
  });
  askForConsent(page, (consent) => {
    save.change({ consent });
    open();
    part(page, "[data-watch-open]").focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (locking) return;
    const answers = answersOn(form);
    const problems = missing(entries, answers, say);
    if (reason && !why()) problems.push({ id: "reason", sentence: say("Write why you are correcting this sheet.") });
    tellWhatIsMissing(page, form, problems);
    if (problems.length) return;
    const unsure = askAboutNames(form, entries.filter((entry) => shown(entries, answers).has(entry.id)), answers);
    if (unsure) return unsure.focus();
    locking = true;
    try {
      await save.settled();
      await freeze(save.current(), await frozenSheet(save.current(), sent(entries, answers)));
      changed();
      await showStanding(page);
      void sendAll(save.current().person);
    } catch {
      locking = false;
      showTrouble(page, say("This tablet could not save your sheet. It is not locked. Try again, or show this page to your lead."));
      page.scrollIntoView();
    }
  });
  letGo(page, () => (save.current().consent ? "during" : "before"), () => void showStanding(page));
}

/**
 * A sheet on which nothing was said yet may take the form of today. A correction has the form it corrects.
 * @param {HTMLElement} page
 * @param {Draft} draft
 */
function isOnAnotherForm(page, draft) {
  return (draft.consent || isBegun(draft.answers)) && !page.dataset.observation && draft.instrument !== page.dataset.instrument;
}

/**
 * The round uses another form by now. A sheet is finished in the one it was begun with, never moved to another.
 * @param {HTMLElement} page
 * @param {string} form
 */
async function openAsBegun(page, form) {
  const address = `${location.pathname}?form=${form}`;
  for (const each of ["[data-consent]", "[data-sheet]"]) hide(page, each);
  const asked = location.search ? null : await fetch(address, { redirect: "manual" }).catch(() => null);
  // A redirect asks to sign in, and comes back here.
  if (asked?.ok || asked?.type === "opaqueredirect") return location.replace(address);
  const words = say("You began this sheet on an earlier form, which is not on this tablet now. Your answers are safe here. Open it again when there is a network, or ask your lead.");
  showTrouble(page, words);
}

/** @param {HTMLElement} page */
function tellOfChange(page) {
  const words = say("This form was changed since you began. You finish your sheet on the form you began it with.");
  part(page, "[data-sheet]").prepend(element("div", { class: "lf-notice lf-notice--wait" }, element("p", {}, words)));
}

/**
 * @param {HTMLElement} page
 * @param {"saving" | "saved" | "failed"} state
 * @param {unknown} [error]
 */
function showSaved(page, state, error) {
  const words = { saving: say("Saving"), saved: say("Saved on this tablet"), failed: say("Not saved") }[state];
  for (const place of page.querySelectorAll("[data-saved], [data-watch-saved]")) {
    place.className = `lf-state lf-state--${{ saving: "open", saved: "done", failed: "trouble" }[state]}`;
    place.textContent = words;
  }
  if (state !== "failed") {
    part(page, "[data-trouble]").hidden = true;
    return;
  }
  const elsewhere = error instanceof Error && error.message.includes("another tab");
  showTrouble(page, elsewhere ? say("This sheet was changed in another tab. Close this one and go on there.") : CANNOT_SAVE);
}

/**
 * What is missing, at the top of the lock step and beside each entry.
 * @param {HTMLElement} page
 * @param {HTMLElement} form
 * @param {{id: string, sentence: string}[]} problems
 */
function tellWhatIsMissing(page, form, problems) {
  markProblems(form, problems);
  listMissing(form, problems);
  if (!problems.length) return;
  const box = part(form, "[data-missing]");
  box.classList.add("ob-missing--asked");
  box.focus();
}

/**
 * What is still to do before the sheet can be locked, in words that lead to the place.
 * @param {HTMLElement} form
 * @param {{id: string, sentence: string}[]} problems
 */
function listMissing(form, problems) {
  const box = part(form, "[data-missing]");
  box.hidden = problems.length === 0;
  if (!problems.length) return;
  const places = problems.map(({ id, sentence }) =>
    element("li", {}, document.getElementById(`i_${id}`) ? link(`#i_${id}`, sentence) : sentence),
  );
  const title = problems.length === 1 ? say("One thing is missing") : say("{count} things are missing", { count: problems.length });
  box.classList.add("ob-missing");
  box.tabIndex = -1;
  box.replaceChildren(element("h3", { class: "nhsuk-heading-s" }, title), element("ul", { class: "nhsuk-list" }, ...places));
}

/**
 * To the next question that is not answered, or to the lock when there is none: no scrolling for a tired hand.
 * @param {HTMLElement} form
 * @param {{id: string}[]} problems
 */
function goToNext(form, problems) {
  const place = problems.length ? document.getElementById(`i_${problems[0].id}`) : form.querySelector(".ob-lock");
  if (!(place instanceof HTMLElement)) return;
  place.scrollIntoView({ block: "start" });
  place.focus({ preventScroll: true });
}

/**
 * The sheet is out of the observer's hands here: say where it stands, and keep that true.
 * @param {HTMLElement} page
 */
async function showStanding(page) {
  const { person, assignment } = placeOf(page);
  // Once shown it follows every change by itself.
  if (page.querySelector("[data-standing]")) return;
  const place = element("div", { "data-standing": "", tabindex: "-1" });
  const show = async () => {
    const here = await aboutAssignment(person, assignment);
    if (here.draft && !here.draft.locked && !here.waiting.length) return location.reload();
    place.replaceChildren(standing(page, here.waiting, here.receipts));
  };
  for (const each of page.querySelectorAll("[data-paper], [data-consent], [data-sheet], [data-bar], [data-give-up-form], [data-on-paper], [data-copies]")) {
    const hidden = each.closest("details") ?? each;
    if (hidden instanceof HTMLElement) hidden.hidden = true;
  }
  part(page, "[data-sheet]").before(place);
  await show();
  part(page, "h1").scrollIntoView();
  // The button that was pressed is gone: the reader goes on where the news is.
  place.focus({ preventScroll: true });
  onChange(() => void show());
}

/**
 * One tab at a time may work on a sheet; the lock lasts as long as the page.
 * @param {string} assignment
 * @returns {Promise<boolean>}
 */
function alone(assignment) {
  return new Promise((resolve) => {
    void navigator.locks.request(`sheet-${assignment}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}

/**
 * @param {HTMLElement} page
 * @param {string} selector
 */
function hide(page, selector) {
  const found = page.querySelector(selector);
  if (found instanceof HTMLElement) found.hidden = true;
}

/** @param {HTMLElement} page */
function refuseSecondTab(page) {
  hide(page, "[data-consent]");
  hide(page, "[data-sheet]");
  showTrouble(page, say("This sheet is open in another tab of this tablet. Close this one and go on there."));
}

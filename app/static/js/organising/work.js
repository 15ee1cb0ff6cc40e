// @ts-check
// Shows work moving: fetches the same page every two seconds and puts its middle here. Without script the page
// reloads itself.

const EVERY = 2000;

/** @param {Element} element */
export function start(element) {
  if (element.getAttribute("data-moving") === "yes") setTimeout(() => void again(element), EVERY);
}

/** @param {Element} element */
async function again(element) {
  let moving = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected) return location.reload();
    if (answer.ok) moving = show(element, await answer.text());
  } catch {
    // No network just now: what is shown stays, and is asked for again.
  }
  if (moving) setTimeout(() => void again(element), EVERY);
}

/**
 * @param {Element} element
 * @param {string} text
 */
function show(element, text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-module='organising/work']");
  if (!fresh) return false;
  const moving = fresh.getAttribute("data-moving") === "yes";
  if (!moving) {
    location.reload();
    return false;
  }
  for (const card of fresh.querySelectorAll(".lf-job")) update(card);
  return true;
}

/** Only what changes is changed, so that a button keeps the focus. @param {Element} card */
function update(card) {
  const here = document.getElementById(card.getAttribute("aria-labelledby") ?? "")?.closest(".lf-job");
  if (!here) return;
  for (const part of [".lf-state", ".lf-job__words"]) {
    const [old, now] = [here.querySelector(part), card.querySelector(part)];
    if (old && now && old.textContent !== now.textContent) old.replaceWith(now);
  }
  const [bar, now] = [here.querySelector("progress"), card.querySelector("progress")];
  if (bar && now?.hasAttribute("value")) bar.setAttribute("value", now.getAttribute("value") ?? "0");
  if (bar && !now) bar.remove();
  if (!card.querySelector("form")) here.querySelector("form")?.remove();
}

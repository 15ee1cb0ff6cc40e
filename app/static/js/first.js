// @ts-check
// What a page can do before any other script has come. Read before the page is shown, so no press comes before it.
// A form whose work belongs to its script waits for it; start.js lets it go. What an observer sends by the browser is
// sent once however often it is pressed, and only when the server is there: a page that went down with the network
// would take along what was chosen or written on it.

{
  const PATIENCE = 8000;
  const OPEN_AGAIN = 4000;
  /** Told that the server is there: these may go. @type {WeakSet<HTMLFormElement>} */
  const free = new WeakSet();
  /** On their way. @type {WeakSet<HTMLFormElement>} */
  const going = new WeakSet();
  let asking = false;

  /** @param {string} sentence */
  const say = (sentence) => JSON.parse(document.body.dataset.sentences || "{}")[sentence] || sentence;

  /** Whose tablet goes where a network does not reach. */
  const isObserver = () => Boolean(document.querySelector("meta[name='levelfield-sealing']"));

  /** @returns {Promise<boolean>} whether the server answers; a hotel's or hospital's own page also answers 200 */
  const isThere = () =>
    fetch("/service-worker.js", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).then(
      ({ ok, headers }) => ok && Boolean(headers.get("Content-Type")?.includes("javascript")),
      () => false,
    );

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement | null} [button]
   */
  const send = async (form, button = null) => {
    if (going.has(form)) return;
    going.add(form);
    asking = true;
    const there = await isThere();
    asking = false;
    document.getElementById("no-network")?.remove();
    if (there) {
      free.add(form);
      form.requestSubmit(button);
      // Still here: it was a file to keep, or the page takes its time.
      setTimeout(() => going.delete(form), OPEN_AGAIN);
      return;
    }
    going.delete(form);
    const words = document.createElement("p");
    Object.assign(words, { id: "no-network", className: "lf-state lf-state--trouble", role: "alert" });
    form.append(words);
    words.textContent = say("There is no network just now. What you chose or wrote is still on this page. Press again when the network is back.");
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement)) return;
      if (free.delete(form)) return event.stopImmediatePropagation();
      if (!form.hasAttribute("data-script-first")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      form.setAttribute("data-script-first", "pressed");
    },
    true,
  );

  // A tap on a link meanwhile would leave what was pressed behind.
  document.addEventListener("click", (event) => asking && event.target instanceof Element && event.target.closest("a") && event.preventDefault(), true);

  // Whoever does the work of a form has prevented the browser from sending it by now.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== "post" || !isObserver()) return;
    event.preventDefault();
    void send(form, event.submitter);
  });

  // A script could not do the work itself: the browser does it as if there were no script.
  document.addEventListener("plainly", ({ target }) => target instanceof HTMLFormElement && void send(target));

  addEventListener("load", () => {
    // The start itself did not arrive: the forms work as they do without script, and an early press counts.
    if (document.documentElement.hasAttribute("data-started")) return;
    for (const form of document.querySelectorAll("form[data-script-first]")) {
      const early = form.getAttribute("data-script-first") === "pressed";
      form.removeAttribute("data-script-first");
      if (early && form instanceof HTMLFormElement) form.requestSubmit();
    }
  });
}

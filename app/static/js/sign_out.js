// @ts-check
// Before signing out, the pages kept for this person leave the tablet. What waits to be sent never does.

const PATIENCE = 2000;

/** @param {Element} button */
export function start(button) {
  const form = button.closest("form");
  const worker = navigator.serviceWorker?.controller;
  if (!form || !worker) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const channel = new MessageChannel();
    // A worker that does not answer must not keep anybody signed in.
    const anyway = setTimeout(() => form.submit(), PATIENCE);
    channel.port1.onmessage = () => {
      clearTimeout(anyway);
      form.submit();
    };
    worker.postMessage("forget", [channel.port2]);
  });
}

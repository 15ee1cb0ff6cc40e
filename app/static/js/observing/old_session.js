// @ts-check
// Somebody left without a network: the server still takes this browser for them. Until it has been told, nothing is sent
// or fetched in their name; the service worker tells it.

const OVER = "session-over";
/** Tells every tab that something changed, or that somebody is leaving. */
export const CHANNEL = "levelfield-outbox";
export const LEAVING = "leaving";

/**
 * @param {string} message
 * @returns {Promise<string>} what the service worker answers; empty when there is none
 */
export function askWorker(message) {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve("");
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(message, [channel.port2]);
  });
}

export const endSessionLater = async () => void (await globalThis.caches?.open(OVER));

/** @returns {Promise<boolean>} whether the server takes this browser for nobody but who is here */
export async function isOurs() {
  return !(await globalThis.caches?.has(OVER)) || (await askWorker("end session")) === "ended";
}

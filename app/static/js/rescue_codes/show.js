// @ts-check
// What waits, sealed, as numbered QR codes: for a lead's camera when neither a network nor a file gets off the tablet.

import { sha256 } from "../observing/canonical.js";
import { element, part } from "../observing/markup.js";
import { say } from "../words.js";
import { capacity, qrCode } from "./qr.js";
import { toBase64 } from "../observing/vault.js";

const SVG = "http://www.w3.org/2000/svg";
// 97 modules wide at most, so that a phone reads it from a tablet's screen at arm's length.
const VERSION = 20;
const QUIET = 4;

/**
 * The bytes as lines `LFR1:<first of their hash>:<number>:<of how many>:<a piece in base64>`, each for one code.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string[]>}
 */
export async function framesOf(bytes) {
  const text = toBase64(bytes);
  const start = `LFR1:${(await sha256(bytes)).slice(0, 8)}`;
  const piece = capacity(VERSION) - start.length - ":9999:9999:".length;
  const count = Math.ceil(text.length / piece);
  return Array.from({ length: count }, (_, at) => `${start}:${at + 1}:${count}:${text.slice(at * piece, (at + 1) * piece)}`);
}

/** @param {Blob} blob @returns {Promise<Uint8Array<ArrayBuffer>>} packed where the browser can */
async function packed(blob) {
  const stream = typeof CompressionStream === "function" ? blob.stream().pipeThrough(new CompressionStream("gzip")) : blob.stream();
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Show the first code of a rescue file and let the next and the one before be chosen.
 * @param {HTMLElement} view
 * @param {Blob} file
 */
export async function showCodes(view, file) {
  const frames = await framesOf(await packed(file));
  let at = 0;
  const show = () => {
    const name = say("Code {number} of {count}", { number: at + 1, count: frames.length });
    part(view, "[data-code-number]").textContent = name;
    part(view, "[data-code]").replaceChildren(drawn(frames[at], name));
    part(view, "[data-code-text]").textContent = frames[at];
  };
  const turn = (/** @type {number} */ by) => {
    at = (at + by + frames.length) % frames.length;
    show();
  };
  const buttons = [
    [say("Code before"), -1],
    [say("Next code"), 1],
  ].map(([words, by]) => {
    const button = element("button", { type: "button", class: "nhsuk-button nhsuk-button--secondary" }, String(words));
    button.onclick = () => turn(Number(by));
    return button;
  });
  part(view, "[data-code-turn]").replaceChildren(...(frames.length > 1 ? buttons : []));
  show();
  view.hidden = false;
}

/** @param {string} text @param {string} name @returns {SVGElement} */
function drawn(text, name) {
  const { matrix } = qrCode(new TextEncoder().encode(text));
  const size = matrix.length + 2 * QUIET;
  const dark = matrix.flatMap((row, r) => row.flatMap((is, c) => (is ? [`M${c + QUIET} ${r + QUIET}h1v1h-1z`] : [])));
  const picture = shape("svg", { class: "ob-square", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": name, "shape-rendering": "crispEdges" });
  picture.append(shape("path", { fill: "#fff", d: `M0 0h${size}v${size}h-${size}z` }), shape("path", { fill: "#000", d: dark.join("") }));
  return picture;
}

/** @param {string} tag @param {Record<string, string>} attributes @returns {SVGElement} */
function shape(tag, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

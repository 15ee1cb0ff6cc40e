// @ts-check
// One byte sequence for one meaning, and its hash. Pure: the server's `canonical_bytes` writes the same bytes.

/**
 * Sorted keys, no white space, text in Unicode normal form C, whole numbers only.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new TypeError("Only whole numbers are frozen.");
  if (value === null || typeof value === "number" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "string") return JSON.stringify(value.replace(/\p{Surrogate}/gu, "\uFFFD").normalize("NFC"));
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`This cannot be frozen: ${typeof value}.`);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${canonical(key)}:${canonical(inner)}`).join(",")}}`;
}

/**
 * @param {unknown} value
 * @returns {Uint8Array<ArrayBuffer>} the canonical text in UTF-8
 */
export function frozen(value) {
  return new TextEncoder().encode(canonical(value));
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} 64 hexadecimal digits
 */
export async function sha256(bytes) {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

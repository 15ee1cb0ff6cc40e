// @ts-check
// Sealing what rests on the tablet: the only file that knows cryptography, all of it the browser's own (WebCrypto).
// Three seals. `lock`: AES-GCM with the observer's data key, a new random IV every time. `wrapWithPin`: the data key
// under a key made from the PIN, so that the screen opens offline. `sealToServer`: HPKE (RFC 9180, base mode, P-256,
// HKDF-SHA256, AES-256-GCM), which only the server can open. This protects a lost tablet, not against a hostile script.

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {{iv: Bytes, data: Bytes}} Locked
 * @typedef {{salt: Bytes, rounds: number, iv: Bytes, data: Bytes}} Wrapped a data key under a PIN
 */

const subtle = globalThis.crypto?.subtle;
const PIN_ROUNDS = 600_000;
const P256 = { name: "ECDH", namedCurve: "P-256" };

/**
 * @param {number} length
 * @returns {Bytes}
 */
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/**
 * @param {string} text
 * @returns {Bytes}
 */
const utf8 = (text) => new TextEncoder().encode(text);

/**
 * @param {...Bytes} parts
 * @returns {Bytes}
 */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * @param {Bytes} bytes
 * @returns {string}
 */
export function toBase64(bytes) {
  let text = "";
  // In slices, because a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/**
 * @param {string} text
 * @returns {Bytes}
 */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @returns {Bytes} a new data key; whoever asks must let go of the bytes when the key is imported and sealed */
export const newDataKey = () => random(32);

/**
 * @param {Bytes} raw
 * @returns {Promise<CryptoKey>} a key that can be used and never read out again
 */
export function imported(raw) {
  return subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * @param {CryptoKey} key
 * @param {Bytes} bytes
 * @returns {Promise<Locked>}
 */
export async function lockBytes(key, bytes) {
  const iv = random(12);
  return { iv, data: new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, key, bytes)) };
}

/**
 * @param {CryptoKey} key
 * @param {unknown} value
 * @returns {Promise<Locked>}
 */
export const lock = (key, value) => lockBytes(key, utf8(JSON.stringify(value)));

/**
 * @param {CryptoKey} key
 * @param {Locked} locked
 * @returns {Promise<any>}
 */
export const unlock = async (key, locked) => JSON.parse(new TextDecoder().decode(await unlockBytes(key, locked)));

/**
 * @param {CryptoKey} key
 * @param {Locked} locked
 * @returns {Promise<ArrayBuffer>}
 */
export const unlockBytes = (key, { iv, data }) => subtle.decrypt({ name: "AES-GCM", iv }, key, data);

/**
 * @param {string} pin
 * @param {Bytes} salt
 * @param {number} rounds
 * @returns {Promise<CryptoKey>}
 */
async function pinKey(pin, salt, rounds) {
  const base = await subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * @param {Bytes} raw the data key
 * @param {string} pin
 * @returns {Promise<Wrapped>}
 */
export async function wrapWithPin(raw, pin) {
  const salt = random(16);
  return { salt, rounds: PIN_ROUNDS, ...(await lockBytes(await pinKey(pin, salt, PIN_ROUNDS), raw)) };
}

/**
 * @param {Wrapped} wrapped
 * @param {string} pin
 * @returns {Promise<CryptoKey | null>} null when the PIN is wrong
 */
export async function unwrapWithPin(wrapped, pin) {
  const key = await pinKey(pin, wrapped.salt, wrapped.rounds);
  try {
    return await imported(new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv: wrapped.iv }, key, wrapped.data)));
  } catch {
    return null;
  }
}

const KEM = joined(utf8("KEM"), Uint8Array.of(0, 0x10));
const SUITE = joined(utf8("HPKE"), Uint8Array.of(0, 0x10, 0, 1, 0, 2));
const NOTHING = new Uint8Array(0);

/**
 * @param {Bytes} key
 * @param {Bytes} message
 * @returns {Promise<Bytes>}
 */
async function hmac(key, message) {
  // An empty key is the same as one of noughts, and WebCrypto takes only the second.
  const made = key.length ? key : new Uint8Array(32);
  const imported = await subtle.importKey("raw", made, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", imported, message));
}

/**
 * @param {Bytes} suite
 * @param {Bytes} salt
 * @param {string} label
 * @param {Bytes} material
 * @returns {Promise<Bytes>}
 */
const extract = (suite, salt, label, material) => hmac(salt, joined(utf8("HPKE-v1"), suite, utf8(label), material));

/**
 * @param {Bytes} suite
 * @param {Bytes} secret
 * @param {string} label
 * @param {Bytes} info
 * @param {number} length at most 32
 * @returns {Promise<Bytes>}
 */
async function expand(suite, secret, label, info, length) {
  const asked = joined(Uint8Array.of(0, length), utf8("HPKE-v1"), suite, utf8(label), info, Uint8Array.of(1));
  return (await hmac(secret, asked)).slice(0, length);
}

/**
 * Seal for the server alone. What it is for and whose it is are sealed in: opened for anything or anybody else, it fails.
 * @param {Bytes} publicKey the server's, an uncompressed P-256 point
 * @param {"key" | "record" | "draft"} purpose
 * @param {string} person
 * @param {Bytes} bytes
 * @returns {Promise<Bytes>}
 */
export async function sealToServer(publicKey, purpose, person, bytes) {
  const theirs = await subtle.importKey("raw", publicKey, P256, false, []);
  const ours = await subtle.generateKey(P256, false, ["deriveBits"]);
  const point = new Uint8Array(await subtle.exportKey("raw", ours.publicKey));
  const shared = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256));
  const agreed = await extract(KEM, NOTHING, "eae_prk", shared);
  const secret = await expand(KEM, agreed, "shared_secret", joined(point, publicKey), 32);
  const info = utf8(`levelfield ${purpose} ${person}`);
  const context = joined(
    Uint8Array.of(0),
    await extract(SUITE, NOTHING, "psk_id_hash", NOTHING),
    await extract(SUITE, NOTHING, "info_hash", info),
  );
  const schedule = await extract(SUITE, secret, "secret", NOTHING);
  const iv = await expand(SUITE, schedule, "base_nonce", context, 12);
  const raw = await expand(SUITE, schedule, "key", context, 32);
  const key = await subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const sealed = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, key, bytes));
  return joined(utf8("LF1\n"), point, sealed);
}

// @ts-check
// Sentences in the page's language. Pure: whoever says something is given a `Say`.

/** @typedef {(sentence: string, values?: Record<string, string | number>) => string} Say */

/**
 * @param {Record<string, string>} sentences from English; a sentence that is not there is said in English
 * @returns {Say}
 */
export function speaker(sentences) {
  return (sentence, values = {}) =>
    (sentences[sentence] || sentence).replace(/\{(\w+)\}/g, (as, name) => String(values[name] ?? as));
}

/** English, for tests and for pages without translations. */
export const english = speaker({});

/**
 * A sentence that is kept now and said later: only marks it for the translators.
 * @param {string} sentence
 * @returns {string}
 */
export const noted = (sentence) => sentence;

// @ts-check
// The sentences the server put on this page, so that a page kept for a room without a network speaks its language too.

import { speaker } from "./language.js";

export const say = speaker(JSON.parse(document.body.dataset.sentences || "{}"));

// @ts-check
// A sheet the server has. Only the patient's change of mind can still touch it.

import { letGo, placeOf } from "./leaving.js";
import { element, part } from "./markup.js";
import { keepSending, onChange } from "./sender.js";
import { standing } from "./standing.js";
import { aboutAssignment } from "./store.js";
import { startWorker } from "./worker.js";
import { tellOfWorry } from "./worry.js";

/** @param {Element} page */
export async function start(page) {
  if (!(page instanceof HTMLElement)) return;
  void startWorker();
  const { person, assignment } = placeOf(page);
  const place = element("div", {});
  part(page, "h1").after(place);
  const show = async () => {
    const here = await aboutAssignment(person, assignment);
    const noes = here.waiting.filter((row) => row.kind !== "sheet");
    if (noes.length) place.replaceChildren(standing(page, noes, []));
    else if (place.childElementCount) location.reload();
  };
  tellOfWorry(page);
  letGo(page, () => "after", () => void show());
  try {
    keepSending(person);
    onChange(() => void show());
    await show();
  } catch {
    // Without a store the forms still work as they do without script.
  }
}

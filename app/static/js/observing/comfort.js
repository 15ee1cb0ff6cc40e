// @ts-check
// Text size, spacing, colours and hand: each tap counts at once and is kept on this device for this person.
// The server reads the same cookie, so the next page is right from its first paint.

const KEPT_SECONDS = 400 * 24 * 3600;
const DARK = { device: "(prefers-color-scheme: dark)", dark: "all" };

/** @param {Element} place */
export function start(place) {
  const form = place.querySelector("form");
  const name = place.getAttribute("data-cookie");
  if (!form || !name) return;
  form.querySelector("[data-without-script]")?.setAttribute("hidden", "");
  // A page kept for the road may be older than the last choice.
  const kept = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  if (kept) choose(form, kept.slice(name.length + 1).split("."));
  form.addEventListener("change", () => {
    const chosen = Array.from(form.querySelectorAll("input:checked"), (each) =>
      each instanceof HTMLInputElement ? `${each.name}-${each.value}` : "",
    );
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${chosen.join(".")}; Path=/; Max-Age=${KEPT_SECONDS}; SameSite=Lax${secure}`;
    apply(chosen);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string[]} chosen such as text-large
 */
function choose(form, chosen) {
  for (const input of form.querySelectorAll("input[type=radio]")) {
    if (input instanceof HTMLInputElement && chosen.includes(`${input.name}-${input.value}`)) input.checked = true;
  }
  apply(chosen);
}

/** @param {string[]} chosen */
function apply(chosen) {
  const root = document.documentElement;
  const others = Array.from(root.classList).filter((each) => !each.startsWith("lf-"));
  root.className = [...others, ...chosen.map((each) => `lf-${each}`)].join(" ");
  const colours = chosen.find((each) => each.startsWith("colours-"))?.slice("colours-".length) ?? "device";
  setMedia("dark", colours in DARK ? DARK[/** @type {keyof typeof DARK} */ (colours)] : "not all");
  setMedia("contrast", colours === "strong" ? "all" : "(prefers-contrast: more)");
}

/**
 * @param {string} sheet
 * @param {string} media
 */
function setMedia(sheet, media) {
  document.querySelector(`link[href$="/css/${sheet}.css"]`)?.setAttribute("media", media);
}

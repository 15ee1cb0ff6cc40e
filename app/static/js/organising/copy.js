// @ts-check
// A button beside a read-only field that copies it. Without a clipboard the field can still be selected by hand.

/** @param {Element} element */
export function start(element) {
  const field = element.querySelector("input");
  const button = element.querySelector("button");
  const said = element.querySelector("[role=status]");
  if (!field || !button || !said || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied";
    } catch {
      field.select();
      said.textContent = "Press copy on your keyboard now";
    }
  });
  field.addEventListener("focus", () => field.select());
}

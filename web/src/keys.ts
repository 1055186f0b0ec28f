// j and k move through the rows of a page, / goes to the search box. Keys typed into a field stay there.

function typing(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

function move(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>("a.open")];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}

export function keys(): void {
  document.querySelector(".keys")?.removeAttribute("hidden");
  addEventListener("keydown", (press) => {
    if (press.ctrlKey || press.metaKey || press.altKey || typing(press.target)) return;
    if (press.key === "j") move(1);
    else if (press.key === "k") move(-1);
    else if (press.key === "/") document.querySelector<HTMLInputElement>("#words")?.focus();
    else return;
    press.preventDefault();
  });
}

// Sends the filter form when a choice is made, without the fields that were left empty.

/** Leaves empty fields out of the address. */
function withoutEmpty(form: HTMLFormElement): void {
  for (const field of form.elements) {
    if ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.value === "") {
      field.disabled = true;
    }
  }
}

export function filters(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-auto]");
  if (!form) return;
  form.addEventListener("submit", () => withoutEmpty(form));
  form.addEventListener("change", (change) => {
    const field = change.target;
    // Text and numbers wait for Enter or the button: a half-typed name is no question.
    const chosen = field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && field.type === "checkbox");
    if (chosen) form.requestSubmit();
  });
  // Going back shows the page as it was, with the fields that were switched off on leaving.
  addEventListener("pageshow", () => {
    for (const field of form.elements) {
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.disabled = false;
    }
  });
}

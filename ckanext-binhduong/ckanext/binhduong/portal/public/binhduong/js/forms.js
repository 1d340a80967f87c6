// What CKAN's scripts make in forms has no name for readers who listen to them: it is given the name of the field it belongs to.

/** The words of a field's label. */
function labelOf(field) {
  const label = field.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  return (label || field.closest(".form-group")?.querySelector("label"))?.textContent.replace("*", "").trim();
}

/** Lists to choose from (select2): the field itself is hidden behind them. */
function nameChoices() {
  for (const field of document.querySelectorAll(".select2-hidden-accessible")) {
    const name = labelOf(field);
    const box = field.nextElementSibling?.querySelector(".select2-selection");
    const search = box?.querySelector(".select2-search__field");
    if (name && !box?.hasAttribute("aria-labelledby")) box?.setAttribute("aria-label", name);
    if (name) search?.setAttribute("aria-label", name);
    // No role of a textarea.
    search?.removeAttribute("role");
  }
}

/** The name of the uploaded file, and the boxes of tables whose rows are changed together. */
function nameInputs() {
  for (const input of document.querySelectorAll("input.form-control:not([id])")) {
    const name = labelOf(input);
    if (name) input.setAttribute("aria-label", name);
  }
  for (const box of document.querySelectorAll(".table-bulk-edit input[type=checkbox]")) {
    const words = box.closest("tr").querySelector(".dataset-heading a") ?? box.closest("th")?.querySelector("span");
    if (words) box.setAttribute("aria-label", words.textContent.trim());
  }
}

// CKAN's modules start when their translations have come, and draw again what a choice changes.
new MutationObserver(() => (nameChoices(), nameInputs())).observe(document.body, { childList: true, subtree: true });

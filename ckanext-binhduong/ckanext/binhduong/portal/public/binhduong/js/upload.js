// The guided upload with progress and patience. Without it the same forms work as plain forms.

const PREFIX = "binhduong-upload:";
const DAY = 86_400_000;

/** What was typed in a form, without the file and the token: [name, value] pairs. */
const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "_csrf_token");

/** Keep what is typed in this browser, so that an error, an expired session or a closed tab loses nothing. */
function keepTyped(form) {
  const key = PREFIX + form.dataset.upload;
  const save = () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), typed: typed(form) }));
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (!kept || kept.at <= Number(form.dataset.saved) * 1000) return;
  for (const field of form.querySelectorAll("select[multiple] option")) field.selected = false;
  let changed = false;
  for (const [name, value] of kept.typed) changed = restore(form.elements[name], value) || changed;
  document.querySelector("[data-restored]").hidden = !changed;
}

function restore(field, value) {
  if (!field || field.value === value || field.type === "hidden") return false;
  if (field.multiple) for (const option of field.options) option.selected ||= option.value === value;
  else field.value = value;
  return true;
}

/** Drafts that are over leave no text behind. */
function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && JSON.parse(localStorage.getItem(key)).at < Date.now() - DAY) localStorage.removeItem(key);
  }
}

/** A file may be dropped on its field; one that is too large is told before it is sent. */
function dropzone(zone) {
  const field = zone.querySelector("input[type=file]");
  const problem = zone.querySelector("[data-drop-problem]");
  const hint = zone.querySelector("[data-drop-hint]");
  hint.textContent = hint.dataset.dropHint;
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  field.addEventListener("change", () => {
    const tooLarge = field.files[0]?.size > Number(field.dataset.max);
    problem.hidden = !tooLarge;
    problem.textContent = tooLarge ? field.dataset.tooLarge : "";
    field.setCustomValidity(problem.textContent);
  });
}

/** Say what is going on, for eyes and for screen readers. */
function telling(form) {
  const box = form.querySelector("[data-sending]");
  const [bar, words] = [box.querySelector("progress"), box.querySelector("[role=status]")];
  return (text, percent) => {
    box.hidden = false;
    words.textContent = text;
    if (percent === undefined) bar.removeAttribute("value");
    else bar.value = percent;
  };
}

/** Send a form as the browser would, and tell how far it is. */
function send(form, button) {
  const body = new FormData(form, button);
  const say = telling(form);
  const { wordsSending, wordsReading, wordsWorking, wordsFailed } = form.querySelector("[data-sending]").dataset;
  const hasFile = Boolean(form.elements.upload.files.length);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const percent = Math.round((100 * loaded) / total);
    if (!hasFile) say(wordsWorking);
    else if (percent < 100) say(wordsSending.replace("{percent}", `${percent} %`), percent);
    else say(wordsReading);
  });
  request.addEventListener("error", () => say(wordsFailed, 0));
  request.addEventListener("load", () => answered(form, button, request, say));
  request.send(body);
}

function answered(form, button, request, say) {
  if (!request.getResponseHeader("Content-Type")?.includes("json")) return replaceMain(request.responseText);
  const { next, again, login, problem, error } = JSON.parse(request.responseText);
  if (next && ["publish", "discard"].includes(button?.value)) localStorage.removeItem(PREFIX + form.dataset.upload);
  if (next || again || login) return location.assign(next || again || login);
  say(problem ?? error?.message ?? String(request.status), 0);
}

/** Put a page's content in the place of this one's: the form with what is wrong with it. */
function replaceMain(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  begin();
  document.querySelector("main [role=alert]")?.scrollIntoView();
}

/** While something runs, look again every two seconds. */
function poll() {
  if (!document.querySelector("[data-poll]")) return;
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.redirected) return location.assign(answer.url);
      if (answer.ok) return replaceMain(await answer.text());
    } catch {
      // No network for a moment: the next look may succeed.
    }
    poll();
  }, 2000);
}

/** "Show me": the row and its cell stand out, on the map too. */
function showCells() {
  for (const link of document.querySelectorAll("[data-show-cell]")) {
    link.addEventListener("click", () => {
      for (const cell of document.querySelectorAll(".bd-preview .is-chosen")) cell.classList.remove("is-chosen");
      const row = document.getElementById(link.hash.slice(1));
      const cell = [...row.cells].find((each) => each.dataset.column === link.dataset.showCell) ?? row.cells[0];
      cell.classList.add("is-chosen");
      cell.scrollIntoView({ block: "center", inline: "center" });
      row.dispatchEvent(new CustomEvent("row-chosen", { bubbles: true, detail: Number(row.dataset.feature ?? -1) }));
    });
  }
}

/** A link to a control opens the parts of the page that the control lies in. */
function openChoices() {
  for (const link of document.querySelectorAll("[data-choice]")) {
    link.addEventListener("click", () => {
      const control = document.getElementById(link.hash.slice(1));
      for (let part = control.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
      control.focus();
    });
  }
}

function begin() {
  for (const zone of document.querySelectorAll("[data-drop]")) dropzone(zone);
  for (const form of document.querySelectorAll("form[data-upload]")) {
    if (form.dataset.saved) keepTyped(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const field = form.elements.upload;
      if (field.validationMessage) return field.focus();
      const { sure } = event.submitter?.dataset ?? {};
      if (sure && !confirm(sure)) return;
      send(form, event.submitter);
    });
  }
  const map = document.querySelector("[data-preview-map]");
  if (map) import(map.dataset.previewMap).then(({ show }) => show(map));
  showCells();
  openChoices();
  poll();
}

forgetOld();
begin();

// The finder without reloads: the form and the links inside ask the server for the same page and put its parts in place. Without a script
// they are a form and links; the address says the same in both cases.
const form = document.querySelector("[data-finder]");
const status = document.querySelector("[data-finder-status]");
let asking = null;

/** The address that the form stands for; what is empty is left out, and the form's fields stay as they are. */
function addressOf(submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => value !== "");
  for (const field of form.elements) field.disabled = false;
  const url = new URL(form.action);
  url.search = new URLSearchParams(fields);
  return url;
}

/** Put the new page's parts in the places of the old; what has the focus, and the open filters, stay. */
function replaceParts(page) {
  const focused = document.activeElement?.id;
  const open = [...document.querySelectorAll(".bd-filter[open]")].map(({ id }) => id);
  for (const part of document.querySelectorAll("[data-finder-part]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const name of ["near", "at", "within"]) copyHidden(page, name);
  copyChecks(page);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.title = page.title;
}

/** The hidden fields hold the point and the unit of the address. */
function copyHidden(page, name) {
  const fresh = page.querySelector(`[data-finder] input[name=${name}]`);
  form.querySelector(`input[type=hidden][name=${name}]`)?.remove();
  if (fresh) form.append(document.importNode(fresh));
  if (name !== "within") return;
  const place = form.elements.place;
  if (place !== document.activeElement || fresh) place.value = page.getElementById("finder-place").value;
}

/** What is on, chosen and typed is the server's word when one goes back in the history or follows a link. */
function copyChecks(page) {
  for (const box of form.querySelectorAll(".bd-layers input")) box.checked = Boolean(page.querySelector(`.bd-layers input[value="${box.value}"][checked]`));
  for (const id of ["finder-q", "finder-radius"]) document.getElementById(id).value = page.getElementById(id).value;
}

/** Ask for an address; `then` says where the focus goes. A failure falls back to loading the page. */
async function go(url, { push = true, focus = false } = {}) {
  asking?.abort();
  asking = new AbortController();
  const list = document.getElementById("finder-list");
  list.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("finder-list")) return location.assign(url);
    if (push) history.pushState(null, "", url);
    replaceParts(page);
    enhance();
    document.querySelector("[data-near-status]").textContent = "";
    status.textContent = document.getElementById("found").textContent.replace(/\s+/g, " ").trim();
    dispatchEvent(new Event("finder:found"));
    if (focus) document.getElementById("found").focus();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
    return undefined;
  }
  return list.removeAttribute("aria-busy");
}

/** Buttons that need a script appear with it. */
function enhance() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.onclick = async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      await navigator.clipboard?.writeText(field.value);
      button.textContent = button.dataset.copied;
    };
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(addressOf(event.submitter), { focus: true });
});
form.addEventListener("change", (event) => {
  if (event.target.type === "checkbox" || event.target.tagName === "SELECT") go(addressOf());
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-finder-link]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(new URL(link.href), { focus: true });
});
addEventListener("popstate", () => go(new URL(location.href), { push: false }));
enhance();
// The map's code weighs a megabyte: the form does not wait for it.
import("./map-finder.js").then(({ drawFinderMap }) => drawFinderMap(document.querySelector("[data-finder-map]")));

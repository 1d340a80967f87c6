// The finder without reloads: the form and the links inside ask the server for the same page and put its parts in place. Without a script
// they are a form and links; the address says the same in both cases.
import { isSheet, setSheet, startSheet } from "./finder-sheet.js";

/** An embedded finder has no form: links alone lead on. */
const form = document.querySelector("[data-finder]");
const more = document.getElementById("finder-more");
const status = document.querySelector("[data-finder-status]");
let asking = null;
let answered = questionOf(location.href);

/** What an address asks: neither the part of the page that it points to nor where the map looks. */
function questionOf(address) {
  const url = new URL(address);
  url.hash = "";
  url.searchParams.delete("view");
  return url.href;
}

/** The address that the form stands for; what is empty is left out, and the form's fields stay as they are. */
function addressOf(submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => value !== "");
  for (const field of form.elements) field.disabled = false;
  const url = new URL(form.action);
  url.search = new URLSearchParams(fields);
  return url;
}

/** Put the new page's parts in the places of the old; what has the focus, what is being typed, and the open filters, stay. */
function replaceParts(page, asked) {
  const focused = document.activeElement?.id;
  const typed = document.activeElement?.type === "search" && !asked ? document.activeElement.value : null;
  const open = [...document.querySelectorAll(".bd-filter[open]")].map(({ id }) => id);
  for (const part of document.querySelectorAll("[data-finder-part]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  // The words that were understood have become chips.
  if (form) form.elements.q.value = page.getElementById("finder-q").value;
  const active = focused && document.getElementById(focused);
  active?.focus?.({ preventScroll: true });
  if (active && typed !== null) active.value = typed;
  document.title = page.title;
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
    answered = questionOf(url);
    replaceParts(page, focus || !push);
    const near = document.querySelector("[data-near-status]");
    if (near) near.textContent = "";
    status.textContent = document.getElementById("found").textContent.replace(/\s+/g, " ").trim();
    dispatchEvent(new Event("finder:found"));
    document.getElementById("bd-sheet-body").scrollTop = 0;
    if (focus) showAnswer();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
    return undefined;
  }
  return list.removeAttribute("aria-busy");
}

/** After a search the answer has the focus, and nothing lies over it. */
function showAnswer() {
  more?.removeAttribute("open");
  if (isSheet()) setSheet("half");
  document.getElementById("found").focus({ preventScroll: isSheet() });
}

/** The panel closes by Escape and by a tap beside it, as people expect of what lies over a page. */
function closeMore() {
  if (!more) return;
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    more.removeAttribute("open");
    more.firstElementChild.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (more.open && getComputedStyle(document.getElementById("finder-panel")).position === "absolute" && !more.contains(target)) more.removeAttribute("open");
  });
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  go(addressOf(event.submitter), { focus: true });
});
form?.addEventListener("change", (event) => {
  if (event.target.type === "checkbox" || event.target.tagName === "SELECT") go(addressOf());
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-finder-link]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(new URL(link.href), { focus: true });
});
// A link to a part of the page, such as the skip link, fires this too: the list stays, and with it the focus in it.
addEventListener("popstate", () => {
  if (questionOf(location.href) !== answered) go(new URL(location.href), { push: false });
});
closeMore();
startSheet();
// The map's code weighs a megabyte: the form does not wait for it.
import("./map-finder.js").then(({ drawFinderMap }) => drawFinderMap(document.querySelector("[data-finder-map]")));

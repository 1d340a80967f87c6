// The list of kept views: open, rename, remove, and take the list to another browser by a link.
import { LONGEST_NAME, addViews, fromText, keepViews, savedViews, toText } from "./saved-views.js";

const root = document.querySelector("[data-saved-views]");
const words = root.dataset;
const list = root.querySelector("[data-views-list]");
const line = root.querySelector("[data-views-line]");
const status = root.querySelector("[data-views-said]");
const undo = root.querySelector("[data-views-undo]");
/** Whether another tab has changed the list since it was drawn. */
let isLate = false;

/** Keep a changed list and show it; where the browser keeps nothing, say so and change nothing. */
function change(views, said) {
  const isKept = keepViews(views);
  status.textContent = isKept ? said : words.refused;
  show();
  return isKept;
}

/** The list with this view: where it is now, else at this place. Another tab may have changed the rest since the list was drawn. */
function withView(view, place) {
  const views = savedViews();
  const at = views.findIndex(({ address }) => address === view.address);
  views.splice(at < 0 ? place : at, at < 0 ? 0 : 1, view);
  return views;
}

function focusIn(view, part) {
  list.children[savedViews().findIndex(({ address }) => address === view.address)]?.querySelector(part).focus();
}

function lineOf(view, place) {
  const item = line.content.firstElementChild.cloneNode(true);
  const link = Object.assign(item.querySelector("a"), { href: view.address, textContent: view.name });
  item.querySelector("[data-day]").textContent = view.day && new Date(`${view.day}T00:00`).toLocaleDateString(document.documentElement.lang);
  const field = Object.assign(item.querySelector("input"), { value: view.name, maxLength: LONGEST_NAME });
  item.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (!name) return field.focus();
    change(withView({ ...view, name }, place), words.renamed);
    return focusIn(view, "summary");
  });
  item.querySelector("[data-remove]").addEventListener("click", () => {
    if (!change(savedViews().filter(({ address }) => address !== view.address), words.removed.replace("{name}", view.name))) return;
    undo.hidden = false;
    undo.onclick = () => {
      undo.hidden = true;
      change(withView(view, place), "");
      focusIn(view, "a");
    };
    undo.focus();
  });
  for (const button of item.querySelectorAll("[data-for-view]")) button.setAttribute("aria-label", `${button.textContent.trim()}: ${link.textContent}`);
  return item;
}

function show() {
  const views = savedViews();
  isLate = false;
  list.replaceChildren(...views.map(lineOf));
  root.querySelector("[data-views-none]").hidden = views.length > 0;
  root.querySelector("[data-views-link]").hidden = !views.length;
  document.getElementById("views-link").textContent = `${location.origin}${location.pathname}#v=${toText(views)}`;
}

/** A link from another browser: what it holds is shown, and kept only when the reader says so. */
function offer() {
  const [, text] = location.hash.match(/^#v=([\w-]+)$/) ?? [];
  const part = root.querySelector("[data-views-offer]");
  const brought = text && fromText(text);
  part.hidden = !text;
  if (!text) return;
  part.querySelector("[data-views-brought]").textContent = brought?.length ? words.brought.replace("{number}", brought.length) : words.unreadable;
  part.querySelector("ul").replaceChildren(...(brought ?? []).map(({ name }) => Object.assign(document.createElement("li"), { textContent: name })));
  const add = part.querySelector("button");
  add.hidden = !brought?.length;
  add.onclick = () => {
    status.textContent = addViews(brought) ? words.added : words.refused;
    history.replaceState(null, "", location.pathname);
    part.hidden = true;
    show();
    list.querySelector("a")?.focus();
  };
}

/** Another tab has kept or removed a view: the list is drawn anew, once no name is being typed. */
function follow() {
  isLate = Boolean(list.querySelector("details[open]"));
  if (!isLate) show();
}

addEventListener("hashchange", offer);
addEventListener("storage", follow);
list.addEventListener("toggle", () => isLate && follow(), true);
show();
offer();

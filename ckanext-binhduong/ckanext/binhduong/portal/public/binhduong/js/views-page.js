// The list of kept views: open, rename, remove, and take the list to another browser by a link.
import { LONGEST_NAME, addViews, fromText, keepViews, savedViews, toText } from "./saved-views.js";

const root = document.querySelector("[data-saved-views]");
const words = root.dataset;
const list = root.querySelector("[data-views-list]");
const line = root.querySelector("[data-views-line]");
const status = root.querySelector("[data-views-said]");
const undo = root.querySelector("[data-views-undo]");

/** Keep a changed list and show it; where the browser keeps nothing, say so and change nothing. */
function change(views, said) {
  const isKept = keepViews(views);
  status.textContent = isKept ? said : words.refused;
  show();
  return isKept;
}

function lineOf(view, views) {
  const item = line.content.firstElementChild.cloneNode(true);
  const link = Object.assign(item.querySelector("a"), { href: view.address, textContent: view.name });
  item.querySelector("[data-day]").textContent = view.day && new Date(`${view.day}T00:00`).toLocaleDateString(document.documentElement.lang);
  const field = Object.assign(item.querySelector("input"), { value: view.name, maxLength: LONGEST_NAME });
  const others = () => views.filter((each) => each !== view);
  item.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (!name) return field.focus();
    change(views.map((each) => (each === view ? { ...each, name } : each)), words.renamed);
    return list.children[views.indexOf(view)].querySelector("summary").focus();
  });
  item.querySelector("[data-remove]").addEventListener("click", () => {
    if (!change(others(), words.removed.replace("{name}", view.name))) return;
    undo.hidden = false;
    undo.onclick = () => {
      undo.hidden = true;
      change(views, "");
      list.children[views.indexOf(view)].querySelector("a").focus();
    };
    undo.focus();
  });
  for (const button of item.querySelectorAll("[data-for-view]")) button.setAttribute("aria-label", `${button.textContent.trim()}: ${link.textContent}`);
  return item;
}

function show() {
  const views = savedViews();
  list.replaceChildren(...views.map((view) => lineOf(view, views)));
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

addEventListener("hashchange", offer);
// Another tab has kept or removed one.
addEventListener("storage", show);
show();
offer();

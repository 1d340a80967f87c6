// Copying a cell of a table: a tap chooses it, Enter and the arrow keys do, and the bar below has its whole text and a button.

const area = document.querySelector("[data-cells]");
const region = area.querySelector(".bd-scroll, ol");
const CELLS = "td, tbody th, dd";
// Rows down, columns to the right.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const bar = Object.assign(document.createElement("div"), { className: "bd-cell-bar bd-screen-only", hidden: true });
const text = bar.appendChild(document.createElement("p"));
const button = bar.appendChild(Object.assign(document.createElement("button"), { className: "bd-button", type: "button", textContent: area.dataset.copyCell }));
const said = area.appendChild(Object.assign(document.createElement("p"), { className: "visually-hidden" }));
const help = area.appendChild(Object.assign(document.createElement("p"), { className: "visually-hidden", id: "cells-help", textContent: area.dataset.help }));
said.setAttribute("role", "status");
area.append(bar);
region.tabIndex = 0;
region.setAttribute("aria-describedby", help.id);

let chosen = null;

/** What the column of a cell is called. */
function title(cell) {
  if (cell.localName === "dd") return cell.previousElementSibling.textContent;
  return area.querySelectorAll("thead th")[cell.cellIndex].textContent.replace(/ [▲▼]$/, "");
}

const whole = (cell) => cell.dataset.full ?? cell.textContent.trim();

function choose(cell) {
  chosen?.classList.remove("is-cell");
  chosen = cell;
  bar.hidden = !cell;
  if (!cell) return;
  cell.classList.add("is-cell");
  cell.tabIndex = -1;
  cell.focus();
  text.replaceChildren(Object.assign(document.createElement("strong"), { textContent: title(cell) }), ` ${whole(cell)}`);
  button.textContent = area.dataset.copyCell;
}

async function copy() {
  await navigator.clipboard.writeText(whole(chosen));
  button.textContent = area.dataset.copied;
  said.textContent = `${area.dataset.copied}: ${whole(chosen)}`;
}

/** The cell that an arrow key leads to; at the edge of the table there is none. On cards all keys go from fact to fact. */
function beside([down, right]) {
  if (chosen.localName === "dd") {
    const facts = [...area.querySelectorAll("dd")];
    return facts[facts.indexOf(chosen) + down + right];
  }
  const row = chosen.parentElement.parentElement.rows?.[chosen.parentElement.sectionRowIndex + down];
  return row?.cells[chosen.cellIndex + right];
}

area.addEventListener("click", (event) => {
  if (event.target.closest("a") || getSelection().toString()) return;
  const cell = event.target.closest(CELLS);
  if (cell && whole(cell)) choose(cell);
});

area.addEventListener("keydown", (event) => {
  if (event.target === region && event.key === "Enter") choose(area.querySelector(CELLS));
  else if (!chosen || event.target !== chosen) return;
  else if (event.key in STEPS) {
    const next = beside(STEPS[event.key]);
    if (next) choose(next);
  } else if (event.key === "Escape") {
    choose(null);
    region.focus();
  } else if (event.key === "Enter" || (event.key === "c" && (event.ctrlKey || event.metaKey) && !getSelection().toString())) copy();
  else return;
  event.preventDefault();
});

button.addEventListener("click", copy);

// The button that keeps the view of the page: its address, with a name made of the title and what the rows are narrowed by.
import { addViews, savedViews } from "./saved-views.js";

/** What a chip says, without the sign that takes it away. */
function words(chip) {
  const said = chip.cloneNode(true);
  for (const part of said.querySelectorAll("[aria-hidden], .visually-hidden, svg")) part.remove();
  return said.textContent.replace(/\s+/g, " ").trim();
}

function nameOf(button) {
  const typed = document.getElementById("finder-q")?.value.trim();
  const chips = [...document.querySelectorAll(".bd-filters a, #finder-chips a.bd-chip")].map(words);
  return [button.dataset.title, ...chips, ...(typed ? [`“${typed}”`] : [])].join(" · ");
}

/** Keep the view and say so beside the button; where the browser keeps nothing, say what does the same. */
export function saveView(button) {
  const address = location.pathname + location.search;
  const known = savedViews().some((view) => view.address === address);
  const day = new Date().toLocaleDateString("sv");
  const isKept = known || addViews([{ name: nameOf(button), address, day }]);
  const said = button.parentElement.querySelector("[data-save-said]");
  said.textContent = button.dataset[known ? "known" : isKept ? "kept" : "refused"];
}

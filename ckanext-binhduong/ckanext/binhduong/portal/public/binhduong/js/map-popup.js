// Popups of the finder's map. Their words are the list's: the server writes them, in the page's language.
import { Popup } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";
import { clearFrame } from "./map-frame.js";
import { ASKED } from "./map-share.js";

let open = null;
let asked = 0;

/** Close the popup, if one is open. */
export function closePopup() {
  open?.remove();
  open = null;
}

/** Move the map so far that the popup is all in its frame. */
function fit(map, popup) {
  const box = popup.getElement().getBoundingClientRect();
  const frame = clearFrame(map.getContainer());
  const over = (before, after) => Math.min(0, before - 8) + Math.max(0, after + 8);
  const by = [over(box.left - frame.left, box.right - frame.right), over(box.top - frame.top, box.bottom - frame.bottom)];
  if (by[0] || by[1]) map.panBy(by, {}, ASKED);
}

/**
 * Show what an address answers in a popup. The focus goes into it when it is there, and back where it was when it is closed.
 * @param {[number, number]} at longitude and latitude
 */
export async function showPopup(map, at, address, words) {
  closePopup();
  const turn = ++asked;
  const before = document.activeElement;
  const content = Object.assign(document.createElement("div"), { className: "bd-popup", textContent: words.loading, tabIndex: -1 });
  content.setAttribute("role", "group");
  const popup = new Popup({ maxWidth: "min(340px, 86vw)", focusAfterOpen: false }).setLngLat(at).setDOMContent(content).addTo(map);
  open = popup;
  popup.on("close", () => {
    if (open === popup) open = null;
    // The popup that had the focus is gone by now, so nothing has it.
    if (document.activeElement === document.body) before?.focus({ preventScroll: true });
  });
  popup.getElement().addEventListener("keydown", (event) => event.key === "Escape" && popup.remove());
  const html = await fetch(address).then((answer) => (answer.ok ? answer.text() : null), () => null);
  if (turn !== asked || !popup.isOpen()) return;
  if (html === null) content.textContent = words.gone;
  else content.innerHTML = html;
  const heading = content.querySelector("h3");
  if (heading) content.setAttribute("aria-label", heading.textContent);
  const frame = clearFrame(map.getContainer());
  content.style.maxHeight = `${Math.round((frame.bottom - frame.top) * 0.66)}px`;
  popup.setLngLat(at);
  fit(map, popup);
  content.focus({ preventScroll: true });
  content.dataset.ready = "true";
}

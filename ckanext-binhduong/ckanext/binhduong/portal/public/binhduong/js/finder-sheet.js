// The finder's list on a phone: a sheet over the map, in three heights. On wider screens the list stands beside the map and nothing here matters.
const STEPS = ["peek", "half", "full"];
/** A finger that moves less only taps. */
const TAP = 8;

const root = document.querySelector("[data-finder-root]");
const handle = document.querySelector("[data-sheet-handle]");
const sheet = handle?.parentElement;

/** Whether the list lies over the map. */
export function isSheet() {
  return Boolean(sheet) && getComputedStyle(sheet).position === "absolute";
}

/** Show the sheet in one of its heights: `peek` (its heading), `half` (the nearest result) or `full`. */
export function setSheet(step) {
  root.dataset.sheet = step;
  const full = step === "full";
  handle.setAttribute("aria-expanded", String(full));
  handle.firstElementChild.textContent = full ? handle.dataset.less : handle.dataset.more;
}

/** The height nearest to where a finger left the sheet, by the share of the page that it covers. */
function nearest(share) {
  if (share < 0.25) return "peek";
  return share < 0.66 ? "half" : "full";
}

function drag(start) {
  const from = sheet.getBoundingClientRect().height;
  let moved = 0;
  const move = ({ clientY }) => {
    moved = start.clientY - clientY;
    if (Math.abs(moved) < TAP) return;
    sheet.style.transition = "none";
    sheet.style.height = `${Math.max(64, Math.min(root.clientHeight - 60, from + moved))}px`;
  };
  const end = () => {
    handle.removeEventListener("pointermove", move);
    const share = sheet.getBoundingClientRect().height / root.clientHeight;
    sheet.style.transition = "";
    sheet.style.height = "";
    if (Math.abs(moved) >= TAP) setSheet(nearest(share));
    // The click that follows a drag is none.
    handle.dataset.dragged = Math.abs(moved) >= TAP ? "true" : "";
  };
  handle.setPointerCapture(start.pointerId);
  handle.addEventListener("pointermove", move);
  handle.addEventListener("pointerup", end, { once: true });
  handle.addEventListener("pointercancel", end, { once: true });
}

/** Make the handle work: by finger, mouse and key. */
export function startSheet() {
  if (!handle) return;
  handle.addEventListener("pointerdown", drag);
  handle.addEventListener("click", () => {
    if (handle.dataset.dragged) return (handle.dataset.dragged = "");
    const next = STEPS[STEPS.indexOf(root.dataset.sheet) + 1] ?? "half";
    return setSheet(next);
  });
}

// What of the map can be seen: on a phone the question lies over its top and the list over its bottom.

/** The part of a map's frame over which nothing lies: {top, right, bottom, left} in pixels of the window. */
export function clearFrame(container) {
  const { left, right, ...box } = container.getBoundingClientRect().toJSON();
  let { top, bottom } = box;
  for (const over of document.querySelectorAll("[data-over-map]")) {
    const part = over.getBoundingClientRect();
    if (!part.height || part.right <= left || part.left >= right || part.bottom <= box.top || part.top >= box.bottom) continue;
    if (over.dataset.overMap === "top") top = Math.max(top, part.bottom);
    else bottom = Math.min(bottom, part.top);
  }
  return bottom - top < 60 ? { top: box.top, bottom: box.bottom, left, right } : { top, bottom, left, right };
}

/** MapLibre's padding that keeps what is shown within the clear part, and `margin` pixels from its edge. */
export function clearPadding(container, margin) {
  const box = container.getBoundingClientRect();
  const frame = clearFrame(container);
  const inset = Math.max(8, Math.min(margin, (frame.bottom - frame.top) / 5));
  return { top: frame.top - box.top + inset, bottom: box.bottom - frame.bottom + inset, left: margin, right: margin };
}

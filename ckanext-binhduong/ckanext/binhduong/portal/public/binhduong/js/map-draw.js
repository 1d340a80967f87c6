// Drawing a box or a shape over a map, by mouse or finger: while it goes on, a sheet over the map takes every touch, so that the map stays.

/** Corners of a shape at most; the last one closes it. */
const MOST = 60;
/** Pixels: as near to the first corner a tap closes the shape, and a box with shorter sides is a slip of the finger. */
const NEAR = 14;

const turn = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

/** Whether the sides a–b and c–d cross. */
function cross(a, b, c, d) {
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

/** Whether two sides of a closed shape cross that do not share a corner. */
export function crossesItself(corners) {
  const count = corners.length;
  const side = (at) => [corners[at], corners[(at + 1) % count]];
  for (let one = 0; one < count; one += 1) {
    for (let other = one + 2; other < count; other += 1) {
      if ((other + 1) % count !== one && cross(...side(one), ...side(other))) return true;
    }
  }
  return false;
}

const rectangle = ([ax, ay], [bx, by]) => [[ax, ay], [bx, ay], [bx, by], [ax, by]];
const far = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);

/**
 * Draw over a map until a shape is finished or stopped. `show(corners)` draws what there is, `done(corners)` gets the corners of what is
 * finished (longitude and latitude), `refused(code)` says that it cannot be used: "small" or "crosses". Returns `{finish, stop}`.
 */
export function draw(map, kind, { show, done, refused }) {
  const container = map.getContainer();
  const sheet = Object.assign(document.createElement("div"), { className: "bd-draw-sheet" });
  const corners = [];
  let from = null;
  container.append(sheet);

  const pixel = ({ clientX, clientY }) => {
    const box = container.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  };
  const placed = (pixels) => pixels.map((at) => map.unproject(at).toArray());

  function stop() {
    sheet.remove();
    document.removeEventListener("keydown", onKey);
  }
  function end(pixels) {
    stop();
    done(placed(pixels));
  }
  function again(code) {
    corners.length = 0;
    from = null;
    show([]);
    refused(code);
  }
  function finish() {
    if (corners.length < 3) return again("small");
    return crossesItself(corners) ? again("crosses") : end(corners);
  }
  function onKey({ key }) {
    if (key === "Escape") {
      stop();
      show([]);
      refused("");
    } else if (key === "Enter" && kind === "shape" && corners.length > 2) finish();
  }

  sheet.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    from = pixel(event);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (kind === "box" && from) show(placed(rectangle(from, pixel(event))));
    if (kind === "shape" && corners.length) show(placed([...corners, pixel(event)]));
  });
  sheet.addEventListener("pointercancel", () => (from = null));
  sheet.addEventListener("pointerup", (event) => {
    const at = pixel(event);
    if (!from) return undefined;
    if (kind === "box") {
      const sides = [Math.abs(at[0] - from[0]), Math.abs(at[1] - from[1])];
      return Math.min(...sides) < NEAR ? again("small") : end(rectangle(from, at));
    }
    from = null;
    if (corners.length > 2 && far(at, corners[0]) < NEAR) return finish();
    corners.push(at);
    show(placed(corners));
    return corners.length === MOST ? finish() : undefined;
  });
  document.addEventListener("keydown", onKey);
  return { finish, stop };
}

// The first rows of an upload over the province's own boundaries, so that an officer sees whether they lie where they should.
import { LngLatBounds, Map as MapLibre, NavigationControl, setWorkerUrl } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";

const VENDOR = "../vendor/maplibre-gl-6.17.0";
const BOUNDARIES = new URL("../vendor/boundaries-2024/boundaries.json", import.meta.url).href;
const COLOURS = { ground: "#f3efe6", land: "#fffdf8", line: "#8b7f69", row: "#0f5c4d", chosen: "#b8431c" };

function* positions(coordinates) {
  if (typeof coordinates[0] === "number") yield coordinates;
  else for (const part of coordinates) yield* positions(part);
}

function boundsOf(features) {
  const bounds = new LngLatBounds();
  for (const { geometry } of features) if (geometry) for (const position of positions(geometry.coordinates)) bounds.extend(position.slice(0, 2));
  return bounds;
}

const colour = ["case", ["boolean", ["feature-state", "chosen"], false], COLOURS.chosen, COLOURS.row];

function layers() {
  const polygons = ["==", ["geometry-type"], "Polygon"];
  const points = ["==", ["geometry-type"], "Point"];
  return [
    { id: "ground", type: "background", paint: { "background-color": COLOURS.ground } },
    { id: "land", type: "fill", source: "boundaries", paint: { "fill-color": COLOURS.land } },
    { id: "districts", type: "line", source: "boundaries", filter: ["==", ["get", "level"], "district"], paint: { "line-color": COLOURS.line } },
    { id: "areas", type: "fill", source: "rows", filter: polygons, paint: { "fill-color": colour, "fill-opacity": 0.3 } },
    { id: "lines", type: "line", source: "rows", filter: ["!", points], paint: { "line-color": colour, "line-width": 2 } },
    { id: "points", type: "circle", source: "rows", filter: points, paint: { "circle-radius": 7, "circle-color": colour, "circle-stroke-color": "#fff", "circle-stroke-width": 2 } },
  ];
}

/** Draw the page's preview rows in `container`, and follow the row that is chosen in the table. */
export async function show(container) {
  const { features } = JSON.parse(document.getElementById("preview-features").textContent);
  if (!features.some(({ geometry }) => geometry)) return;
  setWorkerUrl(new URL(`${VENDOR}/maplibre-gl-worker.js`, import.meta.url).href);
  const sheet = new URL(`${VENDOR}/maplibre-gl.css`, import.meta.url).href;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet }));
  container.hidden = false;
  const rows = { type: "FeatureCollection", features: features.map((feature, id) => ({ ...feature, id })) };
  const sources = { boundaries: { type: "geojson", data: BOUNDARIES }, rows: { type: "geojson", data: rows } };
  const map = new MapLibre({
    container,
    style: { version: 8, sources, layers: layers() },
    bounds: boundsOf(features),
    fitBoundsOptions: { padding: 40, maxZoom: 15 },
    attributionControl: false,
    dragRotate: false,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  await map.once("load");
  let chosen = null;
  document.addEventListener("row-chosen", ({ detail }) => {
    if (chosen !== null) map.setFeatureState({ source: "rows", id: chosen }, { chosen: false });
    chosen = detail >= 0 ? detail : null;
    if (chosen !== null) map.setFeatureState({ source: "rows", id: chosen }, { chosen: true });
  });
  container.dataset.drawn = features.length;
}

// What every map of the portal stands on: a base map of the portal's own tiles, without tiles, fonts or images of anybody else.
import { addProtocol, AttributionControl, LngLatBounds, Map as MapLibre, NavigationControl, setWorkerUrl } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";
import { Protocol } from "../vendor/pmtiles-4.5.0/pmtiles.js";
import { ListControl } from "./map-lists.js";
import { COLOURS, streetLayers, streetNames } from "./map-streets.js";
import { baseLayers, PALETTES } from "./map-style.js";

export { textLayout } from "./map-style.js";

setWorkerUrl(new URL("../vendor/maplibre-gl-6.17.0/maplibre-gl-worker.js", import.meta.url).href);

const STYLE_SHEET = new URL("../vendor/maplibre-gl-6.17.0/maplibre-gl.css", import.meta.url).href;
const PROVINCE = [[106.33, 10.86], [106.97, 11.51]];
const FONT = "Be Vietnam Pro";
const DARK = matchMedia("(prefers-color-scheme: dark)");
/** The zooms of the tiles that ship, and of those that an operator builds. */
const ZOOMS = { minzoom: 0, maxzoom: 10 };
const STREET_ZOOMS = { minzoom: 6, maxzoom: 14 };
/** On a map as narrow as this the sources wait behind their sign. */
const NARROW = 640;

addProtocol("pmtiles", new Protocol().tile);

export const EMPTY = { type: "FeatureCollection", features: [] };

/** Every position of a geometry, whatever its depth. */
function* positions(coordinates) {
  if (typeof coordinates[0] === "number") yield coordinates;
  else for (const part of coordinates) yield* positions(part);
}

export function boundsOf(features) {
  const bounds = new LngLatBounds();
  for (const { geometry } of features) if (geometry) for (const position of positions(geometry.coordinates)) bounds.extend(position.slice(0, 2));
  return bounds;
}

/** Where a feature's pin stands: the point itself, or the middle of the shape's box. */
export function pointOf(feature) {
  return feature.geometry.type === "Point" ? feature.geometry.coordinates.slice(0, 2) : boundsOf([feature]).getCenter().toArray();
}

/** What the page says of the base map: where its tiles are, whose they are, and the words of the map's buttons. */
function described() {
  return JSON.parse(document.getElementById("base-map").textContent);
}

const template = (address) => `pmtiles://${new URL(address, location.href).href}/{z}/{x}/{y}`;

/** The base map's sources and layers. An outside base map takes the place of the operator's own. */
function baseStyle(about, list, mode, outside) {
  const colours = PALETTES[mode];
  const sources = { base: { type: "vector", tiles: [template(about.tiles)], ...ZOOMS, attribution: about.credit } };
  const streets = about.streets && !outside.tiles ? { below: streetLayers(colours, COLOURS[mode]), names: streetNames(colours) } : null;
  if (streets) sources.streets = { type: "vector", tiles: [template(about.streets)], ...STREET_ZOOMS };
  if (outside.tiles) sources.tiles = { type: "raster", tiles: [outside.tiles], tileSize: 256, attribution: outside.credit ?? "" };
  return { sources, layers: baseLayers(list, colours, { onTiles: Boolean(outside.tiles), streets }) };
}

/** Who made the map. On a narrow map it opens by its sign. */
function addSources(map, container) {
  map.addControl(new AttributionControl());
  if (container.clientWidth > NARROW) return;
  const shown = container.querySelector(".maplibregl-ctrl-attrib");
  shown.classList.remove("maplibregl-compact-show");
  shown.removeAttribute("open");
}

/**
 * Make a map in a container. `parts(colours)` gives its own `{sources, layers}`; it is asked again when the device turns dark or light.
 * Rejects when the browser cannot draw. `options` are MapLibre's; `tiles` and `credit` an outside base map, if one is configured; `list` is the
 * list of administrative units that is drawn first.
 */
export async function makeMap(container, parts, { tiles, credit, list = "2025", ...options } = {}) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLE_SHEET }));
  const about = described();
  await document.fonts.load(`400 16px "${FONT}"`, "Đường ạ");
  let units = list;
  const style = () => {
    const mode = DARK.matches ? "dark" : "light";
    const own = parts(PALETTES[mode]);
    const base = baseStyle(about, units, mode, { tiles, credit });
    return { version: 8, sources: { ...base.sources, ...own.sources }, layers: [...base.layers, ...own.layers] };
  };
  const map = new MapLibre({
    container,
    style: style(),
    bounds: PROVINCE,
    fitBoundsOptions: { padding: 48, maxZoom: 15 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
    ...options,
    locale: { ...about.locale, ...options.locale },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  /** Ask `parts` again: the device turned dark or light, or the caller shows something else. */
  map.restyle = () => map.setStyle(style());
  map.addControl(new ListControl(units, about.lists, (chosen) => ((units = chosen), map.restyle())));
  addSources(map, container);
  await map.once("load");
  DARK.addEventListener("change", map.restyle);
  // For whoever wants to know what is drawn where: tests, and people's own scripts.
  container.dispatchEvent(new CustomEvent("map:made", { detail: map, bubbles: true }));
  return map;
}

/** Draw into a container, or say in its own words that this browser cannot. */
export function drawOrSay(container, draw) {
  const message = container.querySelector("[data-map-message]");
  const failed = message?.dataset.failed ?? container.dataset.failed;
  message?.remove();
  return draw().catch((error) => {
    console.warn(error);
    container.classList.add("bd-map-failed");
    if (failed) container.replaceChildren(Object.assign(document.createElement("p"), { className: "bd-map-message", textContent: failed }));
  });
}

// What every map of the portal stands on: the province's own boundaries and names, drawn without tiles, fonts or images of anybody else.
import { AttributionControl, LngLatBounds, Map as MapLibre, NavigationControl, setWorkerUrl } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";

setWorkerUrl(new URL("../vendor/maplibre-gl-6.17.0/maplibre-gl-worker.js", import.meta.url).href);

const STYLE_SHEET = new URL("../vendor/maplibre-gl-6.17.0/maplibre-gl.css", import.meta.url).href;
const BOUNDARIES = new URL("../vendor/boundaries-2024/boundaries.json", import.meta.url).href;
const PROVINCE = [[106.33, 10.86], [106.97, 11.51]];
const FONT = "Be Vietnam Pro";
const DARK = matchMedia("(prefers-color-scheme: dark)");
const PALETTES = {
  light: { ground: "#f3efe6", land: "#fffdf8", commune: "#d9cfbd", district: "#8b7f69", name: "#16221f", halo: "#ffffff", shape: "#0f5c4d", ink: "#ffffff", chosen: "#b8431c" },
  dark: { ground: "#0c1315", land: "#182427", commune: "#2f4045", district: "#5d757b", name: "#e9f0ec", halo: "#10191b", shape: "#6fd3b2", ink: "#08201a", chosen: "#ff9d76" },
};

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

/** Names of districts and communes as points, so that each stands once. */
function namesOf(boundaries) {
  const features = boundaries.features.map((feature) => ({ type: "Feature", properties: feature.properties, geometry: { type: "Point", coordinates: pointOf(feature) } }));
  return { type: "FeatureCollection", features };
}

/** Text drawn with the page's own font. */
export function textLayout(field, size) {
  return { "text-field": field, "text-font": [FONT], "text-size": size, "text-max-width": 8 };
}

function baseLayers(colours, tiles) {
  const of = (level) => ["==", ["get", "level"], level];
  const name = { "text-color": colours.name, "text-halo-color": colours.halo, "text-halo-width": 1.4 };
  return [
    { id: "ground", type: "background", paint: { "background-color": colours.ground } },
    ...(tiles ? [{ id: "tiles", type: "raster", source: "tiles" }] : [{ id: "land", type: "fill", source: "boundaries", filter: of("district"), paint: { "fill-color": colours.land } }]),
    { id: "communes", type: "line", source: "boundaries", filter: of("commune"), paint: { "line-color": colours.commune, "line-width": 0.8 } },
    { id: "districts", type: "line", source: "boundaries", filter: of("district"), paint: { "line-color": colours.district, "line-width": 1.6 } },
    { id: "commune-names", type: "symbol", source: "names", minzoom: 11.2, filter: of("commune"), layout: textLayout(["get", "name"], 12), paint: name },
    { id: "district-names", type: "symbol", source: "names", maxzoom: 11.2, filter: of("district"), layout: textLayout(["get", "name"], 13), paint: name },
  ];
}

/**
 * Make a map in a container. `parts(colours)` gives its own `{sources, layers}`; it is asked again when the device turns dark or light.
 * Rejects when the browser cannot draw. `options` are MapLibre's; `tiles` and `credit` an outside base map, if one is configured.
 */
export async function makeMap(container, parts, { tiles, credit, ...options } = {}) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLE_SHEET }));
  const [boundaries] = await Promise.all([fetch(BOUNDARIES).then((answer) => answer.json()), document.fonts.load(`400 16px "${FONT}"`, "Đường ạ")]);
  const names = namesOf(boundaries);
  const style = () => {
    const colours = PALETTES[DARK.matches ? "dark" : "light"];
    const own = parts(colours);
    const base = { boundaries: { type: "geojson", data: boundaries }, names: { type: "geojson", data: names } };
    if (tiles) base.tiles = { type: "raster", tiles: [tiles], tileSize: 256, attribution: credit ?? "" };
    return { version: 8, sources: { ...base, ...own.sources }, layers: [...baseLayers(colours, tiles), ...own.layers] };
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
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  if (tiles && credit) map.addControl(new AttributionControl({ compact: false }));
  await map.once("load");
  /** Ask `parts` again: the device turned dark or light, or the caller shows something else. */
  map.restyle = () => map.setStyle(style());
  DARK.addEventListener("change", map.restyle);
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

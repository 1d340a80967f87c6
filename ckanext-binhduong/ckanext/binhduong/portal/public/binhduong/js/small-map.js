// The map of one feature or one administrative unit over the province's own boundaries, drawn from a GeoJSON document of the portal.
import { LngLatBounds, Map as MapLibre, Marker, NavigationControl, setWorkerUrl } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";

const VENDOR = "../vendor/maplibre-gl-6.17.0/";
setWorkerUrl(new URL(`${VENDOR}maplibre-gl-worker.js`, import.meta.url).href);

const STYLE_SHEET = new URL(`${VENDOR}maplibre-gl.css`, import.meta.url).href;
const BOUNDARIES = new URL("../vendor/boundaries-2024/boundaries.json", import.meta.url).href;
const COLOURS = { ground: "#f3efe6", land: "#fffdf8", commune: "#d9cfbd", district: "#8b7f69", shape: "#0f5c4d" };

function style(boundaries, shape) {
  const of = (level) => ["==", ["get", "level"], level];
  return {
    version: 8,
    sources: { boundaries: { type: "geojson", data: boundaries }, shape: { type: "geojson", data: shape } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": COLOURS.ground } },
      { id: "land", type: "fill", source: "boundaries", filter: of("district"), paint: { "fill-color": COLOURS.land } },
      { id: "communes", type: "line", source: "boundaries", filter: of("commune"), paint: { "line-color": COLOURS.commune } },
      { id: "districts", type: "line", source: "boundaries", filter: of("district"), paint: { "line-color": COLOURS.district, "line-width": 1.6 } },
      { id: "area", type: "fill", source: "shape", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": COLOURS.shape, "fill-opacity": 0.25 } },
      { id: "line", type: "line", source: "shape", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": COLOURS.shape, "line-width": 2 } },
      { id: "point", type: "circle", source: "shape", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 9, "circle-color": COLOURS.shape, "circle-stroke-color": "#fff", "circle-stroke-width": 3 } },
    ],
  };
}

/** Every position of a geometry, whatever its depth. */
function* positions(coordinates) {
  if (typeof coordinates[0] === "number") yield coordinates;
  else for (const part of coordinates) yield* positions(part);
}

function boundsOf({ geometry }) {
  const bounds = new LngLatBounds();
  for (const position of positions(geometry.coordinates)) bounds.extend(position.slice(0, 2));
  return bounds;
}

/** Names of districts as text of the page, because a map without anybody's server has no glyphs of its own. */
function labels(map, boundaries) {
  for (const feature of boundaries.features.filter(({ properties }) => properties.level === "district")) {
    const element = Object.assign(document.createElement("span"), { className: "bd-place-label", textContent: feature.properties.name });
    element.setAttribute("aria-hidden", "true");
    new Marker({ element }).setLngLat(boundsOf(feature).getCenter()).addTo(map);
  }
}

async function draw(container) {
  const read = (address) => fetch(address, { headers: { Accept: "application/geo+json" } }).then((answer) => answer.json());
  const [boundaries, shape] = await Promise.all([read(BOUNDARIES), read(container.dataset.smallMap)]);
  const map = new MapLibre({
    container,
    style: style(boundaries, shape),
    bounds: boundsOf(shape),
    fitBoundsOptions: { padding: 40, maxZoom: 13 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  await map.once("load");
  labels(map, boundaries);
  container.dataset.drawn = 1;
}

document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLE_SHEET }));
for (const container of document.querySelectorAll("[data-small-map]")) {
  draw(container).catch((error) => {
    console.warn(error);
    container.replaceChildren(Object.assign(document.createElement("p"), { className: "bd-map-message", textContent: container.dataset.failed }));
  });
}

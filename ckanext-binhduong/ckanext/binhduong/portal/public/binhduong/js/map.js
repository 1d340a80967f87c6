// Maps of rows over the province's own boundaries: no tiles, fonts or images of anybody else.
// The list beside the map says the same in words, so a browser that cannot draw loses nothing but the picture.
import { LngLatBounds, Map as MapLibre, Marker, NavigationControl, setWorkerUrl } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";

setWorkerUrl(new URL("../vendor/maplibre-gl-6.17.0/maplibre-gl-worker.js", import.meta.url).href);

const STYLE_SHEET = new URL("../vendor/maplibre-gl-6.17.0/maplibre-gl.css", import.meta.url).href;
const BOUNDARIES = new URL("../vendor/boundaries-2024/boundaries.json", import.meta.url).href;
const PROVINCE = [[106.33, 10.86], [106.97, 11.51]];
const COLOURS = { ground: "#f3efe6", land: "#fffdf8", commune: "#d9cfbd", district: "#8b7f69", shape: "#0f5c4d", chosen: "#b8431c" };

/** The base map: land, thin lines for communes, thick lines for districts. */
function style(boundaries) {
  const of = (level) => ["==", ["get", "level"], level];
  return {
    version: 8,
    sources: { boundaries: { type: "geojson", data: boundaries } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": COLOURS.ground } },
      { id: "land", type: "fill", source: "boundaries", filter: of("district"), paint: { "fill-color": COLOURS.land } },
      { id: "communes", type: "line", source: "boundaries", filter: of("commune"), paint: { "line-color": COLOURS.commune, "line-width": 0.7 } },
      { id: "districts", type: "line", source: "boundaries", filter: of("district"), paint: { "line-color": COLOURS.district, "line-width": 1.6 } },
    ],
  };
}

/** Every position of a geometry, whatever its depth. */
function* positions(coordinates) {
  if (typeof coordinates[0] === "number") yield coordinates;
  else for (const part of coordinates) yield* positions(part);
}

function boundsOf(features) {
  const bounds = new LngLatBounds();
  for (const { geometry } of features) if (geometry) for (const position of positions(geometry.coordinates)) bounds.extend(position.slice(0, 2));
  return bounds;
}

/** Names of districts (of communes when near) as text of the page, because a map without anybody's server has no glyphs of its own. */
function labels(map, boundaries) {
  const markers = boundaries.features.map((feature) => {
    const element = Object.assign(document.createElement("span"), { className: "bd-place-label", textContent: feature.properties.name });
    element.setAttribute("aria-hidden", "true");
    return { level: feature.properties.level, marker: new Marker({ element }).setLngLat(boundsOf([feature]).getCenter()) };
  });
  const show = () => {
    const level = map.getZoom() > 11.2 ? "commune" : "district";
    for (const entry of markers) entry.level === level ? entry.marker.addTo(map) : entry.marker.remove();
  };
  map.on("zoomend", show);
  show();
}

/** Shapes of rows as areas or lines; points are pins with the number of their row in the list. */
function rows(map, features, choose) {
  const shapes = features.filter(({ geometry }) => geometry && geometry.type !== "Point");
  map.addSource("rows", { type: "geojson", data: { type: "FeatureCollection", features: shapes } });
  map.addLayer({ id: "areas", type: "fill", source: "rows", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": COLOURS.shape, "fill-opacity": 0.25 } });
  map.addLayer({ id: "lines", type: "line", source: "rows", paint: { "line-color": COLOURS.shape, "line-width": 1.6 } });
  return features.map((feature, index) => {
    if (!feature.geometry) return null;
    const className = feature.geometry.type === "Point" ? "bd-pin" : "bd-pin bd-pin-area";
    // For the mouse only: pins may cover each other, so everybody else uses the button of the row in the list.
    const element = Object.assign(document.createElement("div"), { className, textContent: index + 1, title: feature.properties.name });
    element.setAttribute("aria-hidden", "true");
    element.addEventListener("click", () => choose(index, true));
    const at = feature.geometry.type === "Point" ? feature.geometry.coordinates.slice(0, 2) : boundsOf([feature]).getCenter();
    return new Marker({ element, anchor: feature.geometry.type === "Point" ? "bottom-left" : "center" }).setLngLat(at).addTo(map);
  });
}

/** A pin and its row in the list show each other. */
function together(map, features) {
  const items = [...document.querySelectorAll(".bd-found-item")];
  const choose = (index, fromMap) => {
    for (const [at, item] of items.entries()) item.classList.toggle("is-chosen", at === index);
    for (const [at, pin] of pins.entries()) pin?.getElement().classList.toggle("is-chosen", at === index);
    if (fromMap) items[index]?.scrollIntoView({ behavior: "smooth", block: "nearest" });
    else if (pins[index]) map.easeTo({ center: pins[index].getLngLat() });
  };
  const pins = rows(map, features, choose);
  const show = document.querySelector("[data-show]")?.dataset.show;
  for (const [index, item] of items.entries()) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "bd-found-number", textContent: index + 1 });
    button.setAttribute("aria-label", `${show} ${index + 1}`);
    button.addEventListener("click", () => choose(index, false));
    item.prepend(button);
  }
}

/** The rows a small map shows when the page does not hold them: a layer's first ones, from the same API that everybody uses. */
async function rowsOfLayer(layer) {
  const answer = await fetch(`/api/3/action/feature_search?${new URLSearchParams({ layer, limit: 200 })}`);
  const { result } = await answer.json();
  return result.features.map((feature) => ({ ...feature, properties: { name: "" } }));
}

function dots(map, features) {
  map.addSource("dots", { type: "geojson", data: { type: "FeatureCollection", features } });
  const paint = { "circle-radius": 5, "circle-color": COLOURS.shape, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5 };
  map.addLayer({ id: "areas", type: "fill", source: "dots", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": COLOURS.shape, "fill-opacity": 0.25 } });
  map.addLayer({ id: "outlines", type: "line", source: "dots", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": COLOURS.shape, "line-width": 1.4 } });
  map.addLayer({ id: "dots", type: "circle", source: "dots", filter: ["==", ["geometry-type"], "Point"], paint });
}

async function draw(container) {
  const layer = container.dataset.layer;
  const data = document.getElementById("finder-features");
  const [boundaries, features] = await Promise.all([
    fetch(BOUNDARIES).then((answer) => answer.json()),
    layer ? rowsOfLayer(layer) : JSON.parse(data.textContent).features,
  ]);
  const here = container.dataset.here ? container.dataset.here.split(",").map(Number) : null;
  const bounds = boundsOf(features);
  if (here) bounds.extend(here);
  const extent = container.dataset.extent?.split(",").map(Number);
  if (extent && bounds.isEmpty()) bounds.extend(extent.slice(0, 2)).extend(extent.slice(2));
  const map = new MapLibre({
    container,
    style: style(boundaries),
    bounds: bounds.isEmpty() ? PROVINCE : bounds,
    fitBoundsOptions: { padding: 48, maxZoom: 14 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  await map.once("load");
  labels(map, boundaries);
  if (here) new Marker({ element: Object.assign(document.createElement("div"), { className: "bd-pin-here" }) }).setLngLat(here).addTo(map);
  if (layer) dots(map, features);
  else together(map, features);
  container.dataset.drawn = features.length;
}

document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLE_SHEET }));
for (const container of document.querySelectorAll("[data-map]")) {
  const message = container.querySelector("[data-map-message]");
  const failed = message?.dataset.failed;
  message?.remove();
  draw(container).catch((error) => {
    console.warn(error);
    if (failed) container.replaceChildren(Object.assign(document.createElement("p"), { className: "bd-map-message", textContent: failed }));
  });
}

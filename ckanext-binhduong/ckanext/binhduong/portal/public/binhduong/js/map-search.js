// The map of the search of datasets: where the datasets found are, and a box or shape drawn by mouse or finger that narrows the list.
import { Popup } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";
import { boundsOf, drawOrSay, EMPTY, makeMap } from "./map-base.js";
import { draw } from "./map-draw.js";

const PLACES = ["ext_bbox", "ext_geom", "ext_near", "ext_radius", "ext_within", "ext_place", "page"];
/** Datasets that a popup names. */
const MOST = 8;

const collection = (geometries) => ({ type: "FeatureCollection", features: geometries.map((geometry) => ({ type: "Feature", geometry, properties: {} })) });
const polygon = (corners) => ({ type: "Polygon", coordinates: [[...corners, corners[0]]] });

/** The extents of datasets, over them what is asked for, over that what is being drawn. */
function parts(state) {
  return (colours) => ({
    sources: {
      extents: { type: "geojson", data: state.extents },
      asked: { type: "geojson", data: state.asked },
      drawn: { type: "geojson", data: state.drawn },
    },
    layers: [
      { id: "extents", type: "fill", source: "extents", paint: { "fill-color": colours.shape, "fill-opacity": 0.03 } },
      { id: "extent-lines", type: "line", source: "extents", paint: { "line-color": colours.shape, "line-width": 1.5 } },
      { id: "extent-dots", type: "circle", source: "extents", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 6, "circle-color": colours.shape } },
      ...["asked", "drawn"].flatMap((source) => [
        { id: source, type: "fill", source, paint: { "fill-color": colours.chosen, "fill-opacity": 0.15 } },
        { id: `${source}-line`, type: "line", source, paint: { "line-color": colours.chosen, "line-width": 3, ...(source === "drawn" ? { "line-dasharray": [2, 1] } : {}) } },
      ]),
    ],
  });
}

/** The same search in another place, with the map open; the address says all of it. */
function searchIn(name, value) {
  const address = new URL(location.href);
  for (const place of PLACES) address.searchParams.delete(place);
  address.searchParams.set(name, value);
  address.hash = "extents-map";
  location.assign(address);
}

const written = ([lon, lat]) => `${lon.toFixed(5)} ${lat.toFixed(5)}`;
const wkt = (corners) => `POLYGON((${[...corners, corners[0]].map(written).join(",")}))`;

function boxOf(corners) {
  const [lons, lats] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)].map((degrees) => degrees.toFixed(5)).join(",");
}

/** A tap names the datasets whose extent covers the point, each once, as links. */
function nameDatasets(map, named) {
  map.on("click", ({ point, lngLat }) => {
    const near = [[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]];
    const found = map.queryRenderedFeatures(near, { layers: ["extents", "extent-lines", "extent-dots"] });
    const datasets = new Map(found.flatMap(({ properties }) => named[properties.number]).map((dataset) => [dataset.url, dataset]));
    if (!datasets.size) return;
    const list = Object.assign(document.createElement("ul"), { className: "bd-map-names" });
    for (const { url, title, lang } of [...datasets.values()].slice(0, MOST)) {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href: url, lang, textContent: title }));
      list.append(item);
    }
    if (datasets.size > MOST) list.append(Object.assign(document.createElement("li"), { textContent: `+ ${datasets.size - MOST}` }));
    new Popup({ maxWidth: "min(320px, 86vw)" }).setLngLat(lngLat).setDOMContent(list).addTo(map);
  });
}

/** The buttons over the map. Each tool leaves the map as it was when it is stopped. */
function addTools(map, container, state, say) {
  const words = JSON.parse(container.dataset.words);
  const tools = document.querySelector("[data-draw-tools]");
  const finish = tools.querySelector("[data-draw-finish]");
  const buttons = [...tools.querySelectorAll("[data-draw]")];
  let running = null;

  const show = (corners) => {
    state.drawn = corners.length > 1 ? collection([polygon(corners)]) : EMPTY;
    map.getSource("drawn").setData(state.drawn);
    container.dataset.corners = corners.length;
  };
  function press(pressed) {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === pressed));
    finish.hidden = pressed?.dataset.draw !== "shape";
  }
  function refused(code) {
    say(code ? words[code] : "");
    if (!code) press(null);
  }
  for (const button of buttons) {
    button.addEventListener("click", () => {
      running?.stop();
      show([]);
      press(button);
      say(words[button.dataset.draw]);
      const done = (corners) => (button.dataset.draw === "box" ? searchIn("ext_bbox", boxOf(corners)) : searchIn("ext_geom", wkt(corners)));
      running = draw(map, button.dataset.draw, { show, done, refused });
    });
  }
  finish.addEventListener("click", () => running?.finish());
  tools.querySelector("[data-draw-view]").addEventListener("click", () => {
    const [[west, south], [east, north]] = map.getBounds().toArray();
    searchIn("ext_bbox", boxOf([[Math.max(-180, west), Math.max(-90, south)], [Math.min(180, east), Math.min(90, north)]]));
  });
  tools.hidden = false;
}

async function start(container) {
  const say = (text) => (document.querySelector("[data-draw-said]").textContent = text);
  const answer = await fetch(container.dataset.extents, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { asked, said, features } = await answer.json();
  const named = features.map(({ properties }) => properties.datasets);
  const extents = { type: "FeatureCollection", features: features.map((feature, number) => ({ ...feature, properties: { number } })) };
  const state = { extents, asked: collection(asked), drawn: EMPTY };
  // Without a place the province: one dataset about half of Asia would make a dot of it.
  const bounds = boundsOf(state.asked.features);
  const map = await makeMap(container, parts(state), bounds.isEmpty() ? {} : { bounds, fitBoundsOptions: { padding: 40, maxZoom: 13 } });
  nameDatasets(map, named);
  addTools(map, container, state, say);
  say(said);
  container.dataset.drawn = features.length;
}

const container = document.querySelector("[data-extents]");
drawOrSay(container, () => start(container));

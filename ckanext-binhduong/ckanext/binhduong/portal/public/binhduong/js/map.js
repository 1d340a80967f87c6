// A page's own map: every row of a resource that the page's filters leave, with a legend, or one feature or unit from its GeoJSON document.
import { boundsOf, drawOrSay, makeMap } from "./map-base.js";
import { closePopup, showPopup } from "./map-popup.js";

const only = (type, is = "==") => [is, ["geometry-type"], type];

/** Dots, lines and areas in the colours of the legend; `colour` is MapLibre's expression, or undefined for the page's own colour. */
function parts(features, { radius, stroke }, colour) {
  return (colours) => {
    const fill = colour ?? colours.shape;
    return {
      sources: { rows: { type: "geojson", data: { type: "FeatureCollection", features } } },
      layers: [
        { id: "areas", type: "fill", source: "rows", filter: only("Polygon"), paint: { "fill-color": fill, "fill-opacity": colour ? 0.7 : 0.25 } },
        { id: "outlines", type: "line", source: "rows", filter: only("Point", "!="), paint: { "line-color": colour ? colours.district : colours.shape, "line-width": colour ? 0.8 : stroke } },
        { id: "dots", type: "circle", source: "rows", filter: only("Point"), paint: { "circle-radius": radius, "circle-color": fill, "circle-stroke-color": colours.ink, "circle-stroke-width": stroke } },
      ],
    };
  };
}

/** Rows as the server sends them, [id, lon, lat, category] or [id, geometry, category], as GeoJSON. */
function featuresOf(rows) {
  return rows.map((row) => {
    const isPoint = row.length === 4;
    const geometry = isPoint ? { type: "Point", coordinates: [row[1], row[2]] } : row[1];
    return { type: "Feature", geometry, properties: { id: row[0], category: row[isPoint ? 3 : 2] } };
  });
}

function colourBy(legend) {
  if (!legend.length) return undefined;
  const pairs = legend.filter(({ place }) => place >= 0).flatMap(({ place, colour }) => [place, colour]);
  return ["match", ["get", "category"], ...pairs, legend.find(({ place }) => place < 0)?.colour ?? "#8a8f8c"];
}

/** The legend below the map: a swatch, the agency's word, how many. Colours are set by the script, which the policy allows. */
function showLegend(container, { legend, said }) {
  const about = document.querySelector(`[data-map-about="${container.id}"]`);
  if (!about) return;
  about.querySelector("[data-map-said]").textContent = said;
  const lines = legend.map(({ text, count, colour }) => {
    const line = document.createElement("li");
    const swatch = Object.assign(document.createElement("span"), { className: "bd-swatch" });
    swatch.style.background = colour;
    const word = Object.assign(document.createElement("span"), { lang: "vi", textContent: text });
    line.append(swatch, word, Object.assign(document.createElement("span"), { className: "bd-muted", textContent: count }));
    return line;
  });
  about.querySelector("[data-map-legend]").replaceChildren(...lines);
  const byLaw = about.querySelector("[data-map-official]");
  byLaw.hidden = !legend.some(({ official }) => official);
  about.hidden = false;
}

/** A tap on a dot or area opens its card, at the first tap; a finger is wider than a dot. */
function openCards(map, container) {
  const { card, layer } = container.dataset;
  const words = JSON.parse(container.dataset.words);
  const near = ({ x, y }) => [[x - 9, y - 9], [x + 9, y + 9]];
  map.on("click", ({ point, lngLat }) => {
    const [dot] = map.queryRenderedFeatures(near(point), { layers: ["dots"] });
    const found = dot ?? map.queryRenderedFeatures(point, { layers: ["areas"] })[0] ?? map.queryRenderedFeatures(near(point), { layers: ["outlines"] })[0];
    if (!found) return closePopup();
    const id = String(found.properties.id).split("/").map(encodeURIComponent).join("/");
    const at = dot ? dot.geometry.coordinates : [lngLat.lng, lngLat.lat];
    return showPopup(map, at, card.replace("LAYER", encodeURIComponent(layer)).replace("ID", id), words);
  });
  for (const part of ["dots", "areas"]) {
    map.on("mouseenter", part, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", part, () => (map.getCanvas().style.cursor = ""));
  }
}

async function read(address, accept) {
  const answer = await fetch(address, { headers: { Accept: accept } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

async function drawFeature(container) {
  const features = [await read(container.dataset.feature, "application/geo+json, application/json")];
  const bounds = boundsOf(features);
  const { list } = container.dataset;
  await makeMap(container, parts(features, { radius: 9, stroke: 2.5 }), { list, ...(bounds.isEmpty() ? {} : { bounds, fitBoundsOptions: { padding: 40, maxZoom: 13 } }) });
  container.dataset.drawn = 1;
}

async function drawRows(container) {
  const found = await read(container.dataset.rows, "application/json");
  const features = featuresOf(found.rows);
  const bounds = boundsOf(features);
  showLegend(container, found);
  const look = features.length > 2000 ? { radius: 3.5, stroke: 0.8 } : { radius: 6, stroke: 1.5 };
  const options = { ...(bounds.isEmpty() ? {} : { bounds, fitBoundsOptions: { padding: 40, maxZoom: 15 } }), locale: JSON.parse(container.dataset.words).locale };
  const map = await makeMap(container, parts(features, look, colourBy(found.legend)), options);
  openCards(map, container);
  container.dataset.drawn = features.length;
  // For whoever wants to know what is drawn where: tests, and people's own scripts.
  container.dispatchEvent(new CustomEvent("map:drawn", { detail: map }));
}

for (const container of document.querySelectorAll("[data-map]:is([data-rows], [data-feature])")) {
  drawOrSay(container, () => (container.dataset.rows ? drawRows(container) : drawFeature(container)));
}

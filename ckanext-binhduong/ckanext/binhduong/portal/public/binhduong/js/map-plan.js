// The map of "Is my plot in a plan?": the zones of the answer and the point; a tap asks about another point.
import { Marker } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";
import { boundsOf, drawOrSay, makeMap } from "./map-base.js";

const only = (type, is = "==") => [is, ["geometry-type"], type];

function parts(data) {
  return (colours) => ({
    sources: { zones: { type: "geojson", data } },
    layers: [
      { id: "areas", type: "fill", source: "zones", filter: only("Polygon"), paint: { "fill-color": colours.chosen, "fill-opacity": 0.3 } },
      { id: "outlines", type: "line", source: "zones", paint: { "line-color": colours.chosen, "line-width": 2 } },
    ],
  });
}

async function draw(container) {
  const shapes = JSON.parse(document.getElementById("plan-shapes").textContent);
  const point = container.dataset.point ? container.dataset.point.split(",").map(Number) : null;
  const bounds = boundsOf(shapes.features);
  if (point) bounds.extend(point);
  const { locale } = JSON.parse(container.dataset.words);
  const map = await makeMap(container, parts(shapes), { ...(bounds.isEmpty() ? {} : { bounds, fitBoundsOptions: { padding: 60, maxZoom: 14 } }), locale });
  if (point) new Marker({ element: Object.assign(document.createElement("div"), { className: "bd-pin-here" }) }).setLngLat(point).addTo(map);
  map.getCanvas().style.cursor = "crosshair";
  const ask = ({ lng, lat }) => location.assign(`${container.dataset.page}?at=${lng.toFixed(6)},${lat.toFixed(6)}#answer`);
  map.on("click", ({ lngLat }) => ask(lngLat));
  map.getCanvas().addEventListener("keydown", (event) => event.key === "Enter" && ask(map.getCenter()));
  container.dataset.drawn = shapes.features.length;
}

const container = document.querySelector("[data-plan-map]");
drawOrSay(container, () => draw(container));

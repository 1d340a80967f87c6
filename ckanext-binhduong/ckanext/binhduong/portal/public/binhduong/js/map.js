// The map of one layer on a dataset's page: its first rows, from the same API that everybody uses.
import { boundsOf, drawOrSay, makeMap } from "./map-base.js";

const ROWS = 200;

function parts(features) {
  const only = (type, is = "==") => [is, ["geometry-type"], type];
  return (colours) => ({
    sources: { rows: { type: "geojson", data: { type: "FeatureCollection", features } } },
    layers: [
      { id: "areas", type: "fill", source: "rows", filter: only("Polygon"), paint: { "fill-color": colours.shape, "fill-opacity": 0.25 } },
      { id: "outlines", type: "line", source: "rows", filter: only("Point", "!="), paint: { "line-color": colours.shape, "line-width": 1.4 } },
      { id: "dots", type: "circle", source: "rows", filter: only("Point"), paint: { "circle-radius": 5, "circle-color": colours.shape, "circle-stroke-color": colours.ink, "circle-stroke-width": 1.5 } },
    ],
  });
}

async function draw(container) {
  const answer = await fetch(`/api/3/action/feature_search?${new URLSearchParams({ layer: container.dataset.layer, limit: ROWS })}`);
  const { features } = (await answer.json()).result;
  const bounds = boundsOf(features);
  await makeMap(container, parts(features), bounds.isEmpty() ? {} : { bounds });
  container.dataset.drawn = features.length;
}

for (const container of document.querySelectorAll("[data-map][data-layer]")) drawOrSay(container, () => draw(container));

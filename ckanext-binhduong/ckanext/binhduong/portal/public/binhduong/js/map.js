// A page's own map: the first rows of a layer, from the same API that everybody uses, or one feature or unit from its GeoJSON document.
import { boundsOf, drawOrSay, makeMap } from "./map-base.js";

const ROWS = 200;

function parts(features, { radius, stroke }) {
  const only = (type, is = "==") => [is, ["geometry-type"], type];
  return (colours) => ({
    sources: { rows: { type: "geojson", data: { type: "FeatureCollection", features } } },
    layers: [
      { id: "areas", type: "fill", source: "rows", filter: only("Polygon"), paint: { "fill-color": colours.shape, "fill-opacity": 0.25 } },
      { id: "outlines", type: "line", source: "rows", filter: only("Point", "!="), paint: { "line-color": colours.shape, "line-width": stroke } },
      { id: "dots", type: "circle", source: "rows", filter: only("Point"), paint: { "circle-radius": radius, "circle-color": colours.shape, "circle-stroke-color": colours.ink, "circle-stroke-width": stroke } },
    ],
  });
}

/** What to show, how, and how near to go to it. */
async function readFor({ layer, feature }) {
  const read = async (address) => (await fetch(address, { headers: { Accept: "application/geo+json, application/json" } })).json();
  if (feature) return { features: [await read(feature)], look: { radius: 9, stroke: 2.5 }, maxZoom: 13 };
  const { features } = (await read(`/api/3/action/feature_search?${new URLSearchParams({ layer, limit: ROWS })}`)).result;
  return { features, look: { radius: 5, stroke: 1.5 }, maxZoom: 15 };
}

async function draw(container) {
  const { features, look, maxZoom } = await readFor(container.dataset);
  const bounds = boundsOf(features);
  await makeMap(container, parts(features, look), bounds.isEmpty() ? {} : { bounds, fitBoundsOptions: { padding: 40, maxZoom } });
  container.dataset.drawn = features.length;
}

for (const container of document.querySelectorAll("[data-map]:is([data-layer], [data-feature])")) drawOrSay(container, () => draw(container));

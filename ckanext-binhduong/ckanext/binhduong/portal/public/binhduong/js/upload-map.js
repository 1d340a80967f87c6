// The first rows of an upload over the province's own boundaries and names, so that an officer sees whether they lie where they should.
import { boundsOf, drawOrSay, makeMap } from "./map-base.js";

/** The rows as areas, lines and dots; the one that is chosen in the table stands out. */
function parts(features) {
  const rows = { type: "FeatureCollection", features: features.map((feature, id) => ({ ...feature, id })) };
  const only = (type, is = "==") => [is, ["geometry-type"], type];
  return (colours) => {
    const colour = ["case", ["boolean", ["feature-state", "chosen"], false], colours.chosen, colours.shape];
    return {
      sources: { rows: { type: "geojson", data: rows } },
      layers: [
        { id: "areas", type: "fill", source: "rows", filter: only("Polygon"), paint: { "fill-color": colour, "fill-opacity": 0.3 } },
        { id: "outlines", type: "line", source: "rows", filter: only("Point", "!="), paint: { "line-color": colour, "line-width": 2 } },
        { id: "dots", type: "circle", source: "rows", filter: only("Point"), paint: { "circle-radius": 7, "circle-color": colour, "circle-stroke-color": colours.ink, "circle-stroke-width": 2 } },
      ],
    };
  };
}

async function draw(container, features) {
  // No nearer than where the names of communes are read: a few dots on empty ground would say nothing of where they are.
  const map = await makeMap(container, parts(features), { bounds: boundsOf(features), fitBoundsOptions: { padding: 40, maxZoom: 12 } });
  let chosen = null;
  document.addEventListener("row-chosen", ({ detail }) => {
    if (chosen !== null) map.setFeatureState({ source: "rows", id: chosen }, { chosen: false });
    chosen = detail >= 0 ? detail : null;
    if (chosen !== null) map.setFeatureState({ source: "rows", id: chosen }, { chosen: true });
  });
  container.dataset.drawn = features.length;
}

/** Draw the page's preview rows in `container`, and follow the row that is chosen in the table. */
export async function show(container) {
  const { features } = JSON.parse(document.getElementById("preview-features").textContent);
  if (!features.some(({ geometry }) => geometry)) return;
  container.hidden = false;
  await drawOrSay(container, () => draw(container, features));
}

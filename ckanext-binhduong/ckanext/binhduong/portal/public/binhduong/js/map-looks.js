// The colours of layers, as the page's style sheet has them, and the parts of the map's style that show several layers apart.
import { textLayout } from "./map-base.js";

const MOST_NAMED = 6;

/** The colour of a look's number. */
function colourOf(look) {
  const probe = Object.assign(document.createElement("span"), { className: `bd-look-${look}` });
  document.body.append(probe);
  const colour = getComputedStyle(probe).getPropertyValue("--look").trim();
  probe.remove();
  return colour;
}

/** MapLibre's expression: the colour of a feature's layer. `layers` are [{id, look}]. */
export function colourBy(layers, other) {
  if (!layers.length) return other;
  return ["match", ["get", "layer"], ...layers.flatMap(({ id, look }) => [id, colourOf(look)]), other];
}

/** The sign of a feature's layer. */
export function signBy(layers) {
  if (!layers.length) return "";
  return ["match", ["get", "layer"], ...layers.flatMap(({ id, theme }) => [id, `sign-${theme}`]), ""];
}

const countOf = (id) => ["get", `of ${id}`];

/** What a cluster knows of its points: how many are of each layer. */
export function clusterCounts(layers) {
  return Object.fromEntries(layers.map(({ id }) => [`of ${id}`, ["+", ["case", ["==", ["get", "layer"], id], 1, 0]]]));
}

/** A cluster of one layer has its colour, a mixed one the map's own. */
export function clusterColour(layers, mixed) {
  const pairs = layers.flatMap(({ id, look }) => [["==", countOf(id), ["get", "point_count"]], colourOf(look)]);
  return pairs.length ? ["case", ...pairs, mixed] : mixed;
}

/** What a mixed cluster holds, in words below it: "12 Nhà thuốc", a line a layer. */
export function clusterWords(layers) {
  const lines = layers.map(({ id, title }) => ["case", [">", countOf(id), 0], ["concat", ["to-string", countOf(id)], "\u00a0", title.replaceAll(" ", "\u00a0"), "\n"], ""]);
  return { ...textLayout(["concat", ...lines, ""], 11.5), "text-anchor": "top", "text-offset": [0, 1.8], "text-max-width": 30, "text-padding": 1 };
}

/** Whether clusters need words: with one layer its colour says it, with too many nobody could read them. */
export function hasWords(layers) {
  return layers.length > 1 && layers.length <= MOST_NAMED;
}

/** The style of one layer's vector tiles: areas, lines, dots, and signs once they fit. `template` is the tiles' address. */
export function tileParts({ id, look, theme }, template) {
  const source = `tiles ${id}`;
  const colour = colourOf(look);
  const only = (type, is = "==") => [is, ["geometry-type"], type];
  const of = { source, "source-layer": id };
  const tapped = { metadata: { layer: id } };
  return {
    sources: { [source]: { type: "vector", tiles: [template], maxzoom: 15 } },
    layers: [
      { ...of, id: `${source} areas`, type: "fill", filter: only("Polygon"), paint: { "fill-color": colour, "fill-opacity": 0.2 } },
      { ...of, id: `${source} lines`, type: "line", filter: only("Point", "!="), paint: { "line-color": colour, "line-width": 1 } },
      {
        ...of,
        ...tapped,
        id: `${source} dots`,
        type: "circle",
        filter: only("Point"),
        paint: { "circle-color": colour, "circle-stroke-color": "#fff", "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 13, 2], "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 2.2, 11, 4, 13, 10] },
      },
      { ...of, id: `${source} signs`, type: "symbol", minzoom: 12.8, filter: only("Point"), layout: { "icon-image": `sign-${theme}`, "icon-size": 0.8, "icon-allow-overlap": true } },
    ],
  };
}

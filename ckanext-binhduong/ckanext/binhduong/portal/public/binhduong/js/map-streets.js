// The look of the base map that an operator built from OpenStreetMap (source `streets`): land, water, buildings and roads, below the borders.
import { byZoom, ofKind, textLayout } from "./map-style.js";

export const COLOURS = {
  light: { wood: "#dfe8d2", farm: "#eef0dc", town: "#f3eee6", industry: "#ece7ea", park: "#d9e9cf", public: "#f2ead9", building: "#e4dccf", road: "#ffffff", edge: "#d5cab8", large: "#fbe3ac", largeEdge: "#d9b56a", rail: "#b3aaa0" },
  dark: { wood: "#1a2f27", farm: "#1d2c28", town: "#1e292c", industry: "#232a31", park: "#1b3329", public: "#262c2b", building: "#27343a", road: "#34454b", edge: "#131c1f", large: "#5a4f35", largeEdge: "#1b1a14", rail: "#4a585d" },
};
/** Widths of roads in pixels, by kind: at zoom 8, 12 and 16. */
const WIDTHS = { motorway: [1.4, 3.4, 14], primary: [0.9, 2.8, 12], secondary: [0.4, 1.8, 10], street: [0, 0.7, 7], path: [0, 0.3, 2.4] };
const LARGE = new Set(["motorway", "primary"]);

const of = (layer) => ({ source: "streets", "source-layer": layer });

function roads(colours) {
  const kinds = Object.entries(WIDTHS).reverse();
  const width = ([low, middle, high], more) => byZoom(8, low && low + more, 12, middle + more, 16, high + more);
  const line = (kind, part, colour, widths, more) => ({ ...of("road"), id: `streets-${kind}-${part}`, type: "line", filter: ofKind(kind), minzoom: kind === "path" ? 13.5 : 6, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": colour, "line-width": width(widths, more) } });
  return [
    ...kinds.map(([kind, widths]) => line(kind, "edge", LARGE.has(kind) ? colours.largeEdge : colours.edge, widths, 1.2)),
    ...kinds.map(([kind, widths]) => line(kind, "road", LARGE.has(kind) ? colours.large : colours.road, widths, 0)),
    { ...of("road"), id: "streets-rail", type: "line", filter: ofKind("rail"), paint: { "line-color": colours.rail, "line-width": byZoom(9, 0.6, 15, 2), "line-dasharray": [4, 2] } },
  ];
}

/** What lies below the borders. `base` are the colours of the base map, `colours` one of COLOURS. */
export function streetLayers(base, colours) {
  const land = ["match", ["get", "kind"], ...["wood", "farm", "town", "industry", "park", "public"].flatMap((kind) => [kind, colours[kind]]), base.land];
  // A park lies in a residential area, not under it.
  const above = ["match", ["get", "kind"], "town", 0, ["park", "public"], 2, 1];
  return [
    { ...of("land"), id: "streets-land", type: "fill", layout: { "fill-sort-key": above }, paint: { "fill-color": land } },
    { ...of("water"), id: "streets-streams", type: "line", filter: ["in", ["get", "kind"], ["literal", ["river", "stream"]]], layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": base.stream, "line-width": ["match", ["get", "kind"], "river", 2, 1] } },
    { ...of("water"), id: "streets-water", type: "fill", filter: ofKind("area"), paint: { "fill-color": base.water } },
    { ...of("building"), id: "streets-buildings", type: "fill", minzoom: 13.5, paint: { "fill-color": colours.building } },
    ...roads(colours),
  ];
}

/** Names of roads, rivers and places; the larger place first. */
export function streetNames(base) {
  const paint = (colour) => ({ "text-color": colour, "text-halo-color": base.halo, "text-halo-width": 1.3 });
  const along = (size) => ({ ...textLayout(["get", "name"], size), "symbol-placement": "line", "symbol-spacing": 300, "text-max-angle": 35 });
  const place = (kind, size, zooms) => ({ ...of("place"), id: `streets-${kind}-names`, type: "symbol", filter: ofKind(kind), minzoom: zooms[0], maxzoom: zooms[1], layout: { ...textLayout(["get", "name"], size), "text-padding": 4 }, paint: paint(base.soft) });
  return [
    { ...of("road"), id: "streets-street-names", type: "symbol", minzoom: 14, filter: ["in", ["get", "kind"], ["literal", ["street", "secondary"]]], layout: along(11), paint: paint(base.soft) },
    { ...of("road"), id: "streets-road-names", type: "symbol", minzoom: 12, filter: ["in", ["get", "kind"], ["literal", ["motorway", "primary"]]], layout: along(11.5), paint: paint(base.name) },
    { ...of("water"), id: "streets-water-names", type: "symbol", minzoom: 10, filter: ofKind("river"), layout: along(11.5), paint: paint(base.wet) },
    place("hamlet", 11, [14, 24]),
    place("village", 11.5, [12.5, 24]),
    place("town", 12, [8, 10]),
    place("city", 12.5, [7.5, 10]),
  ];
}

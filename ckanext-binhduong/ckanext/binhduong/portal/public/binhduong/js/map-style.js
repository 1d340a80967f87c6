// How the base map looks, by day and by night: quiet, so that what lies on it is seen first.

const FONT = "Be Vietnam Pro";
/** The sea ends where the tiles end; a map of half the world shows the province alone. */
const NEAR = 6.5;

export const PALETTES = {
  light: {
    ground: "#f1ece1", land: "#fffdf8", water: "#c9dfe6", stream: "#a9cbd7", province: "#a89b84", country: "#8a7c66", home: "#7b6e58", unit: "#cdc1ab", commune: "#ddd4c3",
    name: "#16221f", soft: "#5c5340", wet: "#2d6478", halo: "#fffdf8", mark: "#7a7060", shape: "#0f5c4d", ink: "#ffffff", chosen: "#b8431c", district: "#8b7f69",
  },
  dark: {
    ground: "#10181a", land: "#1a2528", water: "#0b3340", stream: "#1d5062", province: "#5b6d72", country: "#7b8d92", home: "#7f949a", unit: "#3b4d52", commune: "#2d3c40",
    name: "#e9f0ec", soft: "#b3c0bb", wet: "#8cc4d6", halo: "#10191b", mark: "#8f9e99", shape: "#6fd3b2", ink: "#08201a", chosen: "#ff9d76", district: "#5d757b",
  },
};

/** Text drawn with the page's own font. */
export function textLayout(field, size) {
  return { "text-field": field, "text-font": [FONT], "text-size": size, "text-max-width": 8 };
}

export const byZoom = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];
export const ofKind = (kind) => ["==", ["get", "kind"], kind];

/** What is of the chosen list of units, or of both. */
const ofList = (kind, list) => ["all", ofKind(kind), ["any", ["!", ["has", "list"]], ["==", ["get", "list"], list]]];

function border(kind, list, colour, width, more = {}) {
  return { id: `border-${kind}`, type: "line", source: "base", "source-layer": "border", filter: ofList(kind, list), minzoom: more.minzoom ?? NEAR, layout: { "line-join": "round" }, paint: { "line-color": colour, "line-width": width, ...more.paint } };
}

/** Names of one kind; where two would meet, the larger unit's stands. */
function names(kind, list, zooms, size, colours, layout = {}) {
  return {
    id: `name-${kind}`,
    type: "symbol",
    source: "base",
    "source-layer": "name",
    filter: ofList(kind, list),
    minzoom: zooms[0],
    maxzoom: zooms[1],
    layout: { ...textLayout(["get", "name"], size), "text-padding": 4, "symbol-sort-key": ["-", 0, ["coalesce", ["get", "area"], 0]], ...layout },
    paint: { "text-color": colours.soft, "text-halo-color": colours.halo, "text-halo-width": 1.4 },
  };
}

/** Streets bring their own water, which is finer: ours is drawn only as far out as it fits. */
function waterLayers(colours, streets) {
  const of = { source: "base", "source-layer": "water", minzoom: NEAR };
  return [
    { ...of, id: "water", maxzoom: streets ? 11 : 24, type: "fill", filter: ofKind("area"), paint: { "fill-color": colours.water } },
    { ...of, id: "rivers", maxzoom: streets ? 8 : 24, type: "line", filter: ofKind("river"), layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": colours.stream, "line-width": byZoom(7, 0.7, 10, 2, 14, 6) } },
  ];
}

function borderLayers(list, colours) {
  return [
    border("commune", list, colours.commune, byZoom(10, 0.6, 14, 1.4), { minzoom: 9.8 }),
    border("unit", list, colours.unit, byZoom(9, 0.6, 14, 1.8), { minzoom: 8.6 }),
    border("district", list, colours.unit, byZoom(8, 0.8, 14, 2.4), { minzoom: 8 }),
    border("province", list, colours.province, byZoom(7, 0.7, 12, 1.6), { paint: { "line-dasharray": [4, 2] } }),
    border("country", list, colours.country, byZoom(7, 1, 12, 2.2), { paint: { "line-dasharray": [6, 2, 1, 2] } }),
    border("home", list, colours.home, byZoom(6, 1.2, 12, 2.4), { minzoom: 0 }),
  ];
}

/** Towns, airfields and bus stops: a dot and a name. Streets bring towns with them. */
function placeLayers(colours, streets) {
  const dot = (radius) => ({ "circle-radius": radius, "circle-color": colours.land, "circle-stroke-color": colours.mark, "circle-stroke-width": 1.4 });
  const named = (size) => ({ ...textLayout(["get", "name"], size), "text-anchor": "top", "text-offset": [0, 0.5], "text-padding": 3, "text-optional": true });
  const paint = { "text-color": colours.soft, "text-halo-color": colours.halo, "text-halo-width": 1.4 };
  const place = (kind, zooms) => ({ source: "base", "source-layer": "place", filter: ofKind(kind), minzoom: zooms[0], maxzoom: zooms[1] });
  const stops = { source: "base", "source-layer": "bus_stop" };
  const towns = [
    { ...place("town", [7.5, 10]), id: "towns", type: "circle", paint: dot(2.6) },
    { ...place("town", [7.5, 10]), id: "town-names", type: "symbol", layout: named(12), paint },
  ];
  return [
    { ...place("airfield", [9.5, 24]), id: "airfields", type: "circle", paint: dot(3.2) },
    { ...stops, id: "bus-stops", type: "circle", minzoom: 13, paint: dot(byZoom(13, 2, 16, 4)) },
    { ...stops, id: "bus-stop-names", type: "symbol", minzoom: 15, layout: named(11), paint },
    { ...place("airfield", [10, 24]), id: "airfield-names", type: "symbol", layout: named(11.5), paint },
    ...(streets ? [] : towns),
  ];
}

function nameLayers(list, colours, streets) {
  const river = { ...textLayout(["get", "name"], byZoom(9, 11, 14, 13)), "symbol-placement": "line", "symbol-spacing": 320, "text-max-angle": 40, "text-letter-spacing": 0.06 };
  // No capitals: drawn by the browser letter by letter, those with two marks (Ồ, Ề) are cut.
  const spaced = { "text-letter-spacing": 0.16 };
  const rivers = { id: "river-names", type: "symbol", source: "base", "source-layer": "water", minzoom: 9, filter: ["has", "name"], layout: river, paint: { "text-color": colours.wet, "text-halo-color": colours.halo, "text-halo-width": 1.2 } };
  return [
    ...(streets ? streets.names : [rivers]),
    ...placeLayers(colours, streets),
    names("commune", list, [11, 24], byZoom(11, 11.5, 14, 14), colours),
    names("unit", list, [9.3, 24], byZoom(9.3, 11, 14, 14.5), colours),
    names("district", list, [8.6, 11], byZoom(8.6, 12, 11, 14), colours),
    names("province", list, [NEAR, 11], byZoom(7, 11, 10, 14), colours, spaced),
    names("home", list, [5, 8.6], byZoom(6, 12, 8, 15), { ...colours, soft: colours.name }, spaced),
  ];
}

/**
 * The layers of the base map (source `base`, and `streets` where there is one).
 * @param {"2024"|"2025"} list which list of administrative units is drawn
 * @param {object} colours one of PALETTES
 * @param {{onTiles: boolean, streets: {below: object[], names: object[]} | null}} more whether an outside base map (source `tiles`) lies below:
 *   then only lines and names are drawn; and the layers of an operator's own map with streets
 */
export function baseLayers(list, colours, { onTiles, streets }) {
  const land = { id: "home", type: "fill", source: "base", "source-layer": "home", paint: { "fill-color": colours.land } };
  const below = onTiles ? [{ id: "tiles", type: "raster", source: "tiles" }] : [land, ...waterLayers(colours, streets), ...(streets?.below ?? [])];
  return [
    { id: "ground", type: "background", paint: { "background-color": colours.ground } },
    ...below,
    ...borderLayers(list, colours),
    ...nameLayers(list, colours, streets),
  ];
}

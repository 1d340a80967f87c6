// The finder's map: the rows of the list as numbered pins, everything else in view as dots and clusters, and one selection for both.
import { Marker } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";
import { boundsOf, drawOrSay, EMPTY, makeMap, pointOf, textLayout } from "./map-base.js";
import { clearPadding } from "./map-frame.js";
import { clusterColour, clusterCounts, clusterWords, colourBy, hasWords, signBy, tileParts } from "./map-looks.js";
import { closePopup, showPopup } from "./map-popup.js";
import { ASKED, onChosenMove, writeView } from "./map-share.js";
import { addSigns } from "./map-signs.js";
import { followView } from "./map-view.js";
import { isSheet, setSheet } from "./finder-sheet.js";

/** A cluster of several layers. */
const MIXED = "#37474f";
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** What the page says now: rows of the list, the layers with their colours, and the question that the map asks about its view. */
function readPage() {
  const data = document.getElementById("finder-features");
  const point = (text) => (text ? text.split(",").map(Number) : null);
  const { asked, near, at, radius, extent, narrow, view, layers, titles } = data.dataset;
  const titleOf = JSON.parse(titles);
  return {
    rows: JSON.parse(data.textContent).features,
    asked: JSON.parse(asked),
    layers: JSON.parse(layers).map((layer) => ({ ...layer, title: titleOf[layer.id] ?? layer.id })),
    here: point(near) ?? point(at),
    radius: Number(radius) || 0,
    extent: point(extent),
    narrow: Boolean(narrow),
    view: point(view),
  };
}

function shapeParts(source, width, { layers }, colours) {
  const only = (type, is = "==") => [is, ["geometry-type"], type];
  const colour = colourBy(layers, colours.shape);
  return [
    { id: `${source}-areas`, type: "fill", source, filter: only("Polygon"), paint: { "fill-color": colour, "fill-opacity": 0.2 } },
    { id: `${source}-lines`, type: "line", source, filter: only("Point", "!="), paint: { "line-color": colour, "line-width": width } },
  ];
}

/** Dots with the sign of their theme; clusters with their number and, of several layers, what they hold. */
function pointParts({ layers }, colours) {
  const white = { "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 };
  const clustered = { type: "circle", source: "points", filter: ["has", "point_count"] };
  const words = { id: "cluster-words", type: "symbol", source: "points", filter: ["has", "point_count"], layout: clusterWords(layers), paint: { "text-color": colours.name, "text-halo-color": colours.halo, "text-halo-width": 1.6 } };
  return [
    { id: "dots", type: "circle", source: "points", filter: ["!", ["has", "point_count"]], paint: { "circle-radius": 11, "circle-color": colourBy(layers, colours.shape), ...white } },
    { id: "signs", type: "symbol", source: "points", filter: ["!", ["has", "point_count"]], layout: { "icon-image": signBy(layers), "icon-size": 0.85, "icon-allow-overlap": true } },
    { ...clustered, id: "clusters", paint: { "circle-color": clusterColour(layers, MIXED), "circle-opacity": 0.92, ...white, "circle-radius": ["step", ["get", "point_count"], 15, 10, 18, 100, 23, 1000, 28] } },
    { id: "cluster-counts", type: "symbol", source: "points", filter: ["has", "point_count"], layout: { ...textLayout(["to-string", ["get", "point_count"]], 13), "text-allow-overlap": true }, paint: { "text-color": "#ffffff" } },
    ...(hasWords(layers) ? [words] : []),
  ];
}

/** The sources and layers of the map; `data` holds what they show now, so that they survive a change of colours or of layers. */
function parts(data) {
  return (colours) => {
    const tiles = data.tiled.map((layer) => tileParts(layer, data.template(layer)));
    return {
      sources: {
        shapes: { type: "geojson", data: data.shapes },
        points: { type: "geojson", data: data.points, cluster: true, clusterMaxZoom: 13, clusterRadius: 48, clusterProperties: clusterCounts(data.layers) },
        listed: { type: "geojson", data: data.listed },
        ...Object.assign({}, ...tiles.map(({ sources }) => sources)),
      },
      layers: [
        ...tiles.flatMap(({ layers }) => layers.filter(({ type }) => type !== "circle" && type !== "symbol")),
        ...shapeParts("shapes", 1, data, colours),
        ...shapeParts("listed", 2.5, data, colours),
        ...tiles.flatMap(({ layers }) => layers.filter(({ type }) => type === "circle" || type === "symbol")),
        ...pointParts(data, colours),
      ],
    };
  };
}

/** Pins of the list's rows, and the buttons in the list that show them. For the mouse only: everybody else uses the list. */
function makePins(map, page, said, choose) {
  const items = [...document.querySelectorAll(".bd-found-item")];
  const looks = new Map(page.layers.map(({ id, look }) => [id, look]));
  const pins = page.rows.map((row, index) => {
    if (!row.geometry) return null;
    const isPoint = row.geometry.type === "Point";
    const look = looks.get(row.properties.layer) ?? 0;
    const element = Object.assign(document.createElement("div"), { className: `bd-pin bd-look-${look}${isPoint ? "" : " bd-pin-area"}`, textContent: index + 1, title: row.properties.name });
    element.setAttribute("aria-hidden", "true");
    element.addEventListener("click", (event) => (event.stopPropagation(), choose(index, true)));
    const pin = new Marker({ element, anchor: isPoint ? "bottom-left" : "center" }).setLngLat(pointOf(row));
    return page.narrow ? pin.addTo(map) : pin;
  });
  for (const [index, item] of items.entries()) {
    if (!pins[index]) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "bd-found-number", textContent: index + 1 });
    button.setAttribute("aria-label", `${said.show} ${index + 1}`);
    button.addEventListener("click", () => choose(index, false));
    item.prepend(button);
  }
  return { items, pins };
}

class FinderMap {
  constructor(container, said) {
    this.container = container;
    this.said = said;
    this.page = readPage();
    const template = ({ id, release }) => location.origin + container.dataset.tile.replace("LAYER", encodeURIComponent(id)).replace("RELEASE", release);
    this.data = { shapes: EMPTY, points: EMPTY, listed: EMPTY, layers: this.page.layers, tiled: [], template };
    this.here = new Marker({ element: Object.assign(document.createElement("div"), { className: "bd-pin-here", title: said.here }) });
  }

  async draw() {
    const { tiles, credit } = this.container.dataset;
    this.map = await makeMap(this.container, parts(this.data), { tiles, credit, locale: this.said.locale, cooperativeGestures: false, fitBoundsOptions: { padding: clearPadding(this.container, 24) } });
    addSigns(this.map);
    // The list may have been replaced while the map was made.
    this.page = readPage();
    this.restyle();
    this.look(0);
    this.askView = followView(this.map, this.container, this.said, () => ({ ...this.page, listed: this.page.rows }), (found) => this.showView(found));
    this.map.on("click", (event) => this.tapped(event));
    this.map.getCanvas().addEventListener("keydown", (event) => event.key === "Enter" && this.showPoint(this.map.getCenter()));
    for (const layer of ["dots", "clusters"]) {
      this.map.on("mouseenter", layer, () => (this.map.getCanvas().style.cursor = "pointer"));
      this.map.on("mouseleave", layer, () => (this.map.getCanvas().style.cursor = ""));
    }
    onChosenMove(this.map, () => {
      this.moved = true;
      writeView(this.map);
    });
    addEventListener("finder:found", () => this.renew());
    this.showList();
  }

  /** Where to look first: the rows of the list when they are an answer about a place, else the unit or all of the province. */
  view() {
    const { rows, here, extent, narrow } = this.page;
    const bounds = boundsOf(narrow ? rows : []);
    if (here) bounds.extend(here);
    if (bounds.isEmpty() && extent) bounds.extend(extent.slice(0, 2)).extend(extent.slice(2));
    return bounds.isEmpty() ? {} : { bounds };
  }

  /** The list was replaced: its rows, the question and the view are new. */
  renew() {
    for (const pin of this.pins.pins) pin?.remove();
    closePopup();
    this.page = readPage();
    this.restyle();
    this.look(CALM.matches ? 0 : 500);
    this.showList();
  }

  look(duration) {
    const { view } = this.page;
    if (view) {
      this.moved = true;
      return this.map.jumpTo({ center: view.slice(0, 2), zoom: view[2] });
    }
    const { bounds } = this.view();
    if (bounds) {
      this.moved = false;
      this.map.fitBounds(bounds, { padding: clearPadding(this.container, 40), maxZoom: 15, duration });
    } else if (this.moved) {
      // The new question moves nothing: its address has to say where the visitor still looks.
      writeView(this.map);
    }
  }

  showList() {
    const shapes = this.page.rows.filter(({ geometry }) => geometry && geometry.type !== "Point");
    this.set("listed", { type: "FeatureCollection", features: this.page.narrow ? shapes : [] });
    this.pins = makePins(this.map, this.page, this.said, (index, fromMap) => this.choose(index, fromMap));
    this.page.here ? this.here.setLngLat(this.page.here).addTo(this.map) : this.here.remove();
    this.container.dataset.drawn = this.page.rows.length;
    this.askView();
  }

  /** Other layers have other colours, counts and tiles; the style of the map is made anew, which changes only what differs. */
  restyle(tiles = false) {
    const tiled = tiles ? this.page.layers : [];
    if (this.data.layers === this.page.layers && this.data.tiled === tiled) return;
    Object.assign(this.data, { layers: this.page.layers, tiled });
    this.map.restyle();
  }

  showView({ features, tiles }) {
    if (tiles !== this.data.tiled.length > 0) this.restyle(tiles);
    const isPoint = ({ geometry }) => geometry.type === "Point";
    this.set("points", { type: "FeatureCollection", features: features.filter(isPoint) });
    this.set("shapes", { type: "FeatureCollection", features: features.filter((feature) => !isPoint(feature)) });
  }

  set(source, data) {
    this.data[source] = data;
    this.map.getSource(source).setData(data);
  }

  /** A pin and its row in the list show each other. */
  choose(index, fromMap) {
    const { items, pins } = this.pins;
    for (const [at, item] of items.entries()) item.classList.toggle("is-chosen", at === index);
    for (const [at, pin] of pins.entries()) {
      pin?.getElement().classList.toggle("is-chosen", at === index);
      if (pin && !this.page.narrow) at === index ? pin.addTo(this.map) : pin.remove();
    }
    const pin = pins[index];
    if (!pin) return;
    if (!fromMap) return this.map.easeTo({ center: pin.getLngLat(), zoom: Math.max(this.map.getZoom(), 13.5) }, ASKED);
    if (isSheet()) return this.showRow(items[index]);
    items[index]?.scrollIntoView({ behavior: CALM.matches ? "auto" : "smooth", block: "nearest" });
    const { layer, id } = this.page.rows[index].properties;
    return this.showCard(pin.getLngLat(), layer, id);
  }

  /** On a phone the list itself shows the row: a card over the map would cover it. */
  showRow(item) {
    setSheet("half");
    const list = item.closest(".bd-sheet-body");
    list.scrollTo({ top: item.offsetTop - list.offsetTop - 4, behavior: CALM.matches ? "auto" : "smooth" });
  }

  async tapped({ point, lngLat }) {
    const tiled = this.map.getStyle().layers.filter(({ metadata }) => metadata?.layer).map(({ id }) => id);
    const around = [[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]];
    const [found] = this.map.queryRenderedFeatures(around, { layers: ["clusters", "dots", ...tiled] });
    if (!found) return this.showPoint(lngLat);
    const at = found.geometry.coordinates;
    if (found.layer.metadata) return this.showCard(at, found.layer.metadata.layer, String(found.properties._fid));
    if (found.layer.id === "dots") return this.showCard(at, found.properties.layer, found.properties.id);
    const zoom = await this.map.getSource("points").getClusterExpansionZoom(found.properties.cluster_id);
    this.map.easeTo({ center: at, zoom: Math.min(zoom + 0.2, 17) }, ASKED);
  }

  showCard(at, layer, id) {
    if (isSheet()) setSheet("peek");
    const address = this.container.dataset.card.replace("LAYER", encodeURIComponent(layer)).replace("ID", id.split("/").map(encodeURIComponent).join("/"));
    return showPopup(this.map, at, address, this.said);
  }

  /** What holds at a point; "near" is rounded to about a metre. */
  showPoint({ lng, lat }) {
    if (isSheet()) setSheet("peek");
    // The popup's links go on from the question of this page.
    const query = new URLSearchParams(location.search);
    for (const name of ["near", "radius", "cursor", "place", "within", "view"]) query.delete(name);
    query.set("at", `${lng.toFixed(5)},${lat.toFixed(5)}`);
    return showPopup(this.map, [lng, lat], `${this.container.dataset.point}?${query}`, this.said);
  }
}

/** Draw the finder's map in its container. */
export function drawFinderMap(container) {
  const said = JSON.parse(container.querySelector("[data-map-words]").textContent);
  return drawOrSay(container, () => new FinderMap(container, said).draw());
}

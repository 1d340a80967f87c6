// The finder's map: the rows of the list as numbered pins, everything else in view as dots and clusters, and one selection for both.
import { Marker } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.js";
import { boundsOf, drawOrSay, EMPTY, makeMap, pointOf, textLayout } from "./map-base.js";
import { closePopup, showPopup } from "./map-popup.js";
import { ASKED, onChosenMove, writeView } from "./map-share.js";
import { followView } from "./map-view.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** What the page says now: rows of the list, and the question that the map asks about its view. */
function readPage() {
  const data = document.getElementById("finder-features");
  const point = (text) => (text ? text.split(",").map(Number) : null);
  const { asked, near, at, radius, extent, narrow, view } = data.dataset;
  return {
    rows: JSON.parse(data.textContent).features,
    asked: JSON.parse(asked),
    here: point(near) ?? point(at),
    radius: Number(radius) || 0,
    extent: point(extent),
    narrow: Boolean(narrow),
    view: point(view),
  };
}

/** Shapes and clusters; `data` holds what the sources show now, so that they survive a change of colours. */
function parts(data) {
  const only = (type, is = "==") => [is, ["geometry-type"], type];
  const shapes = (source, width) => (colours) => [
    { id: `${source}-areas`, type: "fill", source, filter: only("Polygon"), paint: { "fill-color": colours.shape, "fill-opacity": 0.18 } },
    { id: `${source}-lines`, type: "line", source, filter: only("Point", "!="), paint: { "line-color": colours.shape, "line-width": width } },
  ];
  return (colours) => ({
    sources: {
      shapes: { type: "geojson", data: data.shapes },
      points: { type: "geojson", data: data.points, cluster: true, clusterMaxZoom: 13, clusterRadius: 44 },
      listed: { type: "geojson", data: data.listed },
    },
    layers: [
      ...shapes("shapes", 1)(colours),
      ...shapes("listed", 2)(colours),
      { id: "dots", type: "circle", source: "points", filter: ["!", ["has", "point_count"]], paint: { "circle-radius": 6, "circle-color": colours.shape, "circle-stroke-color": colours.ink, "circle-stroke-width": 2 } },
      {
        id: "clusters",
        type: "circle",
        source: "points",
        filter: ["has", "point_count"],
        paint: { "circle-color": colours.shape, "circle-opacity": 0.88, "circle-stroke-color": colours.ink, "circle-stroke-width": 2, "circle-radius": ["step", ["get", "point_count"], 15, 10, 18, 100, 23, 1000, 28] },
      },
      { id: "cluster-counts", type: "symbol", source: "points", filter: ["has", "point_count"], layout: { ...textLayout(["to-string", ["get", "point_count"]], 13), "text-allow-overlap": true }, paint: { "text-color": colours.ink } },
    ],
  });
}

/** Pins of the list's rows, and the buttons in the list that show them. For the mouse only: everybody else uses the list. */
function makePins(map, page, said, choose) {
  const items = [...document.querySelectorAll(".bd-found-item")];
  const pins = page.rows.map((row, index) => {
    if (!row.geometry) return null;
    const isPoint = row.geometry.type === "Point";
    const element = Object.assign(document.createElement("div"), { className: isPoint ? "bd-pin" : "bd-pin bd-pin-area", textContent: index + 1, title: row.properties.name });
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
    this.data = { shapes: EMPTY, points: EMPTY, listed: EMPTY };
    this.here = new Marker({ element: Object.assign(document.createElement("div"), { className: "bd-pin-here", title: said.here }) });
  }

  async draw() {
    const { tiles, credit } = this.container.dataset;
    this.map = await makeMap(this.container, parts(this.data), { tiles, credit, locale: this.said.locale });
    // The list may have been replaced while the map was made.
    this.page = readPage();
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
      this.map.fitBounds(bounds, { padding: 48, maxZoom: 15, duration });
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

  showView({ features }) {
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
    if (innerWidth > 900) items[index]?.scrollIntoView({ behavior: CALM.matches ? "auto" : "smooth", block: "nearest" });
    const { layer, id } = this.page.rows[index].properties;
    this.showCard(pin.getLngLat(), layer, id);
  }

  async tapped({ point, lngLat }) {
    const [found] = this.map.queryRenderedFeatures(point, { layers: ["clusters", "dots"] });
    if (!found) return this.showPoint(lngLat);
    const at = found.geometry.coordinates;
    if (found.layer.id === "dots") return this.showCard(at, found.properties.layer, found.properties.id);
    const zoom = await this.map.getSource("points").getClusterExpansionZoom(found.properties.cluster_id);
    this.map.easeTo({ center: at, zoom: Math.min(zoom + 0.2, 17) }, ASKED);
  }

  showCard(at, layer, id) {
    const address = this.container.dataset.card.replace("LAYER", encodeURIComponent(layer)).replace("ID", id.split("/").map(encodeURIComponent).join("/"));
    return showPopup(this.map, at, address, this.said);
  }

  /** What holds at a point; "near" is rounded to about a metre. */
  showPoint({ lng, lat }) {
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

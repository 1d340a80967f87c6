// The rows in view: asked of feature_search with the question of the page and the map's box, drawn as dots and clusters.
import { EMPTY } from "./map-base.js";

const LIMIT = 1000;
const WAIT = 200;

/** "1.234" or "1,234", as the page's language writes it. */
const number = (value) => new Intl.NumberFormat(document.documentElement.lang).format(value);

const keyOf = (layer, id) => `${layer}/${id}`;

/** A light copy for the map: which row it is, nothing else. */
function light({ geometry, layer, id }) {
  return { type: "Feature", geometry, properties: { layer, id } };
}

function words(said, drawn, count, isAll) {
  if (isAll) return said.inView.replace("{number}", number(count ?? drawn));
  if (count) return said.more.replace("{shown}", number(drawn)).replace("{number}", number(count));
  return said.many.replace("{shown}", number(drawn));
}

/** Keep a source of the map filled with what is in view. `state()` gives `{asked, listed, narrow}`; `show(data)` draws. */
export function followView(map, container, said, state, show) {
  const message = container.querySelector("[data-map-count]");
  let timer = 0;
  let running = null;

  async function ask() {
    running?.abort();
    const { asked, listed, narrow } = state();
    if (!Object.keys(asked).length) {
      message.hidden = true;
      container.dataset.inView = "0";
      return show(EMPTY);
    }
    running = new AbortController();
    const bounds = map.getBounds();
    const bbox = [Math.max(-180, bounds.getWest()), Math.max(-90, bounds.getSouth()), Math.min(180, bounds.getEast()), Math.min(90, bounds.getNorth())].map((value) => value.toFixed(6)).join(",");
    const { cursor: _page, ...question } = asked;
    message.hidden = false;
    try {
      const answer = await fetch(`/api/3/action/feature_search?${new URLSearchParams({ ...question, bbox, limit: LIMIT })}`, { signal: running.signal });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const { features, count, next_cursor: next } = (await answer.json()).result;
      const inList = new Set(narrow ? listed.map(({ properties }) => keyOf(properties.layer, properties.id)) : []);
      show({ type: "FeatureCollection", features: features.filter(({ layer, id, geometry }) => geometry && !inList.has(keyOf(layer, id))).map(light) });
      message.textContent = words(said, features.length, count, !next);
      container.dataset.inView = count ?? features.length;
    } catch (error) {
      if (error.name !== "AbortError") message.textContent = said.failed;
    }
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  map.on("moveend", soon);
  return soon;
}

// What is in view: its rows from feature_search as dots and clusters, or, where whole layers have more rows than that, their vector tiles.
import { EMPTY } from "./map-base.js";

/** Rows of one answer; with so many in view tiles are lighter. */
const LIMIT = 1000;
/** Of a narrowed question, which tiles cannot draw, so many answers are asked for one view. */
const PAGES = 5;
const WAIT = 200;
/** What a question may hold and still be about every row of its layers: `near` only sorts. */
const WHOLE = new Set(["layer", "near", "cursor"]);

/** "1.234" or "1,234", as the page's language writes it. */
const number = (value) => new Intl.NumberFormat(document.documentElement.lang).format(value);

const keyOf = (layer, id) => `${layer}/${id}`;

/** A light copy for the map: which row it is, nothing else. */
function light({ geometry, layer, id }) {
  return { type: "Feature", geometry, properties: { layer, id } };
}

function words(said, drawn, count, isAll) {
  if (isAll) return count === null ? said.countless.replace("{number}", number(drawn)) : said.inView.replace("{number}", number(count ?? drawn));
  if (count) return said.more.replace("{shown}", number(drawn)).replace("{number}", number(count));
  return said.many.replace("{shown}", number(drawn));
}

function boxOf(map) {
  const bounds = map.getBounds();
  return [Math.max(-180, bounds.getWest()), Math.max(-90, bounds.getSouth()), Math.min(180, bounds.getEast()), Math.min(90, bounds.getNorth())].map((value) => value.toFixed(6)).join(",");
}

async function search(question, signal) {
  const answer = await fetch(`/api/3/action/feature_search?${new URLSearchParams(question)}`, { signal });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()).result;
}

/** All rows of a question, page by page; `next` is set when there are more than may be asked for. */
async function rowsOf(question, signal) {
  const first = await search({ ...question, limit: LIMIT }, signal);
  const found = { features: first.features, count: first.count ?? null, next: first.next_cursor };
  for (let page = 1; page < PAGES && found.next; page += 1) {
    const more = await search({ ...question, limit: LIMIT, cursor: found.next }, signal);
    found.features = found.features.concat(more.features);
    found.next = more.next_cursor;
  }
  return found;
}

/** Keep the map filled with what is in view. `state()` gives `{asked, listed, narrow, layers}`; `show({features, tiles})` draws. */
export function followView(map, container, said, state, show) {
  const message = container.querySelector("[data-map-count]");
  let timer = 0;
  let running = null;

  function tell(text, inView, form) {
    message.hidden = false;
    message.textContent = text;
    container.dataset.inView = inView;
    container.dataset.form = form;
  }

  async function ask() {
    running?.abort();
    const { asked, listed, narrow, layers } = state();
    if (!Object.keys(asked).length) {
      message.hidden = true;
      container.dataset.inView = "0";
      return show({ ...EMPTY, tiles: false });
    }
    running = new AbortController();
    const { signal } = running;
    const { cursor: _page, ...question } = { ...asked, bbox: boxOf(map) };
    const whole = Object.keys(asked).every((name) => WHOLE.has(name));
    try {
      if (whole && layers.reduce((sum, { count }) => sum + count, 0) > LIMIT) {
        const { count = null } = await search({ ...question, limit: 1 }, signal);
        if (count === null || count > LIMIT) {
          show({ ...EMPTY, tiles: true });
          return tell(words(said, 10_000, count, true), count ?? 10_000, "tiles");
        }
      }
      const { features, count, next } = await rowsOf(question, signal);
      const inList = new Set(narrow ? listed.map(({ properties }) => keyOf(properties.layer, properties.id)) : []);
      show({ type: "FeatureCollection", features: features.filter(({ layer, id, geometry }) => geometry && !inList.has(keyOf(layer, id))).map(light), tiles: false });
      tell(words(said, features.length, count ?? undefined, !next), count ?? features.length, "rows");
    } catch (error) {
      if (error.name !== "AbortError") {
        message.hidden = false;
        message.textContent = said.failed;
      }
    }
    return undefined;
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  map.on("moveend", soon);
  return soon;
}

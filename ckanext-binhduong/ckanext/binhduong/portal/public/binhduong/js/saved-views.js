// The views that a reader keeps in this browser: [{name, address, day}], the newest first. Nothing of it is sent to the server: a list goes
// to another browser in the part of a link behind "#", which browsers keep to themselves.

const KEY = "binhduong.views";
const MOST = 200;
export const LONGEST_NAME = 120;
const LONGEST_ADDRESS = 4000;

/** A view as it may be kept, or null: an address of this portal and nothing else, whoever wrote the list. */
function sound(view) {
  const { name, address, day } = view ?? {};
  if (typeof name !== "string" || typeof address !== "string" || address.length > LONGEST_ADDRESS || !address.startsWith("/")) return null;
  const url = urlOf(address);
  // What begins with two slashes is an address of another host when it is read again.
  if (url?.origin !== location.origin || url.pathname.startsWith("//")) return null;
  const short = name.trim().slice(0, LONGEST_NAME);
  return { name: short || url.pathname, address: url.pathname + url.search, day: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : "" };
}

// URL.parse does the same, in browsers since 2024 only.
function urlOf(address) {
  try {
    return new URL(address, location.origin);
  } catch {
    return null;
  }
}

function soundOnes(views) {
  return (Array.isArray(views) ? views : []).map(sound).filter(Boolean).slice(0, MOST);
}

/** The kept views; null where the browser refuses to keep anything, or where what it kept cannot be read. */
function keptViews() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY)) ?? [];
    return Array.isArray(kept) ? soundOnes(kept) : null;
  } catch {
    return null;
  }
}

/** The kept views; none where there are none that can be read. */
export function savedViews() {
  return keptViews() ?? [];
}

/** Keep these views; false where the browser refuses. A list that cannot be read, as a later version's, is not written over: false too. */
export function keepViews(views) {
  if (!keptViews()) return false;
  try {
    localStorage.setItem(KEY, JSON.stringify(views.slice(0, MOST)));
    return true;
  } catch {
    return false;
  }
}

/** Add views before those that are kept; one with an address that is there already keeps its place and name. */
export function addViews(views) {
  const kept = savedViews();
  const known = new Set(kept.map(({ address }) => address));
  return keepViews([...views.filter(({ address }) => !known.has(address)), ...kept]);
}

/** Letters that may stand in an address as they are (base64url of UTF-8). */
export function toText(views) {
  const bytes = new TextEncoder().encode(JSON.stringify(views.map(({ name, address, day }) => [name, address, day])));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The views of such a text; null where it is none. */
export function fromText(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return soundOnes(JSON.parse(new TextDecoder().decode(bytes)).map(([name, address, day]) => ({ name, address, day })));
  } catch {
    return null;
  }
}

// Where the map looks, in the page's address and in the addresses that the page offers: `view=longitude,latitude,zoom`.

/** Given with a movement that the visitor asked for by a button or a pin, so that it counts like one by hand. */
export const ASKED = { asked: true };

function withView(address, view) {
  const url = new URL(address, location.href);
  url.searchParams.set("view", view);
  // Commas may stand in a query as they are, and the address stays readable.
  return url.href.replaceAll("%2C", ",");
}

/** Do something after every movement that the visitor chose; views that follow from the question need no words. */
export function onChosenMove(map, act) {
  map.on("moveend", (event) => {
    if (event.originalEvent || event.asked) act();
  });
}

/** Write the present view into the page's address and those that it offers. */
export function writeView(map) {
  const { lng, lat } = map.getCenter();
  const view = [lng.toFixed(5), lat.toFixed(5), map.getZoom().toFixed(2)].join(",");
  history.replaceState(history.state, "", withView(location.href, view));
  const link = document.getElementById("finder-link");
  const embed = document.getElementById("finder-embed");
  if (link) link.textContent = withView(link.textContent, view);
  if (embed) embed.textContent = embed.textContent.replace(/src="([^"]*)"/, (_, address) => `src="${withView(address.replaceAll("&amp;", "&"), view).replaceAll("&", "&amp;")}"`);
  for (const whole of document.querySelectorAll("[data-whole-page]")) whole.href = withView(whole.href, view);
}

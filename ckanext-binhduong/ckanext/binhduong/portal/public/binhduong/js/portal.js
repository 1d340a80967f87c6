// What every page may use a script for. All of it works without: links and forms stay links and forms.

/** How long a visitor waits for the device: after that a place's name is faster. */
const PATIENCE = 6000;

/**
 * Ask the device for its position: {lon, lat} in degrees WGS 84, rounded to about 10 m. Rejects with a code: `refused` (the visitor or the
 * browser says no), `slow` (no answer in time), `failed` (the device does not know).
 */
function position() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("failed"));
    // The device's own time limit does not run while the browser asks the visitor.
    const timer = setTimeout(() => reject(new Error("slow")), PATIENCE);
    const found = ({ coords }) => resolve({ lon: coords.longitude.toFixed(4), lat: coords.latitude.toFixed(4) });
    const failed = ({ code }) => reject(new Error({ 1: "refused", 3: "slow" }[code] ?? "failed"));
    const ended = (act) => (value) => (clearTimeout(timer), act(value));
    navigator.geolocation.getCurrentPosition(ended(found), ended(failed), { timeout: PATIENCE, maximumAge: 60000 });
  });
}

/** "Near me" links of the home page: with a position they go on to the nearest; without one the finder says why and asks for a place. */
function nearLinks() {
  for (const link of document.querySelectorAll("a[data-near]")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      link.setAttribute("aria-busy", "true");
      const url = new URL(link.href);
      try {
        const { lon, lat } = await position();
        url.searchParams.set("near", `${lon},${lat}`);
      } catch ({ message }) {
        url.searchParams.set("nowhere", message);
      }
      link.removeAttribute("aria-busy");
      location.assign(url);
    });
  }
}

/** The finder's own button: fills `near` and sends the form, or says at once what failed and leads to the field where a place is typed. */
function nearButton() {
  const button = document.querySelector("[data-near-me]");
  if (!button) return;
  const form = button.form;
  const status = form.querySelector("[data-near-status]");
  button.addEventListener("click", async () => {
    status.textContent = status.dataset.asking;
    try {
      const { lon, lat } = await position();
      const field = form.elements.near ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "near" }));
      field.value = `${lon},${lat}`;
      form.requestSubmit();
    } catch ({ message }) {
      status.textContent = status.dataset[message];
      form.elements.q.focus();
    }
  });
}

/** Empty fields stay out of the address, so that a copied link is short. */
function shortAddresses() {
  for (const form of document.querySelectorAll("form[method=get]")) {
    form.addEventListener("submit", () => {
      const empty = [...form.elements].filter((field) => field.name && !field.value && !field.disabled);
      for (const field of empty) field.disabled = true;
      // The address is made by then; a form whose page stays is as it was.
      setTimeout(() => empty.forEach((field) => (field.disabled = false)));
    });
    addEventListener("pageshow", () => {
      for (const field of form.elements) field.disabled = false;
    });
  }
}

/** A choice that sends its form at once; its button is then not needed. */
function choices() {
  for (const field of document.querySelectorAll("[data-submit]")) {
    field.form.querySelector("button[type=submit]").hidden = true;
    field.addEventListener("change", () => field.form.requestSubmit());
  }
}

/** A map that is loaded when it is asked for; the button goes, the map comes in its place. One that is the page's own comes at once. */
function mapsOnDemand() {
  for (const map of document.querySelectorAll("[data-map-now]")) {
    import(map.dataset.mapNow);
  }
  for (const button of document.querySelectorAll("[data-map-ask]")) {
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      document.querySelector("[data-map][hidden]").hidden = false;
      button.hidden = true;
      await import(button.dataset.mapAsk);
    });
    openIfNamed(button);
  }
}

/** An address that ends in the name of the map that waits has been asked for it. */
function openIfNamed(button) {
  const map = document.querySelector("[data-map][hidden]");
  if (!map?.id || location.hash !== `#${map.id}`) return;
  map.closest("details")?.setAttribute("open", "");
  button.click();
}

/** A button that copies the code beside it; where the browser does not let pages copy, there is none. The finder brings new ones. */
function copyButtons() {
  if (!navigator.clipboard) return;
  const show = () => document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
  show();
  addEventListener("finder:found", show);
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    button.dataset.label ??= button.textContent;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
    button.addEventListener("blur", () => (button.textContent = button.dataset.label), { once: true });
  });
}

/** Views are kept by this browser alone; what does it is loaded at the first press, and on the page of the list. */
function savedViews() {
  const list = document.querySelector("[data-saved-views]");
  if (list) import(list.dataset.savedViews);
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-save-view]");
    if (button) (await import(button.dataset.saveView)).saveView(button);
  });
}

/** Cells of a table that can be copied; where the browser does not let pages copy, they are text as any other. */
function tableCells() {
  const table = document.querySelector("[data-cells]");
  if (table && navigator.clipboard) import(table.dataset.cells);
}

/** Search boxes are comboboxes that suggest what is meant (ARIA 1.2); what they do is loaded when the cursor first comes. */
function searchBoxes() {
  for (const form of document.querySelectorAll("form[data-suggest]")) {
    const box = form.elements.q;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" })) {
      box.setAttribute(name, value);
    }
    box.addEventListener("input", () => (form.dataset.typed = "yes"), { once: true });
    box.addEventListener("focus", async () => (await import(form.dataset.suggestScript)).suggestIn(form), { once: true });
  }
}

/** A chart as PNG: the browser paints the SVG, three times as fine as the page; without a script there is the SVG. */
function pngLinks() {
  for (const part of document.querySelectorAll("[data-as-png]")) part.hidden = false;
  for (const link of document.querySelectorAll("a[data-as-png]")) {
    link.addEventListener("click", async (event) => {
      if (link.href.startsWith("blob:")) return;
      event.preventDefault();
      const picture = new Image();
      picture.src = link.href;
      await picture.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: picture.naturalWidth * 3, height: picture.naturalHeight * 3 });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      link.href = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done, "image/png")));
      link.click();
    });
  }
}

/** Says that the portal did not answer and nginx gave what it had kept; it alone knows, and says so to scripts in this header. */
function awayNote() {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.serverTiming?.some(({ name }) => name === "portal-away")) document.getElementById("portal-away")?.removeAttribute("hidden");
}

/** The day of a print: a page may have been kept, or open, since another day. */
function printedDay() {
  addEventListener("beforeprint", () => {
    for (const place of document.querySelectorAll("[data-printed]")) {
      place.textContent = place.dataset.printed.replace("{day}", new Date().toLocaleDateString(document.documentElement.lang));
    }
  });
}

awayNote();
nearLinks();
printedDay();
pngLinks();
searchBoxes();
copyButtons();
savedViews();
tableCells();
mapsOnDemand();
nearButton();
shortAddresses();
choices();

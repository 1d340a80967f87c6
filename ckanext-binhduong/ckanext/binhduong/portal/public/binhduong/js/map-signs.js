// The signs of themes as images for the map: the page's own icons, drawn in white.
const SIZE = 32;
let sheet = null;

/** The icons' file, read once. Only text is taken from it: its style sheet would be one that the page's policy forbids. */
function icons() {
  sheet ??= fetch(new URL("../icons.svg", import.meta.url)).then((answer) => answer.text());
  return sheet;
}

async function drawn(theme) {
  const found = (await icons()).match(new RegExp(`<symbol id="${theme}" viewBox="([^"]*)">(.*?)</symbol>`));
  if (!found) return null;
  const source = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="${found[1]}" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${found[2]}</svg>`;
  const image = new Image(SIZE, SIZE);
  image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE });
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0, SIZE, SIZE);
  return pen.getImageData(0, 0, SIZE, SIZE);
}

/** Give the map each sign when it first needs it. */
export function addSigns(map) {
  map.setMissingStyleImageResolver(async (id) => {
    if (!id.startsWith("sign-")) return;
    const image = await drawn(id.slice(5));
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: 2 });
  });
}

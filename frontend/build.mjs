// Vendors what the portal's pages take from npm: MapLibre GL JS, the reader of PMTiles and the Be Vietnam Pro font, with their licences.
// `npm ci && node build.mjs` writes, `node build.mjs --check` only compares: the committed output must be what this writes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "../ckanext-binhduong/ckanext/binhduong/portal/public/binhduong/vendor");
const modules = join(here, "node_modules");
const WEIGHTS = [400, 600];
// Only these two: the subset "latin-ext" overlaps "vietnamese" and would be fetched as well for every đ, ơ and ư.
const SUBSETS = ["vietnamese", "latin"];

const read = (...path) => readFileSync(join(modules, ...path));
const version = (name) => JSON.parse(read(name, "package.json")).version;

/** MapLibre under .js names: nginx of Debian 12 does not know .mjs, and a browser refuses a module of an unknown type. */
function mapLibre() {
  const folder = `maplibre-gl-${version("maplibre-gl")}`;
  const code = (name) => Buffer.from(String(read("maplibre-gl/dist", name)).replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
  return {
    [`${folder}/maplibre-gl.js`]: code("maplibre-gl.mjs"),
    [`${folder}/maplibre-gl-worker.js`]: code("maplibre-gl-worker.mjs"),
    [`${folder}/maplibre-gl.css`]: read("maplibre-gl/dist/maplibre-gl.css"),
    [`${folder}/LICENSE.txt`]: read("maplibre-gl/LICENSE.txt"),
  };
}

/** One woff2 file a subset and weight, and the style sheet that names them. */
function font() {
  const files = { "be-vietnam-pro/LICENSE": read("@fontsource/be-vietnam-pro/LICENSE") };
  const rules = [];
  for (const weight of WEIGHTS) {
    const source = String(read(`@fontsource/be-vietnam-pro/${weight}.css`));
    for (const subset of SUBSETS) {
      const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
      const range = source.split("@font-face").find((rule) => rule.includes(`/${name}`)).match(/unicode-range: ([^;]+);/)[1];
      files[`be-vietnam-pro/${name}`] = read("@fontsource/be-vietnam-pro/files", name);
      rules.push(
        `@font-face {\n  font-family: "Be Vietnam Pro";\n  font-style: normal;\n  font-weight: ${weight};\n  font-display: swap;\n` +
          `  src: url("${name}") format("woff2");\n  unicode-range: ${range};\n}\n`,
      );
    }
  }
  files["be-vietnam-pro/be-vietnam-pro.css"] = Buffer.from(rules.join(""));
  return files;
}

/** The reader of PMTiles as a module. Its package brings no licence text, and holds fflate. */
function pmTiles() {
  const folder = `pmtiles-${version("pmtiles")}`;
  const code = String(read("pmtiles/dist/pmtiles.js")).replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\nexport const { PMTiles, Protocol } = pmtiles;\n");
  const licences = [readFileSync(join(here, "licences/pmtiles.txt")), "\nIt holds fflate:\n\n", read("fflate/LICENSE")];
  return { [`${folder}/pmtiles.js`]: Buffer.from(code), [`${folder}/LICENSE.txt`]: Buffer.from(licences.join("")) };
}

/** Every file below a folder, as paths relative to it. */
function listed(folder) {
  const names = statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder, { recursive: true }) : [];
  return names.filter((name) => statSync(join(folder, name)).isFile());
}

function check(files) {
  const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
  const present = new Map(listed(output).map((name) => [name, digest(readFileSync(join(output, name)))]));
  const wrong = Object.entries(files).filter(([name, bytes]) => present.get(name) !== digest(bytes)).map(([name]) => name);
  const extra = [...present.keys()].filter((name) => !(name in files));
  for (const name of [...wrong, ...extra]) console.error(`differs from what npm gives: ${name}`);
  process.exitCode = wrong.length || extra.length ? 1 : 0;
}

function write(files) {
  rmSync(output, { recursive: true, force: true });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(output, name)), { recursive: true });
    writeFileSync(join(output, name), bytes);
  }
  console.log(`${Object.keys(files).length} files in ${relative(join(here, ".."), output)}`);
}

/** What the tests compare the committed files with, since they may not ask npm. */
function sums(files) {
  const lines = Object.entries(files).map(([name, bytes]) => `${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`);
  return { ...files, SHA256SUMS: Buffer.from(lines.sort().join("")) };
}

const files = sums({ ...mapLibre(), ...font(), ...pmTiles() });
if (process.argv.includes("--check")) check(files);
else write(files);

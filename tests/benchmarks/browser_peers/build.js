// One small script and one style for each peer, as light as its own packages allow: bundled, shaken and minified.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const ENKETO = "./node_modules/enketo-core";
// enketo-core names its parts by what an application may put in their place; these are its own.
const { browser } = JSON.parse(readFileSync(`${ENKETO}/package.json`, "utf8"));
const alias = Object.fromEntries(Object.entries(browser).map(([name, file]) => [name, `${ENKETO}/${file}`]));
await build({
  entryPoints: ["enketo.js", "surveyjs.js"],
  outdir: "out",
  bundle: true,
  minify: true,
  format: "esm",
  legalComments: "none",
  alias,
});

// One of its styles is asked for by where it stands on its authors' machines.
const theirs = /^\/packages\/enketo-core\/node_modules\//;
const importer = {
  findFileUrl: (asked) => (theirs.test(asked) ? pathToFileURL(resolve(asked.replace(theirs, "node_modules/"))) : null),
};
const logger = { warn() {}, debug() {} };
const { css } = compile(`${ENKETO}/src/sass/formhub/formhub.scss`, { style: "compressed", importers: [importer], logger });
writeFileSync("out/enketo.css", css);
copyFileSync("node_modules/survey-core/survey-core.fontless.min.css", "out/surveyjs.css");

// Downloads open: CSV by Frictionless, JSON by a parser, XML by xmllint.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { siteTest } from "./lib/each.mjs";
import { attr, named, text } from "./lib/html.mjs";
import { lint } from "./lib/xml.mjs";

const PYTHON = process.env.TERAWANG_PYTHON ?? fileURLToPath(new URL("../../target/test-tools/venv/bin/python", import.meta.url));
const TABLES = fileURLToPath(new URL("tables.py", import.meta.url));

siteTest("tables open", (site, fault, t) => {
  const files = [...site.ending(".csv"), ...site.ending("datapackage.json")];
  t.diagnostic(`${files.length} table(s) and packages`);
  if (files.length === 0) return;
  const said = execFileSync(PYTHON, [TABLES], { cwd: site.root, input: JSON.stringify(files), maxBuffer: 64 * 1024 * 1024 });
  for (const { file, rule, detail } of JSON.parse(said)) fault(`/${file}`, `frictionless ${rule}`, detail);
});

siteTest("JSON parses", (site, fault) => {
  for (const file of site.ending(".json", ".jsonld", ".geojson", ".webmanifest")) parse(site.read(file), (why) => fault(`/${file}`, "JSON", why));
  for (const page of site.pages) {
    for (const script of named(page.document, "script")) {
      if (/json$/.test(attr(script, "type") ?? "")) parse(text(script), (why) => fault(page, "JSON in a script", why));
    }
  }
});

siteTest("XML is well-formed", (site, fault) => {
  for (const file of site.ending(".xml", ".svg", ".rdf", ".xsl")) for (const line of lint(site, file)) fault(`/${file}`, "XML", line);
});

function parse(said, complain) {
  try {
    JSON.parse(said);
  } catch (error) {
    complain(error.message);
  }
}

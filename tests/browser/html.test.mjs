// Every HTML and SVG file passes the Nu HTML Checker, the W3C's own, without an error or a warning.
import { execFile } from "node:child_process";
import { before } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { siteTest } from "./lib/each.mjs";
import { sites } from "./lib/sites.mjs";

const JAR = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

/** Warnings that are let pass, each with its reason. None is, so far. */
const ALLOWED = [];

let messages = [];

before(async () => {
  const roots = sites.map((site) => site.root);
  // One run for all sites, too short for the thorough compiler; what the quick one makes takes more of the stack.
  const quick = ["-XX:TieredStopAtLevel=1", "-Xss16m"];
  const options = [...quick, "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", "--also-check-svg"];
  const { stdout } = await promisify(execFile)("java", [...options, ...roots], { maxBuffer: 512 * 1024 * 1024 });
  messages = JSON.parse(stdout).messages;
});

siteTest("valid HTML", (site, fault, t) => {
  t.diagnostic(`${site.pages.length} HTML and ${site.ending(".svg").length} SVG file(s)`);
  const prefix = `${site.root}/`;
  for (const { type, subType, url, message, lastLine, extract } of messages) {
    const file = decodeURIComponent(url ?? "").replace(/^file:(\/\/)?/, "");
    const grave = type === "error" || type === "non-document-error" || subType === "warning";
    if (!grave || (file && !file.startsWith(prefix)) || ALLOWED.some((each) => each.test(message))) continue;
    const path = file ? `/${file.slice(prefix.length)}` : "(checker)";
    fault(path, subType ?? type, `line ${lastLine ?? "?"}: ${message} ${extract ? `‹${extract}›` : ""}`);
  }
});

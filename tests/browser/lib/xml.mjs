// XML: xmllint for schemas, a DOM for questions.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { DOMParser } from "@xmldom/xmldom";

/** What xmllint finds wrong with a file of a site, a line each; `options` names the schema. */
export function lint(site, file, ...options) {
  try {
    execFileSync("xmllint", ["--noout", "--nonet", ...options, join(site.root, file)], { stdio: ["ignore", "pipe", "pipe"] });
    return [];
  } catch (error) {
    if (error.code === "ENOENT") throw new Error("xmllint is missing: tests/run installs it (Debian: libxml2-utils)");
    const lines = error.stderr.toString().split("\n").map((line) => line.replace(`${join(site.root, file)}:`, "line "));
    const told = lines.filter((line) => /\berror\b/.test(line));
    return told.length ? told : lines.filter(Boolean);
  }
}

/** The parsed file, or null when it is not well-formed (lint tells why). */
export function parseXml(site, file) {
  try {
    return new DOMParser({ onError: (level, message) => { if (level !== "warning") throw new Error(message); } }).parseFromString(site.read(file), "text/xml");
  } catch {
    return null;
  }
}

/** The child elements of that local name, or all. */
export const children = (node, name) =>
  Array.from(node?.childNodes ?? []).filter((child) => child.nodeType === 1 && (!name || child.localName === name));

/** The text of the first such child. */
export const childText = (node, name) => children(node, name)[0]?.textContent.trim();

// Atom feeds follow the RELAX NG schema of RFC 4287, and what that schema cannot say.
import { fileURLToPath } from "node:url";

import { siteTest } from "./lib/each.mjs";
import { attr, links } from "./lib/html.mjs";
import { childText, children, lint, parseXml } from "./lib/xml.mjs";

const SCHEMA = process.env.TERAWANG_ATOM_RNG ?? fileURLToPath(new URL("../../target/test-tools/atom.rng", import.meta.url));

const feeds = (site) => site.files.filter((file) => /(^|\/)atom\.xml$|\.atom$/.test(file));

siteTest("feeds follow the schema", (site, fault, t) => {
  t.diagnostic(`${feeds(site).length} feed(s)`);
  if (!site.fileSet.has("atom.xml")) fault("/atom.xml", "there is none");
  for (const file of feeds(site)) for (const line of lint(site, file, "--relaxng", SCHEMA)) fault(`/${file}`, "RFC 4287", line);
});

siteTest("feeds keep their promises", (site, fault) => {
  for (const file of feeds(site)) {
    const feed = parseXml(site, file)?.documentElement;
    const say = (rule, detail) => fault(`/${file}`, rule, detail);
    if (!feed || feed.localName !== "feed") {
      say("no feed");
      continue;
    }
    const self = href(feed, "self");
    if (self !== site.address(`/${file}`)) say("self link", `${self} is not the feed's own address`);
    if (!site.pageAt(href(feed, "alternate") ?? "")) say("alternate link", `${href(feed, "alternate")} is no page`);
    const lang = feed.getAttribute("xml:lang");
    if (lang && lang.split("-")[0] !== (file.startsWith("en/") ? "en" : "id")) say("xml:lang", lang);

    const ids = new Set();
    const newest = Date.parse(childText(feed, "updated"));
    for (const entry of children(feed, "entry")) {
      const id = childText(entry, "id") ?? "";
      if (ids.has(id)) say("id is not unique", id);
      ids.add(id);
      if (!/^[a-z][a-z0-9+.-]*:\S+$/.test(id)) say("id is no absolute IRI", id);
      if (!childText(entry, "title")) say("entry without a title", id);
      if (!children(entry, "author").length && !children(feed, "author").length) say("entry without an author", id);
      if (Date.parse(childText(entry, "updated")) > newest) say("entry newer than its feed", id);
      const there = href(entry, "alternate");
      if (!there || !URL.canParse(there) || !site.fileAt(new URL(there))) say("entry leads nowhere", `${id}: ${there}`);
      for (const part of [...children(entry, "content"), ...children(entry, "summary")]) {
        if (/\s(href|src)=["'](?!https?:|mailto:|tel:|data:)/.test(part.textContent)) say("relative address in an entry", id);
      }
    }
  }
});

siteTest("every feed is named by a page", (site, fault) => {
  const named = new Set();
  for (const page of site.pages) {
    for (const link of links(page.document, "alternate")) {
      if (attr(link, "type") === "application/atom+xml") named.add(site.fileAt(new URL(attr(link, "href"), page.url)));
    }
  }
  for (const file of feeds(site)) if (!named.has(file)) fault(`/${file}`, "no page names this feed");
});

const href = (node, rel) => children(node, "link").find((link) => (link.getAttribute("rel") ?? "alternate") === rel)?.getAttribute("href") ?? null;

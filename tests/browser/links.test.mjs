// Every link of every page leads somewhere, fragments too, and every page is reached. The generator checks its links
// itself; this is the second opinion, from the finished files alone.
import { siteTest } from "./lib/each.mjs";
import { attr, elements, refresh, words } from "./lib/html.mjs";

const ADDRESSES = ["href", "src", "poster", "data", "action", "formaction", "cite", "srcset"];
const LOADED = new Set(["img", "script", "iframe", "video", "audio", "source", "track", "embed", "object", "input"]);
const LOADED_RELS = ["stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "prefetch"];

/** Every address on a page: where it stands, what it says, whether the browser loads it by itself. */
function* addresses(page) {
  for (const element of elements(page.document)) {
    const loaded = LOADED.has(element.tagName) || (element.tagName === "link" && words(element, "rel").some((rel) => LOADED_RELS.includes(rel)));
    for (const name of ADDRESSES) {
      const value = attr(element, name);
      if (value === undefined || (name === "data" && element.tagName !== "object")) continue;
      const all = name === "srcset" ? value.split(",").map((each) => each.trim().split(/\s+/)[0]) : [value.trim()];
      for (const said of all) yield { tag: element.tagName, said, loaded };
    }
    if (element.tagName === "meta" && /^(og:(url|image|video)|twitter:image)$/.test(attr(element, "property") ?? attr(element, "name") ?? "")) {
      yield { tag: "meta", said: attr(element, "content") ?? "", loaded: false };
    }
  }
  const target = refresh(page.document);
  if (target) yield { tag: "refresh", said: target, loaded: false };
}

siteTest("no link is dead", (site, fault, t) => {
  let count = 0;
  for (const page of site.pages) {
    for (const { tag, said, loaded } of addresses(page)) {
      if (/^(mailto|tel|sms|data|urn):/i.test(said)) continue;
      if (!URL.canParse(said, page.url)) {
        fault(page, "no address", `<${tag}> ${said}`);
        continue;
      }
      const url = new URL(said, page.url);
      if (!/^https?:$/.test(url.protocol)) fault(page, "strange scheme", `<${tag}> ${said}`);
      const file = site.fileAt(url);
      if (file === undefined && loaded) fault(page, "loads from another host", `<${tag}> ${said}`);
      if (file === null) fault(page, "dead link", `<${tag}> ${said}`);
      if (!file) continue;
      count++;
      const id = fragment(url);
      const target = site.pageByFile.get(file);
      if (id && target && !target.ids.has(id)) fault(page, "dead fragment", `<${tag}> ${said}`);
    }
  }
  t.diagnostic(`${count} links within the site`);
});

siteTest("no stylesheet asks for what is not there", (site, fault) => {
  for (const file of site.ending(".css")) {
    const here = site.address(`/${file}`);
    for (const [, called, imported] of site.read(file).matchAll(/url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)['"]/g)) {
      const said = (called ?? imported).trim();
      if (/^(data:|#)/.test(said)) continue;
      const found = site.fileAt(new URL(said, here));
      if (found === undefined) fault(`/${file}`, "loads from another host", said);
      if (found === null) fault(`/${file}`, "dead link", said);
    }
  }
});

siteTest("every page is reached from the front page", (site, fault) => {
  const reached = new Set(["index.html"]);
  for (const file of reached) {
    const page = site.pageByFile.get(file);
    for (const { tag, said } of page ? addresses(page) : []) {
      if (!["a", "area", "refresh", "form", "iframe"].includes(tag) || !URL.canParse(said, page.url)) continue;
      const next = site.fileAt(new URL(said, page.url));
      if (next) reached.add(next);
    }
  }
  for (const page of site.pages) if (page.indexable && !reached.has(page.file)) fault(page, "no page links here");
});

function fragment(url) {
  const said = url.hash.slice(1).split(":~:")[0];
  return said === "" || said === "top" ? "" : decodeURIComponent(said);
}

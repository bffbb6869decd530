// The sitemap follows its schema and lists exactly what search engines shall see.
import { fileURLToPath } from "node:url";

import { siteTest } from "./lib/each.mjs";
import { childText, children, lint, parseXml } from "./lib/xml.mjs";

const SCHEMA = fileURLToPath(new URL("schema/sitemap.xsd", import.meta.url));

/** The sitemap's files: one, or those that an index names. */
function maps(site) {
  const root = parseXml(site, "sitemap.xml")?.documentElement;
  if (root?.localName !== "sitemapindex") return ["sitemap.xml"];
  return children(root, "sitemap").map((each) => site.fileAt(new URL(childText(each, "loc"))) ?? childText(each, "loc"));
}

const entries = (site) => maps(site).flatMap((file) => children(parseXml(site, file)?.documentElement, "url"));

siteTest("the sitemap follows its schema", (site, fault) => {
  if (!site.fileSet.has("sitemap.xml")) return fault("/sitemap.xml", "there is none");
  for (const file of maps(site)) for (const line of lint(site, file, "--schema", SCHEMA)) fault(`/${file}`, "sitemaps.org schema", line);
});

siteTest("the sitemap lists exactly the pages to be found", (site, fault) => {
  if (!site.fileSet.has("sitemap.xml")) return fault("/sitemap.xml", "there is none");
  const listed = new Set();
  for (const entry of entries(site)) {
    const address = childText(entry, "loc") ?? "";
    const page = site.pageAt(address);
    if (listed.has(page ?? address)) fault("/sitemap.xml", "listed twice", address);
    listed.add(page ?? address);
    if (!page) fault("/sitemap.xml", "no such page", address);
    else if (page.url !== new URL(address).href) fault("/sitemap.xml", "not the canonical address", address);
    else if (!page.indexable) fault(page, "in the sitemap, but not to be found", page.redirect ? "a redirect" : "noindex, or a copy");
  }
  for (const page of site.pages) if (page.indexable && !listed.has(page)) fault(page, "not in the sitemap");
});

siteTest("the sitemap's languages are those of the pages", (site, fault) => {
  if (!site.fileSet.has("sitemap.xml")) return;
  for (const entry of entries(site)) {
    const page = site.pageAt(childText(entry, "loc") ?? "");
    const said = children(entry, "link").map((link) => `${link.getAttribute("hreflang")} ${link.getAttribute("href")}`).sort();
    const due = [...(page?.alternates ?? [])].map(([lang, address]) => `${lang} ${address}`).sort();
    if (page && said.join() !== due.join()) fault(page, "hreflang in the sitemap", `${said.join(", ")} instead of ${due.join(", ")}`);
  }
});

siteTest("robots.txt names the sitemap", (site, fault) => {
  const said = site.fileSet.has("robots.txt") ? site.read("robots.txt") : "";
  if (!said.split(/\r?\n/).includes(`Sitemap: ${site.address("/sitemap.xml")}`)) fault("/robots.txt", "no Sitemap line");
});

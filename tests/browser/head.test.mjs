// What every page says of itself: language, title, heading, description, canonical address, its other language.
import { siteTest } from "./lib/each.mjs";
import { attr, meta, named, text, words } from "./lib/html.mjs";

const originals = (site) => site.pages.filter((page) => !page.redirect);

siteTest("every page says its language", (site, fault) => {
  for (const page of site.pages) {
    const due = page.english ? "en" : "id";
    if (page.lang.split("-")[0] !== due) fault(page, "html lang", `“${page.lang}” instead of “${due}”`);
  }
});

siteTest("every page has one h1 and a main", (site, fault) => {
  for (const page of originals(site)) {
    const headings = named(page.document, "h1");
    if (headings.length !== 1) fault(page, "one h1", `there are ${headings.length}`);
    else if (!text(headings[0])) fault(page, "one h1", "it is empty");
    if (named(page.document, "main").length !== 1) fault(page, "one main");
  }
});

siteTest("titles differ within a language", (site, fault) => {
  const taken = new Map();
  for (const page of site.pages) {
    const titles = named(page.document, "head").flatMap((head) => named(head, "title"));
    const title = text(titles[0]);
    if (titles.length !== 1 || !title) fault(page, "title", "there is none");
    if (!page.indexable) continue;
    const key = `${page.english} ${title}`;
    if (taken.has(key)) fault(page, "title", `“${title}” is also that of ${taken.get(key).path}`);
    else taken.set(key, page);
  }
});

siteTest("every page has a description", (site, fault) => {
  for (const page of originals(site).filter((each) => !each.noindex)) {
    if (!meta(page.document, "description")?.trim()) fault(page, "meta description");
  }
});

siteTest("canonical addresses hold", (site, fault) => {
  for (const page of originals(site)) {
    if (page.canonical === page.url) continue;
    if (page.canonical === undefined) {
      if (!page.noindex) fault(page, "canonical", "there is none");
      continue;
    }
    const other = site.pageAt(page.canonical);
    if (!other || other.canonical !== other.url) fault(page, "canonical", `${page.canonical} is no page that stands for itself`);
  }
});

siteTest("languages answer each other", (site, fault) => {
  for (const page of originals(site)) {
    const { alternates } = page;
    const mirror = site.pageByFile.get(page.english ? page.file.slice(3) : `en/${page.file}`);
    if (alternates.size === 0) {
      if (mirror && page.indexable && mirror.indexable) fault(page, "hreflang", `does not name ${mirror.path}`);
      continue;
    }
    if (![...alternates].some(([lang, address]) => lang !== "x-default" && site.pageAt(address) === page)) fault(page, "hreflang", "does not name itself");
    for (const [lang, address] of alternates) {
      const other = site.pageAt(address);
      if (!other) fault(page, "hreflang", `${lang}: ${address} is no page`);
      else if (lang !== "x-default" && other.lang !== lang) fault(page, "hreflang", `${lang}: ${other.path} is in “${other.lang}”`);
      else if (![...other.alternates.values()].some((back) => site.pageAt(back) === page)) fault(page, "hreflang", `${lang}: ${other.path} does not answer`);
    }
  }
});

siteTest("a page whose text is in the other language is a copy", (site, fault) => {
  for (const page of originals(site).filter((each) => !each.noindex)) {
    const other = page.english ? "id" : "en";
    if (!named(page.document, "h1").some((heading) => attr(heading, "lang") === other)) continue;
    if (page.canonical === page.url) fault(page, "canonical", `its title is in “${other}”, but it stands for itself`);
    if (page.alternates.has(page.english ? "en" : "id")) fault(page, "hreflang", `its title is in “${other}”`);
  }
});

siteTest("links to the other language say so", (site, fault) => {
  for (const page of originals(site)) {
    for (const link of named(page.document, "a")) {
      const lang = attr(link, "hreflang");
      const target = URL.canParse(attr(link, "href") ?? "", page.url) && site.pageAt(new URL(attr(link, "href"), page.url).href);
      if (lang && target && target.indexable === false && target.canonical !== target.url && !target.redirect) fault(page, "a hreflang", `${target.path} is a copy of ${target.canonical}`);
      if (lang && target && target.lang !== lang) fault(page, "a hreflang", `${target.path} is in “${target.lang}”, not “${lang}”`);
      if (words(link, "target").includes("_blank") && !words(link, "rel").includes("noopener")) fault(page, "rel=noopener", attr(link, "href"));
    }
  }
});

// The sites under test: every output folder named in TERAWANG_SITES (separated by colons), and its pages.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";

import { attr, elements, links, meta, named, parse, refresh } from "./html.mjs";

/** One HTML file of a site; what is read from it is read once. */
class Page {
  #known = new Map();

  constructor(site, file) {
    this.site = site;
    this.file = file;
    this.path = "/" + file.replace(/(^|\/)index\.html$/, "$1");
    this.english = file.startsWith("en/");
    this.size = statSync(join(site.root, file)).size;
  }

  /** The page's own absolute address. */
  get url() {
    return this.site.address(this.path);
  }

  #once(name, read) {
    if (!this.#known.has(name)) this.#known.set(name, read());
    return this.#known.get(name);
  }

  get document() {
    return this.#once("document", () => parse(this.site.read(this.file)));
  }

  get lang() {
    return attr(named(this.document, "html")[0], "lang") ?? "";
  }

  get canonical() {
    return this.#once("canonical", () => {
      const said = attr(links(this.document, "canonical")[0], "href");
      return URL.canParse(said ?? "") ? new URL(said).href : said;
    });
  }

  /** Where a redirect leads; undefined for a page of its own. */
  get redirect() {
    return this.#once("redirect", () => refresh(this.document));
  }

  get noindex() {
    return this.#once("noindex", () => /\bno(index|ne)\b/i.test(meta(this.document, "robots") ?? ""));
  }

  /** A page that search engines shall list: no redirect, no tombstone, no copy of another page. */
  get indexable() {
    return !this.redirect && !this.noindex && (this.canonical === undefined || this.canonical === this.url);
  }

  /** The hreflang pairs of the page's head: language → address. */
  get alternates() {
    return this.#once("alternates", () => {
      return new Map(
        links(this.document, "alternate")
          .filter((link) => attr(link, "hreflang"))
          .map((link) => [attr(link, "hreflang"), attr(link, "href") ?? ""]),
      );
    });
  }

  get ids() {
    return this.#once("ids", () => {
      return new Set([...elements(this.document)].flatMap((each) => [attr(each, "id"), each.tagName === "a" ? attr(each, "name") : undefined]));
    });
  }

  /** Pages of one kind come from one template: language, data-kind, first part of the path, depth. */
  get kind() {
    return this.#once("kind", () => {
      const parts = this.path.split("/").filter(Boolean);
      if (this.english) parts.shift();
      const shape = parts.map((part, depth) => (depth === 0 ? part : "*")).join("/");
      const holder = [...elements(this.document)].find((each) => ["body", "main"].includes(each.tagName) && attr(each, "data-kind"));
      return [this.english ? "en" : "id", attr(holder, "data-kind") ?? "", `/${shape}`].join(" ");
    });
  }
}

/** A built portal. */
class Site {
  #kinds;

  constructor(folder) {
    this.root = resolve(folder);
    this.name = basename(this.root);
    if (!existsSync(join(this.root, "index.html"))) throw new Error(`${folder} holds no index.html: is it a built portal?`);
    this.files = readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(this.root.length + 1).split(sep).join("/"))
      .filter((file) => !file.split("/").some((part) => part.startsWith(".") && part !== ".well-known"))
      .sort();
    this.pages = this.files.filter((file) => file.endsWith(".html")).map((file) => new Page(this, file));
    this.fileSet = new Set(this.files);
    this.pageByFile = new Map(this.pages.map((page) => [page.file, page]));
    this.base = new URL(this.pageByFile.get("index.html").canonical ?? "http://localhost/");
  }

  /** The public address of a path of the site. */
  address(path) {
    return new URL(encodeURI(path).replace(/^\//, ""), this.base).href;
  }

  /** The site's files whose name ends so. */
  ending(...ends) {
    return this.files.filter((file) => ends.some((end) => file.endsWith(end)));
  }

  read(file) {
    return readFileSync(join(this.root, file), "utf8");
  }

  /** The file that answers an absolute address of this site; undefined if it is of another site, null if there is none. */
  fileAt(url) {
    if (url.origin !== this.base.origin || !url.pathname.startsWith(this.base.pathname)) return undefined;
    let path;
    try {
      path = decodeURIComponent(url.pathname.slice(this.base.pathname.length));
    } catch {
      return null;
    }
    const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    return this.fileSet.has(file) ? file : null;
  }

  /** The page at an absolute address, if there is one. */
  pageAt(address) {
    if (!URL.canParse(address)) return undefined;
    return this.pageByFile.get(this.fileAt(new URL(address)) ?? "");
  }

  /** One page of every kind, the largest, since it has most to get wrong: kind → page. */
  get kinds() {
    if (this.#kinds) return this.#kinds;
    this.#kinds = new Map();
    for (const page of this.pages) {
      if (page.redirect) continue;
      const known = this.#kinds.get(page.kind);
      if (!known || known.size < page.size) this.#kinds.set(page.kind, page);
    }
    return this.#kinds;
  }
}

const folders = (process.env.TERAWANG_SITES ?? "").split(":").filter(Boolean);
if (folders.length === 0) throw new Error("TERAWANG_SITES names no output folder (separate several with colons)");

export const sites = folders.map((folder) => new Site(folder));

/** Whether no earlier site has a page of this kind: the others are spared the slowest settings. */
export const isFirstOfKind = (page) => sites.find((site) => site.kinds.has(page.kind)) === page.site;

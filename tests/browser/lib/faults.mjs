// What is wrong, gathered and then said at once: one line a fault, each naming site, page and rule.

const SHOWN = 80;

/** Collects faults of one test and fails it when there are any. */
export class Faults {
  #lines = new Set();

  constructor(site) {
    this.site = site;
  }

  /** Notes that `page` (a page, or a path) breaks `rule`. */
  add(page, rule, detail = "") {
    const where = typeof page === "string" ? page : page.path;
    const said = String(detail).replace(/\s+/g, " ").trim().slice(0, 400);
    this.#lines.add(`${this.site.name} ${where} [${rule}]${said ? ` ${said}` : ""}`);
  }

  get size() {
    return this.#lines.size;
  }

  /** Ends the test: in silence, or with every fault on a line of its own. */
  settle() {
    if (this.size === 0) return;
    const lines = [...this.#lines].sort();
    const more = lines.length - SHOWN;
    const error = new Error(
      [`${lines.length} fault(s)`, ...lines.slice(0, SHOWN), ...(more > 0 ? [`… and ${more} more`] : [])].join("\n  "),
    );
    error.stack = error.message; // where in these tests it was noticed helps nobody
    throw error;
  }
}

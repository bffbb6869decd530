// One Chromium a test file, two pages at a time. Its headless shell has the engine of the whole browser without its windows;
// to draw those took more than half of the time of these tests.
import { after, test } from "node:test";

import { chromium } from "playwright-core";

import { Faults } from "./faults.mjs";
import { serve } from "./server.mjs";
import { sites } from "./sites.mjs";

const AT_ONCE = 2;

let launched;
const browser = () =>
  (launched ??= chromium.launch({
    executablePath: process.env.TERAWANG_CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  }));
after(async () => (await launched)?.close());

/** One page of every kind of a site. */
export const everyKind = (site) => [...site.kinds.values()];

/**
 * A test of every site in the browser. `visit` gets each of `pages(site)` with: `open(options)`, a tab of such a
 * context; `go(tab, page)`; `fault(rule, detail)`; and the `server`. A tab is used again by later pages: opening one
 * takes longer than most checks.
 */
export function browserTest(title, pages, visit) {
  for (const site of sites) {
    test(`${title}: ${site.name}`, async (t) => {
      const faults = new Faults(site);
      const server = await serve(site);
      const waiting = [...pages(site)];
      t.diagnostic(`${waiting.length} page(s)`);
      const work = async () => {
        const tabs = new Tabs();
        for (let page = waiting.shift(); page; page = waiting.shift()) await visitOne(page, visit, tabs, server, faults);
        await tabs.close();
      };
      try {
        await Promise.all(Array.from({ length: AT_ONCE }, work));
      } finally {
        await server.close();
      }
      faults.settle();
    });
  }
}

async function visitOne(page, visit, tabs, server, faults) {
  const open = (options = {}) => tabs.open({ locale: page.english ? "en" : "id-ID", reducedMotion: "reduce", ...options });
  const go = (tab, to = page) => tab.goto(server.at(to.path), { waitUntil: "load", timeout: 30_000 });
  try {
    await visit({ page, open, go, server, fault: (rule, detail) => faults.add(page, rule, detail) });
  } catch (error) {
    faults.add(page, "the browser gave up", error.message);
    await tabs.close();
  }
}

/** The open tabs of one worker, one for each set of options. */
class Tabs {
  #tabs = new Map();

  async open(options) {
    const key = JSON.stringify(options);
    if (!this.#tabs.has(key)) {
      const context = await (await browser()).newContext(options);
      this.#tabs.set(key, await context.newPage());
    }
    return this.#tabs.get(key);
  }

  async close() {
    const open = [...this.#tabs.values()];
    this.#tabs.clear();
    await Promise.all(open.map((tab) => tab.context().close()));
  }
}

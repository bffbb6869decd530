// A test of every site that needs no browser.
import { test } from "node:test";

import { Faults } from "./faults.mjs";
import { sites } from "./sites.mjs";

export function siteTest(title, check) {
  for (const site of sites) {
    test(`${title}: ${site.name}`, async (t) => {
      const faults = new Faults(site);
      await check(site, (page, rule, detail) => faults.add(page, rule, detail), t);
      faults.settle();
    });
  }
}

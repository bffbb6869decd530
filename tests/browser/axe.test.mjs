// Every kind of page meets WCAG 2.2 A and AA and axe's best practices: phone and desk, light and dark.
import axe from "axe-core";

import { browserTest, everyKind } from "./lib/browser.mjs";
import { isFirstOfKind } from "./lib/sites.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

// What <details> hide is checked in half of the settings.
const SETTINGS = [
  { name: "360 light", viewport: PHONE, colorScheme: "light", opened: false },
  { name: "1280 dark", viewport: DESK, colorScheme: "dark", opened: false },
  { name: "360 dark, opened", viewport: PHONE, colorScheme: "dark", opened: true },
  { name: "1280 light, opened", viewport: DESK, colorScheme: "light", opened: true },
];

browserTest("axe finds nothing", everyKind, async ({ page, open, go, fault }) => {
  const tab = await open();
  await go(tab);
  await tab.evaluate(axe.source);
  for (const { name, viewport, colorScheme, opened } of SETTINGS.slice(0, isFirstOfKind(page) ? 4 : 2)) {
    await tab.setViewportSize(viewport);
    await tab.emulateMedia({ colorScheme });
    const violations = await tab.evaluate(run, { tags: TAGS, opened });
    for (const { id, impact, count, target, why } of violations) {
      fault(`axe ${id}`, `(${name}, ${impact}, ${count} place(s)) ${target}: ${why}`);
    }
  }
});

/** Runs within the page. */
async function run({ tags, opened }) {
  for (const each of document.querySelectorAll("details")) each.open = opened;
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  for (const each of document.getAnimations()) each.cancel();
  const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    count: nodes.length,
    target: nodes[0].target.join(" "),
    why: nodes[0].failureSummary,
  }));
}

// No page scrolls sideways on a narrow phone; what is wider scrolls in a container of its own, by keyboard too.
import { browserTest, everyKind } from "./lib/browser.mjs";

browserTest("nothing is wider than the screen", everyKind, async ({ open, go, fault }) => {
  const tab = await open({ viewport: { width: 360, height: 740 } });
  await go(tab);
  for (const width of [360, 320]) {
    await tab.setViewportSize({ width, height: 740 });
    for (const { rule, detail } of await tab.evaluate(measure)) fault(rule, `at ${width} px: ${detail}`);
  }
});

/** Runs within the page. */
function measure() {
  const found = [];
  const name = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const kind = typeof element.className === "string" && element.className ? `.${element.className.trim().split(/\s+/).join(".")}` : "";
    return `<${element.localName}${id}${kind}>`;
  };
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth) found.push({ rule: "scrolls sideways", detail: `${root.scrollWidth} px wide` });

  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const held = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) if (scrolls(up)) return true;
    return false;
  };
  const wide = [];
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width > 1 && box.height > 1 && box.right > innerWidth + 1 && element.checkVisibility({ visibilityProperty: true })) {
      if (!element.closest("svg svg, svg *") && !held(element)) wide.push(element);
    }
    if (scrolls(element) && element.scrollWidth > element.clientWidth + 1 && element.localName !== "textarea") {
      if (element.tabIndex < 0 || !element.hasAttribute("tabindex")) found.push({ rule: "scrolls, but takes no focus", detail: name(element) });
      const label = element.getAttribute("aria-label") ?? element.getAttribute("aria-labelledby");
      if (!label || !element.hasAttribute("role")) found.push({ rule: "scrolls, but has no role and label", detail: name(element) });
    }
  }
  const deepest = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
  for (const element of deepest.slice(0, 3)) {
    found.push({ rule: "wider than the screen", detail: `${name(element)} ends at ${Math.round(element.getBoundingClientRect().right)} px` });
  }
  return found;
}

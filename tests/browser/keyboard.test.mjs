// A reader with only a keyboard: a skip link first, then a focus that is always seen and never stuck.
import { browserTest, everyKind } from "./lib/browser.mjs";
import { isFirstOfKind } from "./lib/sites.mjs";

const STOPS = 50;

browserTest("a keyboard is enough", everyKind, async ({ page, open, go, fault: say }) => {
  for (const width of isFirstOfKind(page) ? [360, 1280] : [360]) {
    const fault = (rule, detail) => say(rule, `at ${width} px: ${detail}`);
    const tab = await open({ viewport: { width, height: 800 } });
    await go(tab);
    await tab.evaluate(remember);
    await tab.keyboard.press("Tab");
    const link = await tab.evaluate(focused);
    judge(link, fault);
    if (!link?.href?.startsWith("#")) fault("no skip link", `the first Tab reaches ${link?.name ?? "nothing"}`);
    if (isFirstOfKind(page)) await walk(tab, link, fault);

    if (!link?.href?.startsWith("#")) continue;
    await tab.locator(`a[href="${link.href}"]`).first().focus();
    await tab.keyboard.press("Enter");
    const arrived = await tab.evaluate(() => document.querySelector("main")?.contains(document.activeElement) ?? false);
    if (!arrived) fault("skip link moves no focus to main", link.name);
  }
});

/** Goes on by Tab, from the first stop through the next ones. */
async function walk(tab, first, fault) {
  let last = first;
  for (let stop = 1; stop < STOPS; stop++) {
    await tab.keyboard.press("Tab");
    const now = await tab.evaluate(focused);
    if (!now || now.number === first?.number) return;
    if (now.number === last?.number) return fault("focus is stuck", now.name);
    judge(now, fault);
    last = now;
  }
}

function judge(stop, fault) {
  if (!stop) return;
  if (!stop.inView) fault("focus is off the screen", stop.name);
  else if (stop.covered) fault("focus is covered", stop.name);
  if (!stop.marked) fault("focus is not marked", stop.name);
}

/** Runs within the page: keeps what everything looks like without the focus. */
function remember() {
  const look = (element) =>
    ["", "::before", "::after"].map((pseudo) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor, borderWidth, textDecoration } = getComputedStyle(element, pseudo || null);
      return [outlineStyle === "none" ? "" : outlineStyle + outlineWidth + outlineColor, boxShadow, backgroundColor, borderColor, borderWidth, textDecoration].join("|");
    }).join("||");
  const around = (element) => [element, element.parentElement, element.parentElement?.parentElement].filter(Boolean);
  globalThis.lookAround = (element) => around(element).map(look).join("\n");
  globalThis.unfocused = new Map([...document.querySelectorAll("a[href], area, button, input, select, textarea, summary, iframe, video, audio, [tabindex]")].map((each) => [each, globalThis.lookAround(each)]));
}

/** Runs within the page: what has the focus, and whether one can see that. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  for (const each of document.getAnimations()) each.finish();
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
  const within = ([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const hit = ([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || (top.contains(element) && top !== document.body && top !== document.documentElement));
  };
  const visible = element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width > 1 && box.height > 1;
  const words = (element.innerText || element.getAttribute("aria-label") || "").replace(/\s+/g, " ").trim().slice(0, 40);
  return {
    name: `<${element.localName}> “${words}”`,
    href: element.getAttribute("href"),
    number: [...document.querySelectorAll("*")].indexOf(element),
    inView: visible && points.some(within),
    covered: !points.filter(within).some(hit),
    marked: globalThis.unfocused?.get(element) !== globalThis.lookAround?.(element),
  };
}

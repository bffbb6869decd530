// On paper: no navigation, dark words on white, and a PDF that comes out.
import { browserTest, everyKind } from "./lib/browser.mjs";
import { isFirstOfKind } from "./lib/sites.mjs";

/** A page that people print: the largest document (circular, letter, decree), else the deepest page. */
function documentPage(site) {
  const pages = everyKind(site).filter((page) => !page.english);
  const documents = pages.filter((page) => /^id \S*(dokumen|edaran|document|circular)/.test(page.kind) || page.path.startsWith("/edaran/"));
  const depth = (page) => page.path.split("/").length;
  return [...(documents.length ? documents : pages)].sort((a, b) => depth(b) - depth(a) || b.size - a.size).slice(0, 1);
}

browserTest("a document prints as a PDF", documentPage, async ({ open, go, fault }) => {
  const tab = await open();
  await go(tab);
  const pdf = await tab.pdf({ format: "A4" });
  if (pdf.subarray(0, 5).toString() !== "%PDF-" || pdf.length < 2000) fault("no PDF", `${pdf.length} bytes`);
});

const oneOfAKind = (site) => everyKind(site).filter(isFirstOfKind);

browserTest("print leaves the navigation out", oneOfAKind, async ({ open, go, fault }) => {
  const tab = await open({ viewport: { width: 760, height: 1100 } });
  await go(tab);
  await tab.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const [rule, detail] of await tab.evaluate(onPaper)) fault(rule, detail);
});

/** Runs within the page. */
function onPaper() {
  const found = [];
  const shown = (element) => element?.checkVisibility({ visibilityProperty: true }) ?? false;
  for (const each of document.querySelectorAll("nav, [role=navigation]")) {
    if (shown(each)) found.push(["navigation is printed", `<nav> ${each.getAttribute("aria-label") ?? each.className}`]);
  }
  if (!shown(document.querySelector("main h1"))) found.push(["h1 is not printed", ""]);
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (color) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  };
  const texts = [...document.querySelectorAll("main h1, main h2, main p, main td, main li")].filter(shown);
  const pale = texts.find((each) => light(getComputedStyle(each).color) > 0.6);
  if (pale) found.push(["pale words on paper", `<${pale.localName}> ${getComputedStyle(pale).color}: ${pale.innerText.slice(0, 40)}`]);
  return found;
}

// Pages load without an error, ask no other host for anything, and say the same with JavaScript turned off.
import { browserTest, everyKind } from "./lib/browser.mjs";

browserTest("loads cleanly, and says the same without JavaScript", everyKind, async ({ open, go, server, fault }) => {
  const tab = await open({ viewport: { width: 360, height: 740 } });
  watch(tab, server, fault);
  await go(tab);
  await tab.evaluate(settle);
  const withScripts = await tab.evaluate(content);

  const plain = await open({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  await go(plain);
  const without = new Set(await plain.evaluate(content));
  if (without.size === 0) fault("blank without JavaScript");
  for (const line of withScripts.filter((each) => !without.has(each)).slice(0, 3)) fault("only shown with JavaScript", line);
});

const home = (site) => site.pages.filter((page) => page.file === "index.html");

browserTest("an address that is not there is answered in style", home, async ({ page, open, server, fault }) => {
  const tab = await open();
  const address = server.at("/tidak/ada/di-sini/");
  watch(tab, server, fault, address);
  const response = await tab.goto(address);
  await tab.evaluate(settle);
  if (response.status() !== 404 || !page.site.fileSet.has("404.html")) fault("no 404.html");
  else if (!(await tab.locator("main a[href]").first().isVisible())) fault("404.html leads nowhere");
});

function watch(tab, server, fault, forgiven) {
  for (const event of ["console", "pageerror", "request", "requestfailed", "response"]) tab.removeAllListeners(event);
  const mine = (url) => url.startsWith(`${server.origin}/`) || /^(data|blob|about):/.test(url);
  tab.on("console", (message) => {
    if (message.type() === "error" && message.location().url !== forgiven) fault("console error", `${message.text()} (${message.location().url})`);
  });
  tab.on("pageerror", (error) => fault("script error", error.message));
  tab.on("request", (request) => mine(request.url()) || fault("asks another host", request.url()));
  tab.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") fault("request failed", `${request.url()} ${why}`); // aborted: we went on first
  });
  tab.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== forgiven) fault(`answered ${response.status()}`, response.url());
  });
}

/** Runs within the page: has late pictures loaded too, and waits for all. */
async function settle() {
  const pictures = [...document.images];
  for (const each of pictures) each.loading = "eager";
  await Promise.all(pictures.map((each) => each.decode().catch(() => {})));
  await document.fonts.ready;
  await new Promise((done) => requestIdleCallback(done, { timeout: 500 }));
}

/** Runs within the page: the visible text of its content, block by block. */
function content() {
  const blocks = document.querySelectorAll(["h1", "h2", "h3", "h4", "p", "li", "td", "th", "dt", "dd", "figcaption"].map((each) => `main ${each}`).join(","));
  return [...blocks]
    .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !each.querySelector("button"))
    .map((each) => each.innerText.replace(/\s+/g, " ").trim())
    .filter(Boolean);
}

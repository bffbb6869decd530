// Runs in every page of the preview. It receives reports, reloads the page when there is a new edition of the portal, and
// shows the findings above the page. Reports are inserted as text, never as HTML. A built site contains none of this.
(() => {
  "use strict";

  const { edition, lang, bare } = document.currentScript.dataset;
  const isBare = bare !== undefined;
  const en = lang === "en";
  const words = en
    ? {
        errors: (n) => (n === 1 ? "1 error" : `${n} errors`),
        warnings: (n) => (n === 1 ? "1 warning" : `${n} warnings`),
        error: "Error",
        warning: "Warning",
        hint: "Hint",
        note: "Note",
        close: "Close (Esc)",
        list: "What was found",
        label: "Terawang preview",
        stale: "The page below is the last good one. It is not replaced until this is mended.",
        fresh: "The page below is the newest, but this portal cannot be published until this is mended.",
        more: (n) => `… and ${n} more, in the terminal`,
        explain: (code) => `terawang explain ${code}`,
      }
    : {
        errors: (n) => `${n} galat`,
        warnings: (n) => `${n} peringatan`,
        error: "Galat",
        warning: "Peringatan",
        hint: "Saran",
        note: "Catatan",
        close: "Tutup (Esc)",
        list: "Temuan",
        label: "Pratinjau Terawang",
        stale: "Halaman di bawah ini versi baik yang terakhir, dan baru diganti setelah ini diperbaiki.",
        fresh: "Halaman di bawah ini sudah yang terbaru, tetapi portal belum dapat diterbitkan sebelum ini diperbaiki.",
        more: (n) => `… dan ${n} lagi, di terminal`,
        explain: (code) => `terawang explain ${code}`,
      };

  // The contrast of all text is at least 5:1.
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { all: initial; color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; }
    * { box-sizing: border-box; }
    dialog {
      width: min(60rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); margin: 1rem auto; padding: 0;
      overflow: auto; color: #1a1a1a; background: #fff; border: 0; border-top: .375rem solid #b00020;
      border-radius: .375rem; box-shadow: 0 .5rem 2rem rgb(0 0 0 / .4);
    }
    dialog::backdrop { background: rgb(0 0 0 / .45); }
    header {
      position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center;
      justify-content: space-between; padding: .75rem 1rem; background: #fff; border-bottom: 1px solid #d0d0d0;
    }
    h2 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
    .explained { margin: .75rem 1rem 0; }
    button {
      min-height: 2.75rem; padding: .25rem 1rem; font: inherit; color: #1a1a1a; background: #f0f0f0;
      border: 1px solid #6b6b6b; border-radius: .25rem; cursor: pointer;
    }
    :focus-visible { outline: .1875rem solid #0b57d0; outline-offset: .125rem; }
    ul { margin: 0; padding: 0 1rem; list-style: none; }
    li { padding: .75rem 0; border-bottom: 1px solid #d0d0d0; overflow-wrap: anywhere; unicode-bidi: isolate; }
    li:last-child { border-bottom: 0; }
    p { margin: 0; }
    .kind { font-weight: 700; }
    .error .kind { color: #b00020; }
    .warning .kind { color: #7a4100; }
    code, pre { font: .875rem/1.5 ui-monospace, monospace; }
    .place { color: #454545; }
    pre { margin: .25rem 0; padding: .375rem .5rem; white-space: pre-wrap; background: #f4f4f4; border-radius: .25rem; }
    mark { color: #1a1a1a; background: #ffc9d1; text-decoration: underline; }
    .warning mark { background: #ffe0a8; }
    .related { margin: .375rem 0 0 1rem; }
    details {
      position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; max-width: min(34rem, calc(100vw - 2rem));
      max-height: min(60vh, calc(100vh - 2rem)); overflow: auto; background: #fff; border: 1px solid #6b6b6b;
      border-radius: .375rem; box-shadow: 0 .125rem .5rem rgb(0 0 0 / .25);
    }
    summary {
      position: sticky; top: 0; background: #fff; padding: .5rem .75rem; font-size: .875rem; color: #7a4100; cursor: pointer;
    }
    .has-errors summary { color: #b00020; font-weight: 700; }
    section { max-width: 60rem; margin: 1rem auto; border: 1px solid #d0d0d0; border-top: .375rem solid #b00020; }
    section header { position: static; }
    @media print { details { display: none; } }
  `);

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.append(...children);
    return made;
  };

  const spot = ({ place, line }) => {
    const parts = [];
    if (place) parts.push(element("p", { class: "place" }, element("code", {}, place)));
    if (line) {
      const [before, marked, after] = line;
      parts.push(element("pre", {}, before, ...(marked ? [element("mark", {}, marked)] : []), after));
    }
    return parts;
  };

  const item = (found) =>
    element(
      "li",
      { class: found.severity },
      element(
        "p",
        {},
        element("span", { class: "kind" }, `${words[found.severity]} `),
        element("code", { title: words.explain(found.code) }, found.code),
        ` ${found.message}`,
      ),
      ...spot(found),
      ...(found.hint ? [element("p", {}, `${words.hint}: ${found.hint}`)] : []),
      ...found.related.map((other) =>
        element("div", { class: "related" }, element("p", {}, `${words.note}: ${other.message}`), ...spot(other)),
      ),
    );

  const list = (report) => {
    const items = report.findings.map(item);
    const more = report.errors + report.warnings - report.findings.length;
    if (more > 0) items.push(element("li", {}, words.more(more)));
    return element("ul", { "aria-label": words.list }, ...items);
  };

  const summary = (report) =>
    [report.errors && words.errors(report.errors), report.warnings && words.warnings(report.warnings)]
      .filter(Boolean)
      .join(", ");

  // In a shadow tree, so that the theme's style and this one do not affect each other.
  const host = element("div", { lang });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [style];

  const heading = (report) => element("h2", { id: "heading" }, summary(report));

  // Errors cover the page until they are dismissed. The browser keeps the focus inside and closes the dialog on Escape.
  const dialog = (report) => {
    const close = element("button", { type: "button", autofocus: "" }, words.close);
    const made = element(
      "dialog",
      { role: "alertdialog", "aria-labelledby": "heading" },
      element("header", {}, heading(report), close),
      element("p", { class: "explained" }, report.stale ? words.stale : words.fresh),
      list(report),
    );
    close.addEventListener("click", () => made.close());
    return made;
  };

  // Remains when errors are dismissed. Warnings are shown only here.
  const note = (report) =>
    element(
      "details",
      { class: report.errors ? "has-errors" : "", "aria-label": words.label },
      element("summary", {}, summary(report)),
      list(report),
    );

  const region = (report) =>
    element("section", { "aria-labelledby": "heading" }, element("header", {}, heading(report)), list(report));

  // Errors that were dismissed are not shown again on the next page.
  const DISMISSED = "terawang-dismissed";
  let last = "";

  const show = (text) => {
    const report = JSON.parse(text);
    if (report.edition !== edition) {
      location.reload();
      return;
    }
    if (text === last) return;
    last = text;
    root.replaceChildren();
    if (!report.errors) sessionStorage.removeItem(DISMISSED);
    if (report.findings.length === 0) {
      host.remove();
      return;
    }
    document.body.append(host);
    if (isBare) {
      root.append(region(report));
      return;
    }
    root.append(note(report));
    const told = JSON.stringify(report.findings);
    if (report.errors && sessionStorage.getItem(DISMISSED) !== told) {
      const made = dialog(report);
      made.addEventListener("close", () => {
        sessionStorage.setItem(DISMISSED, told);
        made.remove();
      });
      root.append(made);
      made.showModal();
    }
  };

  root.addEventListener("keydown", (event) => {
    const open = root.querySelector("details[open]");
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  // Only a visible page listens. A browser opens few connections to one host, and many tabs would use them up.
  let events;
  const rest = () => {
    events?.close();
    events = undefined;
  };
  const listen = () => {
    if (events || document.hidden) return;
    events = new EventSource(`/__terawang/events?page=${encodeURIComponent(location.pathname)}`);
    events.addEventListener("report", (event) => show(event.data));
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  listen();
})();

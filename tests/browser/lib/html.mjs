// Reading HTML without a browser: parse5's tree and the few questions the tests ask of it.
import { parse as parse5 } from "parse5";

/** Parses as a reader without scripts sees it, so that <noscript> is content. */
export const parse = (text) => parse5(text, { scriptingEnabled: false });

/** Every element below `node`, in document order. */
export function* elements(node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) yield child;
    yield* elements(child);
  }
}

/** Every element named `name`. */
export const named = (node, name) => [...elements(node)].filter((element) => element.tagName === name);

/** An attribute's value, or undefined. */
export const attr = (element, name) => element?.attrs.find((each) => each.name === name)?.value;

/** An attribute's words. */
export const words = (element, name) => (attr(element, name) ?? "").split(/\s+/).filter(Boolean);

/** The text of a node, its white space squeezed. */
export const text = (node) => raw(node).replace(/\s+/g, " ").trim();

const raw = (node) => node?.value ?? (node?.childNodes ?? []).map(raw).join("");

/** The <link>s whose rel holds `rel`. */
export const links = (document, rel) => named(document, "link").filter((link) => words(link, "rel").includes(rel));

/** The content of <meta name=…>. */
export const meta = (document, name) =>
  attr(
    named(document, "meta").find((each) => attr(each, "name")?.toLowerCase() === name),
    "content",
  );

/** Whether the page sends its reader elsewhere, and where to. */
export function refresh(document) {
  const tag = named(document, "meta").find((each) => attr(each, "http-equiv")?.toLowerCase() === "refresh");
  const target = attr(tag, "content")?.match(/^\s*\d+\s*[;,]\s*url\s*=\s*['"]?([^'"]+)/i);
  return target?.[1];
}

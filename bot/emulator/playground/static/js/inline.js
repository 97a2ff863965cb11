// The marks inside a line of Discord's Markdown: spans, links, mentions, timestamps.

import { el } from "./dom.js";
import { spoiler } from "./spoiler.js";
import { timestamp } from "./timestamps.js";

const ESCAPE = /\\([^0-9A-Za-z\s])/y;
const CODE = /(`+)([\s\S]*?[^`])\1(?!`)/y;
const USER = /<@!?(\d+)>/y;
const ROLE = /<@&(\d+)>/y;
const CHANNEL = /<#(\d+)>/y;
const COMMAND = /<\/([-_ \p{L}\p{N}]+):(\d+)>/uy;
const EMOJI = /<a?:(\w+):\d+>/y;
const TIME = /<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y;
const ANGLE_LINK = /<(https?:\/\/[^\s<>]+)>/y;
const BARE_LINK = /https?:\/\/[^\s<]+[^\s<.,:;"')\]]/y;
const EVERYONE = /@(?:everyone|here)\b/y;

// Longest delimiters first: `**` must win over `*`.
const SPANS = [
  ["**", "strong"],
  ["__", "u"],
  ["~~", "s"],
  ["||", "spoiler"],
  ["*", "em"],
  ["_", "em"],
];

/** Inline text to nodes. */
export function inline(text, context = {}) {
  const nodes = [];
  let plain = "";
  const push = (node) => {
    flush();
    nodes.push(node);
  };
  const flush = () => {
    plain.split("\n").forEach((line, index) => {
      if (index) nodes.push(el("br"));
      if (line) nodes.push(document.createTextNode(line));
    });
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const escape = match(ESCAPE, text, at);
    if (escape) {
      plain += escape[1];
      at += escape[0].length;
      continue;
    }
    const found = atom(text, at, context) ?? link(text, at, context) ?? span(text, at, context);
    if (found) {
      push(found.node);
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function match(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Code, mentions, timestamps: marks that hold no further marks. */
function atom(text, at, context) {
  const first = text[at];
  const made = (found, node) => ({ node, end: at + found[0].length });
  let found;
  if (first === "`" && (found = match(CODE, text, at))) {
    return made(found, el("code", { class: "md-inline-code" }, found[2].replace(/^ (.*\S.*) $/, "$1")));
  }
  if (first === "@" && (found = match(EVERYONE, text, at))) {
    return made(found, el("span", { class: "mention" }, found[0]));
  }
  if (first !== "<") return null;
  if ((found = match(TIME, text, at))) {
    const node = timestamp(Number(found[1]), found[2] ?? "f", context.locale);
    return node && made(found, node);
  }
  if ((found = match(COMMAND, text, at))) {
    const [, name] = found;
    const open = () => context.openCommand?.(name);
    return made(found, el("button", { type: "button", class: "mention", on: { click: open } }, `/${name}`));
  }
  if ((found = match(CHANNEL, text, at))) {
    const id = found[1];
    const open = () => context.openChannel?.(id);
    const name = context.channel?.(id) ?? "unknown";
    return made(found, el("button", { type: "button", class: "mention", on: { click: open } }, `#${name}`));
  }
  if ((found = match(USER, text, at))) {
    return made(found, el("span", { class: "mention" }, `@${context.user?.(found[1]) ?? "unknown-user"}`));
  }
  if ((found = match(ROLE, text, at))) {
    return made(found, el("span", { class: "mention" }, `@${context.role?.(found[1]) ?? "unknown-role"}`));
  }
  if ((found = match(EMOJI, text, at))) {
    return made(found, el("span", { class: "emoji" }, `:${found[1]}:`));
  }
  return null;
}

/** `[text](url "title")`, `<url>` and bare addresses; only http and https make a link. */
function link(text, at, context) {
  if (text[at] === "[") return masked(text, at, context);
  const angle = match(ANGLE_LINK, text, at);
  if (angle) return { node: anchor(angle[1], [angle[1]]), end: at + angle[0].length };
  // `xhttp://` is no address, and a link's own text holds no second link.
  if (context.inLink || /\w/.test(text[at - 1] ?? "")) return null;
  const bare = match(BARE_LINK, text, at);
  if (!bare) return null;
  let url = bare[0];
  const after = text[at + url.length];
  // A closing parenthesis belongs to the address where it was opened in it.
  if (after === ")" && url.split("(").length > url.split(")").length) url += ")";
  return { node: anchor(url, [url]), end: at + url.length };
}

function masked(text, at, context) {
  const close = closing(text, at + 1, "]", "[");
  if (close < 0 || text[close + 1] !== "(" || context.inLink) return null;
  const end = closing(text, close + 2, ")", "(");
  if (end < 0) return null;
  const target = /^\s*<?(https?:\/\/[^\s<>]+)>?(?:\s+"([^"]*)")?\s*$/i.exec(text.slice(close + 2, end));
  const label = text.slice(at + 1, close);
  if (!target || !label.trim()) return null;
  const inner = inline(label, { ...context, inLink: true });
  return { node: anchor(target[1].replace(/\\(.)/g, "$1"), inner, target[2]), end: end + 1 };
}

/** Where the bracket opened before `from` closes, or -1. */
function closing(text, from, close, open) {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === open) depth += 1;
    else if (text[at] === close && depth-- === 0) return at;
  }
  return -1;
}

/** A link to elsewhere: a new tab that cannot reach back. */
export function anchor(url, children, title) {
  return el("a", { href: url, title, target: "_blank", rel: "noopener noreferrer", class: "link" }, children);
}

/** `**bold**` and its like. */
function span(text, at, context) {
  for (const [delimiter, tag] of SPANS) {
    if (!text.startsWith(delimiter, at)) continue;
    const end = spanEnd(text, at, delimiter);
    if (end < 0) continue;
    const inner = inline(text.slice(at + delimiter.length, end), context);
    return { node: tag === "spoiler" ? spoiler(inner) : el(tag, {}, inner), end: end + delimiter.length };
  }
  return null;
}

function spanEnd(text, at, delimiter) {
  const start = at + delimiter.length;
  const underscore = delimiter === "_";
  // `snake_case_name` is a word, and `2 * 3 * 4` a sum.
  if (underscore && /\w/.test(text[at - 1] ?? "")) return -1;
  if (delimiter === "*" && /\s/.test(text[start] ?? " ")) return -1;
  for (let i = start; i < text.length; i += 1) {
    if (text[i] === "\\") {
      i += 1;
      continue;
    }
    const code = text[i] === "`" && match(CODE, text, i);
    if (code) {
      i += code[0].length - 1;
      continue;
    }
    if (!text.startsWith(delimiter, i)) continue;
    if (delimiter.length === 1 && text[i + 1] === delimiter) {
      i += 1; // a doubled mark inside `*…*` opens or closes a stronger span
      continue;
    }
    if (i === start || (delimiter === "*" && /\s/.test(text[i - 1]))) continue;
    if (underscore && /\w/.test(text[i + 1] ?? "")) continue;
    // `**a*b***`: the last of three closes the inner span.
    if (delimiter.length === 2 && text[i + 2] === delimiter[0] && text[i + 3] !== delimiter[0]) i += 1;
    return i;
  }
  return -1;
}

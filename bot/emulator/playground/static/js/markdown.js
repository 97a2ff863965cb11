// Discord's Markdown, as its message reference describes it, turned into DOM nodes: its blocks.
//
// Two layers, as in Discord: lines are blocks (headings, lists, quotes, small text), and the
// text in them is inline (`inline.js`). Code fences come before both, since nothing inside
// one counts.

import { el } from "./dom.js";
import { inline } from "./inline.js";

const FENCE = /(?<!\\)```(?:([\w+#.-]+)\n)?([\s\S]+?)```/g;
const HEADING = /^(#{1,3}) +(\S.*)$/;
const SMALL = /^-# +(\S.*)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;
const QUOTE = /^> (.*)$/;
const QUOTE_REST = /^>>> ([\s\S]*)$/;

/**
 * Render Markdown. `context` names what mentions point to: `user(id)`, `channel(id)`,
 * `role(id)` and `command(name, id)` give a name or null; `locale` is for dates;
 * `openCommand(name)` and `openChannel(id)` are called on a click.
 */
export function markdown(text, context = {}) {
  const fragment = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(FENCE)) {
    fragment.append(...blocks(text.slice(from, match.index).replace(/\n$/, ""), context));
    fragment.append(el("pre", { class: "md-code" }, el("code", {}, match[2].replace(/^\n|\n$/g, ""))));
    from = match.index + match[0].length;
    if (text[from] === "\n") from += 1;
  }
  fragment.append(...blocks(text.slice(from), context));
  return fragment;
}

/** Lines to block nodes; consecutive plain lines stay together, so a mark may span them. */
function blocks(text, context) {
  const nodes = [];
  const lines = text === "" ? [] : text.split("\n");
  let plain = [];
  const flush = () => {
    if (plain.length) nodes.push(el("p", {}, inline(plain.join("\n"), context)));
    plain = [];
  };
  for (let at = 0; at < lines.length; ) {
    const rest = QUOTE_REST.exec(lines[at]);
    if (rest) {
      flush();
      const quoted = [rest[1], ...lines.slice(at + 1)].join("\n");
      nodes.push(el("blockquote", {}, blocks(quoted, context)));
      break;
    }
    const taken = quote(lines, at, context) ?? list(lines, at, context) ?? single(lines[at], context);
    if (taken) {
      flush();
      nodes.push(taken.node);
      at += taken.lines;
    } else {
      plain.push(lines[at]);
      at += 1;
    }
  }
  flush();
  return nodes;
}

function single(line, context) {
  const heading = HEADING.exec(line);
  if (heading) {
    // A message is not the page's outline: its first level stands under the channel's name.
    const level = heading[1].length;
    return { node: el(`h${level + 2}`, { class: `md-h${level}` }, inline(heading[2], context)), lines: 1 };
  }
  const small = SMALL.exec(line);
  return small ? { node: el("p", { class: "md-small" }, inline(small[1], context)), lines: 1 } : null;
}

function quote(lines, at, context) {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end])) end += 1;
  if (end === at) return null;
  const inner = lines.slice(at, end).map((line) => QUOTE.exec(line)[1]).join("\n");
  return { node: el("blockquote", {}, blocks(inner, context)), lines: end - at };
}

function list(lines, at, context) {
  const first = ITEM.exec(lines[at]);
  if (!first) return null;
  const depth = first[1].length;
  const ordered = /\d/.test(first[2]);
  const node = el(ordered ? "ol" : "ul", ordered ? { start: Number.parseInt(first[2], 10) } : {});
  let end = at;
  while (end < lines.length) {
    const item = ITEM.exec(lines[end]);
    if (!item || item[1].length < depth || (item[1].length < depth + 2 && /\d/.test(item[2]) !== ordered)) break;
    if (item[1].length >= depth + 2) {
      const nested = list(lines, end, context);
      node.lastChild.append(nested.node);
      end += nested.lines;
    } else {
      node.append(el("li", {}, inline(item[3], context)));
      end += 1;
    }
  }
  return { node, lines: end - at };
}

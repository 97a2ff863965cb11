// Build DOM nodes. Everything on the page is made here, from elements and text nodes:
// no string ever becomes markup, so nothing a user or the bot writes can.

/**
 * Make an element. `props` are attributes, with three exceptions: `class`, `on` (an object
 * of listeners) and `dataset`. A value of null, undefined or false leaves the attribute out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "dataset") {
      Object.assign(node.dataset, value);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(node, children);
  return node;
}

/** Append nodes, strings and nested arrays of them; null and false are skipped. */
export function append(parent, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return parent;
}

/** Replace all children of a node. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  return append(parent, children);
}

/** A user's picture, drawn: their initial on a colour made from their id. */
export function avatar(user, size = "") {
  const name = displayName(user);
  const hue = [...String(user?.id ?? name)].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 360, 7);
  if (user?.bot) return el("span", { class: `avatar app-avatar ${size}`, "aria-hidden": "true" });
  const node = el("span", { class: `avatar ${size}`, "aria-hidden": "true" }, [...name][0] ?? "?");
  node.style.setProperty("--hue", hue);
  return node;
}

/** The name people see. */
export function displayName(user) {
  return user?.global_name || user?.username || "?";
}

let counter = 0;

/** An id for ARIA references, unique on the page. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

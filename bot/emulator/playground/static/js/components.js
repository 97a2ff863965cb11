// Components V2 and their older action rows, drawn from Discord's component objects.

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { anchor } from "./inline.js";
import { markdown } from "./markdown.js";
import { picture } from "./media.js";
import { select } from "./selects.js";

const BUTTON_CLASS = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link-button", 6: "primary" };

const DRAW = {
  1: actionRow,
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: section,
  10: textDisplay,
  11: thumbnail,
  12: gallery,
  13: file,
  14: separator,
  17: container,
};

/**
 * Draw one component. `context` is Markdown's, and `act(component, values)` is called
 * when a reader uses it.
 */
export function component(data, context) {
  const draw = DRAW[data.type];
  return draw ? draw(data, context) : el("p", { class: "md-small" }, `[component ${data.type}]`);
}

function children(data, context) {
  return (data.components ?? []).map((child) => component(child, context));
}

function actionRow(data, context) {
  return el("div", { class: "action-row" }, children(data, context));
}

function textDisplay(data, context) {
  return el("div", { class: "text-display markdown" }, markdown(data.content ?? "", context));
}

function container(data, context) {
  const node = el("div", { class: "container", role: "group" }, children(data, context));
  if (data.accent_color !== null && data.accent_color !== undefined) {
    node.classList.add("accented");
    node.style.setProperty("--accent", colour(data.accent_color));
  }
  return data.spoiler ? veil(node, context) : node;
}

/** Discord's integer colours as CSS. */
export function colour(value) {
  return `#${Number(value).toString(16).padStart(6, "0")}`;
}

function section(data, context) {
  const side = data.accessory && el("div", { class: "accessory" }, component(data.accessory, context));
  return el("div", { class: "section" }, el("div", { class: "section-text" }, children(data, context)), side);
}

function thumbnail(data, context) {
  const node = picture(data.media, data.description, context, "thumbnail");
  return data.spoiler ? veil(node, context) : node;
}

function gallery(data, context) {
  const items = data.items ?? [];
  const pictures = items.map((item) => {
    const node = picture(item.media, item.description, context, "gallery-item");
    return item.spoiler ? veil(node, context) : node;
  });
  return el("div", { class: `gallery gallery-${Math.min(items.length, 4)}` }, pictures);
}

function file(data, context) {
  const url = data.file?.url ?? "";
  const name = data.name ?? url.split("/").at(-1).split("?")[0];
  return el("div", { class: "file" }, icon("log"), anchor(context.media(url), [name]));
}

function separator(data) {
  const wide = data.spacing === 2 ? " wide" : "";
  return data.divider === false ? el("div", { class: `gap${wide}` }) : el("hr", { class: `separator${wide}` });
}

function button(data, context) {
  const content = [emoji(data.emoji), data.label && el("span", {}, data.label)];
  const look = `button ${BUTTON_CLASS[data.style] ?? "secondary"}`;
  const name = data.label ? null : data.emoji?.name;
  if (data.style === 5) {
    if (data.disabled) return el("button", { type: "button", class: look, disabled: true }, content, icon("external"));
    const props = { class: look, href: data.url, target: "_blank", rel: "noopener noreferrer", "aria-label": name };
    return el("a", props, content, icon("external"));
  }
  const node = el("button", { type: "button", class: look, disabled: data.disabled, "aria-label": name, dataset: { customId: data.custom_id ?? "" } }, content);
  node.addEventListener("click", () => context.act?.(data, null, node));
  return node;
}

/** Cover something marked as a spoiler until it is pressed. */
function veil(node, context) {
  const wrap = el("div", { class: "veil" });
  node.setAttribute("inert", "");
  const show = el("button", { type: "button", class: "veil-button", on: { click: () => reveal() } }, context.strings?.("spoiler") ?? "Spoiler");
  const reveal = () => {
    node.removeAttribute("inert");
    wrap.classList.add("revealed");
    show.remove();
  };
  wrap.append(node, show);
  return wrap;
}

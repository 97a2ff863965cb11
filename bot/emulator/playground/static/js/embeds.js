// Legacy embeds: the coloured cards from before Components V2.

import { colour } from "./components.js";
import { el } from "./dom.js";
import { anchor, inline } from "./inline.js";
import { markdown } from "./markdown.js";
import { picture } from "./media.js";
import { clock } from "./timestamps.js";

/** Draw one embed. */
export function embed(data, context) {
  const text = el("div", { class: "embed-text" });
  const put = (look, nodes) => text.append(el("div", { class: look }, nodes));
  if (data.author?.name) put("embed-author", data.author.url ? anchor(data.author.url, [data.author.name]) : data.author.name);
  if (data.title) {
    const title = inline(data.title, { ...context, inLink: Boolean(data.url) });
    put("embed-title", data.url ? anchor(data.url, title) : title);
  }
  if (data.description) put("embed-description markdown", markdown(data.description, context));
  if (data.fields?.length) put("embed-fields", data.fields.map((field) => fieldNode(field, context)));
  if (data.image) text.append(picture(data.image, "", context, "embed-image"));
  const foot = [data.footer?.text, data.timestamp && clock(data.timestamp, context.locale)].filter(Boolean);
  if (foot.length) put("embed-footer", foot.join(" • "));
  const node = el("article", { class: "embed" }, text, data.thumbnail && picture(data.thumbnail, "", context, "thumbnail"));
  if (data.color !== null && data.color !== undefined) node.style.setProperty("--accent", colour(data.color));
  return node;
}

function fieldNode(field, context) {
  return el(
    "div",
    { class: field.inline ? "embed-field inline" : "embed-field" },
    el("div", { class: "embed-field-name" }, inline(field.name ?? "", context)),
    el("div", { class: "markdown" }, markdown(field.value ?? "", context)),
  );
}

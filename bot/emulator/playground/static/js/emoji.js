// Emoji of buttons and select options.

import { el } from "./dom.js";

/** A partial emoji: Unicode as it is, a custom one by its name. */
export function emoji(data) {
  if (!data?.name) return null;
  return el("span", { class: "emoji", "aria-hidden": "true" }, data.id ? `:${data.name}:` : data.name);
}

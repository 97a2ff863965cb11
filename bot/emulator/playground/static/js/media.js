// Pictures of messages. Their bytes come through this page's own server, which answers with
// a drawn placeholder where the picture cannot be had: offline, no request fails here.

import { el } from "./dom.js";

/** The address on this server that stands for a picture of a message. */
export function mediaAddress(url) {
  return `/media?${new URLSearchParams({ url })}`;
}

/** A picture that opens in a new tab; `description` is its alternative text. */
export function picture(media, description, context, look) {
  const url = media?.url ?? "";
  const image = el("img", { src: context.media(url), alt: description ?? "", loading: "lazy", decoding: "async", width: media?.width, height: media?.height });
  const web = /^https?:/.test(url) && !url.startsWith(context.cdn ?? "\0");
  return el(
    "a",
    { class: `picture ${look}`, href: web ? url : context.media(url), target: "_blank", rel: "noopener noreferrer", "aria-label": description || context.strings?.("picture") },
    image,
  );
}

// `<t:…>` in the reader's language; relative ones keep time while the page is open.

import { el } from "./dom.js";

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const UNITS = [
  ["year", 31557600],
  ["month", 2629800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** A `<time>` of `seconds` since the epoch, or null where no calendar reaches. */
export function timestamp(seconds, style, locale) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const full = date.toLocaleString(locale, STYLES.F);
  const node = el("time", { datetime: date.toISOString(), title: full, class: "timestamp" });
  if (style === "R") {
    node.dataset.relative = seconds;
    node.dataset.locale = locale ?? "";
    node.textContent = relative(seconds, locale);
  } else {
    node.textContent = date.toLocaleString(locale, STYLES[style]);
  }
  return node;
}

/** “3 days ago”, in the largest unit that fits. */
export function relative(seconds, locale, now = Date.now() / 1000) {
  const distance = seconds - now;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(distance) >= length) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale || undefined, { numeric: "auto" }).format(Math.round(distance / size), unit);
}

/** The time a message was sent, as its header shows it. */
export function clock(iso, locale, now = new Date()) {
  const date = new Date(iso);
  const today = date.toDateString() === now.toDateString();
  return date.toLocaleString(locale, today ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" });
}

/** Keep the relative times under `root` right. */
export function keepTime(root) {
  return setInterval(() => {
    for (const node of root.querySelectorAll("time[data-relative]")) {
      node.textContent = relative(Number(node.dataset.relative), node.dataset.locale);
    }
  }, 20_000);
}

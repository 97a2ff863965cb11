// The log drawer: what the bot and Discord say to each other, for contributors.

import { el, fill } from "./dom.js";

const MOST = 500;

export class LogDrawer {
  /** `context()` gives `strings`; `close()` is called by its button. */
  constructor(context, { close, clear }) {
    this.context = context;
    this.entries = [];
    this.kinds = new Set(["rest", "gateway"]);
    this.list = el("ol", { class: "log-entries" });
    this.filters = el("div", { class: "log-filters" });
    this.onClose = close;
    this.onClear = clear;
    this.head = el("div", { class: "log-head" });
    this.node = el("aside", { class: "log", id: "log", hidden: true }, this.head, this.filters, this.list);
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && close());
    this.refresh();
  }

  refresh() {
    const { strings } = this.context();
    this.node.setAttribute("aria-label", strings("logTitle"));
    fill(
      this.head,
      el("h2", {}, strings("logTitle")),
      el("button", { type: "button", class: "text-button", on: { click: () => this.clear() } }, strings("clear")),
      el("button", { type: "button", class: "icon-button", "aria-label": strings("close"), on: { click: this.onClose } }, "✕"),
    );
    const toggle = (kind) => {
      const box = el("input", { type: "checkbox" });
      box.checked = this.kinds.has(kind);
      box.addEventListener("change", () => {
        if (box.checked) this.kinds.add(kind);
        else this.kinds.delete(kind);
        this.draw();
      });
      return el("label", {}, box, strings(kind));
    };
    fill(this.filters, toggle("rest"), toggle("gateway"));
    this.draw();
  }

  clear() {
    this.entries = [];
    this.draw();
    this.onClear?.();
  }

  set(entries) {
    this.entries = entries.slice(-MOST);
    this.draw();
  }

  add(entry) {
    this.entries.push(entry);
    if (this.entries.length > MOST) this.entries.shift();
    if (this.node.hidden || !this.kinds.has(entry.kind)) return;
    const end = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    this.list.querySelector(".empty")?.remove();
    this.list.append(row(entry));
    if (end) this.list.scrollTop = this.list.scrollHeight;
  }

  draw() {
    if (this.node.hidden) return;
    const shown = this.entries.filter((entry) => this.kinds.has(entry.kind));
    fill(this.list, shown.length ? shown.map(row) : el("li", { class: "empty" }, this.context().strings("emptyLog")));
    this.list.scrollTop = this.list.scrollHeight;
  }

  toggle(open) {
    this.node.hidden = !open;
    this.draw();
  }
}

/** `{at, kind, direction, title, status?, took_ms?, body?}` as a line that opens. */
function row(entry) {
  const status = entry.status ? el("span", { class: `status ${entry.status >= 400 ? "bad" : "good"}` }, entry.status) : null;
  const took = entry.took_ms === null || entry.took_ms === undefined ? null : el("span", { class: "took" }, `${Math.round(entry.took_ms)} ms`);
  const line = [
    el("time", {}, new Date(entry.at * 1000).toISOString().slice(11, 23)),
    el("span", { class: `direction ${entry.direction}`, "aria-label": entry.direction }, entry.direction === "in" ? "→" : "←"),
    el("span", { class: "log-title" }, entry.title),
    status,
    took,
  ];
  if (entry.body === null || entry.body === undefined) return el("li", { class: entry.kind }, el("div", { class: "log-line" }, line));
  const details = el("details", {}, el("summary", { class: "log-line" }, line));
  // Written only when opened: a body may be long, and most are never looked at.
  details.addEventListener("toggle", () => details.open && details.children.length === 1 && details.append(el("pre", {}, JSON.stringify(entry.body, null, 2))));
  return el("li", { class: entry.kind }, details);
}

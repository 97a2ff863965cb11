// A small menu under a button (ARIA's menu pattern).

import { el } from "./dom.js";

/** Open a menu of `{label, pick}` under `button`; Escape or a click elsewhere closes it. */
export function openMenu(button, items, label) {
  const close = (back) => {
    node.remove();
    document.removeEventListener("pointerdown", outside, true);
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  };
  const outside = (event) => !node.contains(event.target) && close(false);
  const rows = items.map((item) =>
    el("button", { type: "button", class: "menu-item", role: "menuitem", on: { click: () => { close(true); item.pick(); } } }, item.label),
  );
  const node = el("div", { class: "menu", role: "menu", "aria-label": label }, rows.length ? rows : el("p", { class: "empty" }, "–"));
  node.addEventListener("keydown", (event) => {
    const at = rows.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) rows[(at + step + rows.length) % rows.length]?.focus();
    else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const { bottom, right } = button.getBoundingClientRect();
  node.style.top = `${Math.min(bottom + 4, innerHeight - 60 - rows.length * 36)}px`;
  node.style.right = `${innerWidth - right}px`;
  document.body.append(node);
  document.addEventListener("pointerdown", outside, true);
  button.setAttribute("aria-expanded", "true");
  rows[0]?.focus();
}

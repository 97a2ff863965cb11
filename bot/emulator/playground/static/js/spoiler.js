// `||hidden text||`.

import { el } from "./dom.js";

/** Hidden text that a click or Enter shows. */
export function spoiler(children) {
  const inner = el("span", { "aria-hidden": "true", inert: true }, children);
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler", "aria-expanded": "false" }, inner);
  const reveal = () => {
    node.classList.add("revealed");
    node.setAttribute("aria-expanded", "true");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
    inner.removeAttribute("aria-hidden");
    inner.removeAttribute("inert");
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      reveal();
    }
  });
  return node;
}

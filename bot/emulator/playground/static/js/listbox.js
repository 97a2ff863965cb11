// A list of options to choose from with keyboard, mouse or screen reader (ARIA's listbox
// pattern): focus stays where the reader types, `aria-activedescendant` points at the option.

import { el, fill, uniqueId } from "./dom.js";

export class Listbox {
  /**
   * `input` keeps the focus and gets the ARIA attributes. Each option is
   * `{ label, detail?, lead?, value, heading? }`; `onPick(option)` is called with the chosen one.
   */
  constructor(input, { label, onPick }) {
    this.input = input;
    this.onPick = onPick;
    this.options = [];
    this.active = -1;
    this.node = el("div", { class: "listbox", role: "listbox", id: uniqueId("listbox"), "aria-label": label, hidden: true });
    // Keep the focus in the input when an option is pressed.
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-haspopup", "listbox");
    input.setAttribute("aria-controls", this.node.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("role", "combobox");
  }

  get open() {
    return !this.node.hidden;
  }

  /** Show options; `active` is highlighted (-1: none until an arrow key). */
  show(options, { active = 0, heading = null } = {}) {
    this.options = options;
    // A list that opens under a resting mouse moves nothing: only a moved mouse highlights.
    const rows = options.map((option, index) =>
      el(
        "div",
        {
          class: "option",
          role: "option",
          id: `${this.node.id}-${index}`,
          "aria-selected": "false",
          on: { click: () => this.pick(index), mousemove: (event) => (event.movementX || event.movementY) && this.active !== index && this.activate(index, false) },
        },
        option.lead ?? null,
        el("span", { class: "option-text" }, el("span", { class: "option-label" }, option.label), option.detail && el("span", { class: "option-detail" }, option.detail)),
        option.tail && el("span", { class: "option-tail" }, option.tail),
      ),
    );
    fill(this.node, heading && el("div", { class: "listbox-heading", role: "presentation" }, heading), rows);
    this.rows = rows;
    this.node.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.activate(options.length ? Math.min(active, options.length - 1) : -1);
  }

  /** Say something instead of options: loading, nothing found. */
  say(text) {
    this.options = [];
    this.rows = [];
    this.activate(-1);
    fill(this.node, el("div", { class: "listbox-note", role: "presentation" }, text));
    this.node.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  hide() {
    this.node.hidden = true;
    this.options = [];
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  activate(index, scroll = true) {
    this.rows?.[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const row = this.rows?.[index];
    if (row) {
      row.setAttribute("aria-selected", "true");
      if (scroll) row.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", row.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  pick(index = this.active) {
    const option = this.options[index];
    if (option) this.onPick(option);
    return Boolean(option);
  }

  /** Take an arrow key; true where it was one and the list is open. */
  move(key) {
    if (!this.open || !this.options.length) return false;
    const last = this.options.length - 1;
    if (key === "ArrowDown") this.activate(this.active >= last ? 0 : this.active + 1);
    else if (key === "ArrowUp") this.activate(this.active <= 0 ? last : this.active - 1);
    else return false;
    return true;
  }
}

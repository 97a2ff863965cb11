// Select menus: strings, and the ones Discord fills itself (users, roles, channels).

import { el, fill, uniqueId } from "./dom.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";

/** What a select of a type that Discord fills offers. */
function offered(data, context) {
  const entities = {
    5: () => context.entities.users,
    6: () => context.entities.roles,
    7: () => [...context.entities.users, ...context.entities.roles],
    8: () => context.entities.channels.filter((c) => !data.channel_types?.length || data.channel_types.includes(c.type)),
  };
  const fixed = data.default_values?.map((value) => value.id) ?? [];
  return entities[data.type]?.().map(({ id, name }) => ({ label: name, value: id, default: fixed.includes(id) })) ?? data.options ?? [];
}

/**
 * A select menu. In a message a choice is sent when the list closes; in a modal it is read
 * from `node.values` on submit (`context.inModal`).
 */
export function select(data, context) {
  const options = offered(data, context);
  const most = data.max_values ?? 1;
  const least = data.min_values ?? 1;
  const listId = uniqueId("select");
  const chosen = new Set(options.filter((option) => option.default).map((option) => option.value));
  const shown = el("span", { class: "select-value" });
  const head = el(
    "button",
    {
      type: "button",
      class: "select-head",
      role: "combobox",
      id: context.fieldId,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": listId,
      "aria-label": context.fieldId ? null : data.placeholder ?? context.strings?.("select"),
      disabled: data.disabled,
      dataset: { customId: data.custom_id ?? "" },
    },
    shown,
    icon("chevron"),
  );
  const list = el("div", { class: "select-list listbox", role: "listbox", id: listId, hidden: true, "aria-label": data.placeholder ?? context.strings?.("select"), "aria-multiselectable": most > 1 ? "true" : null });
  const node = el("div", { class: "select" }, head, list);
  let active = -1;

  const label = () => {
    const names = options.filter((option) => chosen.has(option.value)).map((option) => option.label);
    shown.textContent = names.join("，") || data.placeholder || context.strings?.("select") || "…";
    shown.classList.toggle("placeholder", names.length === 0);
    node.values = options.filter((option) => chosen.has(option.value)).map((option) => option.value);
  };
  const rows = options.map((option, index) =>
    el(
      "div",
      { class: "option", role: "option", id: `${listId}-${index}`, "aria-selected": chosen.has(option.value), on: { click: () => toggle(index), mousemove: () => highlight(index, false) } },
      emoji(option.emoji),
      el("span", { class: "option-text" }, el("span", { class: "option-label" }, option.label), option.description && el("span", { class: "option-detail" }, option.description)),
      el("span", { class: "option-check" }, icon("check")),
    ),
  );
  fill(list, rows);
  list.addEventListener("mousedown", (event) => event.preventDefault());

  const highlight = (index, scroll = true) => {
    rows[active]?.classList.remove("active");
    active = index;
    rows[active]?.classList.add("active");
    if (rows[active]) {
      head.setAttribute("aria-activedescendant", rows[active].id);
      if (scroll) rows[active].scrollIntoView({ block: "nearest" });
    }
  };
  let before = "";
  const open = () => {
    before = [...chosen].sort().join("\0");
    list.hidden = false;
    head.setAttribute("aria-expanded", "true");
    // Open upwards where there is no room below.
    const room = (node.closest(".scroller")?.getBoundingClientRect().bottom ?? innerHeight) - head.getBoundingClientRect().bottom;
    list.classList.toggle("above", room < Math.min(list.scrollHeight, 320) + 12);
    highlight(Math.max(options.findIndex((option) => chosen.has(option.value)), 0));
  };
  const close = (send) => {
    if (list.hidden) return;
    list.hidden = true;
    head.setAttribute("aria-expanded", "false");
    head.removeAttribute("aria-activedescendant");
    const changed = before !== [...chosen].sort().join("\0");
    if (send && changed && chosen.size >= least && !context.inModal) context.act?.(data, node.values, head);
  };
  const toggle = (index) => {
    const { value } = options[index];
    if (most === 1) {
      chosen.clear();
      chosen.add(value);
    } else if (chosen.has(value)) chosen.delete(value);
    else if (chosen.size < most) chosen.add(value);
    rows.forEach((row, at) => row.setAttribute("aria-selected", chosen.has(options[at].value)));
    label();
    if (most !== 1) return;
    before = null; // picking the shown one again is a choice too, as in Discord
    close(true);
  };
  head.addEventListener("click", () => (list.hidden ? open() : close(true)));
  head.addEventListener("blur", () => close(true));
  head.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        open();
      }
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) highlight((active + step + options.length) % options.length);
    else if (event.key === "Home") highlight(0);
    else if (event.key === "End") highlight(options.length - 1);
    else if (event.key === "Enter" || event.key === " ") toggle(active);
    else if (event.key === "Escape") close(most > 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  label();
  return node;
}

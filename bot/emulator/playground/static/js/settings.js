// What a reader sets: who they are, their language, light or dark. Kept by the browser.

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { LANGUAGES, languageFor } from "./strings.js";

const STORE = "paperbot-playground";

/** The settings as last left, with the browser's language where none was chosen. */
export function load() {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(STORE) ?? "{}");
  } catch {
    // A private window may refuse storage, and someone else's text may lie there.
  }
  return { theme: "system", locale: languageFor(navigator.languages), user: null, ...kept };
}

/** Keep the settings; a browser that refuses forgets them on reload. */
export function save(settings) {
  try {
    localStorage.setItem(STORE, JSON.stringify(settings));
  } catch {
    // Nothing to do: they still hold for this visit.
  }
}

/** Apply the appearance; "system" leaves it to `prefers-color-scheme`. */
export function applyTheme(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Draw the settings panel into `parent`. */
export function drawSettings(parent, { settings, users, strings, change, restart, toggleLog, logOpen }) {
  const choice = (name, label, options) => {
    const node = el("select", { id: `setting-${name}` }, options.map(([value, text]) => el("option", { value }, text)));
    node.value = settings[name] ?? options[0]?.[0];
    node.addEventListener("change", () => change({ [name]: node.value }));
    return el("label", { class: "setting", for: node.id }, el("span", {}, label), node);
  };
  const people = users.map((user) => [user.id, `${user.global_name ?? user.username} (${strings(user.administrator ? "administrator" : "member")})`]);
  const focused = parent.contains(document.activeElement) ? document.activeElement.id : null;
  fill(
    parent,
    choice("user", strings("user"), people),
    choice("locale", strings("language"), LANGUAGES),
    choice("theme", strings("theme"), [["system", strings("system")], ["dark", strings("dark")], ["light", strings("light")]]),
    el(
      "div",
      { class: "panel-buttons" },
      el("button", { type: "button", class: "button secondary", id: "restart", on: { click: restart } }, icon("restart"), strings("restart")),
      el("button", { type: "button", class: "button secondary", id: "toggle-log", "aria-expanded": String(logOpen), "aria-controls": "log", on: { click: toggleLog } }, icon("log"), strings("log")),
    ),
  );
  if (focused) parent.querySelector(`#${CSS.escape(focused)}`)?.focus();
}

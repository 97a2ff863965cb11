// Where a reader writes: a plain message, or `/` and a command.

import { localized, matching, parseLine } from "./commands.js";
import { CommandLine } from "./command-line.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";

export class Composer {
  /**
   * `context()` gives what changes: `locale`, `strings`, `entities`, `commands` (the slash
   * commands this reader sees here), `whyNot(line)` (why none of them is meant) and `channel`, with
   * the `sign` before its name. `on` has `message(text)`, `command(leaf, options)` and
   * `complete(leaf, focused, options)`.
   */
  constructor(context, on) {
    this.context = context;
    this.on = on;
    this.line = null;
    this.text = el("textarea", { rows: 1, class: "composer-text", autocomplete: "off", spellcheck: "false" });
    this.popup = el("div", { class: "composer-popup" });
    this.error = el("div", { class: "composer-error", role: "alert" });
    this.sendButton = el("button", { type: "submit", class: "icon-button send" }, el("span", { "aria-hidden": "true" }, "➤"));
    this.bar = el("div", { class: "composer-bar" }, this.text, this.sendButton);
    this.node = el("form", { class: "composer" }, this.popup, this.bar, this.error);
    this.picker = new Listbox(this.text, { label: "/", onPick: ({ value }) => this.begin(value) });
    this.popup.append(this.picker.node);
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener("input", () => this.onInput());
    this.text.addEventListener("keydown", (event) => this.onKey(event));
    this.text.addEventListener("blur", () => this.picker.hide());
    this.text.addEventListener("focus", () => this.text.value.startsWith("/") && this.offerCommands());
    this.refresh();
  }

  /** Take up a changed language, channel or user. */
  refresh() {
    const { strings, channel } = this.context();
    if (this.line) this.leave("", false);
    const label = channel ? strings("composer", { name: `${channel.sign}${channel.name}` }) : "";
    this.text.placeholder = channel ? `${label} · ${strings("composerHint")}` : "";
    this.text.setAttribute("aria-label", label);
    this.picker.node.setAttribute("aria-label", strings("commands"));
    this.sendButton.setAttribute("aria-label", strings("send"));
    this.say("");
  }

  focus() {
    if (this.line) this.line.focus();
    else this.text.focus();
  }

  /** Take up the commands that the bot has just registered. */
  onCommands() {
    if (!this.line && document.activeElement === this.text) this.onInput();
  }

  /** Put a line here as if it had been typed. */
  type(line) {
    this.leave(line);
    this.onInput();
  }

  say(error) {
    this.error.textContent = error;
  }

  onInput() {
    this.say("");
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 200)}px`;
    const text = this.text.value;
    if (!text.startsWith("/")) {
      this.picker.hide();
      return;
    }
    const parsed = this.parse(text);
    if (parsed) this.begin(parsed.leaf, parsed.values);
    else this.offerCommands();
  }

  parse(line) {
    const { commands, locale } = this.context();
    return parseLine(line, commands, locale);
  }

  offerCommands() {
    const { locale, commands, strings, whyNot } = this.context();
    const fitting = matching(commands, this.text.value.slice(1));
    if (!fitting.length) {
      this.picker.say(whyNot(this.text.value));
      return;
    }
    this.picker.show(
      fitting.map((leaf) => ({
        lead: el("span", { class: "option-icon" }, icon("apps")),
        label: `/${leaf.name}`,
        detail: localized(leaf.source, "description", locale),
        tail: leaf.options.map((option) => (option.required ? option.name : `${option.name}?`)).join(" "),
        value: leaf,
      })),
      { heading: strings("commands") },
    );
  }

  onKey(event) {
    if (event.isComposing) return;
    if (this.picker.move(event.key)) {
      event.preventDefault();
    } else if ((event.key === "Tab" && !event.shiftKey && this.picker.options.length) || (event.key === "Enter" && this.picker.options.length)) {
      event.preventDefault();
      this.picker.pick();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      this.picker.hide();
    }
  }

  /** Start filling a command. */
  begin(leaf, values = new Map()) {
    this.picker.hide();
    this.line?.remove();
    this.line = new CommandLine(leaf, this.context(), this.popup, {
      send: (one, options) => {
        this.leave("");
        this.on.command(one, options);
      },
      leave: (text) => this.leave(text),
      complete: (...asked) => this.on.complete(...asked),
      error: (text) => this.say(text),
    });
    this.line.set(values);
    this.text.hidden = true;
    this.text.value = "";
    this.bar.prepend(this.line.node);
    this.line.focus();
  }

  /** Back to plain text. */
  leave(text, focus = true) {
    this.line?.remove();
    this.line = null;
    this.text.hidden = false;
    this.text.value = text;
    this.text.style.height = "auto";
    this.say("");
    if (focus) this.text.focus();
  }

  send() {
    const text = this.text.value.trim();
    if (this.line) this.line.send();
    else if (text.startsWith("/")) this.sendLine(text);
    else if (text) {
      this.leave("");
      this.on.message(text);
    }
  }

  /** A whole command in one go: `/recent` and Enter. */
  sendLine(text) {
    const parsed = this.parse(`${text} `);
    if (!parsed) {
      this.say(this.context().whyNot(text));
      return;
    }
    this.begin(parsed.leaf, parsed.values);
  }
}

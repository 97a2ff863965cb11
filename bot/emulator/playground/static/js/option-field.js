// One option of a command being filled: a chip with a name, an input and, where there are
// values to choose from, a list: fixed ones, or the application's autocomplete.

import { localized, offeredValues, readValue } from "./commands.js";
import { el } from "./dom.js";
import { Listbox } from "./listbox.js";

const DEBOUNCE_MS = 200;

/** Columns a text takes: Chinese characters are two wide. */
function columns(text) {
  return [...text].reduce((sum, c) => sum + (c.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
}

export class OptionField {
  /**
   * `context` has `locale`, `strings` and `entities`; `complete(field)` asks the application
   * and resolves to its choices; `done()` is called once a value was picked.
   */
  constructor(option, context, { complete, done, popup }) {
    this.option = option;
    this.context = context;
    this.complete = complete;
    this.picked = null;
    this.asked = 0;
    const name = localized(option, "name", context.locale);
    const description = localized(option, "description", context.locale);
    this.heading = [el("strong", {}, name), " ", description];
    this.input = el("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": `${name}: ${description}`,
      "aria-required": option.required ? "true" : null,
      inputmode: option.type === 4 ? "numeric" : null,
      dataset: { option: option.name },
    });
    this.node = el("label", { class: "chip" }, el("span", { class: "chip-name" }, name), this.input);
    this.list = new Listbox(this.input, { label: name, onPick: (choice) => this.pick(choice, done) });
    popup.append(this.list.node);
    this.values = offeredValues(option, context);
    this.input.addEventListener("input", () => {
      this.picked = null;
      this.node.classList.remove("invalid");
      this.resize();
      this.offer();
    });
    this.input.addEventListener("focus", () => this.offer(true));
    this.input.addEventListener("blur", () => this.close());
    this.resize();
  }

  get text() {
    return this.input.value;
  }

  get empty() {
    return this.text.trim() === "";
  }

  /** Whether the list is of fixed values, one of which must be taken. */
  get fixed() {
    return this.values !== null;
  }

  set(text) {
    this.input.value = text;
    this.picked = this.values?.find((value) => value.label.toLowerCase() === text.toLowerCase() || String(value.value) === text) ?? null;
    if (this.picked) this.input.value = this.picked.label;
    this.resize();
  }

  resize() {
    this.input.style.width = `${Math.min(Math.max(columns(this.text) + 1, 4), 48)}ch`;
  }

  pick(choice, done) {
    this.picked = choice;
    this.input.value = choice.label;
    this.node.classList.remove("invalid");
    this.resize();
    this.close();
    done(this);
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.list.hide();
  }

  /** Show what fits the text so far. */
  offer(atOnce = false) {
    clearTimeout(this.timer);
    if (this.fixed) {
      const wanted = this.picked ? "" : this.text.trim().toLowerCase();
      const fitting = this.values.filter((value) => value.label.toLowerCase().includes(wanted));
      if (fitting.length) this.list.show(fitting, { heading: this.heading });
      else this.list.say(this.context.strings("noChoices"));
    } else if (this.option.autocomplete) {
      if (this.picked) return;
      if (!this.list.open) this.list.say([this.heading, el("span", { class: "listbox-wait" }, this.context.strings("loadingChoices"))]);
      this.timer = setTimeout(() => this.ask(), atOnce ? 0 : DEBOUNCE_MS);
    } else {
      this.list.show([], { heading: this.heading });
    }
  }

  async ask() {
    const turn = (this.asked += 1);
    let choices;
    try {
      choices = await this.complete(this);
    } catch {
      choices = null;
    }
    if (turn !== this.asked || document.activeElement !== this.input) return; // typed on, or left
    if (choices === null) this.list.say([this.heading, el("span", { class: "listbox-wait" }, this.context.strings("choicesFailed"))]);
    else if (!choices.length) this.list.say([this.heading, el("span", { class: "listbox-wait" }, this.context.strings("noChoices"))]);
    else {
      const options = choices.map((choice) => ({ label: localized(choice, "name", this.context.locale), value: choice.value }));
      // Nothing is highlighted: Enter sends the words as typed, an arrow key or Tab takes a choice.
      this.list.show(options, { heading: this.heading, active: -1 });
    }
  }

  /** `{value}`, `{error}`, or null while empty. */
  read() {
    if (this.picked) return { value: this.picked.value };
    if (this.empty) return this.option.required ? { error: this.context.strings("required") } : null;
    if (this.fixed) {
      const wanted = this.text.trim().toLowerCase();
      const exact = this.values.find((value) => value.label.toLowerCase() === wanted || String(value.value).toLowerCase() === wanted);
      return exact ? { value: exact.value } : { error: this.context.strings("invalid") };
    }
    return readValue(this.option, this.text, this.context.strings);
  }

  fail(error) {
    this.node.classList.add("invalid");
    this.input.setAttribute("aria-invalid", "true");
    this.input.title = error;
  }

  remove() {
    this.close();
    this.list.node.remove();
    this.node.remove();
  }
}

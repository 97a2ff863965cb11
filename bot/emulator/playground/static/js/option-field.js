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

/** The ways to write an offered value: as shown, without its sign, as the application knows it. */
function spellings({ label, value }) {
  return [label, label.replace(/^[#@]/, ""), String(value)].map((text) => text.toLowerCase());
}

export class OptionField {
  /**
   * `context` has `locale`, `strings` and `entities`; `complete(field)` asks the application
   * and resolves to its choices. `done(field)` is called once a value was picked,
   * `beyond(field, text)` with what is typed after it, and `typed(field)` with any other
   * change, which it may take for itself (true).
   */
  constructor(option, context, { complete, done, beyond, typed, popup }) {
    this.option = option;
    this.context = context;
    Object.assign(this, { complete, done, beyond, typed });
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
    this.list = new Listbox(this.input, { label: name, onPick: (choice) => this.pick(choice) });
    popup.append(this.list.node);
    this.values = offeredValues(option, context);
    this.input.addEventListener("input", (event) => event.isComposing || this.onInput());
    this.input.addEventListener("compositionend", () => this.onInput());
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
    this.picked = this.exact(text);
    this.input.value = this.picked?.label ?? text;
    this.resize();
  }

  /** The offered value that a text names: `#general`, `general` or its id; else null. */
  exact(text) {
    const wanted = text.trim().toLowerCase();
    return this.values?.find((one) => spellings(one).includes(wanted)) ?? null;
  }

  /** Whether nothing is left to choose: a value was taken, or written out in full. */
  get settled() {
    const exact = this.exact(this.text);
    return this.picked !== null || (exact !== null && exact === this.list.options[this.list.active]);
  }

  onInput() {
    const chosen = this.picked;
    this.node.classList.remove("invalid");
    this.input.removeAttribute("aria-invalid");
    if (chosen && this.text.startsWith(chosen.label)) {
      // A chosen value is whole: what is typed after it is for the next option.
      const rest = this.text.slice(chosen.label.length);
      this.input.value = chosen.label;
      this.beyond(this, rest);
      return;
    }
    // Nor can a part of one of the offered values be kept: Backspace takes all of it.
    if (chosen && this.fixed && chosen.label.startsWith(this.text)) this.input.value = "";
    this.picked = null;
    if (this.typed(this)) return;
    const ended = this.fixed && /\s$/.test(this.text) && this.exact(this.text);
    if (ended && !this.fitting().some((one) => one !== ended && one.label.toLowerCase().startsWith(this.text.toLowerCase()))) {
      this.pick(ended);
      return;
    }
    this.resize();
    this.offer();
  }

  /** The offered values that the text so far may mean. */
  fitting() {
    const wanted = this.picked ? "" : this.text.trim().toLowerCase();
    return this.values.filter((one) => one.label.toLowerCase().includes(wanted) || spellings(one).some((text) => text.startsWith(wanted)));
  }

  resize() {
    this.input.style.width = `${Math.min(Math.max(columns(this.text) + 1, 4), 48)}ch`;
  }

  pick(choice) {
    this.picked = choice;
    this.input.value = choice.label;
    this.node.classList.remove("invalid");
    this.resize();
    this.close();
    this.done(this);
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
      const fitting = this.fitting();
      // Only words highlight a value: Enter on an untouched list must not choose for anybody.
      const active = this.picked || this.empty ? -1 : 0;
      if (fitting.length) this.list.show(fitting, { heading: this.heading, active });
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

  /** `{value}`, or `{error}`: a sentence. */
  read() {
    if (this.picked) return { value: this.picked.value };
    if (this.empty) return { error: this.context.strings(this.option.required ? "required" : "emptyOption") };
    if (this.fixed) {
      const exact = this.exact(this.text);
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

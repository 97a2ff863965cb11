// A command being filled: its name and the chips of its options, driven by the keyboard as
// in Discord: `name:` begins an option, Tab goes on, Backspace in an empty chip takes it away,
// Enter takes what is highlighted and otherwise sends.

import { localized, marked, matchingOptions } from "./commands.js";
import { el, fill } from "./dom.js";
import { Listbox } from "./listbox.js";
import { OptionField } from "./option-field.js";

/** Put the cursor behind what stands in an input. */
function enter(input) {
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
}

export class CommandLine {
  /**
   * `on` has `send(leaf, options)`, `leave(text)` (back to plain text), `complete(leaf,
   * focused, options)` (autocomplete) and `error(text)`.
   */
  constructor(leaf, context, popup, on) {
    Object.assign(this, { leaf, context, popup, on });
    this.fields = [];
    // Where the options that are left are looked up, behind the last chip.
    this.more = el("input", { type: "text", class: "more-options", autocomplete: "off", spellcheck: "false" });
    this.list = new Listbox(this.more, { label: context.strings("options"), onPick: ({ value }) => this.begin(value) });
    popup.append(this.list.node);
    this.more.addEventListener("click", () => this.list.open || this.offerOptions());
    this.more.addEventListener("focus", () => this.offerOptions());
    this.more.addEventListener("blur", () => this.list.hide());
    this.more.addEventListener("input", (event) => event.isComposing || this.onMoreInput());
    this.more.addEventListener("compositionend", () => this.onMoreInput());
    this.more.addEventListener("keydown", (event) => this.onMoreKey(event));
    this.chips = el("span", { class: "chips" });
    const description = localized(leaf.source, "description", context.locale);
    this.node = el("div", { class: "command-line" }, el("span", { class: "command-name", title: description }, `/${leaf.name}`), this.chips, this.more);
    for (const option of leaf.options.filter((one) => one.required)) this.add(option);
    this.count();
  }

  get unused() {
    const used = new Set(this.fields.map((field) => field.option.name));
    return this.leaf.options.filter((option) => !used.has(option.name));
  }

  add(option) {
    const field = new OptionField(option, this.context, {
      popup: this.popup,
      complete: (one) => this.on.complete(this.leaf, one.option.name, this.options(one)),
      done: (one) => this.next(one).focus(),
      beyond: (one, text) => this.goOn(one, text),
      typed: (one) => this.absorb(one),
    });
    field.input.addEventListener("keydown", (event) => this.onFieldKey(event, field));
    this.fields.push(field);
    this.chips.append(field.node);
    this.count();
    return field;
  }

  /** Fill options, as a pasted line gives them; returns the last one's field. */
  set(values) {
    let field = null;
    for (const [option, text] of values) {
      field = this.fields.find((one) => one.option === option) ?? this.add(option);
      field.set(text);
    }
    return field;
  }

  /** Open an option's chip to write in. */
  begin(option) {
    this.more.value = "";
    this.add(option).input.focus();
  }

  focus() {
    const target = this.fields.find((field) => field.empty)?.input ?? this.fields.at(-1)?.input ?? this.more;
    enter(target);
  }

  count() {
    const left = this.unused.length;
    const label = this.context.strings("moreOptions", { count: left });
    this.more.placeholder = label;
    this.more.setAttribute("aria-label", label);
    // With no option at all it stays, unseen, to hold the focus for Enter.
    this.more.classList.toggle("spent", left === 0);
  }

  /** List the options that are left and fit what was typed; only words highlight one. */
  offerOptions() {
    const { locale, strings } = this.context;
    if (!this.unused.length) return;
    const { begins, holds } = matchingOptions(this.unused, this.more.value, locale);
    const rows = [...begins, ...holds].map((option) => ({
      label: localized(option, "name", locale),
      detail: localized(option, "description", locale),
      value: option,
    }));
    const active = this.more.value.trim() && begins.length ? 0 : -1;
    if (rows.length) this.list.show(rows, { heading: strings("options"), active });
    else this.list.say(strings("noOption"));
  }

  /** Where to go on from a filled field: the next empty one, else the options that are left. */
  next(field) {
    const empty = this.fields.slice(this.fields.indexOf(field) + 1).find((one) => one.empty);
    return empty?.input ?? (this.unused.length ? this.more : field.input);
  }

  /** Write on behind a filled field. */
  goOn(field, text) {
    const target = this.next(field);
    if (target === field.input) return;
    target.value = text.trimStart();
    enter(target);
    target.dispatchEvent(new Event("input"));
  }

  /** Take `name:value` out of what was typed into a field, each into the chip of its option. */
  absorb(field) {
    this.on.error("");
    const { loose, values } = marked(field.text, this.leaf.options, this.context.locale);
    if (!values.size) return false;
    field.set(loose);
    const last = this.set(values);
    if (field.empty && !field.option.required && field !== last) this.drop(field);
    this.enterField(last);
    return true;
  }

  enterField(field) {
    enter(field.input);
    field.offer();
  }

  onMoreInput() {
    this.on.error("");
    if (!this.unused.length) this.more.value = "";
    const { loose, values } = marked(this.more.value, this.leaf.options, this.context.locale);
    if (!values.size) {
      this.offerOptions();
      return;
    }
    this.more.value = loose;
    this.enterField(this.set(values));
  }

  onFieldKey(event, field) {
    if (event.isComposing) return; // Enter there ends the input method's word
    const { list, input } = field;
    const at = this.fields.indexOf(field);
    const stop = () => event.preventDefault();
    if (list.move(event.key)) {
      stop();
    } else if (event.key === "Enter") {
      stop();
      if (field.settled || !list.pick()) this.send();
    } else if (event.key === "Tab" && !event.shiftKey) {
      // Words were typed: Tab takes the best choice for them, as a shell would.
      const best = field.empty ? list.active : Math.max(list.active, 0);
      if (!field.picked && list.pick(best)) {
        stop();
      } else if (this.fields[at + 1]) {
        stop();
        this.fields[at + 1].input.focus();
      } else if (this.unused.length) {
        stop();
        this.more.focus();
      }
    } else if (event.key === "Backspace" && input.value === "") {
      stop();
      if (field.option.required) this.on.leave(`/${this.leaf.name}`);
      else this.take(field);
    } else if (event.key === "ArrowLeft" && input.selectionEnd === 0 && at > 0) {
      stop();
      this.fields[at - 1].input.focus();
    } else if (event.key === "ArrowRight" && input.selectionStart === input.value.length && (this.fields[at + 1] || this.unused.length)) {
      stop();
      (this.fields[at + 1]?.input ?? this.more).focus();
    } else if (event.key === "Escape") {
      stop();
      event.stopPropagation();
      if (list.open && list.options.length) list.hide();
      else this.on.leave("");
    }
  }

  onMoreKey(event) {
    if (event.isComposing) return;
    if (this.list.move(event.key)) {
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!this.list.pick()) this.send();
    } else if (event.key === "Tab" && !event.shiftKey && this.list.options.length) {
      event.preventDefault();
      if (!this.list.pick()) this.list.move("ArrowDown");
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.list.open) this.list.hide();
      else this.on.leave("");
    } else if ((event.key === "Backspace" || event.key === "ArrowLeft") && this.more.selectionEnd === 0) {
      event.preventDefault();
      const last = this.fields.at(-1);
      if (last) enter(last.input);
      else if (event.key === "Backspace") this.on.leave(`/${this.leaf.name}`);
    }
  }

  /** Take an empty chip away and go back to the one before it. */
  take(field) {
    const before = this.fields[this.fields.indexOf(field) - 1];
    this.drop(field);
    enter(before?.input ?? this.more);
  }

  drop(field) {
    this.fields = this.fields.filter((one) => one !== field);
    field.remove();
    this.count();
  }

  /** The filled options; the one being completed counts as typed. */
  options(completing = null) {
    return this.fields.flatMap((field) => {
      const { name, type } = field.option;
      const read = field === completing ? { value: field.text } : field.read();
      return "value" in read ? [{ name, type, value: read.value }] : [];
    });
  }

  send() {
    if (this.more.value.trim()) {
      this.more.focus();
      this.on.error(this.context.strings("noOption"));
      return;
    }
    for (const field of this.fields) {
      const read = field.read();
      if (read.error) {
        field.fail(read.error);
        field.input.focus();
        this.on.error(read.error);
        return;
      }
    }
    this.on.send(this.leaf, this.options());
  }

  remove() {
    for (const field of this.fields) field.remove();
    this.list.node.remove();
    fill(this.node);
    this.node.remove();
  }
}

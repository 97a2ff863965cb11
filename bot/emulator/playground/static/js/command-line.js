// A command being filled: its name and the chips of its options, driven by the keyboard as
// in Discord: Tab goes on, Backspace in an empty chip takes it away, Enter sends.

import { localized } from "./commands.js";
import { el, fill } from "./dom.js";
import { Listbox } from "./listbox.js";
import { OptionField } from "./option-field.js";

export class CommandLine {
  /**
   * `on` has `send(leaf, options)`, `leave(text)` (back to plain text), `complete(leaf,
   * focused, options)` (autocomplete) and `error(text)`.
   */
  constructor(leaf, context, popup, on) {
    Object.assign(this, { leaf, context, popup, on });
    this.fields = [];
    this.more = el("button", { type: "button", class: "more-options" });
    this.list = new Listbox(this.more, { label: context.strings("options"), onPick: ({ value }) => this.add(value).input.focus() });
    popup.append(this.list.node);
    this.more.addEventListener("click", () => (this.list.open ? this.list.hide() : this.offerOptions()));
    this.more.addEventListener("blur", () => this.list.hide());
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
      done: (one) => this.next(one),
    });
    field.input.addEventListener("keydown", (event) => this.onFieldKey(event, field));
    this.fields.push(field);
    this.chips.append(field.node);
    this.count();
    return field;
  }

  /** Fill options by name, as a pasted line gives them. */
  set(values) {
    for (const [name, text] of values) {
      const option = this.leaf.options.find((one) => one.name === name);
      const field = this.fields.find((one) => one.option.name === name) ?? (option && this.add(option));
      field?.set(text);
    }
  }

  focus() {
    const target = this.fields.find((field) => field.empty)?.input ?? this.fields.at(-1)?.input ?? this.more;
    target.focus();
    if (target !== this.more) target.setSelectionRange(target.value.length, target.value.length);
  }

  count() {
    const left = this.unused.length;
    const label = this.context.strings("moreOptions", { count: left });
    this.more.textContent = label;
    this.more.setAttribute("aria-label", label); // a combobox is not named by its content
    // With no option at all the button stays, unseen, to hold the focus for Enter.
    this.more.classList.toggle("spent", left === 0);
  }

  offerOptions() {
    if (!this.unused.length) return;
    this.list.show(
      this.unused.map((option) => ({
        label: localized(option, "name", this.context.locale),
        detail: localized(option, "description", this.context.locale),
        value: option,
      })),
      { heading: this.context.strings("options") },
    );
  }

  /** Go on from a filled field: to the next empty one, else to the options that are left. */
  next(field) {
    const empty = this.fields.slice(this.fields.indexOf(field) + 1).find((one) => one.empty);
    if (empty) empty.input.focus();
    else field.input.focus();
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
      if (field.picked || !list.pick()) this.send();
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
        this.offerOptions();
      }
    } else if (event.key === "Backspace" && input.value === "") {
      stop();
      if (field.option.required) this.on.leave(`/${this.leaf.name}`);
      else this.take(field);
    } else if (event.key === "ArrowLeft" && input.selectionEnd === 0 && at > 0) {
      stop();
      this.fields[at - 1].input.focus();
    } else if (event.key === "ArrowRight" && input.selectionStart === input.value.length && this.fields[at + 1]) {
      stop();
      this.fields[at + 1].input.focus();
    } else if (event.key === "Escape") {
      stop();
      event.stopPropagation();
      if (list.open && list.options.length) list.hide();
      else this.on.leave("");
    }
  }

  onMoreKey(event) {
    if (this.list.move(event.key)) {
      event.preventDefault();
    } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && this.list.open)) {
      event.preventDefault();
      if (!(this.list.open && this.list.pick())) this.send();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.list.open) this.list.hide();
      else this.on.leave("");
    } else if (event.key === "Backspace") {
      event.preventDefault();
      const last = this.fields.at(-1);
      if (last) last.input.focus();
      else this.on.leave(`/${this.leaf.name}`);
    }
  }

  take(field) {
    const before = this.fields[this.fields.indexOf(field) - 1];
    this.fields = this.fields.filter((one) => one !== field);
    field.remove();
    this.count();
    (before?.input ?? this.more).focus();
  }

  /** The filled options; the one being completed counts as typed. */
  options(completing = null) {
    return this.fields.flatMap((field) => {
      const { name, type } = field.option;
      const read = field === completing ? { value: field.text } : field.read();
      return read && "value" in read ? [{ name, type, value: read.value }] : [];
    });
  }

  send() {
    for (const field of this.fields) {
      const read = field.read();
      if (read?.error) {
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

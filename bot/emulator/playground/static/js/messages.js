// The messages of the open channel: kept in order, drawn again one by one as they change.

import { avatar, el } from "./dom.js";
import { continues, FLAG, head, messageNode, usedLine, waiting } from "./message.js";

const NEAR_BOTTOM = 120;

export class MessageList {
  /**
   * `context()` is what messages are drawn with, and `held`, a sentence while answers have to wait;
   * `act(message, component, values)` takes a press and resolves to why it failed or null;
   * `openApps` and `dismiss` are a message's own buttons.
   */
  constructor(context, { act, openApps, dismiss }) {
    this.context = context;
    this.onAct = act;
    this.hooks = { openApps, dismiss };
    this.messages = new Map();
    this.list = el("div", { class: "messages", role: "log", "aria-live": "polite" });
    this.node = el("div", { class: "scroller", tabindex: "0", role: "group" }, el("div", { class: "scroller-fill" }), this.list);
    // Covers load late and push what is read up: stay at the end while the reader is there.
    this.atEnd = true;
    this.node.addEventListener("scroll", () => {
      this.atEnd = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR_BOTTOM;
    });
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.list);
  }

  /** Show another channel's messages under `intro` (a node). */
  open(messages, intro) {
    this.messages = new Map(messages.map((message) => [message.id, message]));
    this.list.replaceChildren(...[intro].filter(Boolean));
    for (const message of messages) this.list.append(this.draw(message));
    this.toEnd();
  }

  /** Name the list for screen readers. */
  label(text) {
    this.list.setAttribute("aria-label", text);
    this.node.setAttribute("aria-label", text);
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
    this.atEnd = true;
  }

  /** Draw everything again: another language, another reader. */
  redraw() {
    for (const message of this.messages.values()) this.replace(message);
  }

  upsert(message) {
    const known = this.messages.has(message.id);
    this.messages.set(message.id, message);
    if (known) this.replace(message);
    else this.list.append(this.draw(message));
  }

  remove(id) {
    this.messages.delete(id);
    this.find(id)?.remove();
    this.redraw(); // what followed it may need a head of its own now
  }

  find(id) {
    return this.list.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  replace(message) {
    const old = this.find(message.id);
    if (!old) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.customId : null;
    const slot = focused && [...old.querySelectorAll("[data-custom-id]")].findIndex((node) => node === document.activeElement);
    const node = this.draw(message);
    old.replaceWith(node);
    if (focused) {
      // The same button, else the one in its place (a page's button carries the page in its id).
      const buttons = [...node.querySelectorAll("[data-custom-id]:not(:disabled)")];
      (buttons.find((button) => button.dataset.customId === focused) ?? buttons[Math.min(slot, buttons.length - 1)] ?? node).focus();
    }
  }

  draw(message) {
    const all = [...this.messages.values()];
    const previous = all[all.indexOf(message) - 1];
    return messageNode(message, {
      ...this.context(),
      grouped: continues(previous, message),
      find: (id) => this.messages.get(id),
      act: (...args) => this.act(...args),
      ...this.hooks,
    });
  }

  async act(message, data, values, node) {
    const note = this.find(message.id)?.querySelector(".message-note");
    const { held } = this.context();
    if (note) note.textContent = held;
    note?.classList.toggle("held", Boolean(held));
    node.classList.add("busy");
    node.setAttribute("aria-busy", "true");
    const failure = await this.onAct(message, data, values);
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
    const now = this.find(message.id)?.querySelector(".message-note");
    now?.classList.remove("held");
    if (now) now.textContent = failure ?? "";
  }

  /** A command on its way: `{done()}` takes it away, `{fail(text, detail)}` says why not. */
  pending(user, bot, name) {
    const context = this.context();
    const state = el("div", {}, waiting(context.held || context.strings("sending")));
    const message = { author: bot, timestamp: new Date().toISOString(), flags: FLAG.EPHEMERAL };
    const node = el(
      "article",
      { class: "message pending" },
      usedLine(user, name, context),
      el("div", { class: "message-row" }, el("div", { class: "gutter" }, avatar(bot)), el("div", { class: "message-body" }, head(message, context), state)),
    );
    this.list.append(node);
    this.toEnd();
    return {
      done: () => node.remove(),
      fail: (text, detail) => {
        node.classList.replace("pending", "ephemeral");
        const dismiss = el("button", { type: "button", class: "text-button", on: { click: () => node.remove() } }, context.strings("dismiss"));
        state.replaceChildren(
          el("p", { class: "failure", role: "alert" }, el("strong", {}, text), detail ? ` · ${detail}` : ""),
          el("p", { class: "ephemeral-note" }, context.strings("ephemeral"), " • ", dismiss),
        );
      },
    };
  }
}

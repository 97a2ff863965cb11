// What a reader asks of the application: commands, presses, choices, forms; and its failures
// in the words Discord has for them.

import { localized, messageCommands } from "./commands.js";
import { openMenu } from "./menu.js";
import { openModal } from "./modal.js";

export class Interactions {
  /**
   * `ask(op, data)` sends a request for this reader in this channel; `context()` gives what
   * changes: Markdown's context, `user`, `bot`, `online`, `connected` and `commands`; `pending`
   * shows a command on its way.
   */
  constructor({ ask, context, pending }) {
    Object.assign(this, { ask, context, pending });
  }

  complete(leaf, focused, options) {
    return this.ask("autocomplete", { command: leaf.name, focused, options });
  }

  command(leaf, options) {
    return this.invoke(leaf.name, "slash", { command: leaf.name, options });
  }

  /** Use a command: a pending line, then its answer, a form, or why there is none. */
  async invoke(name, op, data) {
    const { user, bot } = this.context();
    const pending = this.pending(user, bot, name);
    try {
      const result = await this.ask(op, data);
      if (result.state === "failed") this.fail(pending);
      else pending.done();
      if (result.state === "modal") this.openForm(result.modal);
    } catch (error) {
      this.fail(pending, error.message);
    }
  }

  fail(pending, refusal) {
    const { strings, online, connected } = this.context();
    const reason = online ? refusal ?? strings("noAnswer") : strings("botAway");
    pending.fail(strings("failed"), connected ? reason : strings("offline"));
  }

  /** A press or a choice; resolves to why it failed, or null. */
  async act(message, data, values) {
    const { strings } = this.context();
    const used = { message: message.id, custom_id: data.custom_id };
    try {
      const result = values === null ? await this.ask("press", used) : await this.ask("select", { ...used, values });
      if (result.state === "modal") this.openForm(result.modal);
      return result.state === "failed" ? strings("failed") : null;
    } catch {
      return strings("failed");
    }
  }

  openForm(modal) {
    openModal(modal, this.context(), async (values) => {
      try {
        const result = await this.ask("submit", { modal: modal.id, values });
        return result.state !== "failed";
      } catch {
        return false;
      }
    });
  }

  /** The menu of commands for a message. */
  openApps(message, button) {
    const { commands, locale, strings } = this.context();
    const items = messageCommands(commands).map((command) => {
      const label = localized(command, "name", locale);
      return { label, pick: () => this.invoke(label, "menu", { command: command.name, message: message.id }) };
    });
    openMenu(button, items, strings("apps"));
  }
}

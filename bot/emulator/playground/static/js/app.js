// The page: joins the connection, the channel list, the messages and the composer.

import { CHANNEL, channelIcon, drawChannels, forumView, isThread } from "./channels.js";
import { slashCommands, whyWithheld } from "./commands.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { displayName, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { Interactions } from "./interactions.js";
import { LogDrawer } from "./log.js";
import { mediaAddress } from "./media.js";
import { MessageList } from "./messages.js";
import { applyTheme, drawSettings, load, save } from "./settings.js";
import { translator } from "./strings.js";
import { keepTime } from "./timestamps.js";
import { World } from "./world.js";

// What a newcomer may try first; a command that the bot does not have is left out.
const SUGGESTIONS = ["/paper GAN", "/recent", "/random", "/help"];

const byId = (id) => document.getElementById(id);

class App {
  constructor() {
    this.settings = load();
    this.world = new World();
    this.unread = new Set();
    this.channelId = null;
    this.commands = []; // what this reader is offered in this channel
    this.withheld = []; // and what not, with the reason
    this.connected = false;
    this.startedAt = Date.now();
    applyTheme(this.settings.theme);
    this.useLanguage();
    this.interactions = new Interactions({
      ask: (op, data) => this.ask(op, data),
      context: () => this.interacting(),
      pending: (...used) => this.messages.pending(...used),
    });
    this.messages = new MessageList(() => this.drawing(), {
      act: (...used) => this.interactions.act(...used),
      openApps: (...target) => this.interactions.openApps(...target),
      dismiss: (message) => {
        this.world.apply("message_delete", message);
        this.messages.remove(message.id);
      },
    });
    this.composer = new Composer(() => this.composing(), {
      message: (content) => this.ask("send", { content }),
      command: (...used) => this.interactions.command(...used),
      complete: (...asked) => this.interactions.complete(...asked),
    });
    this.log = new LogDrawer(() => ({ strings: this.strings }), {
      close: () => this.toggleLog(false),
      clear: () => this.connection.request("clear_log"),
    });
    this.build();
    const { host } = window.location;
    const key = document.querySelector('meta[name="playground-key"]').content;
    this.connection = new Connection(`ws://${host}/socket`, key, {
      on: (event, data) => this.onEvent(event, data),
      state: (connected) => {
        this.connected = connected;
        this.drawState();
      },
      // It was started anew, with another world and another key: the page begins anew as well.
      replaced: () => window.location.reload(),
    });
    keepTime(document.body);
    setInterval(() => this.drawWait(), 1000);
  }

  // --- the frame of the page ---

  build() {
    this.channelsNode = el("div", { class: "channels" });
    this.panel = el("div", { class: "panel" });
    this.guildName = el("h1", { class: "guild-name" });
    this.sidebar = el("nav", { class: "sidebar", id: "sidebar" }, this.guildName, this.channelsNode, this.panel);
    this.menuButton = el("button", { type: "button", class: "icon-button menu-button", "aria-controls": "sidebar", "aria-expanded": "false", on: { click: () => this.toggleDrawer() } }, icon("menu"));
    this.title = el("div", { class: "channel-title" });
    this.state = el("div", { class: "bot-state", role: "status" });
    this.wait = el("span", { class: "bot-wait", "aria-hidden": "true" });
    this.header = el("header", { class: "channel-header" }, this.menuButton, this.title, this.state, this.wait);
    this.forum = el("div", { class: "scroller", hidden: true });
    this.main = el("main", { class: "main" }, this.header, this.messages.node, this.forum, this.composer.node);
    this.shade = el("div", { class: "shade", on: { click: () => this.toggleDrawer(false) } });
    fill(byId("app"), this.sidebar, this.shade, this.main, this.log.node);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggleDrawer(false);
      // Typing anywhere goes to the composer, as on Discord.
      const free = document.activeElement === document.body || document.activeElement === this.messages.node;
      if (free && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) this.composer.focus();
    });
  }

  toggleDrawer(open = !document.body.classList.contains("drawer-open")) {
    document.body.classList.toggle("drawer-open", open);
    this.menuButton.setAttribute("aria-expanded", String(open));
    if (open) this.sidebar.querySelector("[aria-current]")?.focus();
  }

  toggleLog(open = this.log.node.hidden) {
    this.log.toggle(open);
    this.toggleDrawer(false);
    this.drawPanel();
    if (open) this.log.node.querySelector("button")?.focus();
  }

  useLanguage() {
    this.strings = translator(this.settings.locale);
    document.documentElement.lang = this.settings.locale;
    document.title = this.strings("title");
  }

  // --- what the parts are drawn with ---

  get user() {
    return this.world.people.find((user) => user.id === this.settings.user) ?? this.world.people[0];
  }

  get channel() {
    return this.world.channels.get(this.channelId);
  }

  drawing() {
    return {
      locale: this.settings.locale,
      strings: this.strings,
      cdn: this.world.cdn,
      entities: this.world.entities(this.strings),
      media: mediaAddress,
      user: (id) => displayName(this.world.users.get(id) ?? { username: id }),
      channel: (id) => this.world.channels.get(id)?.name ?? null,
      role: (id) => this.world.roles.find((role) => role.id === id)?.name ?? null,
      openChannel: (id) => this.world.channels.has(id) && this.open(id),
      openCommand: (name) => this.composer.type(`/${name} `),
      held: this.starting ? this.strings("held") : "",
    };
  }

  interacting() {
    const { connected, commands, user } = this;
    const online = this.world.process.state === "online";
    return { ...this.drawing(), connected, online, commands, user, bot: this.world.bot };
  }

  composing() {
    const direct = this.channel?.type === CHANNEL.DM;
    const name = direct ? displayName(this.world.bot) : this.channel?.name;
    return {
      locale: this.settings.locale,
      strings: this.strings,
      entities: this.world.entities(this.strings),
      commands: slashCommands(this.commands),
      whyNot: (line) => this.whyNot(line, direct),
      channel: this.channel && { ...this.channel, name, sign: direct ? "@" : "#" },
    };
  }

  /** Why a line means no command, in a sentence. */
  whyNot(line, direct) {
    if (!this.commands.length) return this.stateText();
    const { strings, withheld } = this;
    return whyWithheld(line, withheld, { strings, direct, user: displayName(this.user) }) ?? strings("noCommand");
  }

  // --- drawing ---

  drawAll() {
    this.useLanguage();
    this.guildName.textContent = this.world.guild?.name ?? "";
    this.sidebar.setAttribute("aria-label", this.strings("channels"));
    this.menuButton.setAttribute("aria-label", this.strings("menu"));
    this.drawChannels();
    this.drawPanel();
    this.drawState();
    this.log.refresh();
    this.open(this.world.channels.has(this.channelId) ? this.channelId : this.world.firstChannel()?.id, false);
  }

  drawChannels() {
    drawChannels(this.channelsNode, {
      channels: this.world.channelsFor(this.user),
      current: this.channelId,
      unread: this.unread,
      strings: this.strings,
      bot: this.world.bot,
      select: (id) => this.open(id),
    });
  }

  drawPanel() {
    drawSettings(this.panel, {
      settings: { ...this.settings, user: this.user?.id },
      users: this.world.people,
      strings: this.strings,
      logOpen: !this.log.node.hidden,
      change: (changed) => this.change(changed),
      restart: () => this.connection.request("restart").catch(() => this.drawState()),
      toggleLog: () => this.toggleLog(),
    });
  }

  drawState() {
    const text = this.stateText();
    const look = this.connected ? this.world.process.state : "stopped";
    this.state.className = `bot-state ${look}`;
    this.state.title = text;
    fill(this.state, el("span", { class: "lamp", "aria-hidden": "true" }), el("span", { class: "bot-state-text" }, text));
    this.drawWait();
  }

  /** A slow machine starts slowly: the seconds say that it is still at it. */
  drawWait() {
    const count = Math.round((Date.now() - this.startedAt) / 1000);
    this.wait.textContent = this.starting && count > 2 ? this.strings("seconds", { count }) : "";
  }

  /** Whether the bot is on its way. */
  get starting() {
    return this.connected && ["starting", "restarting"].includes(this.world.process.state);
  }

  /** How the bot is, in a sentence. */
  stateText() {
    const { state, detail } = this.world.process;
    const keys = { starting: "botStarting", restarting: "botRestarting", online: "botOnline", stopped: "botStopped" };
    return this.connected ? this.strings(keys[state], { detail }) : this.strings("offline");
  }

  drawTitle() {
    const { channel } = this;
    if (!channel) return;
    const parent = isThread(channel) && this.world.channels.get(channel.parent_id);
    const back = parent && el("button", { type: "button", class: "text-button", "aria-label": this.strings("back", { name: parent.name }), on: { click: () => this.open(parent.id) } }, `${parent.name} ›`);
    const name = channel.type === CHANNEL.DM ? displayName(this.world.bot) : channel.name;
    fill(this.title, channelIcon(channel), back, el("h2", {}, name), channel.topic && el("p", { class: "topic" }, channel.topic));
  }

  open(id, focus = true) {
    if (!id) return;
    this.channelId = id;
    this.unread.delete(id);
    this.toggleDrawer(false);
    this.drawTitle();
    this.drawChannels();
    const { channel } = this;
    const isForum = channel.type === CHANNEL.FORUM;
    this.forum.hidden = !isForum;
    this.messages.node.hidden = isForum;
    this.composer.node.hidden = isForum;
    if (isForum) {
      this.drawForum();
      return;
    }
    this.messages.label(this.strings("messages", { name: channel.name ?? displayName(this.world.bot) }));
    this.messages.open(this.world.messagesOf(id, this.user), this.intro(channel));
    this.composer.refresh();
    this.askCommands();
    if (focus) this.composer.focus();
  }

  drawForum() {
    const posts = [...this.world.channels.values()].filter((one) => one.parent_id === this.channelId);
    const preview = (post) => this.world.preview(post.id);
    fill(this.forum, forumView(this.channel, posts, { strings: this.strings, locale: this.settings.locale, preview, select: (id) => this.open(id) }));
  }

  /** The start of a channel: where one is, and what to try. A post starts with itself. */
  intro(channel) {
    if (isThread(channel)) return null;
    const name = channel.name ? `#${channel.name}` : displayName(this.world.bot);
    const known = new Set(this.composing().commands.map((leaf) => leaf.path[0]));
    const lines = SUGGESTIONS.filter((line) => known.has(line.slice(1).split(" ")[0]));
    const type = (line) => () => this.composer.type(`${line} `);
    return el(
      "div",
      { class: "intro" },
      el("div", { class: "intro-icon" }, channelIcon(channel)),
      el("h2", {}, this.strings("welcomeTitle", { name })),
      el("p", {}, this.strings("welcome")),
      el("div", { class: "suggestions" }, lines.map((line) => el("button", { type: "button", class: "suggestion", on: { click: type(line) } }, line))),
    );
  }

  change(changed) {
    this.settings = { ...this.settings, ...changed };
    save(this.settings);
    applyTheme(this.settings.theme);
    if ("theme" in changed) return;
    this.drawAll();
    if ("locale" in changed) this.tellLanguage();
  }

  /** The server prefers the language of its page: announcements are written in it. */
  tellLanguage() {
    // Without a connection it is told once there is one.
    this.connection.request("language", { locale: this.settings.locale }).catch(() => null);
  }

  // --- what happens ---

  onEvent(event, data) {
    if (event === "traffic") {
      this.log.add(data);
      return;
    }
    const change = this.world.apply(event, data);
    if (event === "welcome") {
      this.log.set(data.traffic);
      this.drawAll();
      this.tellLanguage();
    } else if (event === "bot") {
      this.startedAt = Date.now();
      this.drawState();
    } else if (event === "commands") {
      this.askCommands();
    } else if (event === "message") {
      this.onMessage(data);
    } else if (event === "message_delete" && data.channel_id === this.channelId) {
      this.messages.remove(data.id);
    } else if (change === "channels") {
      this.drawChannels();
      if (this.channel?.type === CHANNEL.FORUM) this.drawForum();
      this.messages.redraw();
    }
  }

  /** Ask what commands this reader is offered here: the bot registers them as it starts. */
  async askCommands() {
    const { channel, user } = this;
    if (!channel || !this.connected) return;
    const offered = await this.ask("offered").catch(() => null);
    if (offered === null || channel !== this.channel || user !== this.user) return;
    Object.assign(this, offered);
    this.composer.onCommands();
    this.messages.list.querySelector(".intro")?.replaceWith(this.intro(channel));
  }

  onMessage(message) {
    if (message.viewer && message.viewer !== this.user?.id) return;
    if (message.channel_id === this.channelId) {
      this.messages.upsert(message);
      return;
    }
    if (!message.edited_timestamp) this.unread.add(message.channel_id);
    this.drawChannels();
    if (this.channel?.type === CHANNEL.FORUM) this.drawForum();
  }

  /** A request of this reader in this channel. */
  ask(op, data = {}) {
    return this.connection.request(op, { user: this.user.id, locale: this.settings.locale, channel: this.channelId, ...data });
  }
}

new App();

// What the page knows of the local Discord: kept up to date by the server's events.

import { CHANNEL, isThread } from "./channels.js";
import { displayName } from "./dom.js";

export class World {
  constructor() {
    this.guild = null;
    this.channels = new Map();
    this.users = new Map();
    this.people = [];
    this.roles = [];
    this.messages = new Map();
    this.bot = { username: "paperbot", bot: true };
    this.process = { state: "starting" };
    this.cdn = "";
  }

  /** Take an event; says "channels" where the channel list changed. */
  apply(event, data) {
    const take = {
      welcome: () => this.welcome(data),
      bot: () => (this.process = data),
      message: () => this.keep(data),
      message_delete: () => this.messages.get(data.channel_id)?.delete(data.id),
      channel: () => this.channel(data),
      channel_delete: () => this.channels.delete(data.id) && "channels",
    }[event];
    return take?.();
  }

  welcome({ guild, channels, users, roles, messages, bot, process, cdn }) {
    // Ephemeral messages live in the page alone: a reconnect must not take them away.
    const own = [...this.messages.values()].flatMap((list) => [...list.values()]).filter((message) => message.viewer);
    Object.assign(this, { guild, roles, bot, process, cdn });
    this.channels = new Map(channels.map((channel) => [channel.id, channel]));
    this.users = new Map([...users, bot].map((user) => [user.id, user]));
    this.people = users.filter((user) => !user.bot);
    this.messages = new Map();
    for (const message of [...messages, ...own]) this.keep(message);
  }

  keep(message) {
    if (!this.messages.has(message.channel_id)) this.messages.set(message.channel_id, new Map());
    this.messages.get(message.channel_id).set(message.id, message);
  }

  channel(data) {
    this.channels.set(data.id, data);
    // A thread started on a message has the message's id.
    const start = this.messages.get(data.parent_id)?.get(data.id);
    if (start) start.thread = data;
    return "channels";
  }

  /** A channel's messages as one reader sees them, oldest first. */
  messagesOf(channelId, user) {
    return [...(this.messages.get(channelId)?.values() ?? [])]
      .filter((message) => !message.viewer || message.viewer === user?.id)
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  }

  /** The channels a reader sees: a DM is theirs alone. */
  channelsFor(user) {
    return [...this.channels.values()].filter((channel) => channel.type !== CHANNEL.DM || channel.recipients?.some((one) => one.id === user?.id));
  }

  firstChannel() {
    return [...this.channels.values()].find((channel) => channel.type === CHANNEL.TEXT);
  }

  /** The first words of a post. */
  preview(threadId) {
    const first = this.messagesOf(threadId)[0];
    return first ? firstText(first).slice(0, 140) : "";
  }

  /** Who and what a select or an option may name. */
  entities() {
    return {
      users: [...this.users.values()].map((user) => ({ id: user.id, name: displayName(user) })),
      roles: this.roles.filter((role) => role.id !== this.guild?.id),
      channels: [...this.channels.values()].filter((channel) => channel.type !== CHANNEL.DM && !isThread(channel)),
    };
  }
}

function firstText(message) {
  const walk = (parts) => parts.flatMap((part) => [part.content, ...walk(part.components ?? [])]);
  const text = message.content || walk(message.components ?? []).find(Boolean) || message.embeds?.[0]?.title || "";
  return text.replace(/[#*_`>~|]|\]\([^)]*\)|\[/g, "").replace(/\s+/g, " ").trim();
}

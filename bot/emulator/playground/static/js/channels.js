// The channel list: text channels, announcements, threads under their channel, and the DM.

import { avatar, displayName, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { timestamp } from "./timestamps.js";

/** Channel types, as Discord numbers them. */
export const CHANNEL = { TEXT: 0, DM: 1, ANNOUNCEMENT: 5, FORUM: 15 };

const THREADS = [10, 11, 12];
const ICONS = { [CHANNEL.TEXT]: "hash", [CHANNEL.DM]: "at", [CHANNEL.ANNOUNCEMENT]: "megaphone", [CHANNEL.FORUM]: "forum" };

export function isThread(channel) {
  return THREADS.includes(channel?.type);
}

export function channelIcon(channel) {
  return icon(isThread(channel) ? "thread" : ICONS[channel.type] ?? "hash");
}

/** Draw the list into `parent`; `select(id)` opens a channel. */
export function drawChannels(parent, { channels, current, unread, strings, bot, select }) {
  const top = channels.filter((channel) => !isThread(channel)).sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const group = (title, members) =>
    members.length
      ? el("section", { class: "channel-group", "aria-label": title }, el("h2", {}, title), el("ul", {}, members.map((channel) => row(channel))))
      : null;
  const entry = (channel) =>
    el(
      "button",
      {
        type: "button",
        class: `channel${unread.has(channel.id) ? " unread" : ""}`,
        "aria-current": channel.id === current ? "page" : null,
        dataset: { channel: channel.id },
        on: { click: () => select(channel.id) },
      },
      channel.type === CHANNEL.DM ? avatar(bot, "small") : channelIcon(channel),
      el("span", {}, channel.type === CHANNEL.DM ? displayName(bot) : channel.name),
    );
  const row = (channel) => {
    // A forum's posts stand in the forum itself.
    const threads = channel.type === CHANNEL.FORUM ? [] : channels.filter((one) => isThread(one) && one.parent_id === channel.id);
    return el("li", {}, entry(channel), threads.length > 0 && el("ul", { class: "threads" }, threads.map((thread) => el("li", {}, entry(thread)))));
  };
  fill(
    parent,
    group(strings("textChannels"), top.filter((channel) => channel.type === CHANNEL.TEXT)),
    group(strings("announcements"), top.filter((channel) => channel.type === CHANNEL.ANNOUNCEMENT || channel.type === CHANNEL.FORUM)),
    group(strings("direct"), top.filter((channel) => channel.type === CHANNEL.DM)),
  );
}

/** A forum: its posts as cards, newest first. */
export function forumView(forum, posts, { strings, locale, preview, select }) {
  const tags = new Map((forum.available_tags ?? []).map((tag) => [tag.id, tag.name]));
  const cards = posts
    .sort((a, b) => (BigInt(b.id) > BigInt(a.id) ? 1 : -1))
    .map((post) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "post", on: { click: () => select(post.id) } },
          el("span", { class: "post-tags" }, (post.applied_tags ?? []).map((id) => el("span", { class: "tag" }, tags.get(id) ?? ""))),
          el("strong", { class: "post-title" }, post.name),
          el("span", { class: "post-preview" }, preview(post)),
          el("span", { class: "post-time" }, timestamp(Date.parse(post.thread_metadata.create_timestamp) / 1000, "R", locale)),
        ),
      ),
    );
  return el("div", { class: "forum" }, el("h2", {}, strings("posts")), cards.length ? el("ul", { class: "posts" }, cards) : el("p", { class: "empty" }, strings("noPosts")));
}

// One message, drawn from Discord's message object.

import { component } from "./components.js";
import { append, avatar, displayName, el } from "./dom.js";
import { embed } from "./embeds.js";
import { icon } from "./icons.js";
import { anchor } from "./inline.js";
import { markdown } from "./markdown.js";
import { picture } from "./media.js";
import { clock } from "./timestamps.js";

/** Message flags, as Discord numbers them. */
export const FLAG = { EPHEMERAL: 1 << 6, LOADING: 1 << 7, COMPONENTS_V2: 1 << 15 };

const GROUP_MINUTES = 7;

/** Whether `next` continues `previous` without a head of its own. */
export function continues(previous, next) {
  if (!previous || previous.author.id !== next.author.id || invocation(next) || next.message_reference) return false;
  if ((previous.flags ^ next.flags) & FLAG.EPHEMERAL) return false;
  return Date.parse(next.timestamp) - Date.parse(previous.timestamp) < GROUP_MINUTES * 60_000;
}

/** Who used which command, where a message answers one: `{user, name}` or null. */
export function invocation(message) {
  const source = message.interaction ?? message.interaction_metadata;
  const name = source?.name ?? message.interaction_metadata?.name;
  return name ? { user: source.user, name } : null;
}

/**
 * Draw a message. Beside Markdown's, `context` has `grouped`, `find(id)` (another message),
 * `act(message, component, values, node)`, `dismiss(message)`, `openApps(message, button)`.
 */
export function messageNode(message, context) {
  const { strings } = context;
  const loading = Boolean(message.flags & FLAG.LOADING);
  const ephemeral = Boolean(message.flags & FLAG.EPHEMERAL);
  const body = el("div", { class: "message-body" });
  if (!context.grouped) body.append(head(message, context));
  if (loading) body.append(waiting(strings("thinking", { name: displayName(message.author) })));
  else append(body, content(message, context));
  body.append(el("div", { class: "message-note", role: "alert" }));
  if (message.thread) body.append(threadLink(message.thread, context));
  if (ephemeral) body.append(ephemeralNote(message, context));
  const classes = ["message", ephemeral && "ephemeral", context.grouped && "grouped"].filter(Boolean).join(" ");
  return el(
    "article",
    { class: classes, tabindex: "-1", "aria-label": displayName(message.author), dataset: { id: message.id } },
    context.grouped ? null : replyLine(message, context),
    el("div", { class: "message-row" }, el("div", { class: "gutter" }, context.grouped ? null : avatar(message.author)), body),
    ephemeral || loading ? null : toolbar(message, context),
  );
}

/** “… is thinking”, with Discord's three dots. */
export function waiting(text) {
  return el("p", { class: "waiting" }, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), text);
}

/** Name, badge and time above a message. */
export function head(message, context) {
  const iso = message.timestamp;
  return el(
    "div",
    { class: "message-head" },
    el("span", { class: "author" }, displayName(message.author)),
    message.author.bot && el("span", { class: "badge" }, context.strings("app")),
    el("time", { class: "message-time", datetime: iso }, clock(iso, context.locale)),
  );
}

/** The line above an answer: who used what, or what it replies to. */
function replyLine(message, context) {
  const used = invocation(message);
  if (used) return usedLine(used.user, used.name, context);
  const target = message.message_reference && context.find(message.message_reference.message_id);
  if (!target) return null;
  const text = target.content || context.strings("picture");
  return el("div", { class: "reply-line" }, avatar(target.author, "tiny"), el("span", { class: "reply-user" }, displayName(target.author)), el("span", { class: "reply-text" }, target.content ? text.slice(0, 80) : "…"));
}

/** “reader used /paper”. */
export function usedLine(user, name, context) {
  const command = el("span", { class: "reply-command" }, `/${name.replace(/^\//, "")}`);
  const [before, after] = context.strings("used", { user: displayName(user), command: "\0" }).split("\0");
  return el("div", { class: "reply-line" }, avatar(user, "tiny"), before, command, after);
}

function content(message, context) {
  const acting = { ...context, act: (data, values, node) => context.act(message, data, values, node) };
  const edited = message.edited_timestamp && el("span", { class: "edited" }, context.strings("edited"));
  const text = message.content ? el("div", { class: "markdown" }, markdown(message.content, acting)) : null;
  if (edited) (text ?? el("div")).append(" ", edited);
  const files = (message.attachments ?? []).map((file) =>
    file.content_type?.startsWith("image/") ? picture(file, file.description, acting, "attachment") : el("div", { class: "file" }, icon("log"), anchor(context.media(file.url), [file.filename])),
  );
  return [
    text,
    (message.embeds ?? []).map((data) => embed(data, acting)),
    // Of a V2 message, attached files show only where a component names them.
    message.flags & FLAG.COMPONENTS_V2 ? null : files,
    el("div", { class: "components" }, (message.components ?? []).map((data) => component(data, acting))),
    edited && !text ? el("p", { class: "edited" }, context.strings("edited")) : null,
  ];
}

function threadLink(thread, context) {
  const open = () => context.openChannel(thread.id);
  return el("button", { type: "button", class: "thread-link", on: { click: open } }, icon("thread"), el("strong", {}, thread.name), el("span", {}, `${context.strings("openThread")} ›`));
}

function ephemeralNote(message, context) {
  const dismiss = el("button", { type: "button", class: "text-button", on: { click: () => context.dismiss(message) } }, context.strings("dismiss"));
  return el("p", { class: "ephemeral-note" }, icon("eye"), context.strings("ephemeral"), " • ", dismiss);
}

function toolbar(message, context) {
  if (!context.openApps) return null;
  const button = el("button", { type: "button", class: "icon-button", "aria-label": context.strings("appsFor"), title: context.strings("apps"), "aria-haspopup": "menu" }, icon("apps"));
  button.addEventListener("click", () => context.openApps(message, button));
  return el("div", { class: "toolbar" }, button);
}

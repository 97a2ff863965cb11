// Application commands as a reader picks and fills them: pure, from Discord's command objects.

/** Option types, as Discord numbers them. */
export const TYPE = { SUBCOMMAND: 1, GROUP: 2, STRING: 3, INTEGER: 4, BOOLEAN: 5, USER: 6, CHANNEL: 7, ROLE: 8, MENTIONABLE: 9, NUMBER: 10 };

/** The permissions that have a name on this page: those that commands are reserved by. */
const NAMED_PERMISSIONS = [3, 4, 5, 13, 28, 34];

/** A text in the reader's language where the application gave one. */
export function localized(object, field, locale) {
  return object[`${field}_localizations`]?.[locale] ?? object[field] ?? "";
}

/** Slash commands as they are typed, subcommands each on its own: `{path, command, options, …}`. */
export function slashCommands(commands) {
  return commands
    .filter((command) => (command.type ?? 1) === 1)
    .flatMap((command) => leaves(command, [command.name], command))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function leaves(node, path, command) {
  const below = (node.options ?? []).filter((option) => option.type === TYPE.SUBCOMMAND || option.type === TYPE.GROUP);
  if (below.length) return below.flatMap((option) => leaves(option, [...path, option.name], command));
  return [{ name: path.join(" "), path, command, source: node, options: node.options ?? [] }];
}

/**
 * Why the command that a line begins with is not offered, as a sentence; null where the bot has
 * none of that name. `withheld` are the server's `{name, lacking, people}`.
 */
export function whyWithheld(line, withheld, { strings, user, direct }) {
  const command = line.slice(1).split(/\s/)[0].toLowerCase();
  const one = withheld.find(({ name }) => name === command);
  if (!one) return null;
  const lacking = BigInt(one.lacking);
  if (!lacking) return strings(direct ? "notInDirect" : "notHere", { command });
  const permission = NAMED_PERMISSIONS.filter((bit) => lacking & (1n << BigInt(bit))).map((bit) => strings(`permission${bit}`)).join(strings("and"));
  const needs = permission ? strings("needs", { command, permission }) : strings("needsMore", { command, user });
  const people = one.people.join(strings("and"));
  return people ? needs + strings("switchTo", { people }) : needs;
}

/** Commands of a message's menu. */
export function messageCommands(commands) {
  return commands.filter((command) => command.type === 3);
}

/** Commands that what was typed after `/` may become: prefixes first, then parts of words. */
export function matching(leavesOf, typed) {
  const wanted = typed.trim().toLowerCase();
  const begins = leavesOf.filter((leaf) => leaf.name.startsWith(wanted));
  const holds = leavesOf.filter((leaf) => !leaf.name.startsWith(wanted) && leaf.name.includes(wanted));
  return [...begins, ...holds];
}

/**
 * What a typed or pasted line means: `/paper GAN` and `/paper query:GAN year:2021` give the
 * command and its values by option; null while no command name is complete.
 */
export function parseLine(line, leavesOf, locale) {
  const leaf = leavesOf
    .filter((one) => line === `/${one.name} ` || line.startsWith(`/${one.name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (!leaf) return null;
  const { loose, values } = marked(line.slice(leaf.name.length + 2), leaf.options, locale);
  const first = leaf.options.find((option) => option.required) ?? leaf.options[0];
  if (loose && first && !values.has(first)) values.set(first, loose);
  return { leaf, values };
}

/**
 * Text split at the names of options: `GAN year:2021` is loose words, then a value for `year`
 * up to the next name. A colon after any other word (`https://…`) is a colon. The last value
 * keeps its closing space: somebody may be typing it.
 */
export function marked(text, options, locale) {
  const named = (name) => options.find((option) => [option.name, localized(option, "name", locale)].includes(name.toLowerCase()));
  const marks = [...text.matchAll(/(?<=^|\s)([^\s:：]+)[:：]\s*/g)].filter((mark) => named(mark[1]));
  const values = new Map();
  marks.forEach((mark, index) => {
    const next = marks[index + 1];
    const value = text.slice(mark.index + mark[0].length, next?.index ?? text.length);
    values.set(named(mark[1]), next ? value.trim() : value);
  });
  return { loose: text.slice(0, marks[0]?.index ?? text.length).trim(), values };
}

/** Options that what was typed may mean: names that begin so first, then any word of theirs. */
export function matchingOptions(options, typed, locale) {
  const wanted = typed.trim().toLowerCase();
  const names = (option) => [option.name, localized(option, "name", locale)].map((name) => name.toLowerCase());
  const begins = options.filter((option) => names(option).some((name) => name.startsWith(wanted)));
  const holds = options.filter((option) => !begins.includes(option) && [...names(option), localized(option, "description", locale).toLowerCase()].some((text) => text.includes(wanted)));
  return { begins, holds };
}

/** The fixed values an option offers as `{label, value}`, or null where it is free text. */
export function offeredValues(option, { locale, strings, entities }) {
  if (option.choices?.length) {
    return option.choices.map((choice) => ({ label: localized(choice, "name", locale), value: choice.value }));
  }
  const named = (list, sign) => list.map(({ id, name }) => ({ label: `${sign}${name}`, value: id }));
  switch (option.type) {
    case TYPE.BOOLEAN:
      return [{ label: strings("yes"), value: true }, { label: strings("no"), value: false }];
    case TYPE.USER:
      return named(entities.users, "@");
    case TYPE.ROLE:
      return named(entities.roles, "@");
    case TYPE.MENTIONABLE:
      return [...named(entities.users, "@"), ...named(entities.roles, "@")];
    case TYPE.CHANNEL: {
      const allowed = option.channel_types;
      return named(entities.channels.filter((channel) => !allowed?.length || allowed.includes(channel.type)), "#");
    }
    default:
      return null;
  }
}

/** The value of free text for an option, as `{value}` or `{error}` (a sentence). */
export function readValue(option, text, strings) {
  if (option.type === TYPE.INTEGER || option.type === TYPE.NUMBER) {
    const value = Number(text.trim());
    const whole = option.type === TYPE.INTEGER;
    if (text.trim() === "" || Number.isNaN(value) || (whole && !Number.isInteger(value))) {
      return { error: strings(whole ? "notInteger" : "notNumber") };
    }
    if (option.min_value !== undefined && value < option.min_value) return { error: strings("tooSmall", { limit: option.min_value }) };
    if (option.max_value !== undefined && value > option.max_value) return { error: strings("tooLarge", { limit: option.max_value }) };
    return { value };
  }
  if (text.length > (option.max_length ?? 6000)) return { error: strings("tooLong", { limit: option.max_length ?? 6000 }) };
  if (text.length < (option.min_length ?? 0)) return { error: strings("tooShort", { limit: option.min_length }) };
  return { value: text };
}

// Modals: text inputs and selects that the application asks a reader to fill.

import { component } from "./components.js";
import { append, el, uniqueId } from "./dom.js";

const LABEL = 18;
const TEXT_INPUT = 4;
const ACTION_ROW = 1;

/**
 * Open a modal. `submit(values)` gets the values by custom id and resolves to true where the
 * application took them; false keeps the modal open with an error.
 */
export function openModal(modal, context, submit) {
  const fields = [];
  const error = el("p", { class: "failure", role: "alert" });
  const titleId = uniqueId("modal-title");
  const body = el("div", { class: "modal-fields" });
  for (const part of modal.components ?? []) append(body, [partNode(part, context, fields)]);
  const close = () => dialog.close();
  const cancel = el("button", { type: "button", class: "button secondary", on: { click: close } }, context.strings("cancel"));
  const send = el("button", { type: "submit", class: "button primary" }, context.strings("submit"));
  const form = el("form", { method: "dialog" }, el("h2", { id: titleId }, modal.title), body, error, el("div", { class: "modal-actions" }, cancel, send));
  const dialog = el("dialog", { class: "modal", "aria-labelledby": titleId }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    const taken = await submit(Object.fromEntries(fields.map((field) => [field.name, field.read()])));
    send.disabled = false;
    if (taken) dialog.close();
    else error.textContent = context.strings("modalFailed");
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function partNode(part, context, fields) {
  if (part.type === LABEL) return input(part.component, part, context, fields);
  if (part.type === ACTION_ROW) return part.components.map((child) => input(child, child, context, fields));
  return component(part, context);
}

/** An input under its label; older modals label the input itself. */
function input(data, { label, description }, context, fields) {
  const id = uniqueId("field");
  const hintId = description ? `${id}-hint` : null;
  const { control, read } = data.type === TEXT_INPUT ? textInput(data, id, hintId) : menu(data, id, context);
  fields.push({ name: data.custom_id, read });
  return el(
    "div",
    { class: "field" },
    el("label", { for: id }, label, data.required !== false && el("span", { class: "required", "aria-hidden": "true" }, " *")),
    description && el("p", { class: "field-hint", id: hintId }, description),
    control,
  );
}

function textInput(data, id, hintId) {
  const long = data.style === 2;
  const control = el(long ? "textarea" : "input", {
    id,
    type: long ? null : "text",
    rows: long ? 4 : null,
    autocomplete: "off",
    placeholder: data.placeholder,
    minlength: data.min_length,
    maxlength: data.max_length ?? 4000,
    required: data.required !== false,
    "aria-describedby": hintId,
  });
  control.value = data.value ?? "";
  return { control, read: () => control.value };
}

function menu(data, id, context) {
  const control = component(data, { ...context, inModal: true, fieldId: id });
  return { control, read: () => control.values ?? [] };
}

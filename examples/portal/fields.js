// A form made from its JSON Schema: fields, and the values that are posted from them.
//
// The name of a field is the JSON pointer of its value, which is also how services name what is wrong.
import { html } from "./html.js";
import { day, say } from "./words.js";

const ENOUGH = 9; // items of a list that are shown at most
const DEEPEST = 12; // names in a pointer: a schema may contain itself
const CHECKS = { date: "date", email: "email", time: "time", uri: "url" };

/** The schema at a place, with what `$ref` leads to. */
export function resolved(schema, root) {
  if (!schema.$ref) return schema;
  const steps = schema.$ref.slice(2).split("/").map((each) => each.replaceAll("~1", "/").replaceAll("~0", "~"));
  const target = steps.reduce((found, step) => found[step], root);
  return { ...resolved(target, root), ...schema };
}

const escaped = (name) => name.replaceAll("~", "~0").replaceAll("/", "~1");
const label = (schema, language, name) => schema["x-texts"]?.[language]?.title ?? schema.title ?? name;
const hint = (schema, language) => schema["x-texts"]?.[language]?.description ?? schema.description ?? "";
const isObject = (schema) => schema.type === "object" || schema.properties;
const isTick = (schema) => schema.type === "boolean" || schema.const === true;

/** What can be chosen, as [value, its name]; undefined: it is no choice. */
function choices(schema, language) {
  if (schema.enum) return schema.enum.map((value) => [value, String(value)]);
  const named = schema.oneOf?.every((each) => "const" in each) ? schema.oneOf : undefined;
  return named?.map((each) => [each.const, label(each, language, String(each.const))]);
}

/** The fields of a form. `context`: root, language, errors by pointer. */
export function fields(schema, value, context, pointer = "") {
  const at = resolved(schema, context.root);
  return Object.entries(at.properties ?? {}).map(([name, inner]) => {
    const needed = at.required?.includes(name) ?? false;
    return field(resolved(inner, context.root), value?.[name], { ...context, name, needed }, `${pointer}/${escaped(name)}`);
  });
}

function field(schema, value, context, pointer) {
  const of = { ...context, pointer, label: label(schema, context.language, context.name) };
  if (isObject(schema)) return group(schema, of, fields(schema, value, context, pointer));
  if (schema.type === "array") return list(schema, value ?? [], of);
  if (isTick(schema)) return tick(schema, value, of);
  const listed = choices(schema, context.language);
  if (listed?.length <= 4) return radios(schema, value, of, listed);
  return labelled(schema, of, listed ? select(value, of, listed) : input(schema, value, of));
}

const idOf = (pointer) => `f${pointer}`;
const errorId = (pointer) => `e${pointer}`;
const mark = ({ needed, language }) => (needed ? "" : html` <span class="soft">(${say("optional", language)})</span>`);

/** The place for what is wrong with a field; script writes there, too. */
const wrong = ({ pointer, errors }) => html`<p class="error" id="${errorId(pointer)}" data-error="${pointer}">${errors[pointer] ?? ""}</p>`;

function described(schema, { pointer, errors, language, needed }) {
  const by = [errorId(pointer), hint(schema, language) ? `h${pointer}` : ""].filter(Boolean).join(" ");
  return html`id="${idOf(pointer)}" name="${pointer}" aria-describedby="${by}" aria-invalid="${errors[pointer] ? "true" : "false"}" ${needed ? html`aria-required="true"` : ""}`;
}

const hinted = (schema, { pointer, language }) =>
  hint(schema, language) ? html`<p class="hint" id="h${pointer}">${hint(schema, language)}</p>` : "";

const labelled = (schema, of, control) =>
  html`<div class="field"><label for="${idOf(of.pointer)}">${of.label}${mark(of)}</label>${hinted(schema, of)}${wrong(of)}${control(schema)}</div>`;

const input = (schema, value, of) => () => {
  const type = CHECKS[schema.format] ?? "text";
  const numeric = ["integer", "number"].includes(schema.type) ? html`inputmode="numeric"` : "";
  if (schema.maxLength > 300) return html`<textarea rows="4" ${described(schema, of)}>${value ?? ""}</textarea>`;
  return html`<input type="${type}" value="${value ?? ""}" ${numeric} ${described(schema, of)}>`;
};

const select = (value, of, listed) => (schema) =>
  html`<select ${described(schema, of)}><option value="">${say("choose", of.language)}</option>${listed.map(
    ([each, name]) => html`<option value="${JSON.stringify(each)}" ${each === value ? "selected" : ""}>${name}</option>`,
  )}</select>`;

function radios(schema, value, of, listed) {
  const one = ([each, name], number) =>
    html`<label class="choice"><input type="radio" name="${of.pointer}" id="${number ? `${idOf(of.pointer)}/${number}` : idOf(of.pointer)}" value="${JSON.stringify(each)}" ${each === value ? "checked" : ""} aria-describedby="${errorId(of.pointer)}"> ${name}</label>`;
  return html`<fieldset class="field plain"><legend>${of.label}${mark(of)}</legend>${hinted(schema, of)}${wrong(of)}${listed.map(one)}</fieldset>`;
}

const tick = (schema, value, of) =>
  html`<div class="field">${wrong(of)}<label class="choice"><input type="checkbox" value="true" ${value === true ? "checked" : ""} ${described(schema, of)}> ${of.label}</label></div>`;

const group = (schema, of, inside) =>
  html`<fieldset class="group" id="${idOf(of.pointer)}" tabindex="-1"><legend>${of.label}${mark(of)}</legend>${hinted(schema, of)}${wrong(of)}${inside}</fieldset>`;

/** Those that are there, and one more to fill in. */
function list(schema, values, of) {
  if (of.pointer.split("/").length > DEEPEST) return "";
  const rows = Math.min(values.length + 1, schema.maxItems ?? ENOUGH, ENOUGH);
  const item = resolved(schema.items ?? {}, of.root);
  const row = (_, number) =>
    field(item, values[number], { ...of, needed: number < values.length, name: `${of.label} ${number + 1}` }, `${of.pointer}/${number}`);
  return group(schema, of, Array.from({ length: rows }, row));
}

/** The value that a form's posted fields make; what is empty is left out. */
export function valueOf(schema, posted, root = schema, pointer = "", needed = true) {
  const at = resolved(schema, root);
  if (isObject(at)) return objectOf(at, posted, root, pointer, needed);
  if (at.type === "array") return listOf(at, posted, root, pointer);
  const text = (posted.get(pointer) ?? "").normalize("NFC").replaceAll("\r\n", "\n").trim();
  if (text === "") return undefined;
  if (isTick(at) || choices(at)) return parsed(text);
  if (["integer", "number"].includes(at.type)) return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;
  return text;
}

function objectOf(schema, posted, root, pointer, needed) {
  const found = Object.entries(schema.properties ?? {})
    .map(([name, inner]) => [name, valueOf(inner, posted, root, `${pointer}/${escaped(name)}`, schema.required?.includes(name))])
    .filter(([, value]) => value !== undefined);
  return found.length || needed ? Object.fromEntries(found) : undefined;
}

function listOf(schema, posted, root, pointer) {
  if (pointer.split("/").length > DEEPEST) return undefined;
  const rows = Array.from({ length: ENOUGH }, (_, number) => number);
  const found = rows.map((number) => valueOf(schema.items ?? {}, posted, root, `${pointer}/${number}`, false));
  const filled = found.filter((each) => each !== undefined);
  return filled.length ? filled : undefined;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text; // the service says what is wrong with it
  }
}

function inWords(schema, value, language) {
  if (value === true) return say("yes", language);
  if (schema.format === "date") return day(value, language);
  return choices(schema, language)?.find(([each]) => each === value)?.[1] ?? value;
}

/** Each value with its name, for reading over. */
export function readOver(schema, value, context, trail = []) {
  const at = resolved(schema, context.root);
  if (value === undefined) return [];
  if (isObject(at)) {
    return Object.entries(at.properties).flatMap(([name, inner]) => {
      const named = resolved(inner, context.root);
      return readOver(inner, value[name], context, [...trail, label(named, context.language, name)]);
    });
  }
  if (at.type === "array") return value.flatMap((each, number) => readOver(at.items, each, context, [...trail, number + 1]));
  return [[trail.join(" · "), inWords(at, value, context.language)]];
}

/** What stands before a field at a pointer, from the outside in: "Người mẹ · Họ, chữ đệm, tên". */
export function named(schema, pointer, language, root = schema) {
  const at = resolved(schema, root);
  const [, step, ...rest] = pointer.split("/");
  if (step === undefined) return "";
  const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
  const inner = at.properties?.[name] ?? at.items;
  if (!inner) return "";
  const own = at.type === "array" ? Number(name) + 1 : label(resolved(inner, root), language, name);
  return [own, named(inner, ["", ...rest].join("/"), language, root)].filter(Boolean).join(" · ");
}

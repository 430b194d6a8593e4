// Filling a form in, over days if need be: form, files, check, submit. Everything is kept by DraftService.
import { randomUUID } from "node:crypto";
import { Refused } from "./calls.js";
import { fields, named as fieldNamed, readOver, valueOf } from "./fields.js";
import { facts, form, html, problems } from "./html.js";
import { named, say, shown } from "./words.js";

export const LARGEST = 20 * 1024 * 1024; // bytes of a file that the portal takes
const KINDS = { phone: "KIND_PHONE", email: "KIND_EMAIL" };
const pathOf = ({ language }, id, step = "") => `/${language}/drafts/${id}${step && `/${step}`}`;
const nameOf = (id) => `drafts/${id}`;

/** Begin one, and go to its form. */
export async function begin(visit) {
  const { posted, holder, services } = visit;
  const seen = { holder, catalog_position: posted.get("catalog_position"), request_id: posted.get("request_id") };
  const draft = await services.beginDraft(posted.get("offering"), seen);
  return { to: pathOf(visit, draft.name.split("/")[1]) };
}

async function opened({ services, holder, language }, id) {
  const draft = await services.draft(nameOf(id), holder);
  const service = await services.service(draft.offering.split("/offerings/")[0]);
  const schema = JSON.parse(service.form_schema);
  const value = draft.form.length ? JSON.parse(draft.form) : {};
  return { draft, service, schema, value, title: shown(service.display_name, language) };
}

/** The form, with what was saved. `typed` and `found` are of a saving that was refused. */
export async function edit(visit, [id], typed, found) {
  const { language, person } = visit;
  const t = (word) => say(word, language);
  const { draft, schema, value, title } = await opened(visit, id);
  const shows = typed ? { value: JSON.parse(typed.form), applicant: typed.applicant } : { value, applicant: draft.applicant };
  const wrong = found ?? (visit.query.has("check") ? [...unnamed(draft, language), ...violations(draft, language)] : []);
  const errors = Object.fromEntries(wrong.map((each) => [each.pointer, each.text]));
  const context = { root: schema, language, errors };
  const inside = html`${applicantFields(shows.applicant ?? { full_name: person.name, contacts: [] }, context)}
${fields(schema, shows.value, context)}
<p id="saved" role="status"></p>
<div class="buttons"><button name="next" value="files">${t("goOn")}</button> <button name="next" value="" class="second">${t("save")}</button></div>`;
  const hidden = { etag: draft.etag, request_id: randomUUID() };
  const texts = html`id="draft" novalidate data-saved="${t("saved")}" data-saving="${t("saving")}" data-failed="${t("notSaved")}" data-elsewhere="${t("elsewhere")}"`;
  return {
    title,
    scripts: ["autosave.js"],
    main: html`${stepOf(1, "fill", language)}${problems(language, wrong.map((each) => linked(each, schema, language)))}${form(pathOf(visit, id), hidden, inside, texts)}
${form(pathOf(visit, id, "delete"), { request_id: randomUUID() }, html`<button class="plain">${t("discard")}</button>`)}`,
  };
}

const stepOf = (number, word, language) =>
  html`<p class="step">${say("step", language)} ${number} ${say("of", language)} 3: ${say(word, language)}</p>`;

/** What is wrong at a pointer, with the field's name and a link to it, on the page of the form. */
function linked({ pointer, text }, schema, language, page = "") {
  const name = pointer.startsWith("/") ? fieldNamed(schema, pointer, language) : "";
  return { to: pointer && `${page}#f${pointer}`, text: name ? `${name}: ${text}` : text };
}

function applicantFields(applicant, { language, errors }) {
  const contact = (kind) => applicant.contacts.find((each) => each.kind === KINDS[kind])?.value ?? "";
  const one = (pointer, word, value, more) =>
    html`<div class="field"><label for="f${pointer}">${say(word, language)}${more.needed ? "" : html` <span class="soft">(${say("optional", language)})</span>`}</label>
<p class="error" id="e${pointer}" data-error="${pointer}">${errors[pointer] ?? ""}</p>
<input id="f${pointer}" name="${pointer}" value="${value}" type="${more.type}" maxlength="${more.needed ? 200 : 500}" autocomplete="${more.fill}" aria-describedby="e${pointer}" aria-invalid="${errors[pointer] ? "true" : "false"}"></div>`;
  return html`<fieldset class="group"><legend>${say("applicant", language)}</legend>
${one("applicant.full_name", "fullName", applicant.full_name, { type: "text", fill: "name", needed: true })}
${one("applicant.contacts.phone", "phone", contact("phone"), { type: "tel", fill: "tel" })}
${one("applicant.contacts.email", "email", contact("email"), { type: "email", fill: "email" })}
</fieldset>`;
}

// The services' words for a field outside the form name it by its path, which is no citizen's word.
const unnamed = ({ applicant }, language) =>
  applicant?.full_name ? [] : [{ pointer: "applicant.full_name", text: say("nameNeeded", language) }];

/** What UpdateDraft says of the form, at its fields. */
const violations = ({ violations: found }, language) =>
  found.map((each) => ({ pointer: each.pointer, text: each[`brief_${language}`] || each[`message_${language}`] }));

function typedIn(schema, posted) {
  const text = (name) => (posted.get(name) ?? "").normalize("NFC").trim();
  const contacts = Object.entries(KINDS)
    .map(([name, kind]) => ({ kind, value: text(`applicant.contacts.${name}`) }))
    .filter((each) => each.value);
  const applicant = { full_name: text("applicant.full_name"), contacts };
  return { applicant, form: Buffer.from(JSON.stringify(valueOf(schema, posted))) };
}

/** Save what was typed. To script as JSON; else on to the next page, or back to the form with what is wrong. */
export async function save(visit, [id]) {
  const { services, posted, holder, language } = visit;
  const { draft, schema } = await opened(visit, id);
  const typed = typedIn(schema, posted);
  const seen = { holder, etag: posted.get("etag"), request_id: posted.get("request_id") };
  try {
    const saved = await services.saveDraft(draft, typed, seen);
    const found = violations(saved, language);
    if (visit.wantsJson) return { json: answer(saved, found) };
    const on = !posted.get("next") ? "" : found.length || !typed.applicant.full_name ? "?check" : "/files";
    return { to: pathOf(visit, id) + on };
  } catch (failed) {
    if (!(failed instanceof Refused) || failed.passes) throw failed;
    const found = atFields(failed, language);
    if (visit.wantsJson) return { status: failed.reason === "VERSION_CONFLICT" ? 409 : 422, json: answer(undefined, found) };
    return { status: 422, ...(await edit(visit, [id], typed, found)) };
  }
}

const answer = (saved, found) => ({
  etag: saved?.etag,
  request_id: randomUUID(),
  violations: Object.fromEntries(found.map((each) => [each.pointer, each.text])),
});

/** A refusal by the fields of the page: `draft.applicant.full_name` and `form#/a/b`; any other above them. */
function atFields(failed, language) {
  const found = failed.fields.map(({ field, text }) => ({
    pointer: field.replace(/^draft\./, "").replace(/^form#/, ""),
    text: text[language],
  }));
  return found.length && failed.reason !== "VERSION_CONFLICT"
    ? found
    : [{ pointer: "", text: failed.reason === "VERSION_CONFLICT" ? say("elsewhere", language) : failed.text[language] }];
}

/** Files, each for a document that the service asks for. */
export async function files(visit, [id], found = []) {
  const { language, services, holder } = visit;
  const t = (word) => say(word, language);
  const { draft, service, title } = await opened(visit, id);
  const there = await services.files(draft.dossier, holder);
  const one = ({ code, name, conditional }) => {
    const wrong = found.filter((each) => each.code === code);
    const inside = html`<label for="file-${code}">${t("file")}: ${shown(name, language)}</label>
<p class="hint" id="hint-${code}">${t("fileHint")}</p>
<p class="error" id="error-${code}">${wrong.map((each) => each.text)}</p>
<input type="file" id="file-${code}" name="file" aria-describedby="hint-${code} error-${code}" aria-invalid="${wrong.length ? "true" : "false"}">
<button class="second">${t("upload")} <span class="unseen">${shown(name, language)}</span></button>`;
    const hidden = { code, request_id: randomUUID() };
    return html`<section><h2>${shown(name, language)}${conditional ? html` (${t("conditional")})` : ""}</h2>
${there.filter((each) => each.document_code === code).map((each) => kept(visit, id, each))}
${form(pathOf(visit, id, "files"), hidden, inside, html`enctype="multipart/form-data"`)}</section>`;
  };
  return {
    status: found.length ? 422 : 200,
    title,
    main: html`${stepOf(2, "files", language)}${problems(language, found.map(({ code, text }) => ({ to: `#file-${code}`, text })))}
${service.documents.map(one)}
<div class="buttons"><a class="button" href="${pathOf(visit, id, "review")}">${t("goOn")}</a> <a href="${pathOf(visit, id)}">${t("back")}</a></div>`,
  };
}

function kept(visit, id, { name, media_type, size, state }) {
  const { language } = visit;
  const said = `${media_type} · ${Number(size).toLocaleString(language)} B · ${named(state, language)}`;
  const hidden = { file: name.split("/").at(-1), request_id: randomUUID() };
  return form(pathOf(visit, id, "remove"), hidden, html`<p class="kept">${said} <button class="plain">${say("remove", language)}</button></p>`);
}

/** Take a file in for a document. */
export async function upload(visit, [id]) {
  const { posted, services, holder, language } = visit;
  const [code, file] = [posted.get("code"), posted.get("file")];
  const wrong = (text) => files(visit, [id], [{ code, text }]);
  if (!file?.size) return wrong(say("chooseFile", language));
  if (file.size > LARGEST) return wrong(say("tooLarge", language));
  const content = Buffer.from(await file.arrayBuffer());
  const { dossier } = await services.draft(nameOf(id), holder);
  const asked = { code, name: file.name.normalize("NFC"), content, request_id: posted.get("request_id") };
  try {
    await services.attach(dossier, holder, asked);
  } catch (failed) {
    if (!(failed instanceof Refused) || failed.passes) throw failed;
    return wrong(failed.text[language]);
  }
  return { to: pathOf(visit, id, "files") };
}

export async function remove(visit, [id]) {
  const { posted, services, holder } = visit;
  const { dossier } = await services.draft(nameOf(id), holder);
  const name = `${dossier}/attachments/${posted.get("file")}`; // of this draft: the portal may remove those of others, too
  await services.removeFile(name, holder, posted.get("request_id"));
  return { to: pathOf(visit, id, "files") };
}

/** Everything once more, and all that would be refused; the button is pressed for what is shown here. */
export async function review(visit, [id]) {
  const { language, services, holder } = visit;
  const t = (word) => say(word, language);
  const { draft, service, schema, value, title } = await opened(visit, id);
  const there = await services.files(draft.dossier, holder);
  const found = (await wouldBeRefused(visit, draft)).map((each) =>
    each.pointer === "documents"
      ? { to: pathOf(visit, id, "files"), text: missing(service, there, language) || each.text }
      : linked(each, schema, language, `${pathOf(visit, id)}?check`),
  );
  const contacts = draft.applicant?.contacts.map((each) => each.value) ?? [];
  const read = [[t("fullName"), draft.applicant?.full_name ?? ""], ...contacts.map((each) => [t("applicant"), each])];
  const documents = there.map((each) => shown(service.documents.find((one) => one.code === each.document_code)?.name, language));
  const seen = { etag: draft.etag, request_id: randomUUID() };
  return {
    title,
    main: html`${stepOf(3, "review", language)}${problems(language, found)}
${facts([...read, ...readOver(schema, value, { root: schema, language })])}
<p><a href="${pathOf(visit, id)}">${t("change")}<span class="unseen"> ${t("fill")}</span></a></p>
${facts([[t("files"), documents.length ? html`<ul>${documents.map((each) => html`<li>${each}</li>`)}</ul>` : t("noFile")]])}
<p><a href="${pathOf(visit, id, "files")}">${t("change")}<span class="unseen"> ${t("files")}</span></a></p>
${found.length ? "" : form(pathOf(visit, id, "submit"), seen, html`<button>${t("submit")}</button>`)}`,
  };
}

/** Which documents are missing, by their names: the refusal has their codes. */
function missing({ documents }, there, language) {
  const isThere = ({ code }) => there.some((each) => each.document_code === code && each.state !== "STATE_INFECTED");
  const names = documents.filter((each) => !each.conditional && !isThere(each)).map((each) => shown(each.name, language));
  return names.length ? `${say("missing", language)}: ${names.join(", ")}` : "";
}

async function wouldBeRefused({ services, holder, language }, draft) {
  const looked = { holder, etag: draft.etag, validate_only: true, request_id: randomUUID() };
  try {
    await services.submitDraft(draft.name, looked);
    return [];
  } catch (failed) {
    if (!(failed instanceof Refused) || failed.passes) throw failed;
    const briefly = Object.fromEntries(violations(draft, language).map((each) => [each.pointer, each.text]));
    return atFields(failed, language).map(({ pointer, text }) => ({ pointer, text: briefly[pointer] ?? text }));
  }
}

/** Submit what was reviewed: pressed twice it is one request, and one dossier. */
export async function submit(visit, [id]) {
  const { posted, services, holder, session, language } = visit;
  const seen = { holder, etag: posted.get("etag"), request_id: posted.get("request_id") };
  const { dossier, secret } = await services.submitDraft(nameOf(id), seen);
  session.secrets.set(dossier.name, secret); // shown while the citizen is signed in, and kept nowhere else
  return { to: `/${language}/${dossier.name}` };
}

export async function discard(visit, [id]) {
  await visit.services.deleteDraft(nameOf(id), visit.holder, visit.posted.get("request_id"));
  return { to: `/${visit.language}/mine` };
}

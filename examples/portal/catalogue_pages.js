// Finding a service, and what it asks for.
import { randomUUID } from "node:crypto";
import { facts, form, html } from "./html.js";
import { money, say, shown } from "./words.js";

const last = (name) => name.split("/").at(-1);

/** What is found by words; nothing is asked before there are any. */
export async function search({ language, query, services }) {
  const t = (word) => say(word, language);
  const words = (query.get("q") ?? "").normalize("NFC").trim();
  const found = words ? await services.find(words) : [];
  const line = ({ name, display_name, description }) =>
    html`<li><a href="/${language}/services/${last(name)}">${shown(display_name, language)}</a><p class="hint">${shown(description, language)}</p></li>`;
  const list = found.length ? html`<ul class="found">${found.map(line)}</ul>` : html`<p>${t("nothingFound")}</p>`;
  return {
    title: t("find"),
    main: html`<form role="search" action="/${language}/"><div class="field"><label for="q">${t("what")}</label>
<p class="hint" id="q-hint">${t("whatHint")}</p>
<input id="q" name="q" type="search" value="${words}" aria-describedby="q-hint" maxlength="200"></div>
<button>${t("search")}</button></form>
<div aria-live="polite">${words ? list : ""}</div>`,
  };
}

/** One service, and where it is filed. */
export async function service(visit, [id]) {
  const { language, services } = visit;
  const t = (word) => say(word, language);
  const name = `services/${id}`;
  const [found, offerings] = await Promise.all([services.service(name), services.offerings(name)]);
  const fee = found.fees.reduce((sum, each) => sum + Number(each.amount), 0);
  const documents = found.documents.map(
    (each) => html`<li>${shown(each.name, language)}${each.conditional ? html` (${t("conditional")})` : ""}</li>`,
  );
  return {
    title: shown(found.display_name, language),
    main: html`<p>${shown(found.description, language)}</p>
${facts([
  [t("documents"), html`<ul>${documents}</ul>`],
  [t("fee"), fee ? money(fee, language) : t("noFee")],
])}
<h2>${t("where")}</h2>
<ul class="found">${offerings.map((each) => offered(each, found, visit))}</ul>`,
  };
}

function offered({ name, unit, state, assessment, position, at }, service, { language, person }) {
  const where = shown(at?.display_name, language) || last(unit);
  const online = state === "STATE_OPEN" && assessment?.level >= 3 && service.form_schema;
  const signIn = html`<a class="button" href="/${language}/sign-in?next=${service.name}">${say("signInToFile", language)}</a>`;
  const begin = form(
    `/${language}/drafts`,
    { offering: name, catalog_position: position, request_id: randomUUID() },
    html`<button>${say("begin", language)} <span class="unseen">${where}</span></button>`,
  );
  return html`<li><strong>${where}</strong> ${online ? (person ? begin : signIn) : html`<p class="hint">${say("notOnline", language)}</p>`}</li>`;
}

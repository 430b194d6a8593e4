// A dossier after it was filed: its slip, where it stands, paying, rating, withdrawing.
//
// For the citizen who filed it here, by its name; for whoever has number and secret, by that proof.
import { randomUUID } from "node:crypto";
import { Refused } from "./calls.js";
import { facts, form, html, problems } from "./html.js";
import { money, named, say, shown } from "./words.js";

const OPEN = ["SUBMITTED", "ACCEPTED", "PROCESSING", "SUPPLEMENT_REQUESTED", "OBLIGATION_PENDING"];
const CLOSED = ["REFUSED", "WITHDRAWN", "STOPPED", "RESULT_READY", "RESULT_RETURNED"];
const isOne = (statuses, status) => statuses.some((each) => status === `STATUS_${each}`);
const RATINGS = [5, 4, 3, 2, 1];

/** What the citizen has begun and filed here. */
export async function mine({ language, services, holder }) {
  const t = (word) => say(word, language);
  const [drafts, filings] = await Promise.all([services.drafts(holder), services.filings(holder)]);
  const offered = drafts.map((each) => each.offering.split("/offerings/")[0]);
  const names = [...new Set([...offered, ...filings.map((each) => each.service)])];
  const found = await Promise.all(names.map((name) => services.service(name)));
  const title = (name) => shown(found.find((each) => each.name === name)?.display_name, language);
  const draft = ({ name, offering }) => html`<li><a href="/${language}/${name}">${title(offering.split("/offerings/")[0])}</a></li>`;
  const filed = ({ name, number, service }) => html`<li><a href="/${language}/${name}">${number}</a> ${title(service)}</li>`;
  const list = (items, one) => (items.length ? html`<ul class="found">${items.map(one)}</ul>` : html`<p>${t("none")}</p>`);
  return {
    title: t("mine"),
    main: html`<h2>${t("drafts")}</h2>${list(drafts, draft)}<h2>${t("dossiers")}</h2>${list(filings, filed)}`,
  };
}

/** Which dossier a page is about; undefined where it is not this visitor's. */
export async function own({ holder, services, language }, [id]) {
  const name = `dossiers/${id}`;
  const filings = await services.filings(holder);
  return filings.some((each) => each.name === name) ? { which: { name }, path: `/${language}/${name}` } : undefined;
}

export function proven({ session, language }, [number]) {
  const proof = session?.proofs.get(number);
  return proof && { which: { proof }, path: `/${language}/track/${encodeURIComponent(number)}` };
}

/** The page of a dossier. */
export async function dossier(visit, { which, path }) {
  const { language, services, session } = visit;
  const t = (word) => say(word, language);
  const [filing, slip] = await Promise.all([services.filing(which), services.slip(which)]);
  const { status, rating, number } = filing;
  const secret = session?.secrets.get(which.name);
  const owed = Number(filing.fee_owed);
  const paid = slip.fee_waived ? 0 : Number(slip.fee ?? 0) - owed;
  const said = [[t("status"), html`<strong id="status" data-status="${status}">${named(status, language)}</strong>`]];
  if (paid) said.push([t("paid"), html`<span id="paid">${money(paid, language)}</span>`]);
  if (rating) said.push([t("rated"), html`<span id="rated">${rating} / 5</span>`]);
  return {
    title: `${t("dossier")} ${number}`,
    main: html`${visit.query.has("done") ? html`<p role="status" class="done">${t("done")}</p>` : ""}
${secret ? received(number, secret, language) : ""}
${facts(said)}
${owed ? paying(path, owed, language) : ""}
${isOne(CLOSED, status) ? rates(path, rating, language) : ""}
${isOne(OPEN, status) ? withdraws(path, language) : ""}
<section class="slip"><h2>${t("slip")}</h2>
${slip.qr_svg ? html`<img class="qr" alt="${t("qr")}" src="data:image/svg+xml;base64,${Buffer.from(slip.qr_svg).toString("base64")}">` : ""}
${facts(slip.lines.map(({ label, value }) => [shown(label, language), shown(value, language)]))}</section>`,
  };
}

const received = (number, secret, language) =>
  html`<section class="received"><h2>${say("received", language)}</h2>
${facts([[say("number", language), html`<strong id="number">${number}</strong>`], [say("secret", language), html`<code id="secret">${secret}</code>`]])}
<p>${say("keepSecret", language)}</p></section>`;

const paying = (path, owed, language) =>
  form(`${path}/pay`, { request_id: randomUUID() }, html`<button>${say("pay", language)}: ${money(owed, language)}</button>`);

function rates(path, rating, language) {
  const one = (value) =>
    html`<label class="choice"><input type="radio" name="value" value="${value}" ${value === (rating || 5) ? "checked" : ""}> ${value}</label>`;
  const inside = html`<fieldset class="field plain"><legend>${say("rating", language)}</legend>${RATINGS.map(one)}</fieldset><button class="second">${say("send", language)}</button>`;
  return form(`${path}/rate`, { request_id: randomUUID() }, inside, html`id="rate"`);
}

const withdraws = (path, language) =>
  html`<details><summary>${say("withdraw", language)}</summary>${form(
    `${path}/withdraw`,
    { request_id: randomUUID() },
    html`<button class="second">${say("withdrawSure", language)}</button>`,
  )}</details>`;

/** How much is paid where; leaving the portal is the citizen's own step. */
export async function pay(visit, { which, path }) {
  const { language, services, origin, posted } = visit;
  const t = (word) => say(word, language);
  const { amount, redirect_address } = await services.pay(which, `${origin}${path}`, posted.get("request_id"));
  return {
    title: t("pay"),
    main: html`${facts([[t("toPay"), money(amount, language)]])}<p><a class="button" href="${redirect_address}" rel="noreferrer">${t("toBank")}</a></p><p><a href="${path}">${t("back")}</a></p>`,
  };
}

export async function rate({ services, posted }, { which, path }) {
  await services.rate(which, Number(posted.get("value")), posted.get("request_id"));
  return { to: `${path}?done` };
}

export async function withdraw({ services, posted }, { which, path }) {
  await services.withdraw(which, posted.get("request_id"));
  return { to: `${path}?done` };
}

/** Where number and secret are typed in; the slip's QR code leads here with the number. */
export function tracking({ language, query }, typed, wrong = "") {
  const t = (word) => say(word, language);
  const one = (name, value, more) =>
    html`<div class="field"><label for="${name}">${t(name)}</label><input id="${name}" name="${name}" value="${value}" autocomplete="off" spellcheck="false" aria-invalid="${wrong ? "true" : "false"}" ${more}></div>`;
  const inside = html`${one("number", typed ?? query.get("number") ?? "", "")}${one("secret", "", html`autocapitalize="characters"`)}<button>${t("track")}</button>`;
  const main = html`${problems(language, wrong ? [{ to: "#number", text: wrong }] : [])}${form(`/${language}/track`, {}, inside)}`;
  return { status: wrong ? 422 : 200, title: t("track"), main };
}

/** Whether the pair opens a dossier: then it is kept in the session, and stands in no address. */
export async function track(visit) {
  const { posted, services, language } = visit;
  const proof = { number: (posted.get("number") ?? "").trim(), secret: (posted.get("secret") ?? "").trim() };
  try {
    const { number } = await services.filing({ proof });
    visit.begun().proofs.set(number, proof);
    return { to: `/${language}/track/${encodeURIComponent(number)}` };
  } catch (failed) {
    if (!(failed instanceof Refused) || (failed.passes && failed.reason !== "WRONG_PAIRS_TOO_MANY")) throw failed;
    return tracking(visit, proof.number, failed.text[language]);
  }
}

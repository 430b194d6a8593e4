// The portal: from a request to a page. node server.js; what it is told by the environment stands in settings.js.
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import { Refused, visitor } from "./calls.js";
import * as catalogue from "./catalogue_pages.js";
import * as dossiers from "./dossier_pages.js";
import * as drafts from "./draft_pages.js";
import { form, html, page, unseen } from "./html.js";
import { PERSONS, Sessions } from "./people.js";
import { Services, isAbsent } from "./services.js";
import { readSettings, tokenFrom } from "./settings.js";
import { LANGUAGES, say } from "./words.js";

const LARGEST_FORM = 1024 * 1024; // bytes
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};
const STATIC = { "/style.css": "text/css", "/autosave.js": "text/javascript" };

// A page of citizens who are signed in; of one dossier, by its name or by number and secret.
const signedIn = (answer) => (visit, ids) => (visit.person ? answer(visit, ids) : toSignIn(visit));
const ofDossier = (which, answer) => async (visit, ids) => {
  const found = await which(visit, ids);
  return found ? answer(visit, found) : absent(visit);
};
const ownDossier = (answer) => signedIn(ofDossier(dossiers.own, answer));
const provenDossier = (answer) => ofDossier(dossiers.proven, answer);

const ROUTES = Object.entries({
  "GET ": catalogue.search,
  "GET services/*": catalogue.service,
  "GET sign-in": signInPage,
  "POST sign-in": signIn,
  "POST sign-out": signOut,
  "GET mine": signedIn(dossiers.mine),
  "POST drafts": signedIn(drafts.begin),
  "GET drafts/*": signedIn((visit, ids) => drafts.edit(visit, ids)),
  "POST drafts/*": signedIn(drafts.save),
  "GET drafts/*/files": signedIn((visit, ids) => drafts.files(visit, ids)),
  "POST drafts/*/files": signedIn(drafts.upload),
  "POST drafts/*/remove": signedIn(drafts.remove),
  "GET drafts/*/review": signedIn(drafts.review),
  "POST drafts/*/submit": signedIn(drafts.submit),
  "POST drafts/*/delete": signedIn(drafts.discard),
  "GET dossiers/*": ownDossier(dossiers.dossier),
  "POST dossiers/*/pay": ownDossier(dossiers.pay),
  "POST dossiers/*/rate": ownDossier(dossiers.rate),
  "POST dossiers/*/withdraw": ownDossier(dossiers.withdraw),
  "GET track": (visit) => dossiers.tracking(visit),
  "POST track": dossiers.track,
  "GET track/*": provenDossier(dossiers.dossier),
  "POST track/*/pay": provenDossier(dossiers.pay),
  "POST track/*/rate": provenDossier(dossiers.rate),
  "POST track/*/withdraw": provenDossier(dossiers.withdraw),
}).map(([route, answer]) => {
  const [method, path] = route.split(" ");
  return { route, method, path: new RegExp(`^${path.replaceAll("*", "([^/]{1,200})")}$`), answer };
});

const absent = ({ language }) => ({
  status: 404,
  title: say("notThere", language),
  main: html`<p><a href="/${language}/">${say("find", language)}</a></p>`,
});

const toSignIn = ({ language, path }) => ({ to: `/${language}/sign-in?next=${encodeURIComponent(path)}` });

function signInPage({ language, query }) {
  const next = query.get("next") ?? "";
  const one = ({ id, name }) => html`<button name="person" value="${id}" class="second">${name}</button> `;
  return {
    title: say("signIn", language),
    main: html`<p class="warning">${say("signInTest", language)}</p>${form(`/${language}/sign-in`, { next }, PERSONS.map(one))}`,
  };
}

function signIn(visit) {
  const { posted, language, sessions, session } = visit;
  const person = PERSONS.find((each) => each.id === posted.get("person"));
  if (!person) return absent(visit);
  sessions.end(session);
  visit.begun(person);
  const next = posted.get("next") ?? "";
  return { to: `/${language}/${/^[\w/-]*$/.test(next) && !next.startsWith("/") ? next : ""}` };
}

function signOut({ sessions, session, language }) {
  sessions.end(session);
  return { to: `/${language}/` };
}

/** What a page needs of a request. */
async function visitOf(request, url, { settings, services, sessions }) {
  const [, language, path] = /^\/([a-z]{2})\/?(.*)$/.exec(url.pathname);
  const session = sessions.of(request.headers.cookie);
  const person = session?.person;
  const visit = { language, path, session, sessions, services, person, origin: settings.origin };
  return Object.assign(visit, {
    query: url.searchParams,
    holder: person && `sample-${person.id}`, // a pseudonym; a real portal's own
    wantsJson: request.headers.accept === "application/json",
    posted: request.method === "POST" ? await bodyOf(request, person ? drafts.LARGEST : 0) : undefined,
    /** The visitor's session, begun where there is none. */
    begun(who) {
      if (!visit.session || who) visit.session = sessions.begin(who);
      visit.cookie = `session=${visit.session.id}; Path=/; HttpOnly; SameSite=Lax${settings.origin.startsWith("https") ? "; Secure" : ""}`;
      return visit.session;
    },
  });
}

/** The fields of a posted form, also with a file of so many bytes: only who is signed in may send one. */
async function bodyOf(request, file) {
  const type = request.headers["content-type"] ?? "";
  const content = await contentOf(request, type.startsWith("multipart/") ? file + LARGEST_FORM : LARGEST_FORM);
  if (type.startsWith("multipart/")) return new Response(content, { headers: { "content-type": type } }).formData();
  return new URLSearchParams(content.toString("utf8"));
}

async function contentOf(request, most) {
  const tooLarge = (size) => {
    if (size > most) throw Object.assign(new Error("body too large"), { status: 413 });
  };
  tooLarge(Number(request.headers["content-length"] ?? 0));
  const parts = [];
  let size = 0;
  for await (const part of request) {
    tooLarge((size += part.length));
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** What the visitor sees of a failure: a page that is not there, a try again, or the service's own words. */
function failurePage(failed, { language, posted, path }) {
  const t = (word) => say(word, language);
  if (isAbsent(failed)) return absent({ language });
  if (!(failed instanceof Refused)) return { status: failed.status ?? 500, title: t("fault"), main: html`` };
  if (failed.passes) {
    const again = posted && unseen(Object.fromEntries(posted));
    const button = html`<button>${t("again")}</button>`;
    const action = `/${language}/${path}`;
    return {
      status: 503,
      title: t("notYet"),
      main: html`<p>${t("notYetText")}</p>${posted ? html`<form method="post" action="${action}">${again}${button}</form>` : html`<form action="${action}">${button}</form>`}`,
    };
  }
  const id = failed.call ? html`<p class="hint">${t("faultText")} <code>${failed.call}</code></p>` : "";
  return { status: 422, title: t("refused"), main: html`<p>${failed.text[language]}</p>${id}` };
}

/** A payment provider's callback: acknowledged once the service has it. */
async function callback(request, response, { services }) {
  const content = await contentOf(request, 16 * 1024);
  const signature = String(request.headers["x-signature"] ?? "");
  try {
    await services.confirmPayment(content, signature, randomUUID());
    response.writeHead(204).end();
  } catch (failed) {
    console.error(`callback ${failed.message}`);
    response.writeHead(failed.passes ? 503 : 422).end();
  }
}

const fromElsewhere = ({ headers }, { origin }) => headers.origin !== undefined && headers.origin !== origin;

async function answer(request, response, portal) {
  const url = new URL(request.url, portal.settings.origin);
  if (url.pathname in STATIC) return file(response, url.pathname);
  if (url.pathname === "/payments/callback" && request.method === "POST") return callback(request, response, portal);
  const language = url.pathname.split("/")[1];
  if (!LANGUAGES.includes(language)) return redirect(response, `/${preferred(request)}/`);
  if (request.method === "POST" && fromElsewhere(request, portal.settings)) return response.writeHead(403, HEADERS).end();
  let visit = { language, path: "" };
  let found = {};
  let made;
  try {
    visit = await visitOf(request, url, portal);
    found = ROUTES.find((each) => each.method === request.method && each.path.test(visit.path)) ?? found;
    made = found.answer ? await found.answer(visit, found.path.exec(visit.path).slice(1)) : absent(visit);
  } catch (failed) {
    made = failurePage(failed, visit);
    // Neither addresses nor what was posted: both may say who it was.
    console.error(`${found.route ?? request.method} ${failed instanceof Refused ? `${failed.message} ${failed.call}` : failed.stack}`);
  }
  send(response, visit, made);
}

function send(response, visit, { status = 200, to, json, title, main, scripts }) {
  const headers = { ...HEADERS, ...(visit.cookie ? { "set-cookie": visit.cookie } : {}) };
  if (to) return response.writeHead(303, { ...headers, location: to }).end();
  if (json) return response.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(json));
  const shown = page({ ...visit, person: visit.session?.person }, title, main, { scripts });
  return response.writeHead(status, { ...headers, "content-type": "text/html; charset=utf-8" }).end(shown.toString());
}

const redirect = (response, location) => response.writeHead(302, { ...HEADERS, location }).end();

function file(response, path) {
  const content = fs.readFileSync(new URL(`.${path}`, import.meta.url));
  response.writeHead(200, { ...HEADERS, "content-type": `${STATIC[path]}; charset=utf-8` }).end(content);
}

// Vietnamese, unless the browser asks for English and for no Vietnamese.
function preferred({ headers }) {
  const asked = headers["accept-language"] ?? "";
  return /\ben\b/i.test(asked) && !/\bvi\b/i.test(asked) ? "en" : "vi";
}

function serve(settings) {
  const services = new Services(settings.addresses, tokenFrom(settings.tokenFile));
  const portal = { settings, services, sessions: new Sessions() };
  const server = http.createServer((request, response) => {
    visitor.run(request.socket.remoteAddress, () => answer(request, response, portal)).catch((failed) => {
      console.error(failed.stack);
      response.destroy();
    });
  });
  const [host, port] = settings.listen.split(":");
  server.listen(Number(port), host, () => console.log(`The portal listens on ${settings.origin}/`));
  const end = () => server.close(() => services.close());
  process.once("SIGTERM", end).once("SIGINT", end);
}

serve(readSettings());

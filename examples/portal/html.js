// HTML that is safe by how it is made: whatever is put into a template is escaped, unless it is HTML itself.
import { say } from "./words.js";

class Html {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function part(value) {
  if (value === undefined || value === null || value === false) return "";
  if (Array.isArray(value)) return value.map(part).join("");
  if (value instanceof Html) return value.text;
  return String(value).replace(/[&<>"']/g, (mark) => MARKS[mark]);
}

/** html`<p>${anything}</p>` */
export const html = (texts, ...values) => new Html(String.raw({ raw: texts }, ...values.map(part)));

/** A whole page: `main` stands below the heading. */
export function page({ language, path, person }, title, main, { scripts = [] } = {}) {
  const t = (word) => say(word, language);
  const other = language === "vi" ? "en" : "vi";
  const links = [["", "find"], ["track", "track"], ["mine", "mine"]];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${t("site")}</title>
<link rel="stylesheet" href="/style.css">
${scripts.map((each) => html`<script type="module" src="/${each}"></script>`)}
</head>
<body>
<a class="skip" href="#main">${t("skip")}</a>
<header>
<a class="mark" href="/${language}/">${t("site")}</a>
<nav aria-label="${t("nav")}"><ul>${links.map(([to, word]) => html`<li><a href="/${language}/${to}">${t(word)}</a></li>`)}</ul></nav>
<a href="/${other}/${path}" hreflang="${other}" lang="${other}">${t("other")}</a>
${person ? html`<form method="post" action="/${language}/sign-out"><button class="plain">${t("signOut")} (${person.name})</button></form>` : html`<a href="/${language}/sign-in">${t("signIn")}</a>`}
</header>
<main id="main">
<h1>${title}</h1>
${main}
</main>
</body>
</html>`;
}

/** A form that posts, with what it carries unseen. */
export const form = (action, hidden, inside, attributes = html``) =>
  html`<form method="post" action="${action}" ${attributes}>${unseen(hidden)}${inside}</form>`;

export const unseen = (values) =>
  Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);

/** Names and values below one another. */
export const facts = (pairs) =>
  html`<dl>${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** What is wrong on a page, each with a link to its field, here or on another page; read out at once. */
export function problems(language, found) {
  if (!found.length) return html``;
  const line = ({ to, text }) => html`<li>${to ? html`<a href="${to}">${text}</a>` : text}</li>`;
  return html`<div class="problems" role="alert" tabindex="-1" autofocus><h2>${say("problems", language)}</h2><ul>${found.map(line)}</ul></div>`;
}

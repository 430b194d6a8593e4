"""Templates become pages: one file of HTML with its style and its script inside, and an ETag.

Promises escaped values everywhere. Must not need a second request to be read.
"""

import hashlib
import re
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from services import formats
from services.pages.figures import Shown
from services.pages.policy import policy
from services.pages.refused import later
from services.pages.settings import HERE
from services.pages.visit import Page, Visit
from services.pages.words import LANGUAGES, Words

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANKS = re.compile(r"\s*\n\s*")
AROUND = re.compile(r"\s*([{};])\s*|([:,])\s+")
NAVIGATION = (
    *("city", "league", "scores", "indicators", "reconciliation", "publications"),
    *("assertions", "inspections", "services", "track"),
)
STAFFS = {"league", "scores", "reconciliation", "inspections"}
PATHS = {"city": "/", **{name: f"/{name}" for name in NAVIGATION[1:]}}


def source(name: str) -> str:
    """Our style or script, without what only its readers need."""
    text = (HERE / "templates" / name).read_text(encoding="utf-8")
    return BLANKS.sub("\n", COMMENT.sub("", text)).strip()


STYLE, SCRIPT = AROUND.sub(r"\1\2", source("style.css")), source("script.js")
POLICY = policy(STYLE, SCRIPT)
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
    cache_size=-1,
)
TEMPLATES.globals.update(style=STYLE, script=SCRIPT, paths=PATHS)


def respond(visit: Visit, page: Page) -> Response:
    """The page, or 304 where the browser has it; what a visitor sees by a right of his own, or by
    what he typed, is kept nowhere.
    """
    body = rendered(visit, page).encode()
    headers = {"content-security-policy": POLICY, "content-language": visit.language}
    headers |= later(page.again_in)
    posted = visit.request.method == "POST"
    if posted or not visit.visitor.is_public or page.status != 200:
        headers["cache-control"] = "private, no-store"
        return html(body, page.status, headers)
    headers |= {"cache-control": "public, max-age=60", "vary": "cookie", "etag": etag(body)}
    if headers["etag"] in visit.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return html(body, page.status, headers)


def html(body: bytes, status: int, headers: dict[str, str]) -> Response:
    """A whole document."""
    return Response(body, status_code=status, headers=headers, media_type="text/html")


def etag(body: bytes) -> str:
    """By which a browser asks whether it still has the page, however it was compressed."""
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'


def rendered(visit: Visit, page: Page) -> str:
    """The document."""
    words, language = visit.words, visit.language
    values: dict[str, Any] = {
        "t": words,
        "language": language,
        "visit": visit,
        "visitor": visit.visitor,
        "page": page,
        "title": page.title,
        "navigation": [name for name in NAVIGATION if shows(name, visit)],
        "others": {each: visit.elsewhere(each) for each in LANGUAGES if each != language},
        "tables": {table.id: with_exports(table, visit) for table in page.tables},
        "number": lambda value: formats.integer(value, language),
        "day": lambda value: formats.day(value, language),
        "instant": lambda value: formats.instant(value, language),
        **page.values,
    }
    return TEMPLATES.get_template(page.template).render(values)


def figure_markup(words: Words, figure: Shown) -> str:
    """One figure as the page has it, for a reader who has the page."""
    macros: Any = TEMPLATES.get_template("parts.html").module
    return str(macros.inside(figure, figure.question, words))


def shows(place: str, visit: Visit) -> bool:
    """Whether a part of the navigation has anything for this visitor."""
    return not visit.visitor.is_public or place not in STAFFS


def with_exports(table: Any, visit: Visit) -> Any:
    """A table with the addresses at which programs have it; what was posted has none."""
    if visit.request.method == "POST":
        return table
    table.exports = {each: visit.same(format=each, table=table.id) for each in ("csv", "json")}
    return table

"""The pages as one application: routes, sessions, headers, and refusals as pages in words.

Promises that no query leads to an error of ours. Must not log what was asked.
"""

import functools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any, NamedTuple, TypeAlias

from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from services.chassis import gauges, telemetry
from services.chassis.visitors import Network
from services.pages import questions, sign_in_pages, views
from services.pages.cookies import TooLarge
from services.pages.identity.provider import CALLBACK, SIGNED_OUT
from services.pages.identity.sign_in import AtProvider
from services.pages.live import Hub
from services.pages.policy import HEADERS, HSTS, is_foreign
from services.pages.refused import Refused
from services.pages.rendering import respond
from services.pages.services import Services
from services.pages.sessions import Sessions
from services.pages.signing_in import SignIn
from services.pages.tables import Table, as_csv, as_json
from services.pages.visit import Page, Visit
from services.pages.words import LANGUAGES, WORDS

View: TypeAlias = Callable[[Visit], Awaitable[Page | Response]]
WRITERS = {"csv": (as_csv, "text/csv"), "json": (as_json, "application/json")}
COMPRESSION = 6  # of 9, which gains nothing more
UNFORESEEN = HTTPStatus.INTERNAL_SERVER_ERROR


async def home(request: Request) -> Response:
    """To the city's page in the reader's language."""
    asked = request.headers.get("accept-language", "")
    first = asked.strip().lower()[:2]
    language = first if first in LANGUAGES else "vi"
    return RedirectResponse(f"/{language}/", headers={"vary": "accept-language"})


async def healthy(_: Request) -> Response:
    """That this process answers."""
    return PlainTextResponse("ok")


async def nothing(_: Request) -> Response:
    """What browsers ask for unasked: there is no icon."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"cache-control": "max-age=86400"})


OTHERS = [Route("/", home), Route("/healthz", healthy), Route("/favicon.ico", nothing)]


class Shared(NamedTuple):
    """What all requests have in common."""

    services: Services
    sessions: Sessions
    hub: Hub
    sign_in: SignIn | AtProvider | None
    proxies: tuple[Network, ...] = ()

    async def visit(self, request: Request, language: str) -> Visit:
        """A request with them, by a token that counts."""
        visitor = self.sessions.visitor(request)
        if isinstance(self.sign_in, AtProvider):
            visitor = await self.sign_in.current(visitor)
        return Visit(request, WORDS[language], visitor, self.services, self.hub)

    def kept(self, visit: Visit, answer: Response) -> Response:
        """The answer, with the session's cookie where its token was renewed meanwhile."""
        known = self.sessions.visitor(visit.request)
        is_changed = visit.visitor.token != known.token
        if is_changed and "set-cookie" not in answer.headers:
            with suppress(TooLarge):  # he signs in again once the former token has ended
                if visit.visitor.is_public:
                    self.sessions.end(visit.request, answer)
                else:
                    self.sessions.begin(answer, visit.visitor)
        return answer


def application(shared: Shared, *, behind_tls: bool, data: Sequence[Route] = ()) -> Any:
    """The ASGI application; `data`: routes of open data."""
    pages = views.PAGES | sign_in_pages.pages(
        shared.sessions, shared.sign_in, proxies=shared.proxies
    )
    routes = [
        Route(f"/{{language:str}}{path}", endpoint(view, shared), methods=methods)
        for path, (view, methods) in pages.items()
    ]
    app = Starlette(
        routes=[*OTHERS, *data, *returning(shared), *routes],
        exception_handlers=dict.fromkeys((404, 405), nowhere(shared)),
    )
    app.router.redirect_slashes = False  # which leads to whatever host a request names
    packed = GZipMiddleware(app, compresslevel=COMPRESSION)  # not what lasts: server-sent events
    return guarded(packed, HEADERS | (HSTS if behind_tls else {}))


def endpoint(view: View, shared: Shared) -> Any:
    """A view as Starlette calls it."""

    @functools.wraps(view)
    async def answer(request: Request) -> Response:
        language = request.path_params["language"]
        visit = await shared.visit(request, language if language in LANGUAGES else "vi")
        try:
            refuse_foreign(request)
            made = await whole(visit, await view(visit))
        except Refused as refused:
            made = await refusal(visit, refused)
        return shared.kept(visit, made)

    return answer


def returning(shared: Shared) -> list[Route]:
    """Where the provider sends browsers back to: in no language, since each is registered there."""
    sign_in = shared.sign_in
    if not isinstance(sign_in, AtProvider):
        return []

    async def come_back(request: Request) -> Response:
        begun = sign_in.begun(request)
        visit = await shared.visit(request, begun.language if begun else guessed(request))
        try:
            return await sign_in.come_back(request, begun)
        except Refused as refused:
            return shared.kept(visit, await refusal(visit, refused))

    async def signed_out(request: Request) -> Response:
        said = request.query_params.get("state", "")
        return RedirectResponse(f"/{said if said in LANGUAGES else 'vi'}{SIGNED_OUT}", 303)

    return [Route(CALLBACK, come_back), Route(SIGNED_OUT, signed_out)]


def refuse_foreign(request: Request) -> None:
    """No page is in another language, and no form comes from another site."""
    if request.path_params["language"] not in LANGUAGES:
        raise missing()
    if request.method == "POST" and is_foreign(dict(request.headers)):
        raise Refused(HTTPStatus.FORBIDDEN, "FOREIGN_FORM", both("refused.foreign"))


async def whole(visit: Visit, made: Page | Response) -> Response:
    """What a view made, as HTML, or one of its tables as it is asked for."""
    if isinstance(made, Response):
        return made
    form = visit.parameters.get("format", "")
    if form not in WRITERS:
        return respond(visit, made)
    wanted = visit.parameters.get("table", "")
    for table in made.tables:
        if wanted in ("", table.id):
            return exported(visit, table, form)
    raise missing()


def exported(visit: Visit, table: Table, form: str) -> Response:
    """A table as a file, streamed."""
    write, media_type = WRITERS[form]
    cache = "public, max-age=60" if visit.visitor.is_public else "private, no-store"
    name = f'attachment; filename="{table.id}.{form}"'
    headers = {"cache-control": cache, "content-disposition": name, "vary": "cookie"}
    return StreamingResponse(encoded(write(table)), media_type=media_type, headers=headers)


async def encoded(lines: AsyncIterator[str]) -> AsyncIterator[bytes]:
    """In UTF-8, some lines at a time."""
    waiting: list[str] = []
    async for line in lines:
        waiting.append(line)
        if len(waiting) == 100:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


def both(key: str, **values: object) -> dict[str, str]:
    """A text in both languages."""
    return {language: said(key, **values) for language, said in WORDS.items()}


def missing() -> Refused:
    """There is no such page."""
    return Refused(HTTPStatus.NOT_FOUND, "PAGE_UNKNOWN", both("refused.page"))


async def refusal(visit: Visit, refused: Refused) -> Response:
    """A refusal as a page; who is not signed in is sent to where he can do that."""
    if refused.status is HTTPStatus.UNAUTHORIZED:
        return RedirectResponse(visit.to("/sign-in", next=visit.same()), status_code=303)
    words = visit.words
    said = refused.words.get(visit.language) or words(f"status.{refused.status.value}")
    values = {
        "reason": refused.reason,
        "message": said,
        "ways": await views.ways_out(visit, refused),
    }
    title = words(f"status.{refused.status.value}")
    page = Page("refused.html", title, values, status=refused.status, again_in=refused.again_in)
    return respond(visit, page)


def nowhere(shared: Shared) -> Any:
    """The page for addresses that no route has."""

    async def answer(request: Request, _: Exception) -> Response:
        if to := without_slash(request):
            return RedirectResponse(to)
        visit = await shared.visit(request, guessed(request))
        return shared.kept(visit, await refusal(visit, missing()))

    return answer


def without_slash(request: Request) -> str:
    """Where a page is that was asked for with a slash at its end, or a language without one."""
    path = questions.quoted(request.scope["path"])
    bare = f"/{path.strip('/')}"  # one slash before it: an address of ours
    if bare.removeprefix("/") in LANGUAGES and not path.endswith("/"):
        return f"{bare}/"
    first, _, rest = bare.removeprefix("/").partition("/")
    is_page = path.endswith("/") and first in LANGUAGES and rest and request.method != "POST"
    return questions.with_query(bare, dict(request.query_params)) if is_page else ""


def guessed(request: Request) -> str:
    """The language that an address begins with."""
    first = request.url.path.split("/")[1]
    return first if first in LANGUAGES else "vi"


def guarded(app: Any, headers: dict[str, str]) -> Any:
    """Headers on every answer, how long it took, and a plain page for what nobody foresaw."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        began, status = time.monotonic(), 0

        async def with_headers(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *raw]
            await send(message)

        try:
            await app(scope, receive, with_headers)
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing of it is shown
            telemetry.log().error("page.failed", error=error)
            if not status:
                await PlainTextResponse("500", UNFORESEEN)(scope, receive, with_headers)
        finally:
            route = getattr(scope.get("route"), "path", "-")
            gauges.answered(route, str(status), time.monotonic() - began)

    return answer

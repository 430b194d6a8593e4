"""`/data/`: the description, a file for each indicator, the catalogue of services as exported.

Whoever has a file asks by its ETag whether it is the newest. Must not show more than is public.
"""

import csv
import hashlib
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from motcua.metrics.v1 import published_pb2 as api
from services.formulas import escaped_row
from services.pages.opendata.description import FORMS, Portal, catalogue
from services.pages.opendata.reading import OpenData
from services.pages.refused import Refused, later
from services.pages.services import Services
from services.pages.settings import Settings
from services.pages.visit import came_by
from services.published_rows import COLUMNS, row

LINKED = "application/ld+json"
KEPT = {"cache-control": "public, max-age=300", "access-control-allow-origin": "*"}
UNKNOWN = PlainTextResponse("404", HTTPStatus.NOT_FOUND)
Endpoint = Callable[[Request], Awaitable[Response]]


def routes(services: Services, settings: Settings) -> list[Route]:
    """Under `/data/`; the same in every language."""
    whole = OpenData(services)

    async def described(request: Request) -> Response:
        portal = portal_of(settings, request)
        document = catalogue(portal, await whole.to(came_by(request)).indicators())
        body = json.dumps(document, ensure_ascii=False, indent=1).encode()
        answer = unless_known(request, digest(body), lambda headers: linked(body, headers))
        if not settings.address:  # what a visitor calls us is nothing to keep for others
            answer.headers["cache-control"] = "no-store"
        return answer

    async def figures(request: Request) -> Response:
        data = whole.to(came_by(request))
        definition, _, form = request.path_params["file"].rpartition(".")
        newest = await data.newest(definition) if form in FORMS else None
        if newest is None:
            return UNKNOWN
        state = digest(f"{newest.name} {form}".encode())
        lines = {"csv": as_csv, "json": as_json}[form](data, definition)
        media_type = FORMS[form][0]
        return unless_known(
            request, state, lambda headers: StreamingResponse(lines, 200, headers, media_type)
        )

    async def exported(request: Request) -> Response:
        path = settings.services_file
        if not has_file(path):
            return UNKNOWN
        return unless_known(
            request, state_of(path), lambda headers: FileResponse(path, 200, headers, LINKED)
        )

    paths: dict[str, Endpoint] = {
        "/data/catalog.jsonld": described,
        "/data/figures/{file}": figures,
        "/data/services.jsonld": exported,
    }
    return [Route(path, answering(endpoint)) for path, endpoint in paths.items()]


def answering(endpoint: Endpoint) -> Endpoint:
    """The endpoint; what a service refuses is its status and reason, as text."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as refused:
            headers = later(refused.again_in)
            return PlainTextResponse(refused.reason, refused.status, headers)

    return answer


def portal_of(settings: Settings, request: Request) -> Portal:
    """Where browsers find us: as the settings say it, else as they asked."""
    url = request.base_url.replace(scheme="https" if settings.is_https else "http")
    address = (settings.address or str(url)).rstrip("/")
    has_services = has_file(settings.services_file)
    return Portal(address, settings.publisher, settings.licence, has_services)


def has_file(path: str) -> bool:
    """Whether a setting names a file that is there."""
    return bool(path) and Path(path).is_file()


def state_of(path: str) -> str:
    """Another one whenever the file was written again."""
    stat = Path(path).stat()
    return digest(f"{stat.st_mtime_ns} {stat.st_size}".encode())


def unless_known(
    request: Request, state: str, made: Callable[[dict[str, str]], Response]
) -> Response:
    """304 where the caller has it."""
    headers = {**KEPT, "etag": f'W/"{state}"'}
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return made(headers)


def linked(body: bytes, headers: dict[str, str]) -> Response:
    """Linked data."""
    return Response(body, headers=headers, media_type=LINKED)


def digest(of: bytes) -> str:
    """Of what an ETag stands for."""
    return hashlib.sha256(of).hexdigest()[:32]


async def as_csv(data: OpenData, definition: str) -> AsyncIterator[str]:
    """A line a figure, with units' names."""
    yield "\ufeff" + lines([COLUMNS])
    async for page in data.figures(definition):
        names = await data.names(each.rate.receipt.scope.unit for each in page)
        found = (row(each, names) for each in page)
        yield lines(escaped_row(each[name] for name in COLUMNS) for each in found)


def lines(rows: Iterable[Iterable[Any]]) -> str:
    """As CSV."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


async def as_json(data: OpenData, definition: str) -> AsyncIterator[str]:
    """An array of PublishedFigure as protobuf's JSON has it, one a line."""
    before = "[\n"
    async for page in data.figures(definition):
        for each in page:
            yield before + document(each)
            before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def document(figure: api.PublishedFigure) -> str:
    """One figure."""
    return json.dumps(MessageToDict(figure), ensure_ascii=False)

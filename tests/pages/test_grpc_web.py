"""Pages in a real browser call the services by gRPC-Web through Envoy, across origins.

Promises the client of docs/grpc-web.md as it stands there, and the configuration that `./motcua
envoy` prints. Messages are made and read here: what is tried is the way.
"""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from google.rpc import error_details_pb2, status_pb2

from deploy.envoy import SERVICES
from motcua.catalog.v1 import catalog_pb2
from motcua.metrics.v1 import events_pb2, metrics_pb2, watching_pb2
from tests.browser import browser, context_in, needs_chromium
from tests.pages.envoy import MISSING, origins, proxy
from tests.pages.opened import Opened
from tests.waiting import until

pytestmark = [
    needs_chromium,
    pytest.mark.skipif(MISSING, reason="no envoy here: it belongs to the test group"),
]
CATALOG = "motcua.catalog.v1.CatalogService/"
LIST = CATALOG + "ListServices"
# In the page: every answer of a call, or what refused it; of a stream so many.
CALL = """async ([address, method, request, token, wanted]) => {
  const { call } = await import("/grpc_web.js");
  const bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const text = (bytes) => btoa(String.fromCharCode(...bytes));
  const answers = [], ending = new AbortController();
  try {
    const options = { token, signal: ending.signal };
    for await (const answer of call(address, method, bytes(request), options)) {
      answers.push(text(answer));
      if (answers.length === wanted) { ending.abort(); break; }
    }
    return { answers };
  } catch (error) {
    return { answers, code: error.code, message: error.message, details: error.details };
  }
}"""


class Tried(NamedTuple):
    """A page of an origin on the list, one of another, and Envoy."""

    allowed: Any
    other: Any
    address: str
    log: Path
    allowed_origin: str


@pytest.fixture(scope="module")
async def tried(pages: Opened, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tried]:
    """Envoy in front of the city's services, and two pages open."""
    services = {name: each.grpc for name, each in pages.stack.describe().services.items()}
    folder = tmp_path_factory.mktemp("envoy")
    async with (
        origins(2) as [ours, others],
        proxy(services, [ours], folder) as (address, log),
        browser() as running,
    ):
        allowed, other = [await (await context_in(running)).new_page() for _ in range(2)]
        await allowed.goto(ours)
        await other.goto(others)
        yield Tried(allowed, other, address, log, ours)


async def called(
    page: Any, address: str, method: str, request: Any, *, token: str = "", wanted: int = 0
) -> Any:
    """What the page got."""
    content = base64.b64encode(request.SerializeToString()).decode()
    return await page.evaluate(CALL, [address, method, content, token, wanted])


def read(answer: str, kind: Any) -> Any:
    """A message that the page got."""
    return kind.FromString(base64.b64decode(answer))


def details(refused: Any) -> dict[str, Any]:
    """Of an error, by type; of the words those in Vietnamese."""
    padded = refused["details"] + "=" * (-len(refused["details"]) % 4)
    status = status_pb2.Status.FromString(base64.b64decode(padded))
    found: dict[str, Any] = {"code": status.code}
    for each in status.details:
        name = each.type_url.rpartition(".")[2]
        message = getattr(error_details_pb2, name)()
        each.Unpack(message)
        found.setdefault(name, message)
    return found


async def test_a_page_reads_what_everybody_may_read(tried: Tried, pages: Opened) -> None:
    request = catalog_pb2.ListServicesRequest(page_size=3)
    found = await called(tried.allowed, tried.address, LIST, request)
    listed = read(found["answers"][0], catalog_pb2.ListServicesResponse)
    directly = await pages.portal.catalog.ListServices(request)
    assert list(listed.services) == list(directly.services)
    assert len(listed.services) == 3


async def test_a_refusal_comes_with_field_reason_and_words(tried: Tried) -> None:
    request = catalog_pb2.GetServiceRequest(name="no name")
    found = await called(tried.allowed, tried.address, CATALOG + "GetService", request)
    assert (found["answers"], found["code"]) == ([], 3)
    known = details(found)
    assert known["code"] == 3
    assert known["ErrorInfo"].reason == "NAME_MALFORMED"
    [violation] = known["BadRequest"].field_violations
    assert (violation.field, violation.reason) == ("name", "NAME_MALFORMED")
    assert known["LocalizedMessage"].locale == "vi"
    assert known["LocalizedMessage"].message == violation.localized_message.message


async def test_a_token_passes_and_without_one_a_figure_is_refused(
    tried: Tried, pages: Opened
) -> None:
    request = metrics_pb2.GetRateRequest(
        definition="online_handling",
        start_date={"year": pages.month.year - 1, "month": 1, "day": 1},
        end_date={"year": pages.month.year, "month": 1, "day": 1},
    )
    asked = (tried.allowed, tried.address, "motcua.metrics.v1.MetricsService/GetRate", request)
    without = await called(*asked)
    assert (without["code"], details(without)["ErrorInfo"].reason) == (16, "TOKEN_MISSING")
    [(_, bearer)] = pages.portal.bearer("inspector")
    token = bearer.removeprefix("Bearer ")
    rate = read((await called(*asked, token=token))["answers"][0], events_pb2.Rate)
    assert rate.receipt.denominator > 0
    await until(lambda: "metrics" in services_in(tried.log))
    assert token not in tried.log.read_text(encoding="utf-8")


async def test_a_stream_is_heard_for_as_long_as_the_page_listens(
    tried: Tried, pages: Opened
) -> None:
    figure = {
        "definition": "online_handling",
        "start_date": {"year": pages.month.year - 1, "month": 1, "day": 1},
        "end_date": {"year": pages.month.year, "month": 1, "day": 1},
    }
    request = watching_pb2.WatchFiguresRequest(figures=[figure])
    [(_, bearer)] = pages.portal.bearer("inspector")
    found = await called(
        tried.allowed, tried.address, "motcua.metrics.v1.WatchService/WatchFigures", request,
        token=bearer.removeprefix("Bearer "), wanted=4,
    )  # fmt: skip
    parts = [read(each, watching_pb2.WatchFiguresResponse) for each in found["answers"]]
    kinds = [each.WhichOneof("part") for each in parts]
    assert kinds[:2] == ["change", "checkpoint"]
    assert len(kinds) == 4  # more came while nothing was asked


async def test_another_origin_reads_nothing(tried: Tried) -> None:
    request = catalog_pb2.ListServicesRequest(page_size=3)
    found = await called(tried.other, tried.address, LIST, request)
    assert (found["answers"], found["code"], found["message"]) == ([], None, "Failed to fetch")


class Answer(NamedTuple):
    """What Envoy answers to a request that no browser made."""

    status: int
    headers: dict[str, str]
    body: bytes


async def ask(
    tried: Tried, verb: str, headers: dict[str, str], body: bytes = b"", path: str = LIST
) -> Answer:
    """One request without a browser."""
    return await asyncio.to_thread(asked, tried.address, verb, headers, body, path)


def asked(address: str, verb: str, headers: dict[str, str], body: bytes, path: str) -> Answer:
    """The same, while others wait."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    connection.request(verb, f"/{path}", body, headers)
    answer = connection.getresponse()
    found = Answer(answer.status, dict(answer.getheaders()), answer.read())
    connection.close()
    return found


def preflight(origin: str) -> dict[str, str]:
    """The headers with which a browser asks before it calls."""
    return {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,x-grpc-web",
    }


async def test_a_preflight_is_answered_to_origins_of_the_list_alone(tried: Tried) -> None:
    answer = await ask(tried, "OPTIONS", preflight(tried.allowed_origin))
    headers = {name: each for name, each in answer.headers.items() if name.startswith("access-")}
    assert answer.status == 200
    assert headers == {
        "access-control-allow-origin": tried.allowed_origin,
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "authorization,content-type,grpc-timeout,traceparent,"
        "tracestate,x-grpc-web,x-user-agent",
        "access-control-expose-headers": "grpc-status,grpc-message,grpc-status-details-bin,"
        "grpc-retry-pushback-ms",
        "access-control-max-age": "7200",
    }
    for origin in ("http://127.0.0.1:1", f"{tried.allowed_origin}.example", "null", ""):
        refused = await ask(tried, "OPTIONS", preflight(origin))
        assert "access-control-allow-origin" not in refused.headers, origin


WEB = {"content-type": "application/grpc-web+proto"}


@pytest.mark.parametrize(
    ("verb", "path", "headers", "status"),
    [
        ("POST", LIST, WEB, 200),
        ("GET", LIST, WEB, 404),
        ("OPTIONS", LIST, {"origin": "null"}, 404),
        ("POST", "grpc.health.v1.Health/Check", WEB, 404),
        ("POST", "grpc.reflection.v1.ServerReflection/ServerReflectionInfo", WEB, 404),
        ("POST", "", WEB, 404),
    ],
)
async def test_only_calls_of_the_three_packages_get_through(
    tried: Tried, verb: str, path: str, headers: dict[str, str], status: int
) -> None:
    assert (await ask(tried, verb, headers, bytes(5), path)).status == status


async def test_grpc_itself_is_not_let_through(tried: Tried) -> None:
    """Who speaks it needs no proxy that reads requests whole."""
    headers = {"content-type": "application/grpc"}
    assert (await ask(tried, "POST", headers, bytes(5))).headers["grpc-status"] == "12"


async def test_what_is_too_large_is_refused_before_a_service_sees_it(tried: Tried) -> None:
    body = bytes(4 * 1024 * 1024 + 1)
    assert (await ask(tried, "POST", WEB, body)).status == 413
    large = {**WEB, "authorization": "x" * 20_000}
    assert (await ask(tried, "POST", large)).status == 431


async def test_a_stream_ends_when_its_caller_says(tried: Tried, pages: Opened) -> None:
    [(name, bearer)] = pages.portal.bearer("inspector")
    headers = {**WEB, name: bearer, "grpc-timeout": "300m"}
    answer = await ask(tried, "POST", headers, bytes(5), CATALOG + "WatchCatalog")
    assert b"grpc-status:4" in answer.body.replace(b": ", b":")


async def test_a_page_gets_an_error_when_no_service_answers(
    tried: Tried, tmp_path: Path, own_address: str
) -> None:
    nowhere = dict.fromkeys(SERVICES, own_address)
    async with proxy(nowhere, [tried.allowed_origin], tmp_path) as (address, _):
        request = catalog_pb2.ListServicesRequest()
        found = await called(tried.allowed, address, LIST, request)
    assert (found["answers"], found["code"]) == ([], 14)


async def test_the_log_says_which_service_and_not_who_asked(tried: Tried) -> None:
    await called(tried.allowed, tried.address, LIST, catalog_pb2.ListServicesRequest())
    await until(lambda: "catalog" in services_in(tried.log))
    assert "127.0.0.1" not in tried.log.read_text(encoding="utf-8")


def services_in(log: Path) -> set[str]:
    """Of the calls that are in Envoy's log by now: it writes a while after each."""
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    return {json.loads(line)["service"] for line in lines if line.endswith("\n")}

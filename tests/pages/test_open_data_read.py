"""What a description of the open data costs: figures are read when one was published, not for each
who asks.

No stack: what metrics answers is given.
"""

import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import grpc
import pytest
from google.protobuf.any_pb2 import Any as Packed
from google.rpc import error_details_pb2, status_pb2
from google.type.date_pb2 import Date
from starlette.requests import Request

from motcua.metrics.v1 import published_pb2 as api
from motcua.metrics.v1.definitions_pb2 import Definition, ListDefinitionsResponse
from services.pages.opendata.reading import PAGE, OpenData
from services.pages.opendata.routes import routes
from services.pages.refused import DETAILS, Refused, refused_by


class Metrics:
    """Published months, and how many figures were asked for each time."""

    def __init__(self) -> None:
        self.months = [1]
        self.sizes: list[int] = []

    published = property(lambda self: self)
    ListPublishedFigures = None

    async def call(self, _method: Any, request: Any) -> api.ListPublishedFiguresResponse:
        self.sizes.append(request.page_size)
        found = [self.figure(each) for each in self.months[::-1][: request.page_size]]
        return api.ListPublishedFiguresResponse(figures=found)

    def figure(self, month: int) -> api.PublishedFigure:
        found = api.PublishedFigure(name=f"publications/{month}")
        found.rate.receipt.period.start.CopyFrom(Date(year=2026, month=month, day=1))
        found.rate.receipt.period.end.CopyFrom(Date(year=2026, month=month + 1, day=1))
        return found


async def test_who_asks_for_open_data_is_told_apart_by_services() -> None:
    """So that nobody who asks for too much keeps others from it."""
    heard: list[dict[str, str]] = []

    async def asked(_: Any, *, metadata: Any, timeout: float) -> ListDefinitionsResponse:
        assert timeout
        heard.append(dict(metadata))
        return ListDefinitionsResponse()

    services = SimpleNamespace(definitions=SimpleNamespace(ListDefinitions=asked))
    said = {"address": "https://data.example", "publisher": "", "licence": "", "services_file": ""}
    settings = SimpleNamespace(**said, is_https=True)
    described, *_ = routes(cast("Any", services), cast("Any", settings))
    for address in ("203.0.113.5", "198.51.100.9"):
        headers = [(b"x-forwarded-for", address.encode()), (b"host", b"data.example")]
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "scheme": "http",
        }
        await described.endpoint(Request({**scope, "headers": headers, "client": ("127.0.0.1", 1)}))
    told = ["203.0.113.5, 127.0.0.1", "198.51.100.9, 127.0.0.1"]
    assert heard == [{"x-forwarded-for": each} for each in told]


@pytest.mark.parametrize("address", ["", "https://data.example"])
async def test_no_name_that_a_visitor_says_is_kept_for_others(address: str) -> None:
    """A cache on the way would give it to everybody who asks for the description."""

    async def asked(_: Any, **__: Any) -> ListDefinitionsResponse:
        return ListDefinitionsResponse()

    services = SimpleNamespace(definitions=SimpleNamespace(ListDefinitions=asked))
    said = {"address": address, "publisher": "", "licence": "", "services_file": ""}
    described, *_ = routes(
        cast("Any", services), cast("Any", SimpleNamespace(**said, is_https=True))
    )
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "scheme": "http"}
    answer = await described.endpoint(
        Request({**scope, "headers": [(b"host", b"evil.example")], "client": ("127.0.0.1", 1)})
    )
    assert (b"evil.example" in answer.body) is not bool(address)
    assert ("no-store" in answer.headers["cache-control"]) is not bool(address)
    assert "max-age" not in answer.headers["cache-control"] or address


async def test_a_file_goes_on_when_the_service_takes_more() -> None:
    """A page costs its rows; who has asked for too many waits as long as he is told."""
    told = [refused("RATE_EXCEEDED", after=0.05), refused("RATE_EXCEEDED", after=0.1)]

    class Limited(Metrics):
        async def call(self, method: Any, request: Any) -> api.ListPublishedFiguresResponse:
            if self.sizes and told:
                raise refused_by(told.pop())
            reply = await super().call(method, request)
            reply.next_page_token = "" if len(self.sizes) > 2 else "more"
            return reply

    metrics = Limited()
    data = OpenData(cast("Any", metrics))
    data.client = cast("Any", metrics)
    begun = time.monotonic()
    assert [len(page) async for page in data.figures("online_handling")] == [1, 1, 1]
    assert time.monotonic() - begun >= 0.15


@pytest.mark.parametrize(("reason", "after"), [("RATE_EXCEEDED", 3600.0), ("SERVER_BUSY", 0.01)])
async def test_a_file_ends_where_waiting_is_of_no_use(reason: str, after: float) -> None:
    class Away(Metrics):
        async def call(self, *_: Any) -> api.ListPublishedFiguresResponse:
            raise refused_by(refused(reason, after=after))

    data = OpenData(cast("Any", Away()))
    data.client = cast("Any", Away())
    with pytest.raises(Refused, match=reason):
        await anext(data.figures("online_handling"))


def refused(reason: str, *, after: float) -> grpc.aio.AioRpcError:
    """As a service says that it takes no more now."""
    retry = error_details_pb2.RetryInfo()
    retry.retry_delay.FromTimedelta(timedelta(seconds=after))
    status = status_pb2.Status(details=[Packed(), Packed()])
    status.details[0].Pack(error_details_pb2.ErrorInfo(reason=reason))
    status.details[1].Pack(retry)
    sent = grpc.aio.Metadata((DETAILS, status.SerializeToString()))
    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), sent)


async def test_days_are_read_again_when_something_was_published() -> None:
    metrics, online = Metrics(), Definition(id="online_handling")
    data = OpenData(cast("Any", metrics))
    data.client = cast("Any", metrics)
    for last, month in (("2026-01-31", 1), ("2026-02-28", 2)):
        metrics.months = [*range(1, month + 1)]
        metrics.sizes.clear()
        for _ in range(3):
            found = await data.indicator(online)
            assert found is not None
            assert (found.start, found.end) == ("2026-01-01", last)
        assert metrics.sizes.count(PAGE) == 1

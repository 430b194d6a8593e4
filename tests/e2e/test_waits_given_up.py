"""The console repeats what is only unavailable, and waits no longer than a person does.

Example: of too many wrong pairs the service says to come back in an hour; that is shown at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.wrappers_pb2 import Int32Value, StringValue
from google.rpc import code_pb2, error_details_pb2, status_pb2

from motcua.catalog.v1.catalog_pb2 import (
    GetUnitRequest,
    OpenUnitRequest,
    WatchCatalogRequest,
    WatchCatalogResponse,
)
from services.console.outcome import Refused, Unavailable
from services.console.portal.bearers import Public
from services.console.portal.client import Portal
from services.console.portal.installation import Installation
from services.console.portal.patience import DETAILS, Asking, Patience


def failure(seconds: int) -> grpc.aio.AioRpcError:
    """An answer that may be asked for again after that time."""
    status = status_pb2.Status(code=code_pb2.RESOURCE_EXHAUSTED)
    status.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=Duration(seconds=seconds)))
    trailers = grpc.aio.Metadata((DETAILS, status.SerializeToString()))
    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), trailers, "later")


RESET = grpc.aio.AioRpcError(grpc.StatusCode.CANCELLED, grpc.aio.Metadata(), grpc.aio.Metadata())


class Answers:
    """Fails with these, then answers."""

    def __init__(self, *failures: grpc.aio.AioRpcError) -> None:
        self.failures, self.asked = list(failures), 0

    async def __call__(self, request: Any, **_: Any) -> StringValue:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return StringValue(value=str(request))


@pytest.fixture
def portal() -> Portal:
    found = Portal.__new__(Portal)
    found.installation = Installation("elsewhere", {}, Public())
    return found


async def test_what_may_be_answered_in_a_moment_is_asked_again(portal: Portal) -> None:
    method = Answers(failure(0), failure(0))
    assert await portal.call(method, "asked", role="portal") == StringValue(value="asked")
    assert method.asked == 3


async def test_an_hour_is_not_waited_for(portal: Portal) -> None:
    method = Answers(failure(3600))
    with pytest.raises(Unavailable):
        await portal.call(method, "asked", role="portal")
    assert method.asked == 1


async def test_what_a_server_reset_when_it_ended_is_asked_again(portal: Portal) -> None:
    method = Answers(RESET)
    assert await portal.call(method, "asked", role="portal") == StringValue(value="asked")


LATE = grpc.aio.AioRpcError(
    grpc.StatusCode.DEADLINE_EXCEEDED, grpc.aio.Metadata(), grpc.aio.Metadata(), "Deadline Exceeded"
)
WITH_ID = OpenUnitRequest(request_id="0199")
WITHOUT_ID = OpenUnitRequest()
READ = GetUnitRequest(name="units/a")


class Dawdles(Answers):
    """Fails with these, and keeps how long it was given each time."""

    def __init__(self, *failures: grpc.aio.AioRpcError) -> None:
        super().__init__(*failures)
        self.given: list[float] = []

    async def __call__(self, request: Any, **given: Any) -> StringValue:
        self.given.append(given["timeout"])
        return await super().__call__(request)


@pytest.mark.parametrize("request_", [WITH_ID, READ, [READ]])
async def test_what_is_late_is_asked_again_and_given_longer(portal: Portal, request_: Any) -> None:
    method = Dawdles(LATE, LATE, LATE)
    assert await portal.call(method, request_, role="portal") == StringValue(value=str(request_))
    assert method.given == pytest.approx([30, 60, 90, 120])


@pytest.mark.parametrize("passing", [LATE, RESET])
async def test_a_command_without_an_id_is_not_repeated(
    portal: Portal, passing: grpc.aio.AioRpcError
) -> None:
    method = Dawdles(passing)
    with pytest.raises(Unavailable, match="It may have been carried out: look before"):
        await portal.call(method, WITHOUT_ID, role="portal")
    assert method.asked == 1


async def test_one_that_the_service_did_not_carry_out_is(portal: Portal) -> None:
    method = Dawdles(failure(0))
    await portal.call(method, WITHOUT_ID, role="portal")
    assert method.asked == 2


@pytest.mark.parametrize(
    ("language", "said"),
    [("C", r"Waited \d+ seconds for OpenUnit, asked (once|\d+ times)\."),
     ("vi_VN", r"Đã chờ OpenUnit \d+ giây, hỏi \d+ lần\.")],
)  # fmt: skip
async def test_a_call_that_is_given_up_names_what_was_waited_for(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    portal.patience = Patience(answer=0.1, away=0.1, slow=0.4)
    method = Dawdles(*[LATE] * 100)
    with pytest.raises(Unavailable, match=said):
        await portal.call(method, WITH_ID, role="portal")
    assert method.asked < 100


async def test_one_question_is_called_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    asking = Asking(WITH_ID, Patience())
    asking.attempts = 1
    assert asking.waited.endswith("for OpenUnit, asked once.")


class Streams(Answers):
    """Fails before its first answer, then gives three; of the last, perhaps a failure instead."""

    def __init__(self, *failures: grpc.aio.AioRpcError, last: Exception | None = None) -> None:
        super().__init__(*failures)
        self.last = last

    def __call__(self, request: Any, **_: Any) -> AsyncIterator[Int32Value]:  # type: ignore[override]
        return self.answers()

    async def answers(self) -> AsyncIterator[Int32Value]:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        yield Int32Value(value=1)
        yield Int32Value(value=2)
        if self.last:
            raise self.last
        yield Int32Value(value=3)


class Feed:
    """Tells five positions, and breaks before one that it has not told yet, as often as stated."""

    def __init__(self, *breaks: tuple[int, grpc.aio.AioRpcError]) -> None:
        self.breaks, self.after = list(breaks), list[int]()

    async def __call__(
        self, request: WatchCatalogRequest, **_: Any
    ) -> AsyncIterator[WatchCatalogResponse]:
        self.after.append(request.after_position)
        for position in range(request.after_position + 1, 6):
            if self.breaks and self.breaks[0][0] == position:
                raise self.breaks.pop(0)[1]
            yield WatchCatalogResponse(position=position)


AWAY = grpc.aio.AioRpcError(grpc.StatusCode.UNAVAILABLE, grpc.aio.Metadata(), grpc.aio.Metadata())


@pytest.mark.parametrize("passing", [failure(0), AWAY, RESET])
async def test_a_stream_is_begun_again_until_its_first_answer(
    portal: Portal, passing: grpc.aio.AioRpcError
) -> None:
    method = Streams(passing, passing)
    assert [each.value async for each in portal.stream(method, READ, role="inspector")] == [1, 2, 3]
    assert method.asked == 3


@pytest.mark.parametrize("passing", [failure(0), AWAY, RESET])
async def test_a_stream_that_gave_an_answer_is_not_begun_again(
    portal: Portal, passing: grpc.aio.AioRpcError
) -> None:
    method = Streams(last=passing)
    answers = portal.stream(method, READ, role="inspector")
    assert [(await anext(answers)).value, (await anext(answers)).value] == [1, 2]
    with pytest.raises(Unavailable):
        await anext(answers)
    assert method.asked == 1


async def test_a_stream_that_is_refused_for_long_is_given_up(portal: Portal) -> None:
    method = Streams(failure(3600))
    with pytest.raises(Unavailable, match=r"for GetUnit, asked once\."):
        [each async for each in portal.stream(method, READ, role="inspector")]
    assert method.asked == 1


async def test_nobody_comes_again_before_the_service_said(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    asking = Asking(READ, Patience())
    for _ in range(100):
        assert await asking.again(failure(1))
    assert 1 <= min(slept) < max(slept) < 1.3


async def test_a_feed_goes_on_after_the_last_position_that_came(portal: Portal) -> None:
    feed = Feed((3, AWAY), (3, LATE), (5, RESET))
    told = [each.position async for each in portal.stream(feed, WatchCatalogRequest(), role="x")]
    assert told == [1, 2, 3, 4, 5]
    assert feed.after == [0, 2, 2, 4]


async def test_a_feed_that_is_refused_half_way_ends(portal: Portal) -> None:
    denied = grpc.aio.Metadata()
    failed = grpc.aio.AioRpcError(grpc.StatusCode.PERMISSION_DENIED, denied, denied)
    answers = portal.stream(Feed((3, failed)), WatchCatalogRequest(), role="x")
    assert [(await anext(answers)).position for _ in range(2)] == [1, 2]
    with pytest.raises(Refused):
        await anext(answers)

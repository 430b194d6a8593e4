"""What a caller sees when something goes wrong inside, late, or half way; and how a server ends.

Promises that nothing of an unexpected exception gets out, neither to callers nor to logs.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import grpc
import pytest

from services.chassis import gauges, server_call, telemetry
from services.chassis.errors import Refusal
from services.chassis.reasons import Kind, Reason
from services.chassis.status import CODES, trailing
from tests.chassis.echo import Echo, message, refused, request, running, token
from tests.waiting import until

SECRET = "Nguyễn Văn A, 001099000001"


def raising(error: BaseException) -> Any:
    async def act(_: object) -> object:
        raise error

    return act


def tried(kind: Kind) -> Reason:
    class Tried(Reason):
        TRIED = (kind, "Thử {what}.", "Tried {what}.")

    return Tried.TRIED


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_refusal_leaves_with_everything_it_knows(kind: Kind) -> None:
    reason = tried(kind)
    echo = Echo()
    echo.act = raising(Refusal(reason, field="text", values={"what": "x"}, retry_after=1.5))
    async with running(echo) as client:
        said = await refused(client.call("Ask", request()))
    assert (said.code, said.reason, said.text) == (CODES[kind], "TRIED", "Tried x.")
    assert said.words == {"vi": "Thử x.", "en": "Tried x."}
    assert said.fields == ["text"]
    assert said.info.metadata == {"what": "x"}
    assert said.retry is not None
    assert said.retry.retry_delay.ToMilliseconds() == 1500


@pytest.mark.parametrize(
    ("kind", "seconds", "pushback"),
    [
        (Kind.UNAVAILABLE, 1.0, None),  # another process may answer at once
        (Kind.UNAVAILABLE, 30.0, "30000"),
        (Kind.BUSY, 1.0, "1000"),
        (Kind.BUSY, 3600.0, "-1"),
    ],
)
def test_only_who_is_to_call_less_is_told_when_to_call_again(
    kind: Kind, seconds: float, pushback: str | None
) -> None:
    """By gRPC's own retries, which wait for a tenth of a second otherwise."""
    refusal = Refusal(tried(kind), values={"what": "x"}, retry_after=seconds)
    assert dict(trailing(refusal, request_id="")).get("grpc-retry-pushback-ms") == pushback


@pytest.mark.parametrize("method", ["Ask", "Listen", "Talk"])
async def test_the_text_of_an_unexpected_exception_goes_nowhere(
    method: str, capfd: pytest.CaptureFixture[str]
) -> None:
    telemetry.write_logs_as_json("echo")
    echo = Echo()
    echo.act = raising(ValueError(SECRET))
    async with running(echo) as client:
        if method == "Ask":
            said = await refused(client.call("Ask", request(text=SECRET)))
        else:
            shape, sent = (
                ("unary_stream", request())
                if method == "Listen"
                else ("stream_stream", [request()])
            )
            said = await refused(anext(aiter(client.stream(method, sent, shape=shape))))
    assert (said.code, said.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL_ERROR")
    logged = capfd.readouterr().err
    assert SECRET not in said.whole + logged
    assert "ValueError" not in said.whole
    line = json.loads(next(each for each in logged.splitlines() if "call.failed" in each))
    assert (line["error"], line["level"]) == ("ValueError", "error")
    assert line["reason"] == "INTERNAL_ERROR"
    assert line["method"].endswith(method)
    assert len(line["trace_id"]) == 32
    assert any("test_calls_failed" in each for each in line["at"])


async def test_no_token_reaches_a_log(capfd: pytest.CaptureFixture[str]) -> None:
    telemetry.write_logs_as_json("echo")
    echo, auth = Echo(), token()
    echo.act = raising(RuntimeError(auth))
    async with running(echo) as client:
        await refused(client.call("Ask", request(), auth=auth))
        await refused(client.call("Ask", request(), auth=auth + "x"))
    assert auth.removeprefix("Bearer ")[:40] not in capfd.readouterr().err


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(SECRET),
        asyncpg.CannotConnectNowError(SECRET),
        asyncpg.AdminShutdownError(SECRET),
        asyncpg.InternalClientError(SECRET),
        asyncpg.TooManyConnectionsError(SECRET),
        TimeoutError(SECRET),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_database_that_is_away_is_unavailable_with_a_hint(error: Exception) -> None:
    echo = Echo()
    echo.act = raising(error)
    async with running(echo) as client:
        said = await refused(client.call("Ask", request()))
    assert (said.code, said.reason) == (grpc.StatusCode.UNAVAILABLE, "BACKEND_UNAVAILABLE")
    assert said.retry is not None
    assert SECRET not in said.whole


async def test_a_call_is_cancelled_when_its_caller_waits_no_longer() -> None:
    echo = Echo()
    echo.act = lambda _: asyncio.sleep(60)
    async with running(echo) as client:
        for patience in (0.2, 2, 20):  # until the call gets as far as its handler
            with pytest.raises(grpc.aio.AioRpcError) as late:
                await client.call("Ask", request(), timeout=patience)
            assert late.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED
            if echo.ran:
                break
        await asyncio.wait_for(echo.cancelled.wait(), 60)


async def test_a_call_without_deadline_ends_at_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_call, "LONGEST_CALL", 0.1)
    echo = Echo()
    echo.act = lambda _: asyncio.sleep(60)
    async with running(echo) as client:
        said = await refused(client.call("Ask", request()))
        assert (said.code, said.reason) == (
            grpc.StatusCode.DEADLINE_EXCEEDED,
            "DEADLINE_PASSED",
        )
    assert echo.cancelled.is_set()


async def test_a_cancelled_call_is_cancelled_in_its_handler_and_counted() -> None:
    echo = Echo()
    echo.act = lambda _: asyncio.sleep(60)
    before = counted("Ask", "CANCELLED")
    async with running(echo) as client:
        task = asyncio.ensure_future(client.call("Ask", request()))
        await until(lambda: echo.ran)
        task.cancel()
        await asyncio.wait_for(echo.cancelled.wait(), 60)
        await refused(client.call("Ask", request(text="")))
    assert counted("Ask", "CANCELLED") == before + 1


def counted(method: str, code: str) -> float:
    labels = {"method": f"/motcua.echo.v1.EchoService/{method}", "code": code}
    return gauges.REGISTRY.get_sample_value("motcua_requests_total", labels) or 0.0


async def test_every_answer_is_counted_by_method_and_status() -> None:
    before = counted("Ask", "OK"), counted("Say", "UNAUTHENTICATED")
    async with running(Echo()) as client:
        await client.call("Ask", request())
        await refused(client.call("Say", request(), auth=None))
    assert (counted("Ask", "OK"), counted("Say", "UNAUTHENTICATED")) == (
        before[0] + 1,
        before[1] + 1,
    )


async def test_streams_go_through_the_same_chain() -> None:
    three = [request(text=each) for each in "abc"]
    async with running(echo := Echo()) as client:
        assert (await client.stream("Send", three, shape="stream_unary")).text == "a+b+c"
        foreign = [request(), request(place={"unit": "units/elsewhere"})]
        said = await refused(client.stream("Send", foreign, shape="stream_unary"))
        assert said.reason == "NOT_PERMITTED"
        said = await refused(client.stream("Send", [b"\xff"], shape="stream_unary"))
        assert said.reason == "REQUEST_MALFORMED"
        ran = echo.ran
        said = await refused(client.stream("Send", three, shape="stream_unary", auth=None))
        assert (said.reason, echo.ran) == ("TOKEN_MISSING", ran)
        talked = client.stream("Talk", three, shape="stream_stream")
        assert [each.text async for each in talked] == ["a", "b", "c"]
        unsound = client.stream("Talk", [*three, request(colour=9)], shape="stream_stream")
        assert [(await unsound.read()).text for _ in three] == ["a", "b", "c"]
        assert (await refused(unsound.read())).reason == "ENUM_UNKNOWN"


async def test_who_still_writes_is_told_why_the_call_was_refused() -> None:
    """Where the call ended under a write, one in fifty of these clients saw an INTERNAL error."""
    async with running(echo := Echo()) as client:

        async def refused_at_once() -> str:
            call = client.stream("Talk", [request()] * 3, shape="stream_stream", auth=None)
            return (await refused(call.read())).reason

        told = [
            await asyncio.gather(*(refused_at_once() for _ in range(20))) for _ in range(30)
        ]  # not all at once: they are to meet a server that answers
    assert told == [["TOKEN_MISSING"] * 20] * 30
    assert echo.ran == 0


async def open_for(ever: asyncio.Event) -> AsyncIterator[bytes]:
    """A stream of requests that does not end."""
    yield request().SerializeToString()
    await ever.wait()


async def test_who_never_ends_a_stream_is_refused_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server_call, "DRAINED_WITHIN", 0.3)
    async with running(Echo()) as client:
        stream = open_for(asyncio.Event())
        call = client.stream("Talk", stream, shape="stream_stream", auth=None)
        assert (await refused(call.read())).reason == "TOKEN_MISSING"


async def test_a_listener_who_leaves_ends_the_stream() -> None:
    echo, asked, before = Echo(), asyncio.Event(), counted("Listen", "CANCELLED")

    async def slow(_: object) -> object:
        asked.set()
        await asyncio.sleep(60)
        return message("SayResponse")()

    echo.act = slow
    async with running(echo) as client:
        stream = client.stream("Listen", request(), shape="unary_stream")
        reading = asyncio.ensure_future(anext(aiter(stream)))
        await asked.wait()
        reading.cancel()
        stream.cancel()
        await asyncio.wait_for(echo.cancelled.wait(), 60)
        await until(lambda: counted("Listen", "CANCELLED") == before + 1)


async def test_an_unknown_method_is_refused_with_a_reason() -> None:
    async with running(Echo()) as client:
        said = await refused(client.call("Nothing", request()))
    assert (said.code, said.reason) == (grpc.StatusCode.UNIMPLEMENTED, "METHOD_UNKNOWN")
    assert "google.rpc.RequestInfo" not in said.whole  # nobody could find an id of it

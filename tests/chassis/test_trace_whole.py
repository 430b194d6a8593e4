"""One trace from a call through publishing to consuming, received over OTLP.

Promises a receiver of the test's own, so that what is asserted is what a collector would get.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as received
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as receiving

from services.chassis import telemetry
from services.chassis.limits.rates import Bound, Rate
from tests.chassis.echo import Echo, refused, request, running, settings

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@dataclass
class Receiver(receiving.TraceServiceServicer):
    spans: dict[str, Any] = field(default_factory=dict)

    async def Export(self, asked: Any, _: Any) -> Any:  # noqa: N802
        for resource in asked.resource_spans:
            for scope in resource.scope_spans:
                self.spans.update({each.name: each for each in scope.spans})
        return received.ExportTraceServiceResponse()


@pytest.fixture
async def collector() -> AsyncIterator[tuple[Receiver, str]]:
    server, receiver = grpc.aio.server(), Receiver()
    receiving.add_TraceServiceServicer_to_server(receiver, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    yield receiver, f"http://127.0.0.1:{port}"
    await server.stop(0)


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    yield
    telemetry.stop()


async def flush() -> None:
    """The exporter blocks its thread, and the receiver runs on this loop."""
    import asyncio

    assert telemetry.Tracing.provider is not None
    await asyncio.to_thread(telemetry.Tracing.provider.force_flush)


async def test_a_sampled_call_can_be_followed_to_what_it_caused(
    collector: tuple[Receiver, str],
) -> None:
    receiver, endpoint = collector
    telemetry.start("echo", settings(otlp_endpoint=endpoint, trace_ratio=0.0))
    echo = Echo()

    async def act(asked: object) -> object:
        with telemetry.step("append", batch=1):
            return await echo.answer(asked)

    echo.act = act
    async with running(echo) as client:
        stored = (
            await client.call("Ask", request(), metadata=(("traceparent", PARENT),))
        ).traceparent
        await refused(client.call("Ask", request(text=""), metadata=(("traceparent", PARENT),)))
    with telemetry.published("echo", [stored, telemetry.unsampled(), stored]):
        pass
    with telemetry.linked_span("facts", [telemetry.unsampled(), stored]) as caused:
        assert telemetry.CURRENT.get() == caused
    with telemetry.published("metrics", [caused]):
        pass
    await flush()
    spans = receiver.spans
    call, append = spans["motcua.echo.v1.EchoService/Ask"], spans["append"]
    sent, process, metric = spans["send echo"], spans["process facts"], spans["send metrics"]
    trace = bytes.fromhex(PARENT[3:35])
    assert {each.trace_id for each in (call, append, sent)} == {trace}
    assert stored.split("-")[1] == PARENT.split("-")[1]
    assert sent.parent_span_id == append.parent_span_id == bytes.fromhex(stored[36:52])
    assert [(each.trace_id, each.span_id) for each in process.links] == [
        (trace, bytes.fromhex(stored[36:52]))
    ]
    assert (metric.trace_id, metric.parent_span_id) == (process.trace_id, process.span_id)
    assert process.trace_id != trace
    told = {each.key: each.value.string_value for each in call.attributes}
    assert told["rpc.system.name"] == "grpc"
    assert told["rpc.method"] == "motcua.echo.v1.EchoService/Ask"
    assert told["rpc.response.status_code"] in {"OK", "INVALID_ARGUMENT"}
    assert (call.kind, sent.kind, process.kind) == (2, 4, 5)  # server, producer, consumer
    counted = {each.key: each.value.int_value for each in process.attributes}
    assert counted["messaging.batch.message_count"] == 2


async def test_a_fault_of_ours_is_an_error_and_a_refusal_is_none(
    collector: tuple[Receiver, str],
) -> None:
    receiver, endpoint = collector
    telemetry.start("echo", settings(otlp_endpoint=endpoint, trace_ratio=1.0))
    echo = Echo()

    async def act(_: object) -> object:
        raise ValueError("secret")

    echo.act = act
    async with running(echo) as client:
        await refused(client.call("Ask", request()))
        await refused(client.call("Say", request(text="")))
    await flush()
    failed = receiver.spans["motcua.echo.v1.EchoService/Ask"]
    wrong = receiver.spans["motcua.echo.v1.EchoService/Say"]
    assert (failed.status.code, wrong.status.code) == (2, 0)
    assert "secret" not in str(failed)


async def test_no_span_carries_the_text_of_an_error(collector: tuple[Receiver, str]) -> None:
    receiver, endpoint = collector
    telemetry.start("echo", settings(otlp_endpoint=endpoint, trace_ratio=1.0))
    with (
        pytest.raises(ValueError, match="secret"),
        telemetry.linked_span("s", [PARENT]),
        telemetry.step("write"),
    ):
        raise ValueError("secret")
    await flush()
    assert {receiver.spans[name].status.code for name in ("process s", "write")} == {2}
    assert "secret" not in str(receiver.spans)
    assert "ValueError" in str(receiver.spans["write"])


@pytest.mark.parametrize("header", [None, "rubbish", PARENT[:-2] + "00", PARENT])
async def test_without_an_endpoint_every_call_still_has_a_trace(header: str | None) -> None:
    sent = (("traceparent", header),) if header else ()
    async with running(Echo()) as client:
        stored = (await client.call("Ask", request(), metadata=sent)).traceparent
    assert telemetry.TRACEPARENT.fullmatch(stored)
    assert (stored == header) == bool(header and header != "rubbish")
    with telemetry.linked_span("facts", [PARENT]) as caused:
        assert caused == ""


async def test_sampling_follows_the_caller_then_the_ratio(collector: tuple[Receiver, str]) -> None:
    _, endpoint = collector
    telemetry.start("echo", settings(otlp_endpoint=endpoint, trace_ratio=1.0))
    unwanted = PARENT[:-2] + "00"
    assert telemetry.arrive("/a/B", unwanted) == (unwanted, None)
    traceparent, span = telemetry.arrive("/a/B", None)
    assert traceparent[-1] in telemetry.SAMPLED
    assert span is not None
    span.end()


def test_callers_who_ask_for_traces_get_so_many_and_keep_their_ids(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Anybody may ask; beyond a rate a call is served in its trace, and not recorded."""
    monkeypatch.setattr(telemetry.Tracing, "asked", Rate(Bound(rate=20, burst=100)))
    found = [telemetry.arrive("/echo/Ask", PARENT)[0] for _ in range(1000)]
    assert {each[:-2] for each in found} == {PARENT[:-2]}
    assert 100 <= len([each for each in found if each == PARENT]) < 500

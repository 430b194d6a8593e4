"""One trace from the portal's call through append, publish and projection to the metric event.

Promises that somebody who holds the portal's trace id can walk, by parents and links alone, to the
metric event that it caused. Must not look inside a service: it reads OTLP, as a collector would.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import grpc
import nats
import pytest
from nats.aio.msg import Msg
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc
from opentelemetry.proto.trace.v1 import trace_pb2

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.portal.client import Portal
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.waiting import has_heard, until

CHAIN = (
    ("submissions", trace_pb2.Span.SPAN_KIND_SERVER),
    ("submissions", trace_pb2.Span.SPAN_KIND_PRODUCER),
    ("metrics", trace_pb2.Span.SPAN_KIND_CONSUMER),
    ("metrics", trace_pb2.Span.SPAN_KIND_PRODUCER),
)


@dataclass
class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """An OTLP receiver that keeps every span with the service it came from."""

    spans: list[tuple[str, trace_pb2.Span]] = field(default_factory=list)

    async def Export(  # noqa: N802 - the contract's name
        self, request: trace_service_pb2.ExportTraceServiceRequest, context: object
    ) -> trace_service_pb2.ExportTraceServiceResponse:
        for resource in request.resource_spans:
            names = {each.key: each.value.string_value for each in resource.resource.attributes}
            for scope in resource.scope_spans:
                self.spans += [(names["service.name"], span) for span in scope.spans]
        return trace_service_pb2.ExportTraceServiceResponse()

    def reached_from(self, trace: bytes) -> Iterator[tuple[str, trace_pb2.Span]]:
        """The spans of a trace, and of every trace that has a link into one reached."""
        reached, before = {trace}, 0
        while len(reached) != before:
            before = len(reached)
            reached |= {
                span.trace_id
                for _, span in self.spans
                if any(link.trace_id in reached for link in span.links)
            }
        return ((name, span) for name, span in self.spans if span.trace_id in reached)


@pytest.fixture
async def collected() -> AsyncIterator[tuple[Collector, Stack]]:
    collector, server = Collector(), grpc.aio.server()
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(collector, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    path = make_temporary()
    settings = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
        "MOTCUA_TRACE_RATIO": "0",
    }
    async with MigratedStack(path, environment=settings) as stack:
        yield collector, stack
    await server.stop(1)
    shutil.rmtree(path)


@asynccontextmanager
async def heard_figures(stack: Stack) -> AsyncIterator[list[Msg]]:
    """Metric events from now on, as city IT receives them; some may be of what happened before."""
    heard: list[Msg] = []

    async def hear(message: Msg) -> None:
        heard.append(message)

    client = await nats.connect(stack.nats_url("city"))
    await client.subscribe("motcua.figures.live.>", cb=hear)
    await has_heard(client)
    yield heard
    await client.close()


async def test_the_chain_from_a_call_to_its_metric_event_is_whole(
    collected: tuple[Collector, Stack],
) -> None:
    collector, stack = collected
    trace = secrets.token_bytes(16)
    traceparent = f"00-{trace.hex()}-{secrets.token_hex(8)}-01"
    async with Portal(stack.describe()) as portal:
        dossier = await (await Office.open(portal)).submit(0)
        request = api.AcceptDossierRequest(
            name=dossier.name, request_id="0192b1c4-7d30-7c3a-9d4e-0a1b2c3d4e5f"
        )
        metadata = (*portal.bearer("officer"), ("traceparent", traceparent))
        async with heard_figures(stack) as heard:
            await portal.submissions.AcceptDossier(request, metadata=metadata, timeout=60)
            for kind in CHAIN:  # each service tells the collector of its own when it comes to it
                await until(lambda kind=kind: kind in kinds(collector, trace))
            for part in ("AcceptDossier", "append"):
                await until(lambda part=part: is_part(collector, trace, part))
            await until(lambda: any(is_reached(collector, trace, each) for each in heard))


def is_reached(collector: Collector, trace: bytes, figure: Msg) -> bool:
    """Whether a metric event is walked to from a trace."""
    told = str((figure.headers or {}).get("traceparent", "-")).split("-")[1]
    return told in {span.trace_id.hex() for _, span in collector.reached_from(trace)}


def kinds(collector: Collector, trace: bytes) -> set[tuple[str, int]]:
    """By which service, and of which kind the spans are that are reached."""
    return {(name, span.kind) for name, span in collector.reached_from(trace)}


def is_part(collector: Collector, trace: bytes, name: str) -> bool:
    """Whether a span of that name is the trace's own."""
    return any(span.trace_id == trace and name in span.name for _, span in collector.spans)

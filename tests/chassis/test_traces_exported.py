"""Spans that leave for a collector over HTTP, and what the log says when none takes them.

Promises a receiver of the test's own. The same over gRPC is followed in `test_trace_whole`.
"""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version

import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as received

from deploy.embedded.services import passed_on
from services.chassis import telemetry
from services.chassis.export import resource_of
from tests.chassis.echo import Echo, request, running, settings
from tests.chassis.test_trace_whole import flush

PATH = "/v1/traces"
CALL = "motcua.echo.v1.EchoService/Ask"


class Collector(HTTPServer):
    """OTLP over HTTP, on a thread; `status` is what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.status, self.names = 200, list[str]()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.server.status == 200:
            asked = received.ExportTraceServiceRequest.FromString(body)
            scopes = [each for one in asked.resource_spans for each in one.scope_spans]
            self.server.names += [f"{self.path} {s.name}" for each in scopes for s in each.spans]
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    telemetry.stop()
    collector.shutdown()
    collector.server_close()
    library = logging.getLogger("opentelemetry")
    library.handlers, library.propagate = [], True


def begin(endpoint: str, protocol: str) -> None:
    given = settings(otlp_endpoint=endpoint, otlp_protocol=protocol, trace_ratio=1.0)
    telemetry.start("echo", given)


def logged(capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """What was told of traces: a slow machine is told of in the same log."""
    told = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    return [each for each in told if each["event"].startswith("traces.")]


async def test_spans_arrive_over_http(collector: Collector) -> None:
    begin(f"http://127.0.0.1:{collector.server_port}/", "http/protobuf")
    async with running(Echo()) as client:
        await client.call("Ask", request())
    await flush()
    assert collector.names == [f"{PATH} {CALL}"]


async def test_a_collector_that_fails_is_told_once_and_once_when_it_works_again(
    collector: Collector, capfd: pytest.CaptureFixture[str]
) -> None:
    endpoint = f"http://127.0.0.1:{collector.server_port}"
    begin(endpoint, "http/protobuf")
    collector.status = 401
    async with running(Echo()) as client:
        for _ in range(3):
            await client.call("Ask", request())
            await flush()
        collector.status = 200
        await client.call("Ask", request())
        await flush()
    told, again = logged(capfd)
    assert (told["event"], told["level"]) == ("traces.not_exported", "warning")
    assert (told["endpoint"], told["protocol"]) == (endpoint, "http/protobuf")
    assert "401" in str(told["why"])
    assert (again["event"], again["spans_lost"]) == ("traces.exported_again", 3)


@pytest.mark.parametrize("protocol", ["grpc", "http/protobuf"])
async def test_a_collector_that_is_away_is_named_with_the_cause(
    protocol: str, capfd: pytest.CaptureFixture[str], collector: Collector
) -> None:
    begin("http://127.0.0.1:1", protocol)
    async with running(Echo()) as client:
        await client.call("Ask", request())
    await flush()
    telemetry.stop()
    told, lost = logged(capfd)
    assert told["event"] == "traces.not_exported"
    assert (told["endpoint"], told["protocol"]) == ("http://127.0.0.1:1", protocol)
    assert "%" not in str(told["why"])
    assert len(str(told["why"])) > 20
    assert (lost["event"], lost["spans_lost"]) == ("traces.lost", 1)


def test_the_embedded_stack_passes_on_what_traces_need(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {
        "MOTCUA_TRACE_RATIO": "1",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
    }
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    assert wanted.items() <= passed_on().items()


def test_a_process_is_named_by_the_conventions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=trial")
    first, second = (resource_of("echo").attributes for _ in range(2))
    assert (first["service.name"], first["service.namespace"]) == ("echo", "motcua")
    assert first["service.version"] == version("motcua")
    assert first["deployment.environment.name"] == "trial"
    assert first["service.instance.id"] != second["service.instance.id"]

"""Where spans go: an OTLP collector over gRPC or HTTP, and what the log says when it is away.

One line when a collector stops taking spans, one when it takes them again; spans in between are
lost and counted, and nobody waits.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from uuid import uuid4

import structlog
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as OverGrpc
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as OverHttp
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from services.chassis.settings import Settings

WITHIN = 2  # seconds; a collector that is away must not hold up the end of a process


def exporting(service: str, settings: Settings) -> TracerProvider:
    """Spans of this service, sent in batches."""
    exporter = Reported(settings.otlp_endpoint, settings.otlp_protocol)
    provider = TracerProvider(resource=resource_of(service), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider


def resource_of(service: str) -> Resource:
    """Who sends them: one of several replicas, of this version; OTEL_RESOURCE_ATTRIBUTES adds what
    is known where it runs, such as `deployment.environment.name`.
    """
    known = {"service.name": service, "service.namespace": "motcua"}
    known["service.instance.id"] = str(uuid4())
    with suppress(PackageNotFoundError):  # run from a copy of the sources
        known["service.version"] = version("motcua")
    return Resource.create(known)


class Cause(logging.Handler):
    """The last thing that the library said, instead of every thing."""

    last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it for when an export has failed."""
        self.last = record.getMessage().partition("\n")[0]


class Reported(SpanExporter):
    """An exporter whose failures are told once, until it works again."""

    def __init__(self, endpoint: str, protocol: str) -> None:
        self.to = {"endpoint": endpoint, "protocol": protocol}
        if protocol == "grpc":
            self.exporter: SpanExporter = OverGrpc(endpoint=endpoint, timeout=WITHIN)
        else:
            self.exporter = OverHttp(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=WITHIN)
        self.cause, self.lost, self.log = Cause(), 0, structlog.get_logger()
        library = logging.getLogger("opentelemetry")  # what failed, of no request's content
        library.handlers, library.propagate = [self.cause], False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send them; the log hears only of a change."""
        result = self.exporter.export(spans)
        if result is SpanExportResult.SUCCESS:
            if self.lost:
                self.log.warning("traces.exported_again", spans_lost=self.lost, **self.to)
            self.lost = 0
            return result
        if not self.lost:
            self.log.warning("traces.not_exported", why=self.cause.last, **self.to)
        self.lost += len(spans)
        return result

    def shutdown(self) -> None:
        """Tell what was lost to the end, and end."""
        if self.lost:
            self.log.warning("traces.lost", spans_lost=self.lost, **self.to)
        self.exporter.shutdown()

"""Traces and logs of one process: names in one place, nothing exported without an endpoint.

Logs are JSON lines with the trace id, which an unsampled call has, too. Neither carries a token,
request content, or the text of an unexpected exception.
"""

import logging
import random
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanContext, SpanKind, StatusCode, TraceFlags

from services.chassis.limits.rates import Bound, Rate
from services.chassis.settings import Settings

TRACEPARENT = re.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
SAMPLED = frozenset("13579bdf")  # the last digit of a traceparent whose lowest flag is set

CURRENT: ContextVar[str] = ContextVar("traceparent", default="")  # in whose trace this task works
CHANCE = random.Random()  # noqa: S311 - no secret; the global one may be seeded by anybody


class Tracing:
    """Where spans go: nowhere until `start` is given an endpoint."""

    provider: Any = None  # opentelemetry.sdk's, which is loaded only to export
    tracer: trace.Tracer = trace.NoOpTracer()
    ratio = 0.0
    asked = Rate(Bound(rate=20, burst=100))  # traces that callers want, all together


def start(service: str, settings: Settings) -> None:
    """Logs as JSON on standard error; traces to the OTLP endpoint when there is one."""
    write_logs_as_json(service)
    if settings.otlp_endpoint:
        from services.chassis.export import exporting  # noqa: PLC0415 - a fifth of a start's imports

        trace_to(exporting(service, settings), settings.trace_ratio)


def trace_to(provider: Any, ratio: float) -> None:
    """Send spans there; this share of the calls that come without a trace begins one."""
    Tracing.provider, Tracing.ratio = provider, ratio
    Tracing.tracer = provider.get_tracer("motcua")


def stop() -> None:
    """Send what is left."""
    if Tracing.provider is not None:
        Tracing.provider.shutdown()
    Tracing.provider, Tracing.tracer = None, trace.NoOpTracer()


def arrive(method: str, header: str | None) -> tuple[str, Span | None]:
    """The traceparent of a call and, when it is sampled, its span. Sampling follows the caller, up
    to a rate, since anybody may ask; where the caller says nothing, a share is sampled.
    """
    parent = header if header and TRACEPARENT.fullmatch(header) else ""
    wanted = parent[-1] in SAMPLED if parent else CHANCE.random() < Tracing.ratio
    if parent and wanted and Tracing.asked.take(""):
        parent, wanted = f"{parent[:-2]}00", False
    if Tracing.provider is None or not wanted:
        return parent or unsampled(), None
    attributes = {"rpc.system.name": "grpc", "rpc.method": method[1:]}
    span = Tracing.tracer.start_span(
        method[1:], context(parent), kind=SpanKind.SERVER, attributes=attributes
    )
    return written(span), span


def unsampled() -> str:
    """A trace of its own that nobody records, for logs and events to name."""
    ids = CHANCE.getrandbits(192) | 1 << 64 | 1
    return f"00-{ids >> 64:032x}-{ids & 0xFFFFFFFFFFFFFFFF:016x}-00"


def leave(span: Span, code: str, *, failed: bool) -> None:
    """The call has been answered."""
    span.set_attribute("rpc.response.status_code", code)
    if failed:
        span.set_attribute("error.type", code)
        span.set_status(StatusCode.ERROR)
    span.end()


WITHOUT_TEXT: Any = {"record_exception": False, "set_status_on_exception": False}


@contextmanager
def step(name: str, **attributes: Any) -> Iterator[None]:
    """A span inside the call or consumed batch that this task works on, when that is sampled."""
    around = CURRENT.get()
    if Tracing.provider is None or around[-1:] not in SAMPLED:
        yield
        return
    begin = Tracing.tracer.start_as_current_span
    with (
        begin(name, context(around), attributes=attributes, **WITHOUT_TEXT) as span,
        failing(span),
        inside(written(span)),
    ):
        yield


def note(name: str, value: str) -> None:
    """An attribute of the step that this task works on, when that is sampled."""
    trace.get_current_span().set_attribute(name, value)


@contextmanager
def failing(span: Span) -> Iterator[None]:
    """An error by its type: its text may quote what somebody sent."""
    try:
        yield
    except Exception as error:
        span.set_attribute("error.type", type(error).__qualname__)
        span.set_status(StatusCode.ERROR)
        raise


@contextmanager
def published(destination: str, traceparents: Iterable[str]) -> Iterator[None]:
    """Around one published batch: a producer span in the trace of every sampled event of it."""
    with ExitStack() as spans:
        for each in sampled_of(traceparents):
            spans.enter_context(message_span("send", destination, SpanKind.PRODUCER, parent=each))
        yield


@contextmanager
def linked_span(destination: str, traceparents: Iterable[str]) -> Iterator[str]:
    """Around one consumed batch: a consumer span, a trace of its own that links to the sampled
    events. Gives the traceparent of what the batch causes; "" when none of them was sampled.
    """
    batch = list(traceparents)
    sampled = sampled_of(batch)
    if not sampled:
        yield ""
        return
    links = [Link(context_of(each)) for each in sampled]
    with (
        message_span("process", destination, SpanKind.CONSUMER, links=links) as span,
        inside(written(span)),
    ):
        span.set_attribute("messaging.batch.message_count", len(batch))
        yield written(span)


@contextmanager
def message_span(
    operation: str, destination: str, kind: SpanKind, *, parent: str = "", links: Any = None
) -> Iterator[Span]:
    """A span by the messaging conventions."""
    attributes = {"messaging.system": "nats", "messaging.destination.name": destination}
    attributes |= dict.fromkeys(("messaging.operation.type", "messaging.operation.name"), operation)
    name, begin = f"{operation} {destination}", Tracing.tracer.start_as_current_span
    about: Any = {"kind": kind, "attributes": attributes, "links": links, **WITHOUT_TEXT}
    with begin(name, context(parent), **about) as span, failing(span):
        yield span


def sampled_of(traceparents: Iterable[str]) -> list[str]:
    """Those somebody records, each once and in order."""
    wanted = traceparents if Tracing.provider is not None else ()
    return list(dict.fromkeys(each for each in wanted if each[-1:] in SAMPLED))


@contextmanager
def inside(traceparent: str) -> Iterator[None]:
    """Logs and steps in the body belong to this trace."""
    token = CURRENT.set(traceparent)
    try:
        yield
    finally:
        CURRENT.reset(token)


def context(traceparent: str) -> Context:
    """A context whose span is the remote one; an empty one begins a trace."""
    if not traceparent:
        return Context()
    return trace.set_span_in_context(trace.NonRecordingSpan(context_of(traceparent)), Context())


def context_of(traceparent: str) -> SpanContext:
    """The remote span that a traceparent names."""
    trace_id, span_id, flags = traceparent.split("-")[1:]
    flagged = TraceFlags(int(flags, 16))
    return SpanContext(int(trace_id, 16), int(span_id, 16), is_remote=True, trace_flags=flagged)


def written(span: Span) -> str:
    """A span as traceparent."""
    known = span.get_span_context()
    return f"00-{known.trace_id:032x}-{known.span_id:016x}-{known.trace_flags:02x}"


def log() -> Any:
    """The logger: `log().warning("relay.halted", reason=…)`; `error=` takes an exception."""
    return structlog.get_logger()


def write_logs_as_json(service: str) -> None:
    """One JSON object a line on standard error, also for what libraries log."""
    structlog.configure(
        processors=[
            lambda _, __, event: {"service": service, **event},
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            in_trace,
            without_text,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=Lines,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Foreign()], force=True)


def in_trace(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The trace that this task works in."""
    traceparent = CURRENT.get()
    if traceparent:
        event["trace_id"], event["span_id"] = traceparent[3:35], traceparent[36:52]
    return event


def without_text(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Exceptions by type, place and SQLSTATE: their text may quote what somebody sent."""
    error = event.get("error")
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__qualname__
        event["sqlstate"] = getattr(error, "sqlstate", None)
        event["at"] = [f"{each.filename}:{each.lineno} {each.name}" for each in frames[-8:]]
    return event


class Lines:
    """Standard error; one that is full or closed must not fail the call that wanted to log."""

    def write(self, line: str) -> None:
        """One line."""
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")

    debug = info = warning = error = critical = write


class Foreign(logging.Handler):
    """What libraries log, without its arguments and further lines: they may quote content."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass the record on as one of ours."""
        said = str(record.msg).partition("\n")[0]
        error = record.exc_info[1] if record.exc_info else None
        log().warning("log", logger=record.name, said=said, error=error)

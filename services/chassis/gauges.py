"""Prometheus metrics of one process, by functions that say what happened.

Promises names and labels that dashboards and alerts can rely on, with few label values: methods,
status codes, projections. Must not carry an id, a unit or anybody's content in a label.
"""

import os
from collections.abc import Callable, Iterable
from functools import cache, partial

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    ProcessCollector,
    start_http_server,
)

REGISTRY = CollectorRegistry()

REQUESTS = Counter("motcua_requests", "Answered calls", ["method", "code"], registry=REGISTRY)
REQUEST_SECONDS = Histogram(
    "motcua_request_seconds", "Time to the last answer", ["method"], registry=REGISTRY
)
REFUSALS = Counter("motcua_refusals", "Refused calls", ["reason"], registry=REGISTRY)
CALLS_ACTIVE = Gauge("motcua_calls_active", "Calls being served", ["lane"], registry=REGISTRY)
CALLS_WAITING = Gauge("motcua_calls_waiting", "Calls not begun", ["lane"], registry=REGISTRY)
APPEND_SIZE = Histogram(
    "motcua_append_batch_appends",
    "Appends in one batch",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
    registry=REGISTRY,
)
APPEND_SECONDS = Histogram(
    "motcua_append_batch_seconds", "Time of one append batch", registry=REGISTRY
)
RELAY_LAG = Gauge("motcua_relay_lag_events", "Events appended, not published", registry=REGISTRY)
RELAY_HALTED = Gauge("motcua_relay_halted", "1: the relay waits for a repair", registry=REGISTRY)
PROJECTION_LAG = Gauge(
    "motcua_projection_lag_events", "Events known, not applied", ["projection"], registry=REGISTRY
)
PROJECTION_STOPPED = Gauge(
    "motcua_projection_stopped",
    "1: the projection waits for an operator",
    ["projection"],
    registry=REGISTRY,
)
REVOCATIONS_READABLE = Gauge(
    "motcua_revocations_readable", "0: the file of revoked tokens is broken", registry=REGISTRY
)
PROJECTION_CURRENT = Gauge(
    "motcua_projection_current",
    "1: the projection moves, hears its source and is not far behind",
    ["projection"],
    registry=REGISTRY,
)
DATABASE_FAILURES = Counter(
    "motcua_database_failures",
    "Statements that failed because the database was away, full or read-only",
    ["why"],
    registry=REGISTRY,
)
for each in ("away", "read_only", "full"):
    DATABASE_FAILURES.labels(each)  # 0 from the start: a series that begins at 1 does not rise
TASK_FAILURES = Counter(
    "motcua_task_failures", "How often a background task failed", ["task"], registry=REGISTRY
)
TASK_RUNNING = Gauge(
    "motcua_task_running", "0: a background task failed and waits", ["task"], registry=REGISTRY
)
DATABASE_UP = Gauge("motcua_database_up", "1: the database answers", registry=REGISTRY)
DATABASE_READ_ONLY = Gauge(
    "motcua_database_read_only", "1: the database answers and takes no writes", registry=REGISTRY
)
BUS_UP = Gauge("motcua_bus_up", "1: connected to NATS", registry=REGISTRY)
READY = Gauge("motcua_ready", "1: calls are served", registry=REGISTRY)
LOOP_DELAY = Gauge(
    "motcua_loop_delay_seconds", "How much too late the loop woke up last", registry=REGISTRY
)
DISK_FREE = Gauge("motcua_disk_free_bytes", "Room on a disk", ["path"], registry=REGISTRY)
DISK_SIZE = Gauge("motcua_disk_size_bytes", "Size of a disk", ["path"], registry=REGISTRY)
ProcessCollector(registry=REGISTRY)  # process_*: memory, CPU, open files, start
GCCollector(registry=REGISTRY)


def answered(method: str, code: str, seconds: float) -> None:
    """One call has its status."""
    count, time = children(method, code)
    count.inc()
    time.observe(seconds)


@cache
def children(method: str, code: str) -> tuple[Counter, Histogram]:
    """Looking a label up costs as much as counting."""
    return REQUESTS.labels(method, code), REQUEST_SECONDS.labels(method)


def refused(reason: str) -> None:
    """One call was refused for this reason, a stable code."""
    REFUSALS.labels(reason).inc()


def lane(name: str, active: Callable[[], float], waiting: Callable[[], float]) -> None:
    """How many calls of one kind are served and wait, asked when somebody looks."""
    CALLS_ACTIVE.labels(name).set_function(active)
    CALLS_WAITING.labels(name).set_function(waiting)


def appended(appends: int, seconds: float) -> None:
    """One batch of the coalescer went to the log and back."""
    APPEND_SIZE.observe(appends)
    APPEND_SECONDS.observe(seconds)


def relay_lag(events: int) -> None:
    """How many events the relay has still to publish."""
    RELAY_LAG.set(events)


def relay_halted(halted: bool) -> None:
    """Whether the relay stands still until somebody repairs."""
    RELAY_HALTED.set(halted)


def projection_lag(projection: str, events: int) -> None:
    """How many events this projection has still to apply."""
    PROJECTION_LAG.labels(projection).set(events)


def projection_stopped(projection: str, stopped: bool) -> None:
    """Whether this projection stands still until an operator decides."""
    PROJECTION_STOPPED.labels(projection).set(stopped)


def revocations_readable(readable: bool) -> None:
    """Whether the file of revoked tokens could be read when it was last looked at."""
    REVOCATIONS_READABLE.set(readable)


def projection_current(projection: str, current: bool) -> None:
    """Whether what this projection shows can be as new as its source."""
    PROJECTION_CURRENT.labels(projection).set(current)


def database_failed(why: str) -> None:
    """A statement was not done: the database is `away`, `full` or `read_only`."""
    DATABASE_FAILURES.labels(why).inc()


def task_runs(task: str, running: bool) -> None:
    """A background task was begun, or failed."""
    TASK_RUNNING.labels(task).set(running)
    TASK_FAILURES.labels(task).inc(not running)


def database(up: bool, read_only: bool) -> None:
    """Whether the database answers, and whether it takes writes."""
    DATABASE_UP.set(up)
    DATABASE_READ_ONLY.set(read_only)


def ready(is_ready: bool, bus_up: bool) -> None:
    """Whether calls are served, and whether NATS is connected."""
    READY.set(is_ready)
    BUS_UP.set(bus_up)


def loop_delayed(seconds: float) -> None:
    """How much later than it had asked for the loop came to its turn."""
    LOOP_DELAY.set(max(0.0, seconds))


def watch_disks(paths: Iterable[str]) -> None:
    """Measure these disks whenever somebody asks; one that cannot be measured shows as 0 free."""
    for path in paths:
        DISK_FREE.labels(path).set_function(partial(measured, path, "f_bavail"))
        DISK_SIZE.labels(path).set_function(partial(measured, path, "f_blocks"))


def measured(path: str, blocks: str) -> float:
    """Bytes in those blocks of the disk that holds a path."""
    try:
        found = os.statvfs(path)
    except OSError:
        return 0.0
    return float(getattr(found, blocks) * found.f_frsize)


def listen(address: str) -> str:
    """Offer the metrics over HTTP at host:port; the address bound ("" when none is wanted)."""
    if not address:
        return ""
    host, _, port = address.rpartition(":")
    server, _ = start_http_server(int(port), addr=host, registry=REGISTRY)
    return f"{host}:{server.server_port}"

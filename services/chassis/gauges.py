"""Prometheus metrics of one process, and functions for those that are set together.

Dashboards and alerts rely on names and labels. A label has few values: methods, status codes,
projections; never an id, a unit or anybody's content.
"""

import os
from collections.abc import Iterable
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

counter, gauge = partial(Counter, registry=REGISTRY), partial(Gauge, registry=REGISTRY)
histogram = partial(Histogram, registry=REGISTRY)

REQUESTS = counter("motcua_requests", "Answered calls", ["method", "code"])
REQUEST_SECONDS = histogram("motcua_request_seconds", "Time to the last answer", ["method"])
REFUSALS = counter("motcua_refusals", "Refused calls", ["reason"])  # by stable code
CALLS_ACTIVE = gauge("motcua_calls_active", "Calls being served", ["lane"])
CALLS_WAITING = gauge("motcua_calls_waiting", "Calls not begun", ["lane"])
APPEND_SIZE = histogram(
    "motcua_append_batch_appends", "Appends in one batch", buckets=[1 << n for n in range(9)]
)
APPEND_SECONDS = histogram("motcua_append_batch_seconds", "Time of one append batch")
RELAY_LAG = gauge("motcua_relay_lag_events", "Events appended, not published")
RELAY_REBUILDS = counter(
    "motcua_relay_rebuilds", "How often the stream was deleted and published again"
)
RELAY_HALTED = gauge("motcua_relay_halted", "1: the relay waits for a repair")
TREE_HEAD_POSITION = gauge("motcua_tree_head_position", "Up to where the last tree head is of")
TREE_HEADS_STOPPED = gauge("motcua_tree_heads_stopped", "1: the last tree head was changed: fsck")
PROJECTION_LAG = gauge("motcua_projection_lag_events", "Events known, not applied", ["projection"])
PROJECTION_STOPPED = gauge(
    "motcua_projection_stopped", "1: the projection waits for an operator", ["projection"]
)
REVOCATIONS_READABLE = gauge(
    "motcua_revocations_readable", "0: the file of revoked tokens is broken"
)
PROJECTION_CURRENT = gauge(
    "motcua_projection_current",
    "1: the projection moves, hears its source and is not far behind",
    ["projection"],
)
DATABASE_FAILURES = counter(
    "motcua_database_failures",
    "Statements that failed because the database was away, full or read-only",
    ["why"],
)
for each in ("away", "read_only", "full"):
    DATABASE_FAILURES.labels(each)  # 0 from the start: a series that begins at 1 does not rise
TASK_FAILURES = counter("motcua_task_failures", "How often a background task failed", ["task"])
TASK_RUNNING = gauge("motcua_task_running", "0: a background task failed and waits", ["task"])
DATABASE_UP = gauge("motcua_database_up", "1: the database answers")
DATABASE_READ_ONLY = gauge(
    "motcua_database_read_only", "1: the database answers and takes no writes"
)
DATABASE_WAITING = gauge(
    "motcua_database_commits_waiting", "Commits of the service that wait for a standby"
)
DATABASE_MOVES = counter(
    "motcua_database_moves", "How often another server of the database took writes"
)
BUS_UP = gauge("motcua_bus_up", "1: connected to NATS")
READY = gauge("motcua_ready", "1: calls are served")
LOOP_DELAY = gauge("motcua_loop_delay_seconds", "How much too late the loop woke up last")
DISK_FREE = gauge("motcua_disk_free_bytes", "Room on a disk", ["path"])
DISK_SIZE = gauge("motcua_disk_size_bytes", "Size of a disk", ["path"])
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


def appended(appends: int, seconds: float) -> None:
    """One batch of the coalescer went to the log and back."""
    APPEND_SIZE.observe(appends)
    APPEND_SECONDS.observe(seconds)


def task_runs(task: str, running: bool) -> None:
    """A background task was begun, or failed."""
    TASK_RUNNING.labels(task).set(running)
    TASK_FAILURES.labels(task).inc(not running)


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

"""Prometheus metrics of one process, and functions for those that are set together.

Dashboards and alerts rely on names and labels. A label has few values: methods, status codes,
projections; never an id, a unit or anybody's content.
"""

import os
import ssl
from collections.abc import Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    ProcessCollector,
    make_wsgi_app,
)

from services.chassis.probes import PROBES
from services.scraped import serve

REGISTRY = CollectorRegistry()
OURS = frozenset({"INTERNAL", "UNAVAILABLE", "DEADLINE_EXCEEDED", "UNKNOWN", "DATA_LOSS"})

counter, gauge = partial(Counter, registry=REGISTRY), partial(Gauge, registry=REGISTRY)
histogram = partial(Histogram, registry=REGISTRY)

REQUESTS = counter("motcua_requests", "Answered calls", ["method", "code"])
REQUEST_SECONDS = histogram("motcua_request_seconds", "Time to the last answer", ["method"])
COMMANDS = counter("motcua_commands", "Commands that were served, or failed by us", ["outcome"])
FAILED, SERVED = COMMANDS.labels("failed"), COMMANDS.labels("served")  # 0 from the start
REFUSALS = counter("motcua_refusals", "Refused calls", ["reason"])  # by stable code
CALLS_ACTIVE = gauge("motcua_calls_active", "Calls being served", ["lane"])
CALLS_WAITING = gauge("motcua_calls_waiting", "Calls not begun", ["lane"])
LIMIT_REFUSALS = counter(  # `why`: rate or at_once
    "motcua_limit_refusals", "Calls beyond what one caller may ask", ["limit", "role", "why"]
)
LIMIT_WAITS = counter("motcua_limit_waits", "Messages of streams taken in later", ["limit"])
LIMIT_CALLERS = gauge(
    "motcua_limit_callers", "Callers who took from a limit of late", ["limit", "role"]
)
AUDIT_WAITING = gauge("motcua_audit_waiting_rows", "Rows of the audit that are not written yet")
AUDIT_FOLDED = counter(
    "motcua_audit_folded", "Refusals of which the audit keeps a number, but not who or where"
)
AUDIT_DROPPED = counter("motcua_audit_dropped", "Refusals that are in no audit")
APPEND_SIZE = histogram(
    "motcua_append_batch_appends", "Appends in one batch", buckets=[1 << n for n in range(9)]
)
APPEND_SECONDS = histogram("motcua_append_batch_seconds", "Time of one append batch")
RELAY_LAG = gauge("motcua_relay_lag_events", "Events appended, not published")
RELAY_OLDEST = gauge(  # a moment, not an age: it grows while nobody sets it
    "motcua_relay_oldest_timestamp_seconds",
    "When the oldest event was recorded that is not published; 0: all are",
)
RELAY_REBUILDS = counter(
    "motcua_relay_rebuilds", "How often the stream had lost messages, and was published again"
)
RELAY_HALTED = gauge("motcua_relay_halted", "1: the relay waits for a repair")
TREE_HEAD_POSITION = gauge("motcua_tree_head_position", "Up to where the last tree head is of")
TREE_HEADS_STOPPED = gauge("motcua_tree_heads_stopped", "1: the last tree head was changed: fsck")
PROJECTION_LAG = gauge("motcua_projection_lag_events", "Events known, not applied", ["projection"])
VISIBLE_SECONDS = histogram(
    "motcua_visible_seconds",
    "From the record of the oldest event of a batch until a projection shows it",
    ["projection"],
    buckets=[0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
)
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
ARCHIVE_FAILED = gauge(
    "motcua_database_archive_failed", "1: the server could not archive the last segment of its log"
)
DATABASE_MOVES = counter(
    "motcua_database_moves", "How often another server of the database took writes"
)
BUS_UP = gauge("motcua_bus_up", "1: connected to NATS")
READY = gauge("motcua_ready", "1: calls are served")
LOOP_DELAY = gauge("motcua_loop_delay_seconds", "How much too late the loop woke up last")
DISK_FREE = gauge("motcua_disk_free_bytes", "Room on a disk", ["path"])
DISK_SIZE = gauge("motcua_disk_size_bytes", "Size of a disk", ["path"])
BACKUP_ENDED = gauge(
    "motcua_backup_ended_timestamp_seconds", "When the last whole backup ended; 0: none", ["path"]
)
ProcessCollector(registry=REGISTRY)  # process_*: memory, CPU, open files, start
GCCollector(registry=REGISTRY)


def answered(method: str, code: str, seconds: float, *, trace: str = "") -> None:
    """One call has its status; a trace that is recorded is named as its example."""
    count, time = children(method, code)
    exemplar = {"trace_id": trace} if trace else None
    count.inc(exemplar=exemplar)
    time.observe(seconds, exemplar)


def commanded(code: str, *, busy: bool) -> None:
    """A command has its status: one that failed by us, or found us busy, is no refusal."""
    if busy or code in OURS:
        FAILED.inc()
    elif code != "CANCELLED":  # the caller is gone
        SERVED.inc()


def shown(projection: str, seconds: float) -> None:
    """A batch is committed; clocks of two machines may differ."""
    VISIBLE_SECONDS.labels(projection).observe(max(0.0, seconds))


@cache
def children(method: str, code: str) -> tuple[Counter, Histogram]:
    """Looking a label up costs as much as counting."""
    return REQUESTS.labels(method, code), REQUEST_SECONDS.labels(method)


def unpublished(events: Sequence[Any]) -> None:
    """The relay has these before it, in order."""
    RELAY_OLDEST.set(events[0].recorded_at.timestamp() if events else 0)


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


def watch_backup(mark: str) -> None:
    """Look at the file that is touched whenever a backup is whole, where one is named."""
    if mark:
        BACKUP_ENDED.labels(mark).set_function(partial(touched, mark))


def touched(path: str) -> float:
    """When a file changed last, in Unix time; 0 where it is not there."""
    try:
        return Path(path).stat().st_mtime
    except OSError:
        return 0.0


def measured(path: str, blocks: str) -> float:
    """Bytes in those blocks of the disk that holds a path."""
    try:
        found = os.statvfs(path)
    except OSError:
        return 0.0
    return float(getattr(found, blocks) * found.f_frsize)


def listen(address: str, tls: ssl.SSLContext | None = None) -> str:
    """Offer metrics and health over HTTP at host:port; the address bound, "" where none is."""
    if not address:
        return ""
    host, _, port = address.rpartition(":")
    app = PROBES.before(make_wsgi_app(REGISTRY))
    return f"{host}:{serve(host.strip('[]'), int(port), app, tls)}"

"""What services logged as failed while a test ran, told with that test's own failure.

Promises the kind of each error, its SQLSTATE and where it was raised, shortly: a caller is told
"internal error" alone, and the logs go with the stack's directory. Must not read what was logged
before the test.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

# A service that is away fails calls by hundreds; what a test of faults makes so tells nothing.
EXPECTED = {"BACKEND_UNAVAILABLE", "STORE_UNAVAILABLE", "STORE_FULL"}
INTERNAL = "INTERNAL_ERROR"
LEVELS = {"error", "critical"}
MOST, FRAMES, TRACE = 5, 3, 12  # errors, frames of each, and lines of a traceback
TITLE = "What the services logged"

_read: dict[Path, int] = {}  # the logs of this process's services, and how far the last test came


def begins(log: Path) -> None:
    """A service writes there from now on."""
    _read.setdefault(log, size(log))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """What the logs hold by now is of other tests."""
    for log in list(_read):
        if log.exists():
            _read[log] = size(log)
        else:
            del _read[log]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    """At the end of the failure, and the last of it in the line of the summary."""
    del item
    report = yield
    if report.failed and (said := failures()):
        report.sections.append((TITLE, "\n".join(said)))
        if crash := getattr(report.longrepr, "reprcrash", None):
            first, *rest = crash.message.split("\n")
            crash.message = "\n".join([f"{first} <- {said[-1]}", *rest])
    return report


def failures() -> list[str]:
    """Of every service of which a log is known; last what a caller is told nothing of."""
    found = [each for log in sorted(_read) if log.exists() for each in failed(log, _read[log])]
    return sorted(found, key=lambda each: INTERNAL in each)


def failed(log: Path, since: int) -> Iterator[str]:
    """What one logged since a place in its log: the last errors that nobody made on purpose, each
    kind once, and the end of a traceback.
    """
    lines = log.read_bytes()[since:].decode(errors="replace").splitlines()
    found = Counter(map(told, errors_of(lines)))
    for each in list(found)[-MOST:]:
        yield f"{log.stem}: {each}" + (f" ({found[each]} times)" if found[each] > 1 else "")
    if trace := traceback_of(lines):
        yield f"{log.stem}: " + "\n".join(trace)


def errors_of(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Those that a service logged, but for what faults bring about."""
    for line in lines:
        event = parsed(line)
        if event.get("level") in LEVELS and event.get("reason") not in EXPECTED:
            yield event


def parsed(line: str) -> dict[str, Any]:
    """A line of a service's log; nothing of what else is there."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def told(event: dict[str, Any]) -> str:
    """What happened, of which kind, and where, from the inside out."""
    state = f" [{event['sqlstate']}]" if event.get("sqlstate") else ""
    frames = [place(each) for each in reversed(event.get("at") or [])][:FRAMES]
    said = [event.get("event"), event.get("method"), event.get("reason"), event.get("why")]
    what = " ".join(str(each) for each in said if each)
    return f"{what} {event.get('error') or ''}{state} at {' < '.join(frames) or '?'}"


def place(frame: str) -> str:
    """A frame without the way to its file."""
    file, _, name = frame.partition(" ")
    return f"{'/'.join(file.rsplit('/', 2)[-2:])} {name}"


def traceback_of(lines: list[str]) -> list[str]:
    """The end of the last one that an interpreter wrote itself."""
    begun = [n for n, line in enumerate(lines) if line.startswith("Traceback (most recent call")]
    if not begun:
        return []
    after = lines[begun[-1] + 1 :]
    whole = next((n for n, line in enumerate(after) if line.startswith("{")), len(after))
    return after[:whole][-TRACE:]


def size(log: Path) -> int:
    """In bytes; 0: it is not there yet."""
    return log.stat().st_size if log.exists() else 0

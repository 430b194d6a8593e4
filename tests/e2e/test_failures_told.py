"""A failed test says what its services logged: a caller is told no more than "internal error".

Promises that what was logged before the test, and what a fault explains, is not among it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import logged

AT = ["/x/services/metrics/api/lists.py:7 page", "/x/services/metrics/queries/rows.py:9 fetched"]


def line(error: str, reason: str, *, at: Any = AT) -> str:
    event = {"event": "call.failed", "level": "error", "method": "/motcua.M/Ask", "at": at}
    return json.dumps(event | {"error": error, "reason": reason, "sqlstate": "42P01"})


class Crash:
    message = "Refused: Internal error\nmore"


class Longrepr:
    reprcrash = Crash()


class Report:
    def __init__(self, *, failed: bool) -> None:
        self.failed, self.sections, self.longrepr = failed, list[tuple[str, str]](), Longrepr()


def reported(*, failed: bool) -> Report:
    """What the hook makes of a report."""
    report, making = Report(failed=failed), logged.pytest_runtest_makereport(item=None)
    next(making)
    with pytest.raises(StopIteration) as ended:
        making.send(report)
    assert ended.value.value is report
    return report


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One of a service that begins with this test."""
    monkeypatch.setattr(logged, "_read", {})
    path = tmp_path / "metrics-2.log"
    path.write_text(line("OfAnotherTest", "INTERNAL_ERROR") + "\n")
    logged.begins(path)
    return path


def test_a_failure_ends_with_what_services_logged_of_it(log: Path) -> None:
    lines = [
        *[line("UndefinedTableError", "INTERNAL_ERROR")] * 3,
        line("ConnectionDoesNotExistError", "BACKEND_UNAVAILABLE"),
        *["no JSON", "[]", "{}"],
        line("AssertionError", "", at=[]),
    ]
    with log.open("a") as file:
        file.write("\n".join(lines) + "\n")
    report = reported(failed=True)
    last = (
        "metrics-2: call.failed /motcua.M/Ask INTERNAL_ERROR UndefinedTableError [42P01] at"
        " queries/rows.py:9 fetched < api/lists.py:7 page (3 times)"
    )
    other = "metrics-2: call.failed /motcua.M/Ask AssertionError [42P01] at ?"
    assert report.sections == [(logged.TITLE, f"{other}\n{last}")]
    assert report.longrepr.reprcrash.message == f"Refused: Internal error <- {last}\nmore"
    assert not reported(failed=False).sections


def test_a_traceback_of_a_process_that_ended_is_shown_too(log: Path) -> None:
    with log.open("a") as file:
        file.write("Traceback (most recent call last):\n  File x\nOSError: gone\n{}\n")
    assert logged.failures() == ["metrics-2:   File x\nOSError: gone"]


def test_what_was_logged_before_a_test_is_not_shown(log: Path) -> None:
    with log.open("a") as file:
        file.write(line("KeyError", "INTERNAL_ERROR") + "\n")
    logged.pytest_runtest_setup()
    assert not logged.failures()
    log.unlink()
    logged.pytest_runtest_setup()
    assert not logged.failures()

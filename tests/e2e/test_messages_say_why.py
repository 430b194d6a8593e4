"""Messages about what failed say something after their colon, also where nothing was said.

Example: pages that had no turn on a busy machine have logged nothing yet; their log is named.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from deploy.embedded.identity import ourselves
from deploy.embedded.processes import PATH, Child, Program
from services.console.outcome import words_of


@pytest.mark.parametrize("said", ["", "no port is free"])
async def test_a_process_that_logged_nothing_has_its_log_named(tmp_path: Path, said: str) -> None:
    log = tmp_path / "pages.log"
    program = Program(
        name="pages",
        argv=[sys.executable, "-c", f"print({said!r}, end='')"],
        identity=ourselves(),
        log=log,
        cwd=tmp_path,
        environment={"PATH": PATH},
        death_signal=signal.SIGKILL,
    )
    child = Child(program)
    assert await child.ended(within=60)
    assert child.last_words() == (said or f"it logged nothing to {log}")


def test_an_exception_without_words_is_named_by_its_kind() -> None:
    assert (words_of(TimeoutError()), words_of(OSError("full"))) == ("TimeoutError", "full")

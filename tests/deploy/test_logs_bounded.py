"""Logs of a stack that runs, into which whoever reaches a port can have lines written.

Programs have them open, and last words are looked for in them.
"""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded import logs, processes
from deploy.embedded.directory import Directory, make_temporary, prepare
from deploy.embedded.identity import ourselves
from deploy.embedded.processes import PATH, Child, Program

SAYS_WHY_ONCE_EMPTIED = """
import os, sys, time
while os.path.getsize(sys.argv[1]):
    time.sleep(0.01)
print("why")
"""


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    monkeypatch.setattr(logs, "LARGEST", 1000)
    made = make_temporary()
    yield prepare(made)
    shutil.rmtree(made)


def appended(log: Path, text: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_log_that_grows_is_emptied_under_whoever_writes_into_it(directory: Directory) -> None:
    log, small = directory.log("catalog"), directory.log("metrics")
    appended(small, "little\n")
    with log.open("a", encoding="utf-8") as written:  # as a program has it
        for text in ("first", "second", "third"):
            written.write(f"{text * 200}\n")
            written.flush()
            logs.bound(directory)
            assert log.stat().st_size == 0
            former = log.with_name("catalog.log.1")
            assert former.read_text(encoding="utf-8") == f"{text * 200}\n"
            assert former.stat().st_mode & 0o777 == 0o640
        written.write("last\n")
    logs.bound(directory)
    assert log.read_text(encoding="utf-8") == "last\n"
    assert small.read_text(encoding="utf-8") == "little\n"
    assert {each.name for each in log.parent.iterdir()} == {
        "catalog.log",
        "catalog.log.1",
        "metrics.log",
    }


def test_no_link_is_followed(directory: Directory, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("x" * 2000, encoding="utf-8")
    directory.log("catalog").symlink_to(other)
    logs.bound(directory)
    assert other.stat().st_size == 2000
    appended(directory.log("nats"), "y" * 2000)
    directory.log("nats").with_name("nats.log.1").symlink_to(other)
    directory.log("nats").with_name("nats.log.new").symlink_to(other)
    logs.bound(directory)
    shutil.move(directory.root / "logs", directory.root / "moved")
    (directory.root / "logs").symlink_to(tmp_path)
    other.rename(tmp_path / "other.log")
    logs.bound(directory)
    assert (tmp_path / "other.log").read_text(encoding="utf-8") == "x" * 2000


async def test_last_words_are_found_in_a_log_that_was_emptied_and_in_a_long_one(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LONGEST_END", 100)
    log = directory.log("catalog")
    appended(log, "before\n" * 300)
    program = Program(
        name="catalog",
        argv=[sys.executable, "-c", SAYS_WHY_ONCE_EMPTIED, str(log)],
        identity=ourselves(),
        log=log,
        cwd=directory.root,
        environment={"PATH": PATH},
        death_signal=signal.SIGKILL,
    )
    child = Child(program)
    logs.bound(directory)
    await child.ended(within=60)
    assert child.said() == "why"
    appended(log, "much\n" * 1000)
    assert len(child.said(lines=1000)) <= 100

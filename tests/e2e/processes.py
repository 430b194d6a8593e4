"""Starters of stacks as processes of their own, and what still lives after them.

Promises to see every process that holds a data directory. Must not end one that a test did not
start.
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

STARTER = Path(__file__).with_name("starter.py")
ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not ROOT, reason="needs root to become another user")


@contextlib.contextmanager
def starter(
    data_dir: Path, *, python: str = sys.executable, **options: Any
) -> Iterator["subprocess.Popen[str]"]:
    """A stack in a process of its own, ended with the test."""
    process = subprocess.Popen(
        [python, "-P", str(STARTER), str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    try:
        yield process
    finally:
        process.communicate(timeout=120)


def described(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """What the started process says of its stack."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr.read() if process.stderr else ""
    answer: dict[str, Any] = json.loads(line)
    return answer


def living(data_dir: Path) -> list[str]:
    """Processes whose command line or working directory names the data directory."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
            if str(data_dir) in words or str(data_dir) in str((entry / "cwd").readlink()):
                found.append(f"{entry.name} {words}")
    return found


async def until_nothing_lives(data_dir: Path, *, seconds: float = 120) -> None:
    """Wait for the last process of a stack."""
    async with asyncio.timeout(seconds):
        while living(data_dir):
            await asyncio.sleep(0.05)


async def value(dsn: str, query: str) -> Any:
    """The answer to one query on a connection of its own."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()

"""Services that tests fork are as those that a stack begins.

Promises their codes, logs and ends, also with their starter. Must not look at what they serve.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.embedded.processes import exists
from deploy.embedded.stack import Stack
from tests.e2e.forked_services import ROOT, ForkedChild
from tests.e2e.migrated import MigratedStack
from tests.e2e.processes import until_nothing_lives

DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from deploy.embedded.stack import Stack
from tests.e2e.migrated import MigratedStack

async def begin():
    await Stack.start(MigratedStack(Path(sys.argv[1])), services=["catalog"])
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(begin())
"""


async def test_each_start_is_a_process_and_tells_how_it_ended(data_dir: Path) -> None:
    stack = MigratedStack(data_dir)
    await Stack.start(stack, services=["catalog"])
    try:
        service, pids = stack.services["catalog"], set()
        for end, code in ((service.kill, -signal.SIGKILL), (service.stop, 0)):
            assert isinstance(service.child, ForkedChild)
            pid = service.child.pid
            assert os.getsid(pid) == pid
            assert Path(f"/proc/{pid}/cwd").readlink() == stack.data_dir
            await end()
            assert (service.child.process.returncode, exists(pid)) == (code, False)
            service.child.process.send_signal(signal.SIGTERM)  # to nobody
            pids.add(pid)
            await service.start()
        assert len(pids) == 2
        assert "catalog" in service.child.said(lines=50)
    finally:
        await stack.stop()
    await until_nothing_lives(data_dir)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [(["nothing"], 64, "no command 'nothing'"), ([], 78, "MOTCUA_DATABASE_DSN")],
)
async def test_its_own_code_and_words_are_told(
    stack: Stack, words: list[str], code: int, said: str
) -> None:
    [database] = await stack.create_databases("catalog")
    program = stack.service(database).program(*words)
    child = ForkedChild(replace(program, environment={"PATH": os.environ["PATH"]}))
    assert await child.ended(within=60)
    assert child.process.returncode == code
    assert said in child.said()


async def test_it_ends_with_its_starter(data_dir: Path) -> None:
    begun = [sys.executable, "-P", "-c", DIES, str(data_dir)]
    ended = subprocess.run(
        begun, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    await until_nothing_lives(data_dir)

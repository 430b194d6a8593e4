"""Every background task of every service, made to fail where it is.

Promises real services over real servers, and that a task which is added is walked, too: they are
found by how the process keeps them up. Must not name them.
"""

from __future__ import annotations

import asyncio
import importlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Any

import pytest

from deploy.embedded.accounts import SERVICES
from deploy.embedded.check import CURRENT, PUBLISHED, READY, is_serving
from deploy.embedded.services import Service
from deploy.embedded.stack import Stack
from services.chassis import gauges, process
from services.chassis.gauges import REGISTRY
from tests.waiting import until

pytestmark = pytest.mark.long
Task = Callable[[], Coroutine[Any, Any, None]]
WITHIN: ContextVar[str] = ContextVar("WITHIN", default="")  # the task that keeps one of its own
FEWEST = {"catalog": 5, "submissions": 9, "metrics": 13}  # tasks, as they were counted once


class Saboteur:
    """Stands where a process learns how a task ended, and makes each end when it is asked to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.outcome, self.task_runs = process.outcome, gauges.task_runs
        self.named: dict[asyncio.Task[Any] | None, str] = {}
        self.begun: Counter[str] = Counter()
        self.within: dict[str, str] = {}
        self.blows: dict[str, asyncio.Event] = {}
        self.running: set[str] = set()
        monkeypatch.setattr(process, "outcome", self.watched)
        monkeypatch.setattr(gauges, "task_runs", self.noted)
        monkeypatch.setattr(process, "SOONEST", 0.01)

    def noted(self, name: str, running: bool) -> None:
        self.named[asyncio.current_task()] = name
        self.within[name] = WITHIN.get()
        self.begun[name] += running
        self.task_runs(name, running)

    async def watched(self, task: Task) -> BaseException | None:
        """How the task ended, or a failure of ours; the task is gone in either case."""
        name = self.named[asyncio.current_task()]
        blow = self.blows[name] = asyncio.Event()
        self.running.add(name)
        around = WITHIN.set(name)
        parts = [asyncio.ensure_future(each) for each in (self.outcome(task), blow.wait())]
        WITHIN.reset(around)
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            return parts[0].result() if parts[0].done() else RuntimeError("made to fail")
        finally:
            self.running.discard(name)
            for each in parts:
                each.cancel()
            await asyncio.gather(*parts, return_exceptions=True)

    def expected(self, name: str) -> int:
        """How often it begins, if each fails once: with what it is within, too."""
        return 2 + (self.expected(self.within[name]) - 1 if self.within[name] else 0)

    async def fail(self, name: str) -> None:
        """Once, and until it runs again; what is within one that failed may begin late."""
        await until(lambda: name in self.running)
        begun, failed = self.begun[name], failures(name)
        self.blows[name].set()
        await until(lambda: self.begun[name] > begun)
        assert failures(name) > failed
        assert REGISTRY.get_sample_value("motcua_task_running", {"task": name}) == 1


def failures(name: str) -> float:
    return REGISTRY.get_sample_value("motcua_task_failures_total", {"task": name}) or 0


@pytest.fixture(scope="module")
async def servers() -> AsyncIterator[Stack]:
    """A stack whose services run here, one after another."""
    import shutil

    from deploy.embedded.directory import make_temporary

    path = make_temporary()
    stack = await Stack(path).start(services=False)
    yield stack
    await stack.stop()
    shutil.rmtree(path)


@asynccontextmanager
async def serving(stack: Stack, name: str) -> AsyncIterator[str]:
    """The service in this process; where it listens."""
    [database] = await stack.create_databases(name)
    service: Service = stack.service(database)
    await service.migrate()
    settings = importlib.import_module(f"services.{name}.settings").Settings
    module = importlib.import_module(f"services.{name}.__main__")
    known = settings.from_environment(service.inherited() | service.environment())
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.ensure_future(module.serve(known, address.set_result))
    try:
        await asyncio.wait([running, address], return_when=asyncio.FIRST_COMPLETED)
        assert not running.done(), running.exception()
        yield address.result()
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@pytest.mark.parametrize("name", SERVICES)
async def test_each_task_that_fails_is_shown_and_begun_again_and_the_service_serves(
    servers: Stack, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saboteur = Saboteur(monkeypatch)
    async with serving(servers, name) as address:
        await until(lambda: is_serving(address, PUBLISHED))
        tasks = set(saboteur.blows)
        assert len(tasks) >= FEWEST[name]
        for each in sorted(tasks):
            await saboteur.fail(each)
        for state in (READY, PUBLISHED):
            await until(lambda state=state: is_serving(address, state))
        if name == "catalog":  # the others read streams of services that do not run
            await until(lambda: is_serving(address, CURRENT))
        assert set(saboteur.blows) == tasks
        await until(lambda: saboteur.running == tasks)
        assert saboteur.begun == {each: saboteur.expected(each) for each in tasks}

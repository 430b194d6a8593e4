"""Fixtures for every suite: a real PostgreSQL and a real NATS per worker, and fresh databases on
them.

Promises own directories and ports per xdist worker, nothing left behind, and that no property fails
because a machine is slow. Must not start services: who needs them starts a `Stack` of their own.
"""

import itertools
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from deploy.embedded import postgres
from deploy.embedded.databases import Database, drop_database
from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack

# Cores are shared with servers here: how long an example takes, or to draw one, says nothing.
hypothesis.settings.register_profile(
    "shared",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize="MOTCUA_SAME_EXAMPLES" in os.environ,
)
hypothesis.settings.load_profile("shared")

# A killed server loses nothing that it wrote, and no test cuts the power: a busy disk would only
# make every commit, checkpoint and new cluster wait.
postgres.SETTINGS.update(fsync="off", full_page_writes="off")
postgres.CLUSTER = (*postgres.CLUSTER, "--no-sync")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no worker is left with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """An empty directory that the servers' user reaches, as it does not reach `tmp_path`."""
    path = make_temporary()
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
async def stack() -> AsyncIterator[Stack]:
    """PostgreSQL and NATS, without services, for the whole session of one worker.

    `stack.postgres_dsn` is the administrator's, `stack.nats_url(user)` is a user's (by default the
    administrator's). Tests that kill a server use a Stack of their own, over `data_dir`.
    """
    path = make_temporary()
    running = Stack(path)
    await running.start(services=False)
    yield running
    await running.stop()
    shutil.rmtree(path)


@pytest.fixture
async def database(stack: Stack) -> AsyncIterator[Callable[[str], Awaitable[Database]]]:
    """Call it with a word: a fresh database and its two roles, dropped after the test."""
    made: list[Database] = []

    async def make(word: str = "log") -> Database:
        [fresh] = await stack.create_databases(f"test_{word}_{next(NUMBERS)}")
        made.append(fresh)
        return fresh

    yield make
    for each in made:
        await drop_database(each.name, postgres=stack.postgres)


NUMBERS = itertools.count(1)

"""Fixtures for every suite: a real PostgreSQL and a real NATS per worker, and fresh databases on
them.

Promises own directories and ports per xdist worker, nothing left behind, and that no property fails
because a machine is slow. Must not start services: who needs them starts a `Stack` of their own.
"""

import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import asyncpg
import hypothesis
import pytest

from deploy.embedded import directory, postgres
from deploy.embedded.databases import Database
from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from tests import clusters
from tests.logged import pytest_runtest_makereport, pytest_runtest_setup  # noqa: F401 — hooks
from tests.oidc import oidc, oidc_running  # noqa: F401 — fixtures of every suite
from tests.ports import kept_address
from tests.spread import begins, pytest_collection, pytest_xdist_make_scheduler  # noqa: F401 — hooks
from tests.templates import MakeDatabase, Templates

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
# Nobody guesses a test's passwords, and hashing them 4,096 times made connecting twice as dear.
postgres.CLUSTER = (*postgres.CLUSTER, "--no-sync", "--set=scram_iterations=1")
# What begins as a process of its own, as `./motcua up` does, makes its cluster anew.
postgres.Postgres.run_initdb = clusters.run_initdb  # type: ignore[method-assign]

# In memory a database is copied in a tenth of the time: 14 ms of CPU against 90 to 320 on a disk of
# two machines. Set TMPDIR for another place.
MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30


def is_roomy(place: Path) -> bool:
    """Whether the clusters of all workers fit there, and into what memory is left."""
    if not place.is_dir() or shutil.disk_usage(place).free < ENOUGH:
        return False
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return any(int(line.split()[1]) << 10 > ENOUGH for line in lines if "MemAvailable" in line)


if "TMPDIR" not in os.environ and is_roomy(MEMORY):
    directory.PREFERRED.append(str(MEMORY))


def pytest_addoption(parser: pytest.Parser) -> None:
    """What is tried only when somebody asks for it."""
    said = "open every page in the browser in every way, not each pair of choices once"
    parser.addoption("--pages-all", action="store_true", help=said)
    said = "how many calls the test of random ones makes"
    parser.addoption("--fuzz-calls", type=int, default=1000, help=said)
    said = "try every combination of role, subtree and fault of a token with every method"
    parser.addoption("--matrix-all", action="store_true", help=said)
    said = "how many faults test_crashes.py and test_chaos.py make, without a limit of time"
    parser.addoption("--rounds", type=int, default=None, help=said)
    said = "a file to which these append how long nobody was answered, as lines of JSON"
    parser.addoption("--outages", type=Path, default=None, help=said)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no worker is left with one at the end; however many
    rounds somebody asks for, they may take as long as they do.
    """
    if config.getoption("--rounds"):
        for item in items:
            item.add_marker(pytest.mark.timeout(0), append=False)
    items.sort(key=begins)


def pytest_collection_finish() -> None:
    """What was collected stays: to look for cycles in it, again and again, was a fifth of the time
    of every property. A service looks for them as seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int | None:
    """How many faults somebody asked for, instead of a few."""
    asked: int | None = request.config.getoption("--rounds")
    return asked


@pytest.fixture
def outages(request: pytest.FixtureRequest) -> Path | None:
    """Where outages are to be kept."""
    asked: Path | None = request.config.getoption("--outages")
    return asked


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """An empty directory that the servers' user reaches, as it does not reach `tmp_path`."""
    path = make_temporary()
    yield path
    shutil.rmtree(path)


@pytest.fixture
def own_address() -> Iterator[str]:
    """Where something of the test's own can listen, and nobody else does."""
    with kept_address() as address:
        yield address


@pytest.fixture(scope="session")
async def stack() -> AsyncIterator[Stack]:
    """PostgreSQL and NATS, without services, for the whole session of one worker.

    `stack.postgres_dsn` is the administrator's, `stack.nats_url(name)` that of an account. Tests
    that kill a server use a Stack of their own, over `data_dir`.
    """
    path = make_temporary()
    running = Stack(path)
    await running.start(services=False)
    yield running
    await running.stop()
    shutil.rmtree(path)


@pytest.fixture(scope="session")
async def templates(stack: Stack) -> AsyncIterator[Templates]:
    """Databases of this worker's PostgreSQL, copied from migrated ones."""
    admin = await asyncpg.connect(stack.postgres_dsn)
    yield Templates(stack, admin)
    await admin.close()


@pytest.fixture
async def database(templates: Templates) -> AsyncIterator[MakeDatabase]:
    """Call it with a word and the folders of migrations: a fresh database and its two roles,
    dropped after the test.
    """
    made: list[Database] = []

    async def make(word: str = "log", directories: Sequence[Path] = ()) -> Database:
        made.append(await templates.copy(word, directories))
        return made[-1]

    yield make
    for each in made:
        await templates.drop(each)

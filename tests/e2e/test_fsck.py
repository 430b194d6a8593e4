"""`./motcua fsck` on a stack at work, and the example by which others check a stream.

Given a stack whose catalogue was made and whose figures were published, then all is as signed; when
a byte of a log is changed, then it is found, and said where.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.embedded.directory import make_temporary
from services.console.portal.client import Portal
from services.console.portal.operation import ended
from tests.e2e.commands import motcua
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime.now(UTC)


class City:
    """A stack with some dossiers, and one published figure."""

    def __init__(self, stack: MigratedStack, path: Path) -> None:
        self.stack, self.path = stack, path

    async def fsck(self, *words: object) -> tuple[int, dict[str, Any]]:
        """The code, and what was reported of each service."""
        ended = await motcua("fsck", "--json", *words, data=self.path)
        assert ended.code in {0, 1}, ended.err
        reports = [json.loads(line) for line in ended.out.splitlines()]
        return ended.code, {each["service"]: each for each in reports}

    async def heads(self, service: str) -> int:
        """How many tree heads there are."""
        _, reports = await self.fsck(service)
        return int(reports[service]["heads"])


@pytest.fixture(scope="module")
async def city() -> AsyncIterator[City]:
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        office = await Office.open(portal)
        await office.handle(await office.submit(1), 1)
        yield City(stack, path)
    shutil.rmtree(path)


async def test_all_is_as_signed_and_a_changed_byte_is_found(city: City) -> None:
    wanted = ("publish", str(NOW.year - 1), "--definition", "online_handling")
    published = await motcua(*wanted, data=city.path)
    assert published.code == 0, published.err
    await until(lambda: city.heads("metrics"))
    code, reports = await city.fsck()
    assert code == 0, reports
    assert set(reports) == {"catalog", "submissions", "metrics"}
    assert all(not each["findings"] and each["log"] for each in reports.values())
    assert reports["metrics"]["signed"] > 0

    keys = await motcua("fsck", "metrics", "--keys", data=city.path)
    key = keys.out.strip()
    assert key.startswith("motcua/metrics/")
    example = loaded(ROOT / "examples" / "tree-heads" / "check.py")
    inspector = city.stack.nats_url("inspector")
    events, heads = await example.check(inspector, "metrics", key)
    assert (events, heads) == (reports["metrics"]["log"], reports["metrics"]["heads"])
    assert (await example.check(inspector, "catalog", key))[1] == 0

    [database] = await city.stack.create_databases("metrics")
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute("alter table events disable trigger user")
    change = "update events set payload = set_byte(payload, 5, get_byte(payload, 5) # 1)"
    await owner.execute(f"{change} where position = 3")
    await owner.execute("alter table events enable trigger user")
    await owner.close()
    code, reports = await city.fsck("metrics")
    assert code == 1
    [found] = reports["metrics"]["findings"]
    assert (found["side"], found["first"], found["last"]) == ("log", 3, 3)
    shown = await motcua("fsck", "metrics", data=city.path)
    assert "log, position 3: changed in payload" in shown.out
    assert shown.code == 1


@pytest.mark.parametrize(
    ("service", "words"),
    [("submissions", ("sweep", "24")), ("submissions", ("scan-again",)), ("catalog", ("rewrap",))],
)
async def test_a_command_beside_a_service_that_has_nothing_to_do_ends_well(
    city: City, service: str, words: tuple[str, ...]
) -> None:
    assert await ended(city.stack.describe(), service, words) == 0


async def test_a_log_that_lacks_nothing_is_refilled_by_nothing(city: City) -> None:
    service = city.stack.services["submissions"]
    described = city.stack.describe()
    await until(lambda: is_published(city.stack.postgres.dsn(database="submissions")))
    done = await motcua("reconcile", f"{NOW:%Y-%m}", data=city.path)
    assert done.code == 0, done.err
    await service.stop()
    assert await ended(described, "submissions", ("refill",)) == 0
    await service.start()


async def is_published(dsn: str) -> bool:
    owner = await asyncpg.connect(dsn)
    found = await owner.fetchval("select position from relay join head using (position)")
    await owner.close()
    return found is not None


def loaded(path: Path) -> Any:
    """A program as a module."""
    spec = importlib.util.spec_from_file_location("check", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

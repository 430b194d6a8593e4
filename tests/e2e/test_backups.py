"""A backup that was taken while the stack worked, restored to a moment, and after a lost disk.

Promises that what the streams know beyond a backup comes back, and that a bad one is refused by
name. One stack and one backup for all tests, in the order of the file.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from deploy.embedded.backups import MARK, wal
from deploy.embedded.backups.keys import must_be_apart
from deploy.embedded.backups.manifest import BadBackup
from deploy.embedded.backups.repository import Repository
from deploy.embedded.directory import make_temporary
from deploy.embedded.errors import StackError
from services.console.portal.client import Portal
from tests.e2e.commands import motcua
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.waiting import until

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
PATIENCE = 300


@dataclass
class World:
    """A stack that was backed up, and what was acknowledged when."""

    stack: MigratedStack
    office: Office
    root: Path  # of backups, keys, and what is restored
    moment: datetime | None = None
    then: int = 0  # acknowledged by that moment

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def keys(self) -> Path:
        return self.root / "keys"


@pytest.fixture(scope="module")
async def world() -> AsyncIterator[World]:
    data, root = make_temporary(), make_temporary()
    stack = MigratedStack(data)
    try:
        await stack.start()
        (data / "blobs").mkdir(exist_ok=True)
        (data / "blobs" / "object").write_bytes(b"sealed")
        async with Portal(stack.describe()) as portal:
            yield World(stack, await Office.open(portal), root)
    finally:
        await stack.stop()
        shutil.rmtree(data)
        shutil.rmtree(root)


async def test_a_backup_is_taken_while_commands_are_accepted(world: World) -> None:
    stop = asyncio.Event()
    working = asyncio.create_task(world.office.work(stop, rest=0.1))
    words = ("backup", world.backups, "--keys", world.keys)
    done = await motcua(*words, data=world.stack.data_dir, within=PATIENCE)
    assert done.code == 0, done.err
    before = len(world.office.acknowledged)
    await until(lambda: len(world.office.acknowledged) > before + 3)
    stop.set()
    await working
    world.then, world.moment = len(world.office.acknowledged), datetime.now(UTC)
    for number in range(3):
        await world.office.handle(await world.office.submit(number), number)
    [taken] = Repository(world.backups).manifests()
    assert (world.stack.data_dir / MARK).stat().st_mtime >= taken.ended_at.timestamp()
    assert set(taken.blobs) == {"object"}
    assert not [path for path in world.backups.rglob("*") if path.name.endswith(".key")]
    assert {"secrets.json", "token.key"} <= {
        path.name for path in (world.keys / taken.name).iterdir()
    }


async def test_keys_are_not_put_where_backups_are(world: World) -> None:
    for keys in (world.backups, world.backups / "keys", world.root, world.stack.data_dir / "keys"):
        done = await motcua("backup", world.backups, "--keys", keys, data=world.stack.data_dir)
        assert done.code == 3, done.out
        assert "of their own" in done.err
    done = await motcua(
        "backup", world.root / "b", "--keys", world.backups, data=world.stack.data_dir
    )
    assert done.code == 3
    assert "apart" in done.err


async def test_a_directory_in_use_is_not_restored_to(world: World) -> None:
    done = await motcua("restore", world.backups, "--replace", data=world.stack.data_dir)
    assert done.code == 3
    assert "a stack runs on" in done.err


async def test_a_moment_is_restored_elsewhere_with_the_keys_and_nothing_after_it(
    world: World,
) -> None:
    await world.stack.stop()  # which archives the rest
    new = world.root / "restored"
    words = ("restore", world.backups, "--at", world.moment.isoformat())
    refused = await motcua(*words, data=new)
    assert refused.code == 3
    assert "with --keys" in refused.err
    done = await motcua(*words, "--keys", world.keys, data=new, within=PATIENCE)
    assert done.code == 0, done.err
    assert (new / "blobs" / "object").read_bytes() == b"sealed"
    async with MigratedStack(new) as stack:
        found = await commands(stack.postgres_dsn)
        acknowledged = world.office.acknowledged
        assert set(acknowledged[: world.then]) <= found
        assert not set(acknowledged[world.then :]) & found
        verified = await motcua("verify", data=new)
        assert verified.code == 0, verified.err


async def rows(dsn: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(urlsplit(dsn)._replace(path="/submissions").geturl())
    found = await connection.fetch(statement)
    await connection.close()
    return found


async def commands(dsn: str) -> set[str]:
    return {row["id"] for row in await rows(dsn, "select command_id::text as id from events")}


async def is_published(dsn: str) -> bool:
    return bool(await rows(dsn, "select from relay join head using (position)"))


async def test_after_a_lost_database_streams_give_back_what_the_backup_lacks(world: World) -> None:
    await world.stack.start()
    await world.office.handle(await world.office.submit())
    dsn = world.stack.postgres_dsn
    await until(lambda: is_published(dsn))  # what was in no stream yet would be lost
    await world.stack.postgres.kill()  # what was not archived goes with it
    await world.stack.stop()
    data = world.stack.data_dir
    refused = await motcua("restore", world.backups, data=data)
    assert (refused.code, "--replace" in refused.err) == (3, True)
    shutil.rmtree(data / "postgres")
    done = await motcua("restore", world.backups, data=data, within=PATIENCE)
    assert done.code == 0, done.err
    await world.stack.start()
    verified = await motcua("verify", data=data)
    assert verified.code == 0, verified.err
    assert set(world.office.acknowledged) <= await commands(world.stack.postgres_dsn)


Spoils = Callable[[Repository, str], None]


def shortened(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-7])


SPOILT: dict[str, tuple[Spoils, str]] = {
    "no manifest": (lambda at, name: (at.root / name / "manifest.json").unlink(), "not complete"),
    "manifest": (
        lambda at, name: (at.root / name / "manifest.json").write_text(
            (at.root / name / "manifest.json").read_text().replace('"blobs"', '"blub"')
        ),
        "manifest.json was changed",
    ),
    "page": (
        lambda at, name: shortened(at.base(name) / "global" / "pg_control"),
        "base/global/pg_control: changed",
    ),
    "object": (lambda at, _: shortened(at.blobs / "object"), "blobs/object: changed"),
    "no object": (lambda at, _: (at.blobs / "object").unlink(), "blobs/object: missing"),
    "segment": (lambda at, _: shortened(segments(at)[-1]), "cannot be unpacked"),
    "gap": (
        lambda at, _: (at.wal / f"{at.manifests()[0].first_segment}.gz").unlink(),
        "is missing",
    ),
}


def segments(at: Repository) -> list[Path]:
    return [path for paths in wal.archived(at.wal).values() for path in paths]


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_bad_backup_is_refused_by_name(world: World, tmp_path: Path, spoilt: str) -> None:
    shutil.copytree(world.backups, tmp_path / "backups")
    at = Repository(tmp_path / "backups")
    [good] = at.manifests()
    at.check(at.chosen(None, None))
    spoil, said = SPOILT[spoilt]
    spoil(at, good.name)
    with pytest.raises(BadBackup, match=said) as refused:
        at.check(at.chosen(None, None))
    assert good.name in str(refused.value)


def test_old_backups_go_by_the_rule_and_the_newest_stays(world: World, tmp_path: Path) -> None:
    shutil.copytree(world.backups, tmp_path / "backups")
    at = Repository(tmp_path / "backups")
    later = datetime.now(UTC) + timedelta(days=31)
    assert at.prune(days=30, now=later) == []
    assert [each.name for each in at.manifests()] == [at.chosen(None, None).name]


def test_places_of_their_own(tmp_path: Path) -> None:
    must_be_apart(tmp_path / "a", tmp_path / "b", tmp_path / "c")
    with suppress(StackError):
        must_be_apart(tmp_path / "a", tmp_path / "a" / "b")
        raise AssertionError

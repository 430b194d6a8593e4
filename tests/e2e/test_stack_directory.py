"""What lies in a data directory: whose it is, and what an older version or another user left.

Promises that servers cannot read what they need not, that nobody's directory is opened, and that
what cannot be used is said with what to do. Real services start only to be seen refusing.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.description import attach
from deploy.embedded.errors import OtherVersion, StackError
from deploy.embedded.stack import Stack
from tests.e2e.commands import motcua
from tests.e2e.processes import only_root

pytestmark = pytest.mark.long
KEPT = ("secrets.json", "token.key", "stack.json", "ports.json", "lock")


@contextlib.asynccontextmanager
async def servers(data_dir: Path) -> contextlib.AbstractAsyncContextManager[Stack]:
    """PostgreSQL and NATS, without services."""
    stack = Stack(data_dir)
    await stack.start(services=False)
    try:
        yield stack
    finally:
        await stack.stop()


@only_root
async def test_what_the_servers_do_not_read_is_roots_also_where_it_was_given_away(
    data_dir: Path,
) -> None:
    async with servers(data_dir):
        pass
    nobody = pwd.getpwnam("nobody").pw_uid
    for name in ("secrets.json", "token.key", "lock"):  # as an older version left them
        os.chown(data_dir / name, nobody, -1)
    async with servers(data_dir) as stack:
        identity = stack.directory.identity
        assert identity.uid != 0
        owners = {name: (data_dir / name).stat().st_uid for name in KEPT}
        assert set(owners.values()) == {0}, owners
        assert (data_dir / "nats.conf").stat().st_uid == identity.uid
        assert {(data_dir / name).stat().st_mode & 0o077 for name in (*KEPT, "nats.conf")} == {0}
        assert not identity.may_execute(data_dir / "postgres" / "none")


@only_root
async def test_another_users_closed_directory_stays_closed(data_dir: Path) -> None:
    user = pwd.getpwnam("daemon")
    os.chown(data_dir, user.pw_uid, user.pw_gid)
    data_dir.chmod(0o700)
    async with servers(data_dir) as stack:
        assert stack.directory.identity.uid == user.pw_uid
        assert data_dir.stat().st_mode & 0o777 == 0o700
        assert (data_dir / "secrets.json").stat().st_uid == user.pw_uid


@only_root
@pytest.mark.parametrize("name", ["nats", "logs/nats.log"])
async def test_a_link_leads_nowhere(data_dir: Path, tmp_path: Path, name: str) -> None:
    (data_dir / "logs").mkdir()
    (data_dir / "lock").touch()
    elsewhere = tmp_path / "elsewhere"
    if name == "nats":
        elsewhere.mkdir()
    else:
        elsewhere.write_text("mine\n")
    (data_dir / name).symlink_to(elsewhere)
    with pytest.raises((StackError, OSError)):
        await Stack(data_dir).start(services=False)
    assert elsewhere.stat().st_uid == os.geteuid()
    assert elsewhere.is_dir() or elsewhere.read_text() == "mine\n"


async def test_tables_of_another_version_are_refused_with_what_to_do(data_dir: Path) -> None:
    async with servers(data_dir) as stack:
        [database] = await stack.create_databases("catalog")
        owner = await asyncpg.connect(database.owner_dsn)
        await owner.execute(
            "create table migrations (name text primary key, digest bytea not null,"
            " ran_at timestamptz not null default now())"
        )
        await owner.execute(
            "insert into migrations (name, digest) values ('chassis/0001_log.sql', 'an older one')"
        )
        await owner.close()
        with pytest.raises(OtherVersion, match="Begin anew"):
            await stack.start_services(["catalog"])
        assert "Traceback" not in (data_dir / "logs" / "catalog.log").read_text()
    done = await motcua("rates", data=data_dir)
    assert done.code == 2, done.err
    assert "another version" in done.err
    assert "Traceback" not in done.err


async def test_a_running_stack_of_another_version_is_told_as_such(data_dir: Path) -> None:
    async with servers(data_dir) as stack:
        stack.describe()
        path = data_dir / "stack.json"
        described = json.loads(path.read_text())
        path.write_text(json.dumps({**described, "told_by_another_version": 1}))
        with pytest.raises(OtherVersion, match="another version"):
            attach(data_dir)
        done = await motcua("rates", data=data_dir)
        assert (done.code, "another version" in done.err) == (2, True), done.err
    path.write_text("{}")  # left behind by a killed one: nothing runs there
    assert attach(data_dir) is None

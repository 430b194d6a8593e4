"""Sealing in a database: with the append that it belongs to or not at all, and gone with its key.

Promises real connections to PostgreSQL. Must not test what the cipher alone promises.
"""

import asyncio
import os
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from deploy.embedded.databases import Database
from services.chassis.database import Connection, Pool, open_pool
from services.chassis.keys import Keyring
from services.chassis.log import Append, Log, Status
from services.chassis.masters import Masters
from services.chassis.sealing import Damaged, Reading, Sealing, Vault, destroy
from tests.chassis.appends import append, append_all, begin, event, positions
from tests.chassis.wire import wire_to

MASTERS = Keyring({"a": b"a master key of the tests"})
FIELD, NAME = "applicant", "Nguyễn Văn An".encode()
ALL = {
    "owner_keys": "select owner from owner_keys order by owner",
    "sealed_fields": "select owner from sealed_fields order by owner",
    "sealed_commands": "select owner from sealed_commands order by owner",
}


@pytest.fixture
def vault(pool: Pool) -> Vault:
    return Vault(pool, MASTERS)


def sealing(
    vault: Vault, owner: str, content: bytes = NAME, *, command_id: UUID | None = None
) -> Append:
    """The command that begins the stream of an owner of sealed content."""
    made = vault.sealing(owner, FIELD, content)
    return begin(owner, command_id=command_id)._replace(sealing=made)


async def opened(vault: Vault, owners: list[str], field: str) -> dict[str, bytes]:
    return await vault.read(Reading(datetime.now(UTC), "r", "units/a", owners, "p"), field)


async def owners(pool: Pool) -> list[str]:
    """Who has a key and something sealed; every table says the same."""
    found = [[row["owner"] for row in await pool.fetch(each)] for each in ALL.values()]
    assert found[0] == found[1] == found[2]
    return found[0]


async def test_what_an_append_seals_opens_for_its_owner_alone(log: Log, vault: Vault) -> None:
    await append_all(log, [sealing(vault, "d/1"), sealing(vault, "d/2", b"B\0\x80\0"), begin()])
    assert await opened(vault, ["d/1", "d/2", "d/3"], FIELD) == {"d/1": NAME, "d/2": b"B\0\x80\0"}
    assert await opened(vault, ["d/1"], "form") == {}


async def test_an_append_that_conflicts_seals_nothing_and_its_neighbours_do(
    log: Log, pool: Pool, vault: Vault
) -> None:
    await log.append(begin("d/1"))
    outcomes = await append_all(log, [sealing(vault, f"d/{n}") for n in (0, 1, 2)])
    assert [each.status for each in outcomes] == [
        Status.APPENDED, Status.CONFLICT, Status.APPENDED,
    ]  # fmt: skip
    assert await owners(pool) == ["d/0", "d/2"]


async def test_a_repeat_writes_nothing(log: Log, pool: Pool, vault: Vault) -> None:
    first = sealing(vault, "d/1")
    again = sealing(vault, "d/2", b"another", command_id=first.command_id)
    outcomes = await append_all(log, [first, again])
    assert [each.status for each in outcomes] == [Status.APPENDED, Status.DUPLICATE]
    assert (await log.append(again)).status is Status.DUPLICATE
    assert await owners(pool) == ["d/1"]
    assert await opened(vault, ["d/1"], FIELD) == {"d/1": NAME}


async def test_a_batch_whose_answer_was_lost_is_sealed_once(
    pool: Pool, vault: Vault, migrated: Database
) -> None:
    async with wire_to(migrated.dsn) as wire:
        log = Log(pool, wire.dsn)
        await log.append(sealing(vault, "d/0"))
        wire.deaf = True
        outcomes = await append_all(log, [sealing(vault, f"d/{n}") for n in range(1, 9)])
        assert wire.cuts == 1
        assert {each.status for each in outcomes} == {Status.DUPLICATE}
        await log.close()
    assert await owners(pool) == [f"d/{n}" for n in range(9)]


async def test_bad_data_in_one_seals_its_neighbours_alone(
    log: Log, pool: Pool, vault: Vault
) -> None:
    bad = append(event("d/bad", payload=b"p", subject="\0"))
    bad = bad._replace(sealing=vault.sealing("d/bad", FIELD, NAME))
    tasks = [log.append(each) for each in (sealing(vault, "d/1"), bad, sealing(vault, "d/2"))]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[1], Exception)
    assert await owners(pool) == ["d/1", "d/2"]


async def test_a_transaction_that_ends_before_its_commit_leaves_no_orphan(
    pool: Pool, log: Log, vault: Vault
) -> None:
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        [outcome] = await log.append_in(connection, [sealing(vault, "d/1")])
        assert outcome.status is Status.APPENDED
        await transaction.rollback()
    assert await owners(pool) == []
    assert await positions(log) == []


async def test_an_append_that_erases_destroys_the_key_and_all_that_was_sealed(
    log: Log, pool: Pool, vault: Vault
) -> None:
    await append_all(log, [sealing(vault, "d/1"), sealing(vault, "d/2")])
    outcomes = await append_all(
        log,
        [
            append(event("d/1", 2))._replace(sealing=Sealing("d/1")),
            append(event("d/2", 9))._replace(sealing=Sealing("d/2")),  # a conflict
        ],
    )
    assert [each.status for each in outcomes] == [Status.APPENDED, Status.CONFLICT]
    assert await owners(pool) == ["d/2"]
    assert await vault.key("d/1") is None


async def test_more_is_sealed_under_the_key_that_an_owner_has(
    log: Log, pool: Pool, vault: Vault
) -> None:
    await log.append(sealing(vault, "d/1"))
    key = await vault.key("d/1")
    more = vault.sealing("d/1", "form", b"{}", key)
    await log.append(append(event("d/1", 2))._replace(sealing=more))
    assert await opened(vault, ["d/1"], FIELD) == {"d/1": NAME}
    assert await opened(vault, ["d/1"], "form") == {"d/1": b"{}"}
    assert len(await pool.fetch("select from owner_keys")) == 1


async def test_a_repeat_is_known_by_its_content_until_that_is_erased(
    log: Log, pool: Pool, vault: Vault
) -> None:
    first = sealing(vault, "d/1")
    await log.append(first)
    assert await vault.repeats(first.command_id, NAME)
    assert not await vault.repeats(first.command_id, b"another")
    await destroy(pool, ["d/1"])
    assert await vault.repeats(first.command_id, b"another")  # nobody can tell any more


async def test_no_row_of_any_table_holds_the_content(
    log: Log, owner: Connection, vault: Vault
) -> None:
    await log.append(sealing(vault, "d/1"))
    tables = await owner.fetch("select tablename from pg_tables where schemaname = 'public'")
    for (table,) in tables:
        rows = await owner.fetch(f'select * from "{table}"')
        assert not any(NAME in v for row in rows for v in row.values() if isinstance(v, bytes))


@pytest.mark.parametrize(
    "change",
    [
        """update sealed_fields f set ciphertext = o.ciphertext, nonce = o.nonce
        from sealed_fields o where o.owner <> f.owner""",
        """update owner_keys k set wrapped = o.wrapped, nonce = o.nonce
        from owner_keys o where o.owner <> k.owner""",
        "update sealed_fields set field = 'other' where true",
        "update owner_keys set master = 'b'",
    ],
)
async def test_what_was_moved_in_the_database_is_damaged(
    log: Log, owner: Connection, vault: Vault, change: str
) -> None:
    await append_all(log, [sealing(vault, "d/1"), sealing(vault, "d/2")])
    await owner.execute(change)
    for name in ("d/1", "d/2"):
        with pytest.raises(Damaged, match=name):
            await opened(vault, [name], "other" if "other" in change else FIELD)


@pytest.mark.parametrize(
    "statement",
    [
        "update readings set purpose = 'x'",
        "delete from readings",
        "update owner_keys set wrapped = nonce",
        "update sealed_fields set owner = 'x'",
        "delete from sealed_fields",
        "delete from sealed_commands",
    ],
)
async def test_the_service_can_unsay_nothing(pool: Pool, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(statement)


async def test_several_masters_open_during_an_exchange_and_all_keys_come_under_the_first(
    log: Log, pool: Pool, migrated: Database, vault: Vault
) -> None:
    await append_all(log, [sealing(vault, f"d/{n}") for n in range(3)])
    both = Keyring({"b": os.urandom(32), **MASTERS.keys})
    during = Vault(pool, both)
    await log.append(sealing(during, "d/3"))
    everything = {f"d/{n}": NAME for n in range(4)}
    assert await opened(during, list(everything), FIELD) == everything
    async with await open_pool(migrated.owner_dsn) as owner:
        assert await Masters(owner, both).rewrap() == 3
        assert await Masters(owner, both).rewrap() == 0
    alone = Vault(pool, Keyring({"b": both.keys["b"]}))
    assert await opened(alone, list(everything), FIELD) == everything
    with pytest.raises(Damaged):
        await opened(vault, ["d/0"], FIELD)


async def test_an_exchange_stops_at_keys_of_no_known_master_and_changes_none(
    log: Log, pool: Pool, migrated: Database, vault: Vault
) -> None:
    await append_all(log, [sealing(vault, f"d/{n}") for n in range(5)])
    other = Vault(pool, Keyring({"x": os.urandom(32)}))
    await append_all(log, [sealing(other, f"lost/{n}") for n in range(2)])
    both = Keyring({"b": os.urandom(32), **MASTERS.keys})
    async with await open_pool(migrated.owner_dsn) as owner:
        with pytest.raises(Damaged, match=r"^lost/0, lost/1$"):
            await Masters(owner, both).rewrap()
    assert len(await opened(vault, [f"d/{n}" for n in range(5)], FIELD)) == 5


def test_an_append_weighs_its_events_and_each_kib() -> None:
    plain = append(event("a", payload=b"p" * 100), event("a", 2, payload=b"p" * 1500))
    assert plain.weight == 3
    sealed = Sealing("a", FIELD, b"", b"c" * 300 * 1024, b"")
    assert plain._replace(sealing=sealed).weight == 303


async def test_readings_are_numbered_in_the_order_of_record(pool: Pool, vault: Vault) -> None:
    now = datetime.now(UTC)
    for unit in ("units/a", "units/b", "units/a"):
        await vault.read(Reading(now, "r", unit, ["d/1"], unit), FIELD)
    found = await vault.readings(["units/a"], 0, 9)
    assert [(each.unit, each.purpose, each.at) for each in found] == [("units/a",) * 2 + (now,)] * 2
    assert len(await vault.readings(None, found[0].number, 9)) == 2


async def test_a_master_key_of_another_installation_opens_nothing(
    log: Log, pool: Pool, vault: Vault
) -> None:
    await log.append(sealing(vault, "d/1"))
    with pytest.raises(Damaged):
        await opened(Vault(pool, Keyring({"a": os.urandom(32)})), ["d/1"], FIELD)
    key = await vault.key("d/1")
    assert key is not None
    assert key.key.hex()[:8] not in repr(key)
    assert repr(key.key) not in repr(key)

"""Migrations run once and in order, and statements are found by name.

Promises that a broken migration leaves nothing. Must not use a table of the chassis.
"""

import asyncio
import ssl
from pathlib import Path

import asyncpg
import pytest

from services.chassis.database import (
    SQL,
    OtherVersion,
    ailment,
    is_bad_data,
    is_lost,
    migrate,
    open_pool,
    statements,
)
from services.chassis.pacing import until_answered
from services.chassis.reasons import Kind
from services.chassis.status import refusal_of
from tests.templates import MakeDatabase


@pytest.fixture
def service(tmp_path: Path) -> Path:
    directory = tmp_path / "counting" / "migrations"
    directory.mkdir(parents=True)
    (directory / "0001_table.sql").write_text("create table t (a int); grant select on t to :role;")
    (directory / "0002_row.sql").write_text("insert into t select 1::int;")
    (directory / "queries.sql").write_text("-- name: all\nselect a from t;\n")
    return directory


async def test_a_database_that_is_away_is_asked_until_it_answers_or_says_something_else() -> None:
    asked = list[BaseException | None]()
    answers: list[BaseException | None] = [OSError(), TimeoutError(), None]

    async def ask() -> None:
        asked.append(answer := answers[len(asked)])
        if answer:
            raise answer

    await until_answered(ask, within=60)
    assert asked == answers
    asked.clear()
    answers[1] = ValueError("of another kind")
    await until_answered(ask, within=60)
    assert len(asked) == 2
    asked.clear()
    await until_answered(ask, within=0.01)  # for so long
    assert not asked


async def test_migrations_run_once_and_in_order(database: MakeDatabase, service: Path) -> None:
    fresh = await database("migrated")

    async def run() -> list[str]:
        return await migrate(fresh.owner_dsn, role=fresh.name, directories=[service])

    twice = await asyncio.gather(run(), run())
    assert sorted(twice) == [[], ["counting/0001_table.sql", "counting/0002_row.sql"]]
    (service / "0003_more.sql").write_text("insert into t values (2);")
    assert await run() == ["counting/0003_more.sql"]
    async with await open_pool(fresh.dsn) as pool:
        rows = await pool.fetch(statements(service)["all"])
    assert [row["a"] for row in rows] == [1, 2]


async def test_a_changed_migration_is_noticed_and_nothing_is_done(
    database: MakeDatabase, service: Path
) -> None:
    fresh = await database("changed")
    await migrate(fresh.owner_dsn, role=fresh.name, directories=[service])
    (service / "0000_first.sql").write_text("create table first (a int);")
    (service / "0002_row.sql").write_text("insert into t values (3);")
    with pytest.raises(OtherVersion, match=r"counting/0002_row\.sql is not the one that ran"):
        await migrate(fresh.owner_dsn, role=fresh.name, directories=[service])
    async with await open_pool(fresh.owner_dsn) as pool:
        assert await pool.fetchval("select to_regclass('first')") is None


async def test_tables_of_a_later_version_are_noticed(database: MakeDatabase, service: Path) -> None:
    fresh = await database("later")
    await migrate(fresh.owner_dsn, role=fresh.name, directories=[service])
    (service / "0002_row.sql").unlink()
    with pytest.raises(OtherVersion, match=r"no migration counting/0002_row\.sql here"):
        await migrate(fresh.owner_dsn, role=fresh.name, directories=[service])


def test_two_statements_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("-- name: x\nselect 1;\n-- name: x\nselect 2;\n")
    with pytest.raises(ValueError, match="two statements"):
        statements(tmp_path)


@pytest.mark.parametrize(
    ("error", "lost", "bad"),
    [
        (ConnectionRefusedError(), True, False),
        (TimeoutError(), True, False),
        (asyncpg.InternalClientError(), True, False),
        (asyncpg.InterfaceError("connection is closed"), True, False),
        (asyncpg.ConnectionDoesNotExistError(), True, False),
        (asyncpg.AdminShutdownError(), True, False),
        (asyncpg.LockNotAvailableError(), True, False),
        (asyncpg.TooManyConnectionsError(), True, False),
        (asyncpg.ReadOnlySQLTransactionError(), True, False),
        (asyncpg.DiskFullError(), True, False),
        (asyncpg.ActiveSQLTransactionError(), True, False),
        (asyncpg.CannotConnectNowError(), True, False),  # it starts, ends, or recovers
        (asyncpg.CrashShutdownError(), True, False),
        (asyncpg.QueryCanceledError(), True, False),
        (asyncpg.DeadlockDetectedError(), True, False),
        (asyncpg.SerializationError(), True, False),
        (asyncpg.ObjectNotInPrerequisiteStateError(), True, False),  # such as in recovery
        (asyncpg.PostgresIOError(), True, False),
        (asyncpg.IdleInTransactionSessionTimeoutError(), True, False),
        (asyncpg.TransactionTimeoutError(), True, False),
        (asyncpg.InvalidCachedStatementError(), True, False),  # an upgrade goes on beside
        (asyncpg.OutdatedSchemaCacheError("a type is another"), True, False),
        (asyncpg.TargetServerAttributeNotMatched("it only follows"), True, False),
        (asyncpg.ProtocolError("half a message"), True, False),
        (BrokenPipeError(), True, False),
        (ConnectionResetError(), True, False),
        (OSError(9, "Bad file descriptor"), True, False),
        (ssl.SSLEOFError(), True, False),
        (ssl.SSLCertVerificationError(), True, False),  # a ValueError, too
        (RuntimeError("unable to perform operation on x; the handler is closed"), True, False),
        (RuntimeError("of another kind"), False, False),
        (asyncpg.ClientConfigurationError("no such file"), False, True),
        (asyncpg.FeatureNotSupportedError(), False, False),
        (asyncpg.CharacterNotInRepertoireError(), False, True),
        (asyncpg.NotNullViolationError(), False, True),
        (UnicodeEncodeError("utf-8", "x", 0, 1, ""), False, True),
        (asyncpg.UndefinedTableError(), False, False),
        (KeyError(), False, False),
    ],
)
def test_errors_are_told_apart(error: Exception, lost: bool, bad: bool) -> None:
    assert (is_lost(error), is_bad_data(error)) == (lost, bad)
    kind = refusal_of(error).reason.kind
    assert (kind is Kind.UNAVAILABLE) == lost  # one table: what the caller is told follows it


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (asyncpg.DiskFullError(), "full"),
        (asyncpg.ReadOnlySQLTransactionError(), "read_only"),
        (asyncpg.TooManyConnectionsError(), "away"),
        (ConnectionResetError(), "away"),
    ],
)
def test_what_ails_the_database_is_said_apart(error: Exception, said: str) -> None:
    assert ailment(error) == said


async def test_roles_of_a_copied_database_reach_no_other(database: MakeDatabase) -> None:
    """The suite's databases are copies of one template, whose roles theirs are members of."""
    one, two = await database("one", [SQL]), await database("two", [SQL])
    async with await open_pool(one.dsn) as pool:
        assert await pool.fetchval("select position from head") == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute("drop table head")
    password = one.dsn.split("@")[0]
    for dsn in (two.dsn, two.dsn.replace(two.name, "template_0"), two.owner_dsn):
        with pytest.raises(
            asyncpg.PostgresError, match=r"permission denied|not currently accepting"
        ):
            await asyncpg.connect(f"{password}@{dsn.split('@')[1]}")
    assert await migrate(two.owner_dsn, role=two.name, directories=[SQL]) == []

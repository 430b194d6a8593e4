"""Each array type of PostgreSQL's own is asked for once by a process, not by each connection.

Must not take what one database says of its types for what another one says.
"""

from typing import Any

import pytest

from services.chassis.database import connect
from services.chassis.types_known import Told, TypesKnown
from tests.templates import MakeDatabase


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TypesKnown, "told", Told())


async def asked_of(dsn: str, query: str, value: Any) -> tuple[Any, list[str]]:
    """What a new connection answers, and every statement that it sent for that."""
    connection, sent = await connect(dsn), list[str]()
    try:
        connection.add_query_logger(lambda record: sent.append(record.query))
        return await connection.fetchval(query, value), sent
    finally:
        await connection.close()


async def test_a_second_connection_does_not_ask_for_an_array_type(database: MakeDatabase) -> None:
    dsn, query = (await database("types")).owner_dsn, "select $1::smallint[] || 3::smallint"
    first, asking = await asked_of(dsn, query, [1, 2])
    second, sent = await asked_of(dsn, query, [1, 2])
    assert first == second == [1, 2, 3]
    assert len(asking) > 1
    assert sent == [query]


async def test_what_was_asked_for_apart_is_known_together(database: MakeDatabase) -> None:
    dsn = (await database("types_apart")).owner_dsn
    first, _ = await asked_of(dsn, "select cardinality($1::uuid[])", [])
    second, _ = await asked_of(dsn, "select cardinality($1::smallint[])", [])
    query = "select cardinality(u) + cardinality($1::smallint[]) from (select '{}'::uuid[] as u) t"
    third, sent = await asked_of(dsn, query, [1])
    assert (first, second, third) == (0, 0, 1)
    assert sent == [query]


async def test_what_a_database_names_itself_is_asked_for_by_each_connection(
    database: MakeDatabase,
) -> None:
    # Two databases may give one id to different types.
    made = await database("own_types")
    connection = await connect(made.owner_dsn)
    await connection.execute("create type mood as enum ('well', 'ill')")
    await connection.close()
    for _ in range(2):
        found, sent = await asked_of(made.owner_dsn, "select $1::mood[]", ["ill"])
        assert found == ["ill"]
        assert len(sent) > 1

"""How PostgreSQL answers lists of dossiers: by entries of an index, in its order.

Promises plans as the service's own pool for lists makes them: of an empty table, which misleads
most, and of one with statistics.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

import bench
from services.chassis.database import SQL, Pool, open_pool, statements
from services.submissions.__main__ import MIGRATIONS
from services.submissions.queries import dossier_lists
from services.submissions.queries.dossier_lists import FOR_LISTS
from tests.templates import Templates

LEAST = "'00000000-0000-0000-0000-000000000000'"
USUAL = f"'{{units/a}}', '{{4}}', 0, {LEAST}, null, null, null, 0, 9, false, 50"
# The statement, its order, what it is asked beside the usual, and the index that it reads.
PLANS = [
    ("walk", "due", "100, 9", "dossiers_by_due"),
    ("walk", "recency", "100, 9", "dossiers_by_recency"),
    ("walk_of_portal", "due", "100, 9", "dossiers_of_portal_by_due"),
    ("walk_of_portal", "recency", "100, 9", "dossiers_of_portal_by_recency"),
    ("merge", "due", "5, 9", "dossiers_of_unit_by_due"),
    ("merge", "recency", "5, 9", "dossiers_of_unit_by_recency"),
    ("merge_of_weeks", "recency", "5", "dossiers_by_week"),
    ("sort_of_units", "recency", "5000", "dossiers_of_unit_by_due"),
    ("walk_of_officer", "due", "'an'", "dossiers_of_officer_by_due"),
    ("walk_of_officer", "recency", "'an'", "dossiers_of_officer_by_recency"),
    ("pick", "due", f"array[{LEAST}]::uuid[], null", "dossiers_pkey"),
]


@pytest.fixture(scope="module", params=[0, 3000])
async def pool(templates: Templates, request: Any) -> AsyncIterator[tuple[Pool, int]]:
    async with templates.lent("submissions", [SQL, MIGRATIONS]) as database:
        if request.param:
            owner = await asyncpg.connect(database.owner_dsn)
            fill = statements(Path(bench.__file__).parent)["fill_dossiers"]
            await owner.execute(fill, request.param, 20, b"")
            await owner.execute("vacuum analyze dossiers")
            await owner.close()
        async with await open_pool(database.dsn, settings=FOR_LISTS, largest=1) as pool:
            yield pool, request.param


def nodes(plan: dict[str, Any], above: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Every node, with the kind of the one above it."""
    yield plan, above
    for below in plan.get("Plans", ()):
        yield from nodes(below, plan["Node Type"])


@pytest.mark.parametrize(("name", "key", "more", "index"), PLANS)
async def test_a_list_is_read_in_the_order_of_its_index(
    pool: tuple[Pool, int], name: str, key: str, more: str, index: str
) -> None:
    statement = dossier_lists._statement(name, key)
    async with pool[0].acquire() as connection:
        await connection.execute(f"prepare asked as {statement}")
        query = f"explain (format json) execute asked ({USUAL}, {more})"
        [explained] = json.loads(await connection.fetchval(query))
        await connection.execute("deallocate asked")
    read = [each for each in nodes(explained["Plan"]) if each[0].get("Relation Name") == "dossiers"]
    found = {node.get("Index Name", node["Node Type"]): (node["Node Type"], above)
        for node, above in read}  # fmt: skip
    by_key = found.pop("dossiers_pkey", None)
    assert by_key is None or by_key[0] == "Index Scan"
    assert len(found) == (name != "pick")
    for kind, above in found.values():
        assert kind in {"Index Only Scan", "Index Only Scan" if pool[1] else "Index Scan"}
        assert above not in {"Sort", "Incremental Sort"}
    if pool[1] and name != "pick":
        assert index in found

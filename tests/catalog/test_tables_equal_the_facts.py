"""Random histories through the projection into PostgreSQL, against the domain's own fold.

Promises that what is read as of any instant and as known at any position is what the facts up to
there say, and that the tables do not depend on how the log was cut. Must not go through gRPC.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from services.catalog.projections import AGGREGATES
from services.catalog.queries import OFFERINGS, UNITS, Page, TimeAxes
from services.catalog.queries.facts import kind_of
from services.catalog.resources.dated_resources import stamped
from services.chassis.decider import Fact
from tests.catalog.given import DAY, NOW
from tests.catalog.histories import DECIDERS, Making
from tests.catalog.tables import DIRECTORIES, Tables, tables_of
from tests.templates import MakeDatabase


def known(made: Making, tables: Tables, position: int) -> dict[str, tuple[list[Fact], int]]:
    """The facts of every stream up to a position, and where its last command ends."""
    found: dict[str, tuple[list[Fact], int]] = {}
    for said, end in zip(made.commands, tables.ends, strict=True):
        if end <= position:
            for stream, fact in said:
                found[stream] = ([*found.get(stream, ([], 0))[0], fact], end)
    return found


def shown(kind: str, facts: list[Fact], end: int, when: TimeAxes) -> Any:
    """The resource that these facts make, or None."""
    decider, resource_periods = AGGREGATES[kind]
    for each in resource_periods(decider.fold(decider.initial(), facts)):
        if each.since <= when.as_of and (each.until is None or when.as_of < each.until):
            return stamped(each.message, position=end, version=len(facts))
    return None


@pytest.mark.parametrize("seed", range(4))
async def test_any_instant_as_known_at_any_position(database: MakeDatabase, seed: int) -> None:
    random_, made = random.Random(seed), Making(seed).go_on(120)
    async with tables_of(await database("tables", DIRECTORIES)) as tables:
        await tables.record(made.commands)
        await tables.project(random_)
        for _ in range(25):
            at = NOW + random_.randrange(-70, 70) * DAY / 2 + random_.choice([0, 1]) * DAY / 4
            when = TimeAxes(at, random_.randrange(tables.ends[-1] + 1))
            facts = known(made, tables, when.as_known)
            for kind in DECIDERS:
                expected = {
                    name: resource
                    for name in sorted(facts)
                    if kind_of(name) == kind
                    and (resource := shown(kind, *facts[name], when)) is not None
                }
                rows = await tables.reader.list(kind, when, Page("", 1000))
                assert {row.name: row.message for row in rows} == expected
                assert [row.name for row in rows] == list(expected)
                some = random_.sample([*expected, f"{kind}/none"], min(3, len(expected)))
                found, _ = await tables.reader.batch(kind, some, when)
                wanted = [name for name in some if name in expected]
                assert [row.message for row in found] == [expected[name] for name in wanted]
                for name in wanted:
                    row = await tables.reader.get(kind, name, when)
                    assert row is not None
                    assert row.message == expected[name]


@pytest.mark.parametrize("seed", [11, 12])
async def test_tables_made_anew_are_the_same_however_the_log_is_cut(
    database: MakeDatabase, seed: int
) -> None:
    made = Making(seed).go_on(100)
    async with tables_of(await database("tables", DIRECTORIES)) as tables:
        await tables.record(made.commands[:50])
        await tables.project(random.Random(seed))
        await tables.record(made.commands[50:])
        await tables.project(random.Random(seed))
        once = await tables.everything()
        await tables.again()
        assert await tables.everything() == once
        await tables.again(random.Random(seed + 1))
        assert await tables.everything() == once


async def test_the_forest_is_that_of_the_facts_at_every_position(database: MakeDatabase) -> None:
    made = Making(21).go_on(80)
    decider = DECIDERS[UNITS]
    async with tables_of(await database("tables", DIRECTORIES)) as tables:
        await tables.record(made.commands)
        await tables.project(random.Random(21))
        assert tables.tree.position == tables.ends[-1]
        for end in [*random.Random(21).sample(tables.ends, 8), tables.ends[-1]]:
            expected = {
                name: decider.fold(decider.initial(), facts)
                for name, (facts, _) in known(made, tables, end).items()
                if kind_of(name) == UNITS
            }
            assert tables.tree.known_at(end) == expected
        followed = dict(tables.tree.units)
        await tables.pool.execute(
            "insert into checkpoints values ('catalogue', $1, gen_random_uuid())", tables.ends[-1]
        )
        loaded = type(tables.tree)()
        await loaded.load(tables.reader)
        assert (loaded.units, loaded.position) == (followed, tables.ends[-1])


async def test_a_subtree_is_that_of_the_instant_and_of_what_was_known(
    database: MakeDatabase,
) -> None:
    random_, made = random.Random(31), Making(31).go_on(100)
    async with tables_of(await database("tables", DIRECTORIES)) as tables:
        await tables.record(made.commands)
        await tables.project(random_)
        for _ in range(30):
            at = NOW + random_.randrange(-70, 70) * DAY / 2 + timedelta(hours=1)
            when = TimeAxes(at, tables.settled(random_.randrange(1, tables.ends[-1] + 1)))
            rows = await tables.reader.list(UNITS, when, Page("", 1000))
            parents = {row.name: row.message.parent for row in rows}
            for top in parents:
                inside = {top}
                while grown := {u for u, p in parents.items() if p in inside} - inside:
                    inside |= grown
                assert set(await tables.reader.inside(top, when)) == inside
        offered = made.named(OFFERINGS)  # also those that are not there
        for service in {name.rpartition("/offerings/")[0] for name in offered}:
            of = await tables.reader.offerings_of(service)
            assert {name for name in offered if name.startswith(f"{service}/")} == set(of)

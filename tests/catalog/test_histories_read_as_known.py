"""Random histories of every kind of resource, read through the tables, against a naive reading.

Promises that as_of and as_known select exactly the facts that were true and known then. Must not
share code with the domain, nor go through gRPC.
"""

from __future__ import annotations

import random

import pytest

from services.catalog.queries import Page, TimeAxes
from services.catalog.queries.facts import kind_of
from services.chassis.decider import Fact
from tests.catalog.given import DAY, NOW
from tests.catalog.histories import Making
from tests.catalog.resource_oracle import NAIVE, Read, shown
from tests.catalog.tables import DIRECTORIES, Tables, tables_of
from tests.templates import MakeDatabase


def expected(made: Making, tables: Tables, kind: str, when: TimeAxes) -> dict[str, Read]:
    facts: dict[str, list[Fact]] = {}
    for said, end in zip(made.commands, tables.ends, strict=True):
        for stream, fact in said if end <= when.as_known else ():
            if kind_of(stream) == kind:
                facts.setdefault(stream, []).append(fact)
    read = {name: NAIVE[kind](own, when.as_of) for name, own in facts.items()}
    return {name: each for name, each in read.items() if each is not None}


@pytest.mark.parametrize("seed", range(100, 106))
async def test_every_instant_and_every_position_read_as_the_facts_say(
    database: MakeDatabase, seed: int
) -> None:
    random_, made = random.Random(seed), Making(seed).go_on(120)
    async with tables_of(await database("histories", DIRECTORIES)) as tables:
        await tables.record(made.commands)
        await tables.project(random_)
        for _ in range(40):
            at = NOW + random_.randrange(-70, 70) * DAY / 2 + random_.choice([0, 1]) * DAY / 4
            when = TimeAxes(at, random_.randrange(tables.ends[-1] + 1))
            for kind in NAIVE:
                read = expected(made, tables, kind, when)
                rows = await tables.reader.list(kind, when, Page("", 1000))
                found = {row.name: shown(kind, row.message, read[row.name]) for row in rows}
                assert found == read

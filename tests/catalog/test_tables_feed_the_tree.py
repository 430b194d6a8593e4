"""The forest in memory: permissions, subtrees, and what was recorded a moment ago.

Promises what the tables say, and never less than what this process wrote. Must not go through gRPC.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import lineage, units
from services.catalog.domain.tree import indexed
from services.catalog.queries import TimeAxes, Tree, UnitFact
from services.catalog.queries.tree import Earlier
from tests.catalog.given import DAY, NOW, after, unit_opened
from tests.catalog.histories import Making
from tests.catalog.tables import DIRECTORIES, tables_of
from tests.templates import MakeDatabase


def told(position: int, version: int, message: Any) -> UnitFact:
    kind = message.DESCRIPTOR.full_name
    return UnitFact(position, message.unit, version, kind, NOW, message.SerializeToString())


def tree(*said: UnitFact, now: datetime = NOW) -> Tree:
    found = Tree(clock=lambda: now)
    found.follow(said, max((each.position for each in said), default=0))
    return found


def moved(unit: str, parent: str, at: datetime) -> facts.UnitMoved:
    return facts.UnitMoved(unit=unit, parent=parent, effective_time=at)


async def test_subtrees_in_memory_are_those_of_the_tables(database: MakeDatabase) -> None:
    random_, made = random.Random(41), Making(41).go_on(120)
    async with tables_of(await database("tree", DIRECTORIES)) as tables:
        await tables.record(made.commands)
        await tables.project(random_)
        for _ in range(40):
            at = NOW + random_.randrange(-70, 70) * DAY / 2 + timedelta(hours=1)
            for top in tables.tree.units:
                found = tables.tree.below(top, at, as_known=tables.ends[-1])
                assert found is not None
                inside = await tables.reader.inside(top, TimeAxes(at))
                assert sorted(found.inside) == sorted(inside)
                rest = set(tables.tree.units) - set(inside)
                if found.outside is None:
                    assert len(rest) > len(inside)
                else:
                    assert set(found.outside) == rest
                assert found == tables.tree.below(top, at, as_known=tables.ends[-1])


def test_a_subtree_of_an_older_knowledge_is_for_the_tables_to_tell() -> None:
    known = tree(told(3, 1, unit_opened("units/a")), told(7, 1, unit_opened("units/b")))
    assert known.below("units/a", NOW, as_known=6) is None
    assert known.below("units/a", NOW, as_known=7) is not None


def test_a_trace_as_known_once_knows_no_merger_of_later() -> None:
    merged = facts.UnitMerged(unit="units/a", into="units/b", effective_time=NOW)
    opened = [told(n, 1, unit_opened(f"units/{unit}")) for n, unit in enumerate("ab", 1)]
    known = tree(*opened, told(3, 2, merged))
    for position, sources in ((2, {"units/b"}), (3, {"units/a", "units/b"})):
        then = indexed(known.known_at(position))
        found = lineage.back(then, "units/b", since=NOW + DAY, until=NOW - DAY)
        assert set(found) == sources
        assert set(then) == {"units/a", "units/b"}
    assert set(known.known_at(1)) == {"units/a"}


def test_of_what_was_known_once_only_what_is_asked_about_is_folded() -> None:
    every = [told(n, 1, unit_opened(f"units/{n}", parent="units/1")) for n in range(1, 100)]
    then = tree(*every).known_at(98)
    assert isinstance(then, Earlier)
    assert lineage.back(indexed(then), "units/7", since=NOW, until=NOW - DAY) == {"units/7": 1}
    assert set(then.folded) == {"units/7"}


def test_layouts_change_when_units_do() -> None:
    known = tree(told(1, 1, unit_opened("units/a")), told(2, 1, unit_opened("units/b")))
    assert known.below("units/a", NOW, as_known=9) == (("units/a",), ("units/b",))
    known.follow([told(3, 2, moved("units/b", "units/a", NOW - DAY))], 3)
    assert known.below("units/a", NOW, as_known=9) == (("units/a", "units/b"), ())
    assert known.below("units/a", NOW - 2 * DAY, as_known=9) == (("units/a",), ("units/b",))


def test_permissions_follow_the_tree_as_it_is_now() -> None:
    said = [
        told(1, 1, unit_opened("units/a")),
        told(2, 1, unit_opened("units/b")),
        told(3, 1, unit_opened("units/w", parent="units/a")),
        told(4, 2, moved("units/w", "units/b", NOW + DAY)),
    ]
    today, later = tree(*said), tree(*said, now=NOW + 2 * DAY)
    assert (today.within("units/a", "units/w"), today.within("units/b", "units/w")) == (True, False)
    assert (later.within("units/a", "units/w"), later.within("units/b", "units/w")) == (False, True)
    assert not today.within("units/a", "units/unknown")


def test_a_unit_that_has_ended_keeps_its_place_and_a_planned_one_has_it_already() -> None:
    closed = facts.UnitClosed(unit="units/w", effective_time=NOW - DAY)
    planned = unit_opened("units/p", parent="units/w", at=NOW + DAY)
    known = tree(
        told(1, 1, unit_opened("units/a")),
        told(2, 1, unit_opened("units/w", parent="units/a")),
        told(3, 1, planned),
        told(4, 2, closed),
    )
    assert known.within("units/a", "units/w")
    assert known.within("units/a", "units/p")


def test_what_was_just_recorded_counts_until_the_tables_hold_it() -> None:
    known = tree(told(1, 1, unit_opened("units/a")))
    opened = unit_opened("units/n", parent="units/a")
    known.learn("units/n", after(units.DECIDER, opened))
    assert known.within("units/a", "units/n")
    assert "units/n" not in known.units
    known.follow([told(2, 1, opened)], 2)
    assert known.within("units/a", "units/n")
    assert "units/n" in known.units
    known.follow([told(3, 2, moved("units/n", "", NOW - DAY))], 3)
    assert not known.within("units/a", "units/n")


def test_a_repeat_takes_nothing_back_that_was_recorded_since() -> None:
    known = tree(told(1, 1, unit_opened("units/a")))
    opened = unit_opened("units/n", parent="units/a")
    first = after(units.DECIDER, opened)
    known.learn("units/n", after(units.DECIDER, opened, moved("units/n", "", NOW - DAY)))
    known.learn("units/n", first)
    assert not known.within("units/a", "units/n")


async def test_permissions_are_kept_while_rebuilt_tables_are_read() -> None:
    known = tree(*(told(n, 1, unit_opened(f"units/{name}")) for n, name in enumerate("ab", 1)))
    seen: list[bool] = []

    class Anew:
        async def unit_facts(self, after: int) -> tuple[int, list[UnitFact]]:
            seen.append(known.within("units/a", "units/a"))
            return 1, [told(1, 1, unit_opened("units/a"))] if after == 0 else []

    await known.load(Anew())
    assert seen == [True, True]
    assert list(known.units) == ["units/a"]


def test_facts_told_twice_count_once() -> None:
    said = [told(1, 1, unit_opened("units/a")), told(2, 2, moved("units/a", "", NOW))]
    once, twice = tree(*said), tree(*said, *said)
    assert twice.units == once.units
    assert twice.known_at(1) == once.known_at(1)


def test_lists_reach_the_units_that_single_permissions_do() -> None:
    """Also units that have ended, open later, or were recorded a moment ago."""
    random_ = random.Random(7)
    commands = Making(7).go_on(150).commands
    every = [each for said in commands for each in said if each[0].startswith("units/")]
    versions: dict[str, int] = {}
    said = []
    for position, each in enumerate(every, 1):
        versions[each[0]] = versions.get(each[0], 0) + 1
        said.append(told(position, versions[each[0]], each[1].message))
    for days in (-50, -1, 0, 40):
        known = tree(*said, now=NOW + days * DAY)
        names = [*known.units, "units/unknown"]
        new = unit_opened("units/new", parent=random_.choice(list(known.units)))
        known.learn("units/new", after(units.DECIDER, new))
        for tops in ([], *([name] for name in names), random_.sample(names, 3)):
            reached = known.reached(tops)
            assert len(reached) == len(set(reached))
            assert set(reached) == {
                name
                for name in [*names, "units/new"]
                if any(known.within(top, name) for top in tops)
            }

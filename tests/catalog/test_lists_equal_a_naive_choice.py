"""Lists under every mixture of conditions, orders and page sizes, against a choice made by hand.

Promises that whichever way a statement takes, it finds the same. Must not go through gRPC.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from services.catalog.domain.spelling import sort_key, words
from services.catalog.queries import Conditions, Filter, Found, Page, Reader, TimeAxes, selection
from tests.catalog.given import DAY, NOW
from tests.catalog.histories import Making
from tests.catalog.tables import DIRECTORIES, tables_of
from tests.templates import MakeDatabase

KINDS = ("units", "services", "offerings", "targets")
QUERIES = ("khai sinh", "hoa", "kiem", "ich khiem 1", "dang ky khai sinh", "h", "name", "khong co")


class World:
    """Everything at one instant, by kind, and what narrows it down."""

    def __init__(self, found: dict[str, list[Found]], random_: random.Random) -> None:
        self.random = random_
        self.messages = {kind: {row.name: row.message for row in found[kind]} for kind in found}

    def unit_of(self, kind: str, name: str) -> str:
        message = self.messages[kind][name]
        return {"units": name, "services": getattr(message, "authority", "")}.get(
            kind, getattr(message, "unit", "")
        )

    def conditions(self, kind: str) -> Conditions:
        units = [*self.messages["units"]]
        some = tuple(self.random.sample(units, self.random.randrange(len(units) + 1)))
        way = self.random.randrange(4)
        states = tuple(self.random.sample([1, 2, 3], 2))
        filters = [Filter("state", states)] if self.random.random() < 0.5 else []
        if kind == "offerings" and self.random.random() < 0.3:
            filters.append(Filter("level", (0, 1, 4)))
        if kind == "units" and self.random.random() < 0.3:
            filters.append(Filter("above", ("", *some[:2]), negated=self.random.random() < 0.5))
        if self.random.random() < 0.2:
            filters.append(Filter("unit", some[:2], negated=True))
        parents = [*self.messages["services"], *units] if kind == "offerings" else units
        return Conditions(
            parent=self.random.choice(parents)
            if kind in {"offerings", "units"} and self.random.random() < 0.2
            else "",
            units=some if way == 0 else some[:1] if way == 1 and some else None,
            not_units=("", *some) if way == 2 else (),
            words=tuple(words(self.random.choice(QUERIES)))
            if kind != "targets" and self.random.random() < 0.4
            else (),
            filters=tuple(filters),
        )

    def chosen(self, kind: str, asked: Conditions) -> list[str]:
        return [name for name in self.messages[kind] if self.fits(kind, name, asked)]

    def fits(self, kind: str, name: str, asked: Conditions) -> bool:
        message, unit = self.messages[kind][name], self.unit_of(kind, name)
        parent = name.rpartition("/offerings/")[0] if kind == "offerings" else message.parent \
            if kind == "units" else ""  # fmt: skip
        values = {"state": message.state, "unit": unit, "level": None, "above": parent}
        if kind == "offerings" and message.HasField("assessment"):
            claims = message.assessment.HasField("level")
            values["level"] = message.assessment.level if claims else None
        return (
            asked.parent in ("", parent)
            and (asked.units is None or unit in asked.units)
            and (not asked.not_units or unit not in asked.not_units)
            and all((values[f.column] in f.among) != f.negated for f in asked.filters)
            and self.is_found(kind, name, asked.words)
        )

    def is_found(self, kind: str, name: str, asked: tuple[str, ...]) -> bool:
        if kind == "offerings":
            service = name.rpartition("/offerings/")[0]
            places = [("services", service), ("units", self.unit_of(kind, name))]
            return not asked or any(
                name in self.messages[kind] and self.is_found(kind, name, asked)
                for kind, name in places
            )
        message = self.messages[kind][name]
        codes = [code.value for code in getattr(message, "codes", [])]
        said = [message.display_name.vi, message.display_name.en, name.partition("/")[2], *codes]
        there = words(" ".join([*said, getattr(message, "code", "")]))
        return set(asked[:-1]) <= {*there} and (
            not asked or any(each.startswith(asked[-1]) for each in there)
        )


async def paged(
    reader: Reader, kind: str, when: TimeAxes, asked: Conditions, *, size: int, by_title: bool
) -> list[str]:
    names: list[str] = []
    after, key = "", b""
    while True:
        rows = await reader.list(kind, when, Page(after, size, key, by_title), asked)
        names += [row.name for row in rows]
        if len(rows) < size:
            return names
        after, key = rows[-1].name, rows[-1].sort_key


@pytest.mark.parametrize("few", [1, 3, 16])
async def test_every_list_is_what_a_person_would_choose(
    database: MakeDatabase, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "FEW", few)
    random_, made = random.Random(few), Making(50 + few).go_on(150)
    async with tables_of(await database("lists", DIRECTORIES)) as tables:
        await tables.record(made.commands)
        await tables.project(random_)
        for _ in range(6):
            when = TimeAxes(NOW + random_.randrange(-20, 70) * DAY / 2, tables.ends[-20])
            everything = {
                kind: await tables.reader.list(kind, when, Page("", 1000)) for kind in KINDS
            }
            world = World(everything, random_)
            for kind in KINDS * 6:
                asked = world.conditions(kind)
                by_title = random_.random() < 0.4
                found = await paged(
                    tables.reader,
                    kind,
                    when,
                    asked,
                    size=random_.choice([1, 2, 50]),
                    by_title=by_title,
                )
                assert sorted(found) == sorted(world.chosen(kind, asked))
                assert found == sorted(found, key=in_order(world, kind, by_title=by_title))


def in_order(world: World, kind: str, *, by_title: bool) -> Callable[[str], Any]:
    def key(name: str) -> Any:
        if not by_title or kind == "offerings":
            return ("", name.encode()) if not by_title else 0  # see the tests of searches
        return (sort_key(world.messages[kind][name].display_name.vi), name.encode())

    return key

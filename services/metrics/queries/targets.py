"""Targets read: the changes that the catalogue's log ever told, and which hold for some figures.

Promises the same targets at the same position for ever: changes are only ever added. Nearly every
figure is answered from memory, since the catalogue seldom moves.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from motcua.catalog.v1.events_pb2 import Channel
from motcua.metrics.v1.events_pb2 import Rate
from services.chassis.database import Pool, statements
from services.metrics.domain.figures import Figure, Scope
from services.metrics.domain.receipts import common_key, common_receipt
from services.metrics.domain.targets import (
    Change,
    Target,
    effective_targets,
    holding,
    with_targets,
    write_with_targets,
)
from services.metrics.queries.remembered import Remembered
from services.metrics.settings import SQL

TargetKey = tuple[str, datetime, int]  # indicator, as_of, catalogue position


class Targets:
    """The targets of figures."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._changes: list[Change] = []
        self._read_to = 0
        self._set: Remembered[list[Target]] = Remembered(64)  # by what is asked
        self._held: Remembered[list[Target]] = Remembered(4096)  # and scope

    async def rate(self, figure: Figure) -> Rate:
        """A figure as it leaves, with its targets."""
        [held] = await self.of([figure])
        return with_targets(figure, held)

    async def write(self, rates: Any, figures: Sequence[Figure]) -> None:
        """The same of several into a list of an answer, in their order."""
        pairs = zip(figures, await self.of(figures), strict=True)
        for shared, some in groupby(pairs, lambda pair: common_key(pair[0])):
            common = common_receipt(*shared).SerializeToString()
            for each, held in some:
                write_with_targets(rates.add(), each, held, common=common)

    async def of(self, figures: Sequence[Figure]) -> list[list[Target]]:
        """The targets that hold for each of some figures; a histogram has none."""
        found: list[list[Target]] = [[] for _ in figures]
        numbered = [(key_of(each), n) for n, each in enumerate(figures) if not each.buckets]
        for key, group in groupby(sorted(numbered), itemgetter(0)):
            numbers = [n for _, n in group]
            if targets := await self._effective(key):
                scopes = [figures[n].question.scope for n in numbers]
                for n, held in zip(numbers, await self._holding(key, targets, scopes), strict=True):
                    found[n] = held
        return found

    async def _effective(self, key: TargetKey) -> list[Target]:
        """Those of an indicator, of whatever scope."""
        known = self._set.get(key)
        if known is None:
            indicator, as_of, position = key
            await self._read_up_to(position)
            set_then = effective_targets(self._changes, as_of, position)
            known = [each for each in set_then if each.indicator == indicator]
            self._set.keep(key, known)
        return known

    async def _holding(
        self, key: TargetKey, targets: Sequence[Target], scopes: Sequence[Scope]
    ) -> list[list[Target]]:
        known = {scope: self._held.get((key, scope)) for scope in scopes}
        missing = [scope for scope, held in known.items() if held is None]
        if missing:
            above = await self._above({scope.unit for scope in missing}, targets, key)
            for scope in missing:
                known[scope] = held = holding(targets, scope, above)
                self._held.keep((key, scope), held)
        return [known[scope] or [] for scope in scopes]

    async def _above(
        self, units: set[str], targets: Iterable[Target], key: TargetKey
    ) -> dict[str, frozenset[str]]:
        """Of each unit, and of each that has a target, those with one that it lies in."""
        tops = {each.unit for each in targets if each.unit}
        found: dict[str, set[str]] = {}
        if tops:
            values = (sorted(units | tops), sorted(tops), *key[1:])
            for unit, top in await self._pool.fetch(statements(SQL)["paths_to"], *values):
                found.setdefault(unit, set()).add(top)
        return {unit: frozenset(those) for unit, those in found.items()}

    async def _read_up_to(self, position: int) -> None:
        """Changes that became known since; of two that read at once, one keeps them."""
        while position > (after := self._read_to):
            rows = await self._pool.fetch(statements(SQL)["target_changes_after"], after, position)
            if self._read_to == after:
                self._changes += map(change, rows)
                self._read_to = position


def key_of(figure: Figure) -> TargetKey:
    """What the targets of a figure depend on, but for its scope."""
    question = figure.question
    return question.definition.id, question.as_of, figure.positions.catalog


def change(row: Any) -> Change:
    """A row as the rules read it."""
    target = None
    if row["indicator"] is not None:
        target = Target(
            row["target"],
            row["indicator"],
            row["unit"],
            row["service"],
            channel_word(row["channel"]),
            Fraction(row["threshold_n"], row["threshold_d"]),
            row["by_date"],
        )
    return Change(row["target"], target, row["effective_from"], row["known_from"])


def channel_word(number: int) -> str:
    """As filters have it; "" where a target is of all channels."""
    return Channel.Name(number).removeprefix("CHANNEL_").lower() if number else ""

"""Counted facts of a figure: items of a weight and of a period of their own.

They are few, so that they are read from their versions, as known at the positions of the figure.
Promises that one counts only where the question holds all of its period.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from motcua.metrics.v1.events_pb2 import Membership
from motcua.metrics.v1.metrics_pb2 import Item
from services.chassis.database import Pool, statements
from services.metrics.domain.digest import (
    Classified,
    Leaf,
    LeafKey,
    key_of_counts,
    leaf_name,
    leaves,
)
from services.metrics.domain.dimensions import SERVICE, UNKNOWN
from services.metrics.domain.estimates import Fact
from services.metrics.domain.figures import Count, Positions, Question, instant_message
from services.metrics.domain.indicators.classification import FIRST_BUCKET, FIRST_REASON
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, local_day, midnight, whole_months, window
from services.metrics.queries.chosen import chosen_by, of_values, with_choice
from services.metrics.queries.classified import classified
from services.metrics.queries.parameters import units
from services.metrics.queries.storage import Spans, over_units, written
from services.metrics.settings import SQL

CUT = 0  # the class of what the period cuts
INSTANT = timedelta(microseconds=1)
ALWAYS = (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


class Sums(NamedTuple):
    """What counts in a figure, and how much its period cuts."""

    counts: list[Count]
    cut: int


NONE = Sums([], 0)


class Facts(NamedTuple):
    """What counts in a figure, and of which leaves it is."""

    sums: Sums
    leaves: list[Leaf]


NO_FACTS = Facts(NONE, [])


class Counted:
    """Reads of counted facts, where the kind and key of a definition have any."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def sums(self, question: Question, positions: Positions) -> Sums:
        """Of a figure."""
        rows = await self._rows("counted_sums", question, positions, instants(question))
        by = classified(question.definition)
        sums = [tuple(map(int, row)) for row in rows]
        found = [by.count(*each)._replace(can_still=False) for each in sums if each[0] != CUT]
        return Sums(found, sum(n for number, n, _ in sums if number == CUT))

    async def leaves(self, question: Question, positions: Positions) -> list[Leaf]:
        """One of each unit and period."""
        rows = await self._listed(question, positions)
        return leaves((leaf_key(row), _classified(row, question.definition)) for row in rows)

    async def items(
        self, question: Question, positions: Positions, leaf: LeafKey | None = None
    ) -> AsyncIterator[Item]:
        """Each that counts, or only those of a leaf."""
        for row in await self._listed(question, positions):
            if leaf in (None, leaf_key(row)):
                yield _item(row, question.definition)

    async def of_values(
        self, question: Question, positions: Positions, dimension: str, values: Sequence[str]
    ) -> Mapping[str, Facts]:
        """By value of a dimension, in one statement."""
        text = _by_value(dimension, question.definition)
        if not text:
            return {}
        known = _asked(question, positions, instants(question))
        found: dict[str, list[Any]] = {}
        for row in await self._pool.fetch(text, *known, list(values)):
            found.setdefault(row["value"], []).append(row)
        return {value: _facts(rows, question.definition) for value, rows in found.items()}

    async def months(self, question: Question, positions: Positions) -> Period | None:
        """The local months of those that count, ever."""
        rows = await self._rows(
            "counted_first_and_last", question, positions, ALWAYS, FIRST_REASON, FIRST_BUCKET - 1
        )
        if not rows or rows[0]["first"] is None:
            return None
        return whole_months(local_day(rows[0]["first"]), local_day(rows[0]["last"] - INSTANT))

    async def named(self, question: Question, positions: Positions, by: str) -> set[str]:
        """The units of those that count, or their values in a dimension."""
        rows = await self._listed(question, positions)
        known = by in {"unit", SERVICE}
        return {(row[by] if known else "") or UNKNOWN for row in rows}

    async def facts(self, question: Question, positions: Positions) -> list[Fact]:
        """Every one that the question's period touches."""
        rows = await self._rows("counted_facts", question, positions, instants(question))
        return [_fact(row, question.definition) for row in rows]

    async def any_before(self, question: Question, positions: Positions) -> bool:
        """Whether one began before the question's end."""
        until = instants(question)[1]
        rows = await self._rows("counted_sums", question, positions, (ALWAYS[0], until))
        return bool(rows)

    async def _listed(self, question: Question, positions: Positions) -> list[Any]:
        return await self._rows("counted_items_known", question, positions, instants(question))

    async def _rows(
        self,
        statement: str,
        question: Question,
        positions: Positions,
        within: tuple[datetime, datetime],
        *more: Any,
    ) -> list[Any]:
        text = _statement(statement, question.definition, among=question.among is not None)
        if not text:
            return []
        asked = _asked(question, positions, within)
        return list(await self._pool.fetch(text, *asked, *more, *units(question)))


def _asked(
    question: Question, positions: Positions, within: tuple[datetime, datetime]
) -> tuple[Any, ...]:
    """The parameters of every statement."""
    scope = question.scope
    chosen = chosen_by(scope, positions.submissions)
    return scope.unit, scope.alone, chosen, question.as_of, *within, *positions


def instants(question: Question) -> tuple[datetime, datetime]:
    """All that count."""
    part = window(question.period, question.as_of)
    return midnight(question.period.start), part.until


def spans_of(definition: Definition) -> Spans | None:
    """Where its counted facts are kept; None: nobody counts such items."""
    return classified(definition).storage.spans.get(definition.key)


@cache
def _statement(name: str, definition: Definition, *, among: bool) -> str:
    return _written(name, definition, among=among, value="null::integer")


@cache
def _by_value(dimension: str, definition: Definition) -> str:
    officer = "number_of_officer_counted"
    columns = of_values(dimension, among="$9", position="$8", officer=officer)
    return _written("counted_values", definition, among=False, **columns)


def _written(name: str, definition: Definition, *, among: bool, **more: str) -> str:
    by, spans = classified(definition), spans_of(definition)
    if spans is None:
        return ""
    columns: Mapping[str, str] = {"counted": spans.rows, "class": by.counted_case, **more}
    text = statements(SQL)[name].replace(":counted_items", statements(SQL)["counted"])
    text = with_choice(text, by.kind, officer="number_of_officer_counted")
    return written(over_units(text) if among else text, columns)


def leaf_key(row: Any) -> LeafKey:
    """Its leaf."""
    return key_of_counts(row["unit"], Period(local_day(row["start_at"]), local_day(row["end_at"])))


def _facts(rows: Sequence[Any], definition: Definition) -> Facts:
    """Of the rows of one figure."""
    by, sums, cut = classified(definition), dict[int, tuple[int, int]](), 0
    for row in rows:
        number, n = (row["class"], int(row["n"]))
        if row["whole"]:
            of, assisted = sums.get(number, (0, 0))
            sums[number] = (of + n, assisted + n * row["assisted"])
        else:
            cut += n
    counts = [by.count(each, *of)._replace(can_still=False) for each, of in sums.items()]
    whole = [(leaf_key(row), _classified(row, definition)) for row in rows if row["whole"]]
    return Facts(Sums(counts, cut), leaves(whole))


def _classified(row: Any, definition: Definition) -> Classified:
    membership, reason, _ = classified(definition).item_class(row["class"])
    spans = spans_of(definition)
    kind = spans.kind if spans else ""
    return Classified(kind, f"{kind}s/{row['id']}", membership, reason, row["n"])


def _fact(row: Any, definition: Definition) -> Fact:
    period = Period(local_day(row["start_at"]), local_day(row["end_at"]))
    item = _classified(row, definition)
    return Fact(row["unit"], period, item, row["assisted"], row["whole"])


def _item(row: Any, definition: Definition) -> Item:
    each = _classified(row, definition)
    return Item(
        kind=each.kind,
        id=each.id,
        membership=Membership.Name(each.membership),
        reason=each.reason,
        weight=row["n"],
        key_time=instant_message(row["start_at"]),
        unit=row["unit"],
        service=row["service"],
        position=row["known_from"],
        source=row["source"],
        source_key=row["source_key"],
        leaf=leaf_name(leaf_key(row)),
    )

"""Items that a revision tells of: where each stood and stands, and by which cause.

Promises counts and items by the same rule. Must not compare in memory what has a table.
"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import MovedItems, Receipt, RevisionCause
from motcua.metrics.v1.metrics_pb2 import Item
from motcua.metrics.v1.publications_pb2 import MovedItem
from services.chassis.database import Pool
from services.metrics.domain.figures import Positions, Question, Scope
from services.metrics.domain.indicators.answered import find
from services.metrics.domain.periods import Period
from services.metrics.domain.revisions import cause
from services.metrics.queries.classified import classified
from services.metrics.queries.items import item
from services.metrics.queries.leaves import span
from services.metrics.queries.parameters import place
from services.metrics.queries.reader import Reader
from services.metrics.queries.standing import Asked
from services.metrics.queries.storage import STORAGES

PAGE = 5000


class Change(NamedTuple):
    """A figure at two pairs of positions, and when it was published."""

    question: Question
    then: Positions
    now: Positions
    published_at: datetime


class Movements:
    """Reads of what moved."""

    def __init__(self, pool: Pool, reader: Reader) -> None:
        self._pool = pool
        self._reader = reader

    async def counted(self, change: Change) -> list[MovedItems]:
        """How many items moved, by cause."""
        if not is_kept(change.question):
            count = len([each async for each in self._services(change)])
            catalogue = RevisionCause.REVISION_CAUSE_CATALOGUE
            return [MovedItems(cause=catalogue, count=count)] if count else []
        statement = classified(change.question.definition.name).statement("causes_counted")
        asked = (*parameters(change), change.published_at)
        return [MovedItems(**row) for row in await self._pool.fetch(statement, *asked)]

    async def each(self, change: Change) -> AsyncIterator[MovedItem]:
        """Every item, in the order of ids."""
        if not is_kept(change.question):
            async for found in self._services(change):
                yield found
            return
        statement, after = classified(change.question.definition.name).statement("items_moved"), ""
        while rows := await self._pool.fetch(statement, *parameters(change), after, PAGE):
            for row in rows:
                yield moved(row, change)
            after = rows[-1]["id"]

    async def _services(self, change: Change) -> AsyncIterator[MovedItem]:
        """Services have no events of their own: only the catalogue moves them."""
        then, now = await self._items(change, change.then), await self._items(change, change.now)
        for name in sorted(then.keys() | now.keys()):
            one, other = then.get(name), now.get(name)
            if one is None or other is None or one.membership != other.membership:
                catalogue = RevisionCause.REVISION_CAUSE_CATALOGUE
                yield MovedItem(was=one, now=other, cause=catalogue)

    async def _items(self, change: Change, positions: Positions) -> dict[str, Item]:
        figure = await self._reader.figure(change.question, Asked(*positions))
        return {each.id: each async for each in self._reader.items(figure)}


def is_kept(question: Question) -> bool:
    """Whether the items of a figure are rows of a table."""
    return question.definition.kind.name in STORAGES


def parameters(change: Change) -> tuple[Any, ...]:
    """The first of statements that begin with what moved."""
    _, *scope, key = place(change.question)
    whole = span(change.question)
    return (*scope, whole.since, whole.until, *change.then, *change.now, key)


def moved(row: Any, change: Change) -> MovedItem:
    """A row as the contract writes it."""
    because = cause(
        happened_at=row["happened_at"],
        corrected=bool(row["corrected"]),
        published_at=change.published_at,
    )
    return MovedItem(
        was=one_side(row, "was", change),
        now=one_side(row, "now", change),
        cause=because,
        position=row["position"] or 0,
    )


def one_side(row: Any, side: str, change: Change) -> Item | None:
    """Where an item stood or stands; None where it was not among them."""
    if row[f"{side}_class"] is None:
        return None
    own = ("unit", "service", "key_at", "known_from", "class")
    common = {name: row[name] for name in ("name", "source", "source_key")}
    return item(
        {**common, **{name: row[f"{side}_{name}"] for name in own}}, change.question.definition
    )


def question_of(receipt: Receipt) -> Question:
    """What a receipt answers."""
    scope, period = receipt.scope, receipt.period
    return Question(
        find(receipt.definition, receipt.version),
        Scope(scope.unit, scope.service, scope.alone),
        Period(day(period.start), day(period.end)),
        receipt.as_of.ToDatetime(UTC),
    )


def positions_of(receipt: Receipt) -> Positions:
    """What a receipt was known from."""
    return Positions(**{each.stream: each.position for each in receipt.positions})


def day(message: Date) -> date:
    """As Python has it."""
    return date(message.year, message.month, message.day)

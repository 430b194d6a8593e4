"""Items that a revision tells of: where each stood and stands, and by which cause.

Promises counts and items by the same rule. Must not compare in memory what has a table.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from motcua.metrics.v1.events_pb2 import MovedItems, Receipt, RevisionCause
from motcua.metrics.v1.metrics_pb2 import Item
from motcua.metrics.v1.publications_pb2 import MovedItem
from services.chassis.database import Pool, statements
from services.metrics.domain.figures import Positions, Question, period_of, scope_of
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.revisions import cause
from services.metrics.queries.classified import classified
from services.metrics.queries.counted import Counted
from services.metrics.queries.item_messages import item
from services.metrics.queries.leaves import span
from services.metrics.queries.parameters import figure_values
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader
from services.metrics.queries.storage import STORAGES, written
from services.metrics.settings import SQL

PAGE = 5000
# Items of which it is found out at once that they moved, by reading all items of the figure. Their
# ids are kept meanwhile, some 300 bytes each.
LISTED = 50_000
EVENTFUL = ("dossier", "petition", "ticket")  # kinds whose items have events of their own
COUNTED_KINDS = ("count", "standard")


class Change(NamedTuple):
    """A figure at two pairs of positions, and when it was published."""

    question: Question
    then: Positions
    now: Positions
    published_at: datetime


class Movements:
    """Reads of what moved."""

    def __init__(
        self, pool: Pool, reader: Reader, *, page: int = PAGE, listed: int = LISTED
    ) -> None:
        self._pool = pool
        self._reader = reader
        self._page, self._listed = page, listed

    async def counted(self, change: Change) -> list[MovedItems]:
        """How many items moved, by cause."""
        found: Counter[int] = Counter()
        if is_kept(change.question):
            statement = classified(change.question.definition).statement("causes_counted")
            asked = (*parameters(change), change.published_at)
            found.update(dict(await self._pool.fetch(statement, *asked)))
        async for each in self._compared(change):
            found[each.cause] += 1
        return [MovedItems(cause=why, count=count) for why, count in sorted(found.items())]  # type: ignore[arg-type]  # its number

    async def each(self, change: Change) -> AsyncIterator[MovedItem]:
        """Every item, in the order of ids; counted facts come last."""
        if is_kept(change.question):
            async for row in self._rows(change):
                yield moved(row, change)
        async for found in self._compared(change):
            yield found

    async def _rows(self, change: Change) -> AsyncIterator[Any]:
        """Of items with rows of a table: a page costs what it holds."""
        by, after = classified(change.question.definition), ""
        asked, of_page = (
            (by.statement("items_moved"), *parameters(change)),
            by.statement("moves_of_page"),
        )
        chosen = figure_values(change.question)[3]
        positions = (change.then.submissions, change.now.submissions)
        while found := await self._pool.fetch(*asked, after, self._listed):
            for first in range(0, len(found), self._page):
                ids, was, now = zip(*found[first : first + self._page], strict=True)
                for row in await self._pool.fetch(of_page, ids, was, chosen, now, *positions):
                    yield row
            after = found[-1]["id"]

    async def _compared(self, change: Change) -> AsyncIterator[MovedItem]:
        """What has no rows by key, or is counted: few enough to be compared here."""
        then, now = await self._items(change, change.then), await self._items(change, change.now)
        names = [
            name
            for name in sorted(then.keys() | now.keys())
            if location_of(then.get(name)) != location_of(now.get(name))
        ]
        events = await self._events(names, change)
        for name in names:
            one, other = then.get(name), now.get(name)
            because, position = why(name, one, other, events, change)
            yield MovedItem(was=one, now=other, cause=because, position=position)

    async def _events(self, names: Sequence[str], change: Change) -> dict[str, Any]:
        """The last event since then of each that has events of its own."""
        found: dict[str, Any] = {}
        for kind in EVENTFUL:
            prefix, columns = STORAGES[kind].prefix, STORAGES[kind]._asdict()
            ids = [UUID(each[len(prefix) :]) for each in names if each.startswith(prefix)]
            text = written(statements(SQL)["last_events"], columns)
            asked = (ids, change.then.submissions, change.now.submissions)
            rows = await self._pool.fetch(text, *asked) if ids else ()
            found |= {f"{prefix}{row['id']}": row for row in rows}
        return found

    async def _items(self, change: Change, positions: Positions) -> dict[str, Item]:
        if is_kept(change.question):
            counted = Counted(self._pool).items(change.question, positions)
            return {each.id: each async for each in counted}
        figure = await self._reader.figure(change.question, Requested(*positions))
        return {each.id: each async for each in self._reader.items(figure)}


def is_kept(question: Question) -> bool:
    """Whether the items of a figure are rows of a table, and each counts at the unit credited."""
    return question.definition.kind.name in STORAGES and not question.scope.units_at


def location_of(item: Item | None) -> tuple[Any, ...]:
    """The unit, leaf and class of an item in a figure; () for none."""
    if item is None:
        return ()
    return item.unit, item.leaf.unit, item.membership, item.reason, item.weight


def why(
    name: str, one: Item | None, other: Item | None, events: Mapping[str, Any], change: Change
) -> tuple[RevisionCause, int]:
    """The cause, and the position of the event that moved the item. A counted fact happened when
    its period began; services have no events of their own.
    """
    published_at = change.published_at
    if found := events.get(name):
        happened, corrected = found["happened_at"], found["corrected"]
        because = cause(happened_at=happened, corrected=corrected, published_at=published_at)
        return because, found["position"]
    known = other or one
    if known is None or known.kind not in COUNTED_KINDS:
        return RevisionCause.REVISION_CAUSE_CATALOGUE, 0
    happened = known.key_time.ToDatetime(UTC)
    because = cause(happened_at=happened, corrected=one is not None, published_at=published_at)
    return because, known.position


def parameters(change: Change) -> tuple[Any, ...]:
    """The first of statements that begin with what moved."""
    _, *scope, key = figure_values(change.question)
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
    return item({**common, **{name: row[f"{side}_{name}"] for name in own}}, change.question)


def question_of(receipt: Receipt, definitions: Definitions) -> Question:
    """What a receipt answers. Raises Refusal where its definition was not adopted."""
    return Question(
        definitions.find(receipt.definition, receipt.version),
        scope_of(receipt.scope),
        period_of(receipt.period),
        receipt.as_of.ToDatetime(UTC),
    )


def positions_of(receipt: Receipt) -> Positions:
    """What a receipt was known from."""
    return Positions(**{each.stream: each.position for each in receipt.positions})

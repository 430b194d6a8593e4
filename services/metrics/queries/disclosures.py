"""What the public may read of all that was published, for the decision on what is published next.

Promises all of it up to a position of the own log: what the tables do not have yet is read there.
"""

import asyncio
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from motcua.metrics.v1.events_pb2 import Disclosure, FigurePublished, Receipt
from motcua.submissions.v1.events_pb2 import Population
from services.chassis.database import Pool, statements
from services.chassis.log import Log, Recorded
from services.metrics.domain.dimensions import UNKNOWN
from services.metrics.domain.disclosure.candidates import Disclosed, shown_of
from services.metrics.domain.disclosure.regions import SERVICE, World
from services.metrics.domain.disclosure.states import known
from services.metrics.domain.figures import Question, period_of
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.periods import Period
from services.metrics.queries.figure_events import FigureEvent, figure_event
from services.metrics.queries.figure_names import FIGURES
from services.metrics.queries.moved import question_of
from services.metrics.queries.publications import Publications
from services.metrics.settings import SQL

PAGE = 1000
DAY = timedelta(days=1)
FOREVER = 2**63 - 1  # up to which position a row is known that is known still


class Seen(NamedTuple):
    """Published figures by name, up to where in the own log all were looked for, and as known at
    which moments each caller published other numbers. Of what came while they were read some may
    be missing: who decides by them has the log refuse that.
    """

    position: int
    figures: dict[str, Disclosed]
    superseding: Mapping[str, Collection[int]]


class Late(NamedTuple):
    """A publication that the tables may not have yet."""

    position: int
    event: FigurePublished
    actor: str


class Subtrees:
    """Units with all below them at an instant, as known now or at a position of the catalogue;
    those that ever had an item.
    """

    def __init__(self, rows: Sequence[Any]) -> None:
        self._below: defaultdict[str, list[Any]] = defaultdict(list)
        learned: defaultdict[str, set[int]] = defaultdict(set)
        for row in rows:
            self._below[row["ancestor"]].append(row)
            learned[row["ancestor"]] |= {row["known_from"], row["known_to"]}
        self._learned = {unit: sorted(positions) for unit, positions in learned.items()}
        self._all = frozenset(row["unit"] for row in rows)
        self._found: dict[tuple[str, datetime, int], frozenset[str]] = {}

    def __call__(self, unit: str, at: datetime) -> frozenset[str]:
        """A unit's as known now, with itself; "": all units."""
        return self.known(unit, at, FOREVER - 1)

    def known(self, unit: str, at: datetime, position: int) -> frozenset[str]:
        """The same as known at a position: one set for all positions between two changes."""
        if not unit:
            return self._all
        place = (unit, at, bisect_right(self._learned.get(unit, ()), position))
        if place not in self._found:
            self._found[place] = frozenset(
                row["unit"]
                for row in self._below.get(unit, ())
                if row["effective_from"] < at <= row["effective_to"]
                and row["known_from"] <= position < row["known_to"]
            )
        return self._found[place]


class Disclosures:
    """Reads of what is public."""

    def __init__(self, pool: Pool, log: Log, definitions: Definitions) -> None:
        self._pool = pool
        self._log = log
        self._definitions = definitions
        self._publications = Publications(pool)

    async def seen(self, definitions: Collection[str], period: Period) -> Seen:
        """Figures of these definitions (by name) whose periods overlap this one, or one that does,
        and so on, and those that end or begin beside these: what is held at the cut-off of a month
        is what the next one begins with. What else was published adds nothing to what is known.
        """
        end, late = await self._late(definitions)
        names, span = list(definitions), period
        while (wider := await self._widened(names, span, late)) != span:
            span = wider
        span = Period(max(span.start, date.min + DAY) - DAY, min(span.end, date.max - DAY) + DAY)
        rows = await self._pool.fetch(statements(SQL)["disclosures"], names, *span)
        position = rows[0]["position"]
        several = await self._several(rows, position)
        earlier = {figure: shown_before(history) for figure, history in several.items()}
        found = await asyncio.to_thread(self._figures, rows, earlier)
        superseding = superseding_moments(several.values())
        for each in late:
            receipt = each.event.rate.receipt
            if each.position > position and overlap(period_of(receipt.period), span):
                self._take(found, each.event)
                if each.event.supersedes:
                    superseding[each.actor].add(known(receipt))
        return Seen(end, found, superseding)

    async def _several(self, rows: Sequence[Any], position: int) -> dict[str, list[FigureEvent]]:
        """The publications of figures that were published with other numbers, oldest first."""
        names = [f"{FIGURES}{row['figure']}" for row in rows if row["superseded"]]
        found: dict[str, list[FigureEvent]] = {}
        for n in range(0, len(names), PAGE):
            histories = await self._publications.histories(names[n : n + PAGE], revised=False)
            for figure, history in histories.items():
                found[figure] = [each for each in history if each.position <= position]
        return found

    async def world(self, questions: Iterable[Question]) -> World:
        """What had an item ever, below the units of figures and in their dimensions."""
        units = list({each.scope.unit for each in questions})
        below = Subtrees(await self._pool.fetch(statements(SQL)["subtrees"], units))
        values = {SERVICE: set[str](), "field": {UNKNOWN}}
        for row in await self._pool.fetch(statements(SQL)["values_with_items"]):
            values[row["dimension"]].add(row["value"])
        counted = await self._pool.fetch(statements(SQL)["units_with_counts"], Population.values())
        return World(
            below,
            {name: frozenset(each) for name, each in values.items()},
            below.known,
            frozenset(row["unit"] for row in counted),
        )

    async def _late(self, definitions: Collection[str]) -> tuple[int, list[Late]]:
        """What follows in the log on what the tables have, and where that ends."""
        position = await self._pool.fetchval(statements(SQL)["published_up_to"])
        found: list[Late] = []
        while records := await self._log.read(position, PAGE):
            found += publications(records, definitions)
            position = records[-1].position
        return position, found

    async def _widened(self, names: list[str], span: Period, late: Sequence[Late]) -> Period:
        row = await self._pool.fetchrow(statements(SQL)["disclosures_span"], names, *span)
        periods = [Period(row["first"], row["last"])]
        periods += (period_of(each.event.rate.receipt.period) for each in late)
        around = [each for each in periods if overlap(each, span)]
        return Period(min(each.start for each in around), max(each.end for each in around))

    def _figures(
        self, rows: Sequence[Any], earlier: Mapping[str, Sequence[Receipt]]
    ) -> dict[str, Disclosed]:
        """By name, off the thread that answers everybody: of a country it takes a second."""
        return {
            figure: self._disclosed(row, earlier.get(figure, ()))
            for row in rows
            if (figure := f"{FIGURES}{row['figure']}") and row["figure"]
        }

    def _disclosed(self, row: Any, earlier: Sequence[Receipt]) -> Disclosed:
        latest = Receipt.FromString(row["latest"])
        shown = Receipt.FromString(row["shown"]) if row["shown"] is not None else None
        question = question_of(latest, self._definitions)
        return Disclosed(question, latest, row["disclosed"], shown, earlier, moved=row["moved"])

    def _take(self, found: dict[str, Disclosed], event: FigurePublished) -> None:
        before, latest = found.get(event.figure), event.rate.receipt
        disclosed = event.disclosure == Disclosure.DISCLOSURE_SHOWN
        seen = [*shown_of(before), latest] if before else [latest]
        earlier = seen if disclosed else seen[:-1]
        shown = earlier.pop() if earlier else None
        question = question_of(latest, self._definitions)
        found[event.figure] = Disclosed(question, latest, disclosed, shown, earlier)


def superseding_moments(histories: Iterable[Sequence[FigureEvent]]) -> defaultdict[str, set[int]]:
    """As known at which moments each caller published other numbers than stood published."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for history in histories:
        for each in history[1:]:
            found[each.actor].add(known(each.event.rate.receipt))
    return found


def shown_before(history: Iterable[FigureEvent]) -> list[Receipt]:
    """What was shown of a figure, but for the last of it."""
    published = [each.event for each in history if isinstance(each.event, FigurePublished)]
    shown = [each for each in published if each.disclosure == Disclosure.DISCLOSURE_SHOWN]
    return [each.rate.receipt for each in shown[:-1]]


def publications(records: Sequence[Recorded], definitions: Collection[str]) -> list[Late]:
    """The publications of these definitions."""
    published = FigurePublished.DESCRIPTOR.full_name
    events = [
        (each.position, figure_event(each).event, each.actor)
        for each in records
        if each.type == published
    ]
    return [
        Late(position, event, actor)
        for position, event, actor in events
        if isinstance(event, FigurePublished) and name_of(event.rate.receipt) in definitions
    ]


def name_of(receipt: Receipt) -> str:
    """Its definition, such as `online_handling@1`."""
    return f"{receipt.definition}@{receipt.version}"


def overlap(one: Period, other: Period) -> bool:
    """Whether they have a day in common."""
    return one.start < other.end and other.start < one.end

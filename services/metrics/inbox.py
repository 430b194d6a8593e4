"""The catalogue's stream: our copy of units, services, levels, targets, leaders, with two times.

Promises that what was known at any position stays readable, and that the unit tree in memory
follows the table. Must not judge what the catalogue says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from motcua.catalog.v1 import events_pb2 as events
from services.chassis.database import Connection, Pool, statements
from services.chassis.log import Recorded
from services.metrics.domain.periods import date_of, instant_of
from services.metrics.domain.succession import successors
from services.metrics.domain.tree import Parent, Tree
from services.metrics.queries.recordings import statement, times
from services.metrics.settings import SQL

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(slots=True)
class Dated:
    """Something that holds of an offering from an instant on, and while it was known."""

    offering: str
    columns: tuple[Any, ...]
    effective_from: datetime
    known_from: int
    known_to: int | None = None

    def row(self) -> tuple[Any, ...]:
        """As the tables have it."""
        known = (self.known_from, self.known_to)
        return (self.offering, *self.columns, self.effective_from, *known)


@dataclass(slots=True)
class History:
    """Dated rows of a batch, where each word replaces everything known from its time on."""

    rows: dict[str, list[Dated]] = field(default_factory=dict)
    # (offering, since, until, position): stored rows that begin there close; ranges never overlap.
    closed: list[tuple[str, datetime, datetime, int]] = field(default_factory=list)
    closed_from: dict[str, datetime] = field(default_factory=dict)

    def replace(self, offering: str, since: datetime, rows: Sequence[Dated], at: int) -> None:
        """What is known at that position, in this batch and in the table."""
        here = self.rows.setdefault(offering, [])
        for row in here:
            if row.effective_from >= since:
                row.known_to = row.known_to or at
        until = self.closed_from.get(offering, FOREVER)
        if since < until:
            self.closed.append((offering, since, until, at))
            self.closed_from[offering] = since
        here += rows

    def flat(self) -> list[tuple[Any, ...]]:
        """Every row."""
        return [row.row() for rows in self.rows.values() for row in rows]


@dataclass(slots=True)
class Batch:
    """Rows of one batch, by table."""

    recorded: tuple[list[int], list[datetime]]  # positions and times
    changes: list[tuple[Parent, int]] = field(default_factory=list)
    successions: list[tuple[Any, ...]] = field(default_factory=list)
    withdrawn: list[tuple[str, int, int]] = field(default_factory=list)
    services: list[tuple[Any, ...]] = field(default_factory=list)
    said: list[tuple[str, int, int]] = field(default_factory=list)
    retired: list[tuple[str, datetime, int]] = field(default_factory=list)
    unretired: list[tuple[str, int]] = field(default_factory=list)
    spans: History = field(default_factory=History)
    targets: list[tuple[Any, ...]] = field(default_factory=list)
    leaders: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def moved(self) -> list[str]:
        """Units that may lie elsewhere now."""
        withdrawn = {unit for unit, _, _ in self.withdrawn}
        return sorted(withdrawn | {change.unit for change, _ in self.changes})


class Inbox:
    """prepare → apply → committed, as the chassis's projector calls them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    async def load(self, pool: Pool) -> None:
        """The tree as the table has it: what has changed there beyond what is known."""
        position, tree = await pool.fetchval(statements(SQL)["tree_position"]), self._tree
        if position < tree.position:  # it was made again
            tree.become(())
        rows = await pool.fetch(statements(SQL)["tree"], tree.position)
        tree.learn(Parent(*row[:4]) for row in rows if row["known"])
        tree.forget((row["unit"], row["version"]) for row in rows if not row["known"])
        tree.follow(position, changed=max((row["changed"] for row in rows), default=0))

    async def prepare(self, records: Sequence[Recorded]) -> Batch:
        """Decode into rows; types that no figure reads are passed over."""
        batch = Batch(times(records))
        for record in records:
            known = READERS.get(record.type)
            if known is not None:
                kind, read = known
                read(batch, kind.FromString(record.payload), record)
        return batch

    async def apply(self, connection: Connection, batch: Batch) -> None:
        """Each table once."""
        await write(
            connection,
            ("unit_places_write", [(*change, position) for change, position in batch.changes]),
            ("unit_places_withdraw", batch.withdrawn),
            ("unit_successions_write", batch.successions),
            ("unit_successions_withdraw", batch.withdrawn),
            ("service_versions_write", batch.services),
            ("service_versions_close", batch.said),
            ("retirements_write", batch.retired),
            ("retirements_withdraw", batch.unretired),
            ("offering_spans_close", batch.spans.closed),
            ("offering_spans_write", batch.spans.flat()),
            ("target_changes_write", batch.targets),
            ("leader_changes_write", batch.leaders),
            ("leader_changes_withdraw", batch.withdrawn),
        )
        await connection.execute(statement("recordings_write", "catalog"), *batch.recorded)
        if batch.moved:
            await write_ancestry(connection, batch.moved, before=batch.recorded[0][0] - 1)

    def committed(self, batch: Batch) -> None:
        """Permissions may follow what is committed."""
        tree, position = self._tree, batch.recorded[0][-1]
        tree.follow(position, changed=position if batch.moved else 0)
        tree.learn(change for change, _ in batch.changes)
        tree.forget((unit, version) for unit, version, _ in batch.withdrawn)


async def write(connection: Connection, *tables: tuple[str, Sequence[tuple[Any, ...]]]) -> None:
    """One statement a table, where there is anything to write."""
    for name, rows in tables:
        if rows:
            await connection.execute(statements(SQL)[name], *zip(*rows, strict=True))


async def write_ancestry(connection: Connection, moved: Sequence[str], *, before: int) -> None:
    """What is made from places and known after the position before a batch: the edges of these
    units, and all paths over them.
    """
    sql = statements(SQL)
    below = [row["unit"] for row in await connection.fetch(sql["units_below"], moved)]
    await connection.execute(sql["edges_write"], moved, before)
    await connection.execute(sql["ancestry_write"], below, before)


def unit_lies(batch: Batch, event: events.UnitOpened | events.UnitMoved, record: Recorded) -> None:
    """A unit, below its parent."""
    change = Parent(event.unit, record.version, event.parent, instant_of(event.effective_time))
    batch.changes.append((change, record.position))


def unit_ended(
    batch: Batch, event: events.UnitClosed | events.UnitMerged | events.UnitSplit, record: Recorded
) -> None:
    """A unit that is no more stays where it lay; one that is among its own parts goes on."""
    since, after = instant_of(event.effective_time), successors(event)
    closes = event.unit not in after
    if closes:
        batch.changes.append((Parent(event.unit, record.version, None, since), record.position))
    how = (len(after) > 1, closes, since, record.position)
    named = (event.unit, record.version)
    batch.successions += ((*named, each, *share, *how) for each, share in sorted(after.items()))


def change_withdrawn(batch: Batch, event: events.UnitChangeWithdrawn, record: Recorded) -> None:
    """A place that was planned, or something else that no figure reads."""
    batch.withdrawn.append((event.unit, event.version, record.position))


def service_published(batch: Batch, event: events.ServicePublished, record: Recorded) -> None:
    """A version, from its time on; the same version said again replaces what was said."""
    since = instant_of(event.effective_time)
    content = event.content
    stated = [
        getattr(content, name) if content.HasField(name) else None
        for name in ("eligible_full", "one_stop")
    ]
    row = (event.service, event.version, content.authority, since, *stated, content.field)
    batch.services.append((*row, record.position))
    batch.said.append((event.service, event.version, record.position))


def version_withdrawn(
    batch: Batch, event: events.ServiceVersionWithdrawn, record: Recorded
) -> None:
    """A version that never comes into force."""
    batch.said.append((event.service, event.version, record.position))


def service_retired(batch: Batch, event: events.ServiceRetired, record: Recorded) -> None:
    """In force no more, from its time on."""
    batch.retired.append((event.service, instant_of(event.effective_time), record.position))


def retirement_withdrawn(
    batch: Batch, event: events.ServiceRetirementWithdrawn, record: Recorded
) -> None:
    """In force on and on, as if its end had never been planned."""
    batch.unretired.append((event.service, record.position))


def offering_assessed(batch: Batch, event: events.OfferingAssessed, record: Recorded) -> None:
    """Spans that replace everything known from a time on; they take every opening and closing into
    account.
    """
    since, position = instant_of(event.replaces_from), record.position
    spans = [offering_span(event, each, position) for each in event.spans]
    batch.spans.replace(event.offering, since, spans, position)


def offering_span(
    event: events.OfferingAssessed, each: events.OfferingSpan, position: int
) -> Dated:
    """Open or closed, the level that its rule claims, its extent, and the verdict of six points."""
    levels = (each.earned, each.attainable, each.level) if each.HasField("level") else (None,) * 3
    columns = (event.service, event.unit, each.open, *levels, each.extent, each.verdict)
    return Dated(event.offering, columns, instant_of(each.effective_time), position)


def target_set(batch: Batch, event: events.TargetSet, record: Recorded) -> None:
    """What an indicator is to reach, from an instant on."""
    scope = (event.indicator, event.unit, event.service, event.channel)
    threshold = (event.threshold.numerator, event.threshold.denominator)
    by = date_of(event.by_date) if event.HasField("by_date") else None
    target_changed(batch, event, record, *scope, *threshold, by)


def target_withdrawn(batch: Batch, event: events.TargetWithdrawn, record: Recorded) -> None:
    """It is to reach that no more."""
    target_changed(batch, event, record, *[None] * 7)


def target_changed(
    batch: Batch,
    event: events.TargetSet | events.TargetWithdrawn,
    record: Recorded,
    *content: object,
) -> None:
    """As the table has it."""
    since = instant_of(event.effective_time)
    batch.targets.append((event.target, *content, since, record.position))


def leader_changed(
    batch: Batch, event: events.OfficerAppointed | events.OfficerRelieved, record: Recorded
) -> None:
    """Somebody answers for a unit's results, or no longer does; other duties no figure reads."""
    if event.duty == events.DUTY_LEADER:
        begins = isinstance(event, events.OfficerAppointed)
        since = instant_of(event.effective_time)
        row = (event.unit, record.version, event.officer, begins, since, record.position)
        batch.leaders.append(row)


def readers(
    *pairs: tuple[Any, Callable[[Batch, Any, Recorded], None]],
) -> dict[str, tuple[Any, Any]]:
    """By the full name of the message."""
    return {kind.DESCRIPTOR.full_name: (kind, read) for kind, read in pairs}


READERS = readers(
    (events.UnitOpened, unit_lies),
    (events.UnitMoved, unit_lies),
    (events.UnitClosed, unit_ended),
    (events.UnitMerged, unit_ended),
    (events.UnitSplit, unit_ended),
    (events.UnitChangeWithdrawn, change_withdrawn),
    (events.ServicePublished, service_published),
    (events.ServiceVersionWithdrawn, version_withdrawn),
    (events.ServiceRetired, service_retired),
    (events.ServiceRetirementWithdrawn, retirement_withdrawn),
    (events.OfferingAssessed, offering_assessed),
    (events.TargetSet, target_set),
    (events.TargetWithdrawn, target_withdrawn),
    (events.OfficerAppointed, leader_changed),
    (events.OfficerRelieved, leader_changed),
)

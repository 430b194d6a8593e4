"""The catalogue's stream → this service's own copy of units, services, offerings and levels.

Promises idempotence: the checkpoint moves with what was learned. Must not interpret a level rule,
and must pass over event types that came later than this version.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from motcua.catalog.v1 import events_pb2 as catalog
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.submissions.domain.units import Change
from services.submissions.queries.catalogue import SQL, News

NAME = "catalog"
_MOST = 2**63 - 1  # what a fee's column holds
_CLAIM_NO_LEVEL = {"six_points@1"}


FOREVER = datetime.max.replace(tzinfo=UTC)


class StateRow(NamedTuple):
    """A row of offering_states, after its offering."""

    effective_time: datetime
    open: bool


class SpanRow(NamedTuple):
    """A row of level_spans, after its offering; level None: nobody claims one."""

    effective_time: datetime
    level: int | None
    extent: int
    level_rule: str


Rows: TypeAlias = dict[Any, tuple[Any, ...]]


@dataclass(slots=True)
class Dated:
    """A row, and the positions between which it is known; None: still."""

    row: StateRow | SpanRow
    known_from: int
    known_to: int | None = None


@dataclass(slots=True)
class History:
    """Rows of dated histories; what comes replaces everything known from an instant on."""

    rows: dict[str, list[Dated]] = field(default_factory=dict)
    # (name, since, until, position): rows in the table that begin there close; ranges never meet.
    closed: list[tuple[str, datetime, datetime, int]] = field(default_factory=list)
    closed_from: dict[str, datetime] = field(default_factory=dict)

    def replace(
        self, name: str, since: datetime, rows: Sequence[StateRow | SpanRow], position: int
    ) -> None:
        """What holds from an instant on as known from a position on, whatever was known of it."""
        here = self.rows.setdefault(name, [])
        for each in here:
            if each.row.effective_time >= since and each.known_to is None:
                each.known_to = position
        until = self.closed_from.get(name, FOREVER)
        if since < until:
            self.closed.append((name, since, until, position))
            self.closed_from[name] = since
        here += [Dated(row, position) for row in rows]

    def flat(self) -> list[tuple[Any, ...]]:
        """Every row between its name and when it is known."""
        return [
            (name, *each.row, each.known_from, each.known_to)
            for name, rows in self.rows.items()
            for each in rows
        ]


@dataclass(slots=True)
class Learned:
    """A batch, folded: the rows to write by key, and what they touch."""

    versions: Rows = field(default_factory=dict)
    withdrawn_versions: set[tuple[str, int]] = field(default_factory=set)
    retired: Rows = field(default_factory=dict)
    unit_changes: Rows = field(default_factory=dict)
    withdrawn_changes: list[tuple[str, int, int]] = field(default_factory=list)
    withdrawn_retirements: set[tuple[str]] = field(default_factory=set)
    offerings: Rows = field(default_factory=dict)
    states: History = field(default_factory=History)
    spans: History = field(default_factory=History)
    news: News = field(default_factory=News)


async def prepare(batch: Sequence[Recorded]) -> Learned:
    """Fold a batch in memory."""
    learned = Learned()
    for event in batch:
        if (handler := _HANDLERS.get(event.type)) is not None:
            kind, fold = handler
            fold(learned, kind.FromString(event.payload), event)
        learned.news.position = event.position
    return learned


async def apply(connection: Connection, learned: Learned) -> None:
    """Write a batch, one statement a table, in the transaction that moves the checkpoint."""
    for statement, rows in (
        ("learn_unit_changes", learned.unit_changes.values()),
        ("close_unit_changes", learned.withdrawn_changes),
        ("forget_service_versions", learned.withdrawn_versions),
        ("learn_service_versions", learned.versions.values()),
        ("forget_retirements", learned.withdrawn_retirements),
        ("learn_retirements", learned.retired.values()),
        ("learn_offerings", learned.offerings.values()),
        ("close_states", learned.states.closed),
        ("learn_states", learned.states.flat()),
        ("close_spans", learned.spans.closed),
        ("learn_spans", learned.spans.flat()),
    ):
        await _write(connection, statement, rows)


async def _write(connection: Connection, statement: str, rows: Any) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        await connection.execute(statements(SQL)[statement], *columns)


def _unit_opened(learned: Learned, told: catalog.UnitOpened, event: Recorded) -> None:
    _unit_changed(learned, told, event, parent=told.parent)


def _unit_moved(learned: Learned, told: catalog.UnitMoved, event: Recorded) -> None:
    _unit_changed(learned, told, event, parent=told.parent)


def _unit_closed(learned: Learned, told: catalog.UnitClosed, event: Recorded) -> None:
    _unit_changed(learned, told, event, ends=True)


def _unit_merged(learned: Learned, told: catalog.UnitMerged, event: Recorded) -> None:
    if told.into != told.unit:
        _unit_changed(learned, told, event, ends=True)


def _unit_split(learned: Learned, told: catalog.UnitSplit, event: Recorded) -> None:
    if all(part.unit != told.unit for part in told.parts):
        _unit_changed(learned, told, event, ends=True)


def _filing_policy_set(learned: Learned, told: catalog.FilingPolicySet, event: Recorded) -> None:
    _unit_changed(learned, told, event, refuses_below_3=told.refuse_below_level_3)


def _unit_changed(learned: Learned, told: Any, event: Recorded, **what: Any) -> None:
    change = Change(event.version, _at(told.effective_time), **what)
    learned.unit_changes[told.unit, event.version] = (told.unit, *change, event.position)
    learned.news.changes[told.unit, event.version] = change


def _change_withdrawn(learned: Learned, told: catalog.UnitChangeWithdrawn, event: Recorded) -> None:
    learned.withdrawn_changes.append((told.unit, told.version, event.position))
    learned.news.changes[told.unit, told.version] = None


def _service_published(learned: Learned, told: catalog.ServicePublished, _: Recorded) -> None:
    """The same version said again is its correction."""
    content = told.content
    learned.versions[told.service, told.version] = (
        told.service,
        told.version,
        _at(told.effective_time),
        content.written_result if content.HasField("written_result") else None,
        content.eligible_full if content.HasField("eligible_full") else None,
        min(sum(line.amount for line in content.fees), _MOST),
    )
    learned.news.services.add(told.service)


def _version_withdrawn(
    learned: Learned, told: catalog.ServiceVersionWithdrawn, _: Recorded
) -> None:
    key = (told.service, told.version)
    learned.versions.pop(key, None)
    learned.withdrawn_versions.add(key)
    learned.news.services.add(told.service)


def _service_retired(learned: Learned, told: catalog.ServiceRetired, _: Recorded) -> None:
    """Of two that nobody withdrew the earlier counts."""
    since = _at(told.effective_time)
    _, before = learned.retired.get(told.service, ("", since))
    learned.retired[told.service] = (told.service, min(since, before))
    learned.news.services.add(told.service)


def _retirement_withdrawn(
    learned: Learned, told: catalog.ServiceRetirementWithdrawn, _: Recorded
) -> None:
    learned.retired.pop(told.service, None)
    learned.withdrawn_retirements.add((told.service,))
    learned.news.services.add(told.service)


def _offering_opened(learned: Learned, told: catalog.OfferingOpened, event: Recorded) -> None:
    """For the first time, or again after it was closed."""
    since = _at(told.effective_time)
    learned.states.replace(told.offering, since, [StateRow(since, open=True)], event.position)
    _offering_changed(learned, told, event)


def _offering_closed(learned: Learned, told: catalog.OfferingClosed, event: Recorded) -> None:
    """For good, as far as is known: an opening that was planned after it will not be, either."""
    since = _at(told.effective_time)
    learned.states.replace(told.offering, since, [StateRow(since, open=False)], event.position)
    _offering_changed(learned, told, event)


def _levels_assessed(learned: Learned, told: catalog.LevelsAssessed, event: Recorded) -> None:
    since = _at(told.replaces_from)
    spans = [
        SpanRow(_at(span.effective_time), span.level, span.extent, told.level_rule)
        for span in told.spans
    ]
    if told.level_rule in _CLAIM_NO_LEVEL:
        spans = [SpanRow(since, None, 0, "")]
    learned.spans.replace(told.offering, since, spans, event.position)
    _offering_changed(learned, told, event)


def _offering_changed(learned: Learned, told: Any, event: Recorded) -> None:
    row = (told.offering, told.service, told.unit, event.position)
    learned.offerings[told.offering] = row
    learned.news.offerings.add(told.offering)


def _at(stamp: Any) -> datetime:
    moment: datetime = stamp.ToDatetime(tzinfo=UTC)
    return moment


_HANDLERS: dict[str, tuple[Any, Callable[[Learned, Any, Recorded], None]]] = {
    kind.DESCRIPTOR.full_name: (kind, fold)
    for kind, fold in (
        (catalog.UnitOpened, _unit_opened),
        (catalog.UnitMoved, _unit_moved),
        (catalog.UnitClosed, _unit_closed),
        (catalog.UnitMerged, _unit_merged),
        (catalog.UnitSplit, _unit_split),
        (catalog.UnitChangeWithdrawn, _change_withdrawn),
        (catalog.FilingPolicySet, _filing_policy_set),
        (catalog.ServicePublished, _service_published),
        (catalog.ServiceVersionWithdrawn, _version_withdrawn),
        (catalog.ServiceRetired, _service_retired),
        (catalog.ServiceRetirementWithdrawn, _retirement_withdrawn),
        (catalog.OfferingOpened, _offering_opened),
        (catalog.OfferingClosed, _offering_closed),
        (catalog.LevelsAssessed, _levels_assessed),
    )
}

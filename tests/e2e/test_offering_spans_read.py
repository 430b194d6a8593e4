"""What the catalogue derives of offerings, read by those who hear only its events.

Promises that submissions, metrics and the second reading know at every instant whether an offering
is open and at which level, after every command of a random history. Must not need a stack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from hypothesis import given, settings

from services.catalog.domain.effective import instant
from services.catalog.domain.offering.difference import difference
from services.chassis.log import Recorded
from services.console.reading.figures.offering_counts import OfferingClass, classes
from services.console.reading.folding.dossier_fold import Fact
from services.console.reading.folding.fold import Reading
from services.metrics.domain.tree import Tree
from services.metrics.inbox import Inbox
from services.submissions import inbox
from tests.catalog.offering_events import Catalogue, offering_of, stream_of
from tests.catalog.offering_histories import History, day, histories
from tests.catalog.offering_oracle import UNITS

RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = [day(number) + timedelta(hours=hour) for number in range(-1, 8) for hour in (0, 12)]
Open = dict[str, dict[datetime, Any]]  # by unit and instant, where it is open


class Spans(NamedTuple):
    """What is published of every offering once so much is recorded."""

    position: int
    by_unit: Mapping[str, Sequence[Any]]


def told(history: list[Any]) -> tuple[list[Any], list[Spans]]:
    """The catalogue's stream, and what is derived after each of its commands."""
    making, after = History(), []
    for step in history:
        change = making.step(step)
        if change is not None:
            publish(making.catalogue, change.since)
            derived = making.catalogue.spans(*UNITS)
            after.append(Spans(len(making.catalogue.recorded), derived))
    return making.catalogue.recorded, after


def publish(catalogue: Catalogue, since: datetime) -> None:
    """Append what differs of any offering."""
    derived = catalogue.spans(*UNITS, since=since)
    for unit in UNITS:
        known = catalogue.offering(unit).published
        event = difference(offering_of(unit), known, derived[unit], since=since)
        if event:
            catalogue.record(event)


def meant(spans: Spans) -> Open:
    """As the catalogue derives it."""
    found: Open = {}
    for unit, every in spans.by_unit.items():
        for at in INSTANTS:
            begun = [span for span in every if instant(span.effective_time) <= at]
            if begun and begun[-1].open:
                found.setdefault(unit, {})[at] = begun[-1]
    return found


def claimed(span: Any) -> int | None:
    return span.level if span.HasField("level") else None


def published(facts: Sequence[Any]) -> list[Recorded]:
    """As the log publishes them."""
    return [
        Recorded(
            position=n, event_id=UUID(int=n), command_id=UUID(int=n), n=1, stream=stream_of(fact),
            version=n, type=fact.DESCRIPTOR.full_name, subject="", occurred_at=RECORDED,
            recorded_at=RECORDED, actor="", traceparent="", fingerprint=b"",
            payload=fact.SerializeToString(),
        )
        for n, fact in enumerate(facts, 1)
    ]  # fmt: skip


def begun(rows: Sequence[dict[str, Any]], position: int) -> Open:
    """The row of each instant at which an offering is open, as known at a position."""
    known = [
        row
        for row in rows
        if row["known_from"] <= position and (row["known_to"] or position + 1) > position
    ]
    found: Open = {}
    for unit in UNITS:
        of = [row for row in known if row["offering"] == offering_of(unit)]
        for at in INSTANTS:
            last = max((row for row in of if row["since"] <= at), key=since_of, default=None)
            if last and last["open"]:
                found.setdefault(unit, {})[at] = last
    return found


def since_of(row: dict[str, Any]) -> datetime:
    found: datetime = row["since"]
    return found


@settings(max_examples=60)
@given(histories)
async def test_everybody_knows_every_offering_as_it_is_derived(history: list[Any]) -> None:
    facts, every = told(history)
    await submissions_know(facts, every)
    await metrics_knows(facts, every)
    second_reading_knows(facts, every)


async def submissions_know(facts: list[Any], every: list[Spans]) -> None:
    learned = await inbox.prepare(published(facts))
    columns = ("offering", "since", "open", "level", "extent", "rule", "known_from", "known_to")
    rows = [dict(zip(columns, row, strict=True)) for row in learned.spans.flat()]
    for spans in every:
        found = begun(rows, spans.position)
        assert {
            unit: {at: (row["level"], row["extent"], row["rule"]) for at, row in of.items()}
            for unit, of in found.items()
        } == {
            unit: {at: (claimed(span), span.extent, span.level_rule) for at, span in of.items()}
            for unit, of in meant(spans).items()
        }


async def metrics_knows(facts: list[Any], every: list[Spans]) -> None:
    batch = await Inbox(Tree()).prepare(published(facts))
    columns = (
        "offering", "service", "unit", "open", "earned", "attainable", "level", "extent", "verdict",
        "since", "known_from", "known_to",
    )  # fmt: skip
    rows = [dict(zip(columns, row, strict=True)) for row in batch.spans.flat()]
    for spans in every:
        found = begun(rows, spans.position)
        assert {
            unit: {at: (row["earned"], row["attainable"], row["level"]) for at, row in of.items()}
            for unit, of in found.items()
        } == {
            unit: {at: figures(span) for at, span in of.items()}
            for unit, of in meant(spans).items()
        }


def figures(span: Any) -> tuple[int, int, int] | tuple[None, None, None]:
    level = claimed(span)
    return (None, None, None) if level is None else (span.earned, span.attainable, level)


def second_reading_knows(facts: list[Any], every: list[Spans]) -> None:
    reading = Reading()
    after = {spans.position: spans for spans in every}
    for each in published(facts):
        reading.take(
            Fact(
                "catalog", each.position, each.type, RECORDED, RECORDED, each.payload, each.version
            )
        )
        if each.position in after:
            found = {at: classes(reading, at) for at in INSTANTS}
            assert found == classes_meant(after[each.position])


def classes_meant(spans: Spans) -> dict[datetime, dict[str, OfferingClass]]:
    found: dict[datetime, dict[str, OfferingClass]] = {at: {} for at in INSTANTS}
    for unit, of in meant(spans).items():
        for at, span in of.items():
            stated = (span.level_rule, claimed(span), span.extent, span.verdict)
            found[at][offering_of(unit)] = OfferingClass(f"units/{unit}", *stated)
    return found

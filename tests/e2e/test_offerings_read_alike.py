"""What the catalogue says of an offering, read by those who hear only its facts.

Promises that submissions and the second reading know at every instant whether it is open and at
which level, whatever was planned, withdrawn and recorded meanwhile. Must not need a stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1.events_pb2 import LevelSpan
from services.catalog.domain import offerings
from services.catalog.domain.offerings import Offering
from services.chassis.decider import Fact
from services.chassis.log import Recorded
from services.console.dossier_fold import Fact as Read
from services.console.fold import Reading
from services.submissions import inbox
from services.submissions.domain.offerings import Offering as Known
from services.submissions.queries.rows import offering_of
from tests.catalog.given import LEVEL_4
from tests.catalog.given_offerings import SIX
from tests.catalog.given_undoing import FOLLOW, Town
from tests.catalog.test_undoing_is_complete import (
    DAYS,
    UNITS,
    Two,
    day,
    some_mergers,
    some_states,
    some_steps,
)

JUST_AFTER = timedelta(microseconds=1)  # figures count what lies before their instant
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)


def second_reading(told: Sequence[Fact]) -> Any:
    """The offering as the console folds it."""
    reading = Reading()
    for position, fact in enumerate(told, 1):
        kind, payload = fact.message.DESCRIPTOR.full_name, fact.message.SerializeToString()
        reading.take(Read("catalog", position, kind, RECORDED, RECORDED, payload, position))
    [found] = reading.offerings.values()
    return found


async def of_submissions(told: Sequence[Fact]) -> Known:
    """The offering as submissions learns it, all in one batch."""
    learned = await inbox.prepare([recorded(fact, n) for n, fact in enumerate(told, 1)])
    row: dict[str, Any] = dict.fromkeys(("name", "service", "unit", "retired_at"), "")
    columns = {
        "state": ("times", "opens"),
        "span": ("times", "levels", "extents", "rules"),
        "assessed": ("times", "opens", "levels", "extents", "rules"),
        "version": ("times", "numbers", "results", "eligible", "fees", "fields"),
    }
    histories = {"state": learned.states, "span": learned.spans, "assessed": learned.assessed}
    for kind, names in columns.items():
        rows = sorted(known_now(histories[kind].flat())) if kind in histories else []
        for n, each in enumerate(names):
            row[f"{kind}_{each}"] = [found[n] for found in rows]
    return offering_of(row)


def known_now(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Without the offering's name, and without what is no longer known, and from when it was."""
    return [said for _, *said, _, known_to in rows if known_to is None]


def recorded(fact: Fact, position: int) -> Recorded:
    """As the log publishes it."""
    return Recorded(
        position=position,
        event_id=UUID(int=position),
        command_id=UUID(int=position),
        n=1,
        stream="",
        version=position,
        type=fact.message.DESCRIPTOR.full_name,
        subject=fact.subject,
        occurred_at=RECORDED,
        recorded_at=RECORDED,
        actor="",
        traceparent="",
        fingerprint=b"",
        payload=fact.message.SerializeToString(),
    )


async def alike(town: Town) -> None:
    """Everybody says the same of every offering."""
    for told in filter(None, town.told.values()):
        one = offerings.DECIDER.fold(Offering(), told)
        second, other = second_reading(told), await of_submissions(told)
        for number in range(-3, 3 * DAYS + 3):
            at = day(number / 3)
            span = offerings.span_at(one, at)
            begun = [each for each in other.spans if each.begins <= at]
            assert second.is_open(at + JUST_AFTER) == (span is not None)
            assert bool(begun and begun[-1].open) == (span is not None)
            if span is None:
                assert other.level(at) is None
            else:
                said = second.span(at + JUST_AFTER)
                assert (said.earned, said.attainable, said.level) == figures_of(span)
                assert other.level(at) == (None if span.verdict else span.level)


def figures_of(span: LevelSpan) -> tuple[int, int, int]:
    """Earned, attainable and level; a verdict claims none, so anything may be attainable."""
    return (0, 4, 0) if span.verdict else (span.earned, span.attainable, span.level)


@settings(max_examples=150)
@given(some_steps, some.sampled_from(["", "", SIX]))
async def test_whatever_becomes_of_an_offering_it_is_read_as_the_catalogue_means_it(
    every: list[Any], rule: str
) -> None:
    two = Two(rule)
    for step in every:
        two.take(step)
    await alike(two.planned)
    two.take(("withdraw", 0, None))
    await alike(two.planned)


@settings(max_examples=50)
@given(
    some.dictionaries(some.sampled_from(UNITS), some_states),
    some_mergers,
    some.permutations(UNITS),
)
async def test_what_follows_to_a_successor_and_is_called_off_is_read_alike(
    offered: dict[str, Any], mergers: list[list[str]], order: list[str]
) -> None:
    town = Town("p", *UNITS)
    for unit, states in offered.items():
        town.offer(unit, {**LEVEL_4, **states})
    for units in filter(None, mergers):
        town.merge(*units, into="p", rule=FOLLOW)
    await alike(town)
    for unit in order:
        town.withdraw(unit)
        await alike(town)

"""Random histories of offerings, against a reading with no cleverness, on both time axes.

Promises that what is shown of any instant, as known after any command, follows from the facts known
then. Must not share code with the domain but the rule for a single instant.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import levels, offerings, services
from services.catalog.domain.levels import Terms
from services.catalog.resources.offerings import segments
from services.catalog.resources.segment import Segment, shown
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from tests.catalog.given import (
    DAY,
    LEVEL_4,
    NA,
    NO,
    NOW,
    UNKNOWN,
    YES,
    content,
    drafted,
    published,
)
from tests.catalog.given_offerings import LATE, NAME, closing, declaring, opening, recording

DAYS = 12
BEGAN = NOW - 6 * DAY
DECISIVE = [
    facts.CAPABILITY_INFO_FEES,
    facts.CAPABILITY_FILE_ONLINE,
    facts.CAPABILITY_PAY_ONLINE,
    facts.CAPABILITY_RESULT_ONLINE,
    facts.CAPABILITY_RESULT_IN_PERSON,
    facts.CAPABILITY_FEEDBACK_ONLINE,
]


class Command(NamedTuple):
    """Something that somebody wants from a day on."""

    kind: str
    day: int
    said: Any = None


class Known(NamedTuple):
    """Everything after some commands: facts about the service and the offering, as recorded."""

    service: services.Service
    offering: offerings.Offering
    told: tuple[Any, ...]


some_day = some.integers(0, DAYS - 1)
some_states = some.dictionaries(
    some.sampled_from(DECISIVE), some.sampled_from([YES, YES, NO, NA, UNKNOWN]), max_size=3
)
some_commands = some.lists(
    some.one_of(
        some.builds(Command, some.just("open"), some_day, some_states),
        some.builds(Command, some.just("record"), some_day, some_states),
        some.builds(Command, some.just("record"), some_day, some_states),
        some.builds(Command, some.just("ceiling"), some_day, some.sampled_from([None, 1, 2, 3])),
        some.builds(Command, some.just("close"), some_day, some.none()),
        some.builds(Command, some.just("designate"), some_day, some.sampled_from([2, 3])),
        some.builds(
            Command,
            some.just("publish"),
            some_day,
            some.tuples(some.booleans(), some.sampled_from([None, True, False])),
        ),
    ),
    max_size=14,
)


def day(number: int) -> datetime:
    return BEGAN + number * DAY


def asked(known: Known, command: Command) -> list[Fact]:
    """What the command comes to for the offering."""
    of, at = known.service, day(command.day)
    if command.kind == "open":
        states = {**LEVEL_4, **command.said}
        return opening(states, known=known.offering, of=of, at=at, correction_reason=LATE)
    if command.kind == "record":
        return recording(known.offering, command.said, of=of, at=at, reason=LATE)
    if command.kind == "ceiling":
        why = "" if command.said is None else "vì"
        return declaring(known.offering, command.said, why, of=of, at=at, reason=LATE)
    return closing(known.offering, at=at, reason=LATE)


def published_then(known: Known, command: Command) -> Known:
    """A new version of the service, and what that means for the offering."""
    number = len(known.service.versions) + 1
    fee, written = command.said
    said = content(fee=1000 * fee, written_result=written)
    version = published(number, at=day(command.day), said=said)
    of = services.DECIDER.evolve(known.service, version, NOW)
    again = offerings.reassessed(known.offering, service=of, since=day(command.day), now=NOW)
    return told(known._replace(service=of), [Fact(version, NOW, ""), *again])


def told(known: Known, decided: list[Fact]) -> Known:
    offering = offerings.DECIDER.fold(known.offering, decided)
    return known._replace(
        offering=offering, told=(*known.told, *(fact.message for fact in decided))
    )


def carried_out(known: Known, command: Command) -> Known:
    """Everything after one more command; a refused one changes nothing."""
    if command.kind == "publish":
        last = known.service.versions[-1].effective_time
        return published_then(known, command) if last <= day(command.day) else known
    if command.kind == "designate":
        if not offerings.is_open_at(known.offering, day(command.day)):
            return known
        fact = facts.ExtentDesignated(
            offering=NAME, effective_time=day(command.day), extent=command.said
        )
        return told(known, [Fact(fact, NOW, "")])
    try:
        return told(known, asked(known, command))
    except Refusal:
        return known


def histories(commands: list[Command]) -> Iterator[Known]:
    """What is known after each command."""
    first = published(1, at=BEGAN - 99 * DAY)
    of = services.DECIDER.evolve(
        services.DECIDER.evolve(services.Service(), drafted(), NOW), first, NOW
    )
    known = Known(of, offerings.Offering(), (first,))
    for command in commands:
        known = carried_out(known, command)
        yield known


# The naive reading: plain lists of facts in the order in which they were recorded.


def time_of(fact: Any) -> datetime:
    since: datetime = fact.effective_time.ToDatetime(tzinfo=NOW.tzinfo)
    return since


def deciding(told: tuple[Any, ...], at: datetime) -> tuple[int, Any] | None:
    """The last word on whether the offering is open at an instant, and where it was recorded."""
    said = [
        (place, fact)
        for place, fact in enumerate(told)
        if isinstance(fact, facts.OfferingOpened | facts.OfferingClosed) and time_of(fact) <= at
    ]
    return said[-1] if said else None


def true_by(told: tuple[Any, ...], kind: type[Any], at: datetime) -> list[Any]:
    """The facts of a kind since the opening that counts, the one that is true last at the end."""
    place, opened = deciding(told, at) or (0, None)
    said = [
        (time_of(fact), n, fact)
        for n, fact in enumerate(told)
        if isinstance(fact, kind) and n >= place and time_of(opened) <= time_of(fact) <= at
    ]
    return [fact for _, _, fact in sorted(said, key=lambda each: each[:2])]


def naive_states(told: tuple[Any, ...], at: datetime) -> dict[Any, Any]:
    return {
        each.capability: each.state
        for fact in true_by(told, facts.CapabilitiesRecorded, at)
        for each in fact.capabilities
    }


def naive_ceiling(told: tuple[Any, ...], at: datetime) -> int | None:
    said = true_by(told, facts.OfferingOpened | facts.CeilingDeclared, at)  # type: ignore[arg-type]
    return said[-1].ceiling if said[-1].HasField("ceiling") else None


def naive_terms(told: tuple[Any, ...], at: datetime) -> Terms:
    said = [
        (time_of(fact), fact.version, fact.content)
        for fact in told
        if isinstance(fact, facts.ServicePublished) and time_of(fact) <= at
    ]
    last = max(said, key=lambda each: each[:2])[2]
    written = last.written_result if last.HasField("written_result") else None
    return Terms(any(line.amount for line in last.fees), written)


def published_span(told: tuple[Any, ...], at: datetime) -> facts.LevelSpan:
    """What a reader of the stream takes: of the last assessment that began, the last span."""
    assessed = [
        fact
        for fact in told
        if isinstance(fact, facts.LevelsAssessed)
        and fact.replaces_from.ToDatetime(tzinfo=NOW.tzinfo) <= at
    ]
    return [span for span in assessed[-1].spans if time_of(span) <= at][-1]


def the_same(known: Known, at: datetime, said: api.Offering) -> None:
    """What is shown equals what the facts say."""
    last = deciding(known.told, at)
    if last is None or isinstance(last[1], facts.OfferingClosed):
        assert said.state == (api.Offering.STATE_CLOSED if last else api.Offering.STATE_PLANNED)
        assert not said.HasField("assessment")
        assert not said.capabilities
        return
    states, ceiling = naive_states(known.told, at), naive_ceiling(known.told, at)
    expected = levels.assess(states, naive_terms(known.told, at))
    assert said.state == api.Offering.STATE_OPEN
    assert {each.capability: each.state for each in said.capabilities} == states
    assert (said.ceiling if said.HasField("ceiling") else None) == ceiling
    designated = true_by(known.told, facts.ExtentDesignated, at)
    assert said.designated_extent == (designated[-1].extent if designated else 0)
    for span in (said.assessment, published_span(known.told, at)):
        assert (span.earned, span.attainable, span.extent) == expected
        assert span.level == min(expected.earned, ceiling or 4)
        assert span.ceiling == (ceiling or 4)


def shown_at(found: list[Segment], at: datetime) -> api.Offering:
    message: api.Offering = shown(found, at, position=7, version=2)
    return message


@settings(max_examples=150)
@given(some_commands)
def test_what_is_shown_of_any_instant_as_known_at_any_time_is_what_the_facts_say(
    commands: list[Command],
) -> None:
    for known in histories(commands):
        found = segments(known.offering)
        if not any(isinstance(fact, facts.OfferingOpened) for fact in known.told):
            assert found == []
            continue
        for number in range(-1, DAYS + 1):
            for at in (day(number), day(number) + DAY / 3):
                the_same(known, at, shown_at(found, at))


@settings(max_examples=100)
@given(some_commands)
def test_segments_follow_one_another_without_gap_and_each_says_something_new(
    commands: list[Command],
) -> None:
    for known in histories(commands):
        found = segments(known.offering)
        for one, following in itertools.pairwise(found):
            assert one.since < following.since == one.until
            assert one.message != following.message
        assert all(segment.until is None for segment in found[-1:])


@settings(max_examples=100)
@given(some_commands)
def test_every_assessment_names_the_level_that_it_replaces(commands: list[Command]) -> None:
    before: tuple[Any, ...] = ()
    for known in histories(commands):
        for fact in known.told[len(before) :]:
            if isinstance(fact, facts.LevelsAssessed):
                just_before = fact.replaces_from.ToDatetime(tzinfo=NOW.tzinfo) - DAY / 9
                last = deciding(before, just_before)
                was_open = last is not None and isinstance(last[1], facts.OfferingOpened)
                assert fact.HasField("previous_level") == was_open
                if was_open:
                    assert fact.previous_level == published_span(before, just_before).level
        before = known.told

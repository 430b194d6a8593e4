"""Random histories of recordings, corrections and versions, against a reading with no cleverness.

Promises that the level at any instant equals one recomputed from every fact known. Must not share
code with the domain but the rule for a single instant, which has its own tests cell by cell.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import Capability, CapabilityState
from services.catalog.domain import levels, offerings, services
from services.catalog.domain.levels import Terms
from services.chassis.decider import Fact
from tests.catalog.given import (
    DAY,
    LEVEL_4,
    NA,
    NO,
    NOW,
    UNKNOWN,
    YES,
    content,
    offering_opened,
    open_unit,
    published,
    recorded,
    service,
)

OPENS = NOW - 10 * DAY
# Those that matter to a level, each under a fair chance of being the one that decides.
DECISIVE = [
    facts.CAPABILITY_INFO_FEES,
    facts.CAPABILITY_FILE_OFFLINE,
    facts.CAPABILITY_FILE_ONLINE,
    facts.CAPABILITY_PAY_ONLINE,
    facts.CAPABILITY_RESULT_ONLINE,
    facts.CAPABILITY_RESULT_POST,
    facts.CAPABILITY_RESULT_IN_PERSON,
    facts.CAPABILITY_FEEDBACK_ONLINE,
]


class Entry(NamedTuple):
    """Something recorded: from which day, and what."""

    day: int
    states: dict[Capability, CapabilityState]


some_states = some.dictionaries(
    some.sampled_from(DECISIVE), some.sampled_from([YES, NO, NA, UNKNOWN]), min_size=1, max_size=4
)
some_entries = some.lists(some.builds(Entry, some.integers(0, 20), some_states), max_size=12)
some_versions = some.lists(
    some.tuples(some.integers(0, 20), some.booleans(), some.sampled_from([None, True, False])),
    max_size=3,
).map(lambda versions: sorted(versions, key=lambda version: version[0]))


def terms_of(versions: list[tuple[int, bool, bool | None]], day: int) -> Terms:
    begun = [version for version in versions if version[0] <= day]
    return Terms(*begun[-1][1:]) if begun else Terms()


def naive_states(entries: list[Entry], day: int) -> dict[Capability, CapabilityState]:
    """For each capability the entry with the latest day; of equal days the one entered last."""
    states: dict[Capability, CapabilityState] = dict(LEVEL_4)
    for capability in DECISIVE:
        said = [
            (entry.day, n, entry.states[capability])
            for n, entry in enumerate(entries)
            if capability in entry.states and entry.day <= day
        ]
        if said:
            states[capability] = max(said)[2]
    return states


def service_of(versions: list[tuple[int, bool, bool | None]]) -> services.Service:
    later = [
        published(
            number,
            at=OPENS + day * DAY,
            said=content(fee=1000 * has_fee, written_result=written),
        )
        for number, (day, has_fee, written) in enumerate(versions, 2)
    ]
    return service(published(1), *later)


def replayed(entries: list[Entry], of: services.Service) -> tuple[offerings.Offering, list[Fact]]:
    """The offering after every entry, each a correction where its day has passed."""
    every = list(
        offerings.open_offering(
            offerings.Offering(),
            proposed=offering_opened(correction_reason="nhập lại"),
            capabilities=recorded(LEVEL_4),
            service=of,
            unit=open_unit(),
            at=OPENS,
            now=NOW,
        )
    )
    state = offerings.DECIDER.fold(offerings.Offering(), every)
    for entry in entries:
        decided = list(
            offerings.record(
                state,
                name="services/a/offerings/q1",
                capabilities=recorded(entry.states),
                service=of,
                at=OPENS + entry.day * DAY,
                reason="đính chính",
                now=NOW,
            )
        )
        state = offerings.DECIDER.fold(state, decided)
        every += decided
    return state, every


def spans_as_published(every: list[Fact], at: datetime) -> facts.LevelSpan:
    """What a reader of the stream sees: of the last assessment that had begun, the last span."""
    assessed = [fact.message for fact in every if isinstance(fact.message, facts.LevelsAssessed)]
    begun = [each for each in assessed if each.replaces_from.ToDatetime(tzinfo=at.tzinfo) <= at]
    spans = [s for s in begun[-1].spans if s.effective_time.ToDatetime(tzinfo=at.tzinfo) <= at]
    return spans[-1]


@settings(max_examples=120)
@given(some_entries, some_versions)
def test_the_level_at_any_instant_is_what_the_facts_say(
    entries: list[Entry], versions: list[tuple[int, bool, bool | None]]
) -> None:
    state, every = replayed(entries, service_of(versions))
    for day in range(22):
        at = OPENS + day * DAY + DAY / 3
        expected = levels.assess(naive_states(entries, day), terms_of(versions, day))
        span = offerings.span_at(state, at)
        assert span is not None
        assert (span.earned, span.attainable, span.extent) == expected
        published_span = spans_as_published(every, at)
        assert (published_span.level, published_span.extent) == (span.level, span.extent)


@settings(max_examples=60)
@given(some_entries, some_versions)
def test_every_assessment_says_what_it_replaces(
    entries: list[Entry], versions: list[tuple[int, bool, bool | None]]
) -> None:
    _, every = replayed(entries, service_of(versions))
    state = offerings.Offering()
    for fact in every:
        if isinstance(fact.message, facts.LevelsAssessed):
            since = fact.message.replaces_from.ToDatetime(tzinfo=NOW.tzinfo)
            before = offerings.span_at(state, since - DAY / 9)
            assert fact.message.HasField("previous_level") == (before is not None)
            assert fact.message.previous_level == (before.level if before else 0)
            times = [span.effective_time.ToDatetime() for span in fact.message.spans]
            assert times[0] == fact.message.replaces_from.ToDatetime()
            assert times == sorted(set(times))
        state = offerings.DECIDER.fold(state, [fact])

"""Offerings derived: the event that tells what differs, and whose offerings may.

Promises one dated example for each rule. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.offering.concerned import concerned, loaded
from services.catalog.domain.offering.difference import DERIVATION, difference, replaced
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_4, NO
from tests.catalog.offering_dates import (
    AUGUST,
    JANUARY,
    JULY,
    JUNE,
    LEVEL_2,
    PAY,
    UNIT_ENDED,
    catalogue,
    on,
)
from tests.catalog.offering_events import Catalogue, offering_of, since
from tests.catalog.refusals import refusal_of

P = offering_of("p")


def derived(known: Catalogue, unit: str = "p") -> list[facts.OfferingSpan]:
    return known.spans()[unit]


def test_what_is_derived_first_is_published_whole() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4), event.unit_closed("p", on(JULY, 1)))
    found = difference(P, [], derived(known), since=on(JUNE, 1))
    assert found == facts.OfferingAssessed(
        offering=P,
        service="services/a",
        unit="units/p",
        replaces_from=on(JUNE, 1),
        spans=derived(known),
        derivation=DERIVATION,
    )
    assert [span.closed_by for span in derived(known)] == [0, UNIT_ENDED]


def test_nothing_is_published_where_nothing_differs() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4))
    before = derived(known)
    known.record(event.designated("p", on(JULY, 1), facts.EXTENT_FULL))
    assert difference(P, before, derived(known), since=on(JULY, 1)) is None
    assert difference(P, [], [], since=on(JULY, 1)) is None


def test_a_change_replaces_from_its_first_instant_and_names_the_level_before() -> None:
    known = catalogue(event.opened("p", on(JANUARY, 1), LEVEL_4))
    before = derived(known)
    known.record(event.capable("p", on(JUNE, 1), {PAY: NO}))
    found = difference(P, before, derived(known), since=on(JUNE, 1))
    assert found is not None
    assert (since_of(found), found.previous_level) == (on(JUNE, 1), 4)
    assert [span.level for span in found.spans] == [3]
    assert replaced(before, found) == derived(known)


def test_a_plan_withdrawn_takes_back_its_spans_and_repeats_none() -> None:
    known = catalogue(event.opened("p", on(JANUARY, 1), LEVEL_4))
    plan = known.record(event.closed("p", on(JULY, 1)))
    before = derived(known)
    known.withdraw(plan)
    found = difference(P, before, derived(known), since=on(JULY, 1))
    assert found is not None
    assert (since_of(found), list(found.spans)) == (on(JULY, 1), [])
    assert len(replaced(before, found)) == 1


def test_an_offering_without_any_period_is_not_there_again() -> None:
    known = catalogue(event.opened("q", on(JANUARY, 1), LEVEL_4))
    merger = known.record(event.merged("q", on(JULY, 1), "p"))
    before = derived(known)
    known.withdraw(merger)
    found = difference(P, before, derived(known), since=on(JULY, 1))
    assert found is not None
    assert not found.HasField("previous_level")
    assert replaced(before, found) == []


def test_what_another_derivation_published_before_the_command_stays() -> None:
    """A later version may derive level 2 for all of 2026: what was derived until July stays."""

    def at(level: int, since_: datetime) -> facts.OfferingSpan:
        return facts.OfferingSpan(open=True, level=level, effective_time=since_)

    published = [at(4, on(JANUARY, 1))]
    found = difference(P, published, [at(2, on(JANUARY, 1))], since=on(JULY, 1))
    assert found is not None
    after = replaced(published, found)
    assert [(since(span), span.level) for span in after] == [(on(JANUARY, 1), 4), (on(JULY, 1), 2)]
    gone = difference(P, published, [], since=on(JULY, 1))
    assert gone is not None
    after = replaced(published, gone)
    assert [(span.open, since(span)) for span in after] == [
        (True, on(JANUARY, 1)),
        (False, on(JULY, 1)),
    ]
    assert difference(P, after, [], since=on(AUGUST, 1)) is None


def test_a_period_that_says_what_the_one_before_said_is_no_span_of_its_own() -> None:
    known = catalogue(
        event.opened("p", on(JUNE, 1), LEVEL_2), event.opened("p", on(JULY, 1), LEVEL_2)
    )
    assert len(known.timelines()["p"]) == 2
    assert len(derived(known)) == 1


def test_what_no_event_holds_is_refused() -> None:
    """Nobody needs 12,000 changes of one offering, but a client in a loop may send them."""
    [span] = derived(catalogue(event.opened("p", on(JUNE, 1), LEVEL_4, ceiling=3)))
    every = []
    for minute in range(12_000):
        each = facts.OfferingSpan()
        each.CopyFrom(span)
        each.effective_time.seconds += 60 * minute
        each.level = minute % 4
        every.append(each)
    refused = "OFFERING_TOO_LONG "
    assert refusal_of(difference, P, [], every, since=on(JUNE, 1)) == refused
    last = difference(P, every[:-1], every, since=on(JUNE, 1))
    assert last is not None
    assert list(last.spans) == every[-1:]


def test_concerned_are_whoever_it_hands_on_to_before_or_after() -> None:
    known = catalogue(event.merged("p", on(AUGUST, 1), "s"))
    merger = known.record(event.merged("q", on(JULY, 1), "p"))
    known.record(event.merged("r", on(JULY, 1), "p"))
    before = known.forest()
    known.withdraw(merger)
    after = known.forest()
    assert concerned(["units/q"], before=before, after=before) == units("q", "p", "s")
    assert concerned(["units/q"], before=before, after=after) == units("q", "p", "s")
    assert concerned(["units/q"], before=after, after=before) == units("q", "p", "s")
    assert concerned(["units/q"], before=after, after=after) == units("q")
    assert loaded(units("s"), after) == units("s", "p", "r")
    assert loaded(units("s"), before) == units("s", "p", "r", "q")


def test_a_change_that_lets_nothing_follow_concerns_its_unit_alone() -> None:
    forest = catalogue(event.merged("q", on(JULY, 1), "p", rule=event.CLOSE)).forest()
    assert concerned(["units/q"], before=forest, after=forest) == units("q")
    assert loaded(units("p"), forest) == units("p")


def units(*ids: str) -> set[str]:
    return {f"units/{each}" for each in ids}


def since_of(found: facts.OfferingAssessed) -> datetime:
    return found.replaces_from.ToDatetime(tzinfo=on(JULY, 1).tzinfo)

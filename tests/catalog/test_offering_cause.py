"""From which change of its command a derived event follows: a dated example for each rule.

Promises plain values without a database.
"""

from __future__ import annotations

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.offering.cause import DERIVED, Event, cause
from tests.catalog.offering_events import offering_of


def event(position: int, stream: str, kind: str) -> Event:
    return Event(position, stream, 1, f"motcua.catalog.v1.{kind}")


def derived(position: int, unit: str = "p") -> Event:
    return Event(position, offering_of(unit), 1, DERIVED)


def assessed(unit: str = "p", *, follows: str = "") -> facts.OfferingAssessed:
    span = facts.OfferingSpan(open=True, follows=[offering_of(each) for each in follows])
    return facts.OfferingAssessed(
        offering=offering_of(unit), service="services/a", unit=f"units/{unit}", spans=[span]
    )


def test_what_was_decided_of_the_offering_itself_is_its_cause() -> None:
    decided = event(1, offering_of("p"), "CapabilitiesRecorded")
    command = [decided, event(2, "units/p", "UnitMerged"), derived(3)]
    assert cause(derived(3), assessed(), command) == decided


def test_of_a_merger_the_cause_is_that_of_the_own_unit_or_of_one_that_it_follows_from() -> None:
    of_q, of_r = event(1, "units/q", "UnitMerged"), event(2, "units/r", "UnitMerged")
    command = [of_q, of_r, derived(3, "q"), derived(4, "r"), derived(5)]
    assert cause(derived(3, "q"), assessed("q"), command) == of_q
    assert cause(derived(4, "r"), assessed("r"), command) == of_r
    assert cause(derived(5), assessed(follows="q"), command) == of_q


def test_a_correction_of_the_predecessor_is_the_cause_at_its_successor() -> None:
    of_q = event(1, offering_of("q"), "CapabilitiesRecorded")
    assert cause(derived(3), assessed(follows="q"), [of_q, derived(2, "q"), derived(3)]) == of_q


def test_a_fee_is_the_cause_whoever_offers_the_service() -> None:
    fee = event(1, "services/a", "ServicePublished")
    assert cause(derived(2), assessed(), [fee, derived(2)]) == fee


def test_of_many_rows_in_one_command_only_those_since_the_last_derived_event_count() -> None:
    opened = event(1, offering_of("p"), "OfferingOpened")
    merged = event(4, "units/q", "UnitMerged")
    renamed = event(5, "units/p", "UnitRenamed")
    command = [opened, derived(2), event(3, "units/x", "UnitClosed"), merged, renamed, derived(6)]
    assert cause(derived(2), assessed(), command) == opened
    assert cause(derived(6), assessed(follows="q"), command) == merged


def test_an_import_of_what_others_derived_has_none() -> None:
    assert cause(derived(1), assessed(), [derived(1)]) is None

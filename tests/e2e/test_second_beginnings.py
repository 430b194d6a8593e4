"""Both readings of a stream that begins what it tells of twice: neither forgets what came since.

Promises each kind of item, and each event that begins one. Must not need a stack.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import petition_events_pb2 as petition_events
from motcua.submissions.v1 import ticket_events_pb2 as ticket_events
from services.chassis.decider import Fact
from services.console.instants import to_timestamp
from services.console.reading.folding import dossier_fold, petition_fold, ticket_fold
from services.metrics.domain import petitions, tickets
from services.metrics.domain.holding import Held, after
from services.metrics.domain.seen import Seen
from tests.e2e.test_readings_agree import first_reading, second_reading

NOON = datetime(2026, 10, 1, 5, tzinfo=UTC)
RECORDED = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
TERM = {"time": to_timestamp(NOON + 9 * DAY)}


def filed(unit: str, channel: events.Channel = events.CHANNEL_ONLINE) -> events.DossierSubmitted:
    return events.DossierSubmitted(
        dossier="dossiers/1", channel=channel, receiving_unit=unit, offering=offering(unit)
    )


def accepted(unit: str) -> events.DossierAccepted:
    return events.DossierAccepted(
        dossier="dossiers/1", channel=events.CHANNEL_ONLINE, handling_unit=unit, time_known=True,
        offering=offering(unit),
    )  # fmt: skip


def offering(unit: str) -> events.OfferingFacts:
    return events.OfferingFacts(service="services/S", unit=unit, level=3, level_rule="vn.levels@1")


def told(*messages: Any) -> list[Fact]:
    return [Fact(each, NOON + n * DAY, "") for n, each in enumerate(messages)]


def fold(folds: Any, name: str, *messages: Any) -> Any:
    """What the second reading knows then."""
    known: dict[str, Any] = {}
    for n, each in enumerate(messages):
        fact = dossier_fold.Fact("submissions", n, "", NOON + n * DAY, RECORDED, b"")
        folds[type(each)](known, each, fact)
    return known[name]


def metrics_fold(changes: Any, facts: Any, *messages: Any) -> Any:
    """What the service knows then."""
    for n, each in enumerate(messages):
        facts = changes[type(each)](facts, Seen(each, n, NOON + n * DAY, RECORDED))
    return facts


def test_a_dossier_that_is_submitted_again_stays_accepted_where_it_was() -> None:
    again = filed("units/V", events.CHANNEL_IN_PERSON)
    stream = told(filed("units/U"), accepted("units/U"), again)
    assert second_reading(stream) == first_reading(stream)
    assert any(place[1] == "units/U" for place in second_reading(stream))
    found = fold(dossier_fold.FOLDS, "dossiers/1", *(each.message for each in stream))
    assert (found.acceptance is not None, found.channel) == (True, events.CHANNEL_ONLINE)


def test_a_dossier_that_is_submitted_again_before_acceptance_is_where_it_was_filed_last() -> None:
    asked = events.SupplementRequested(dossier="dossiers/1", number=1)
    stream = [filed("units/U"), asked, filed("units/V", events.CHANNEL_IN_PERSON)]
    found = fold(dossier_fold.FOLDS, "dossiers/1", *stream)
    assert (found.offering.unit, found.channel) == ("units/V", events.CHANNEL_IN_PERSON)
    assert found.requests == 1


def test_who_has_a_dossier_that_is_submitted_again_is_read_alike() -> None:
    assigned = events.DossierAssigned(dossier="dossiers/1", assignee="officers/1")
    asked = events.SupplementRequested(dossier="dossiers/1", number=1)
    stream = [filed("units/U"), accepted("units/U"), assigned, asked, filed("units/V")]
    held = Held()
    for each in stream:
        held = after(held, each, RECORDED)
    last = fold(dossier_fold.FOLDS, "dossiers/1", *stream).held[-1]
    assert (last.status, last.unit, last.officer, last.accepted, last.due, last.requests) == held


def test_a_petition_that_is_received_again_stays_answered_and_refused() -> None:
    def received(unit: str) -> petition_events.PetitionReceived:
        return petition_events.PetitionReceived(
            petition="petitions/1", holder=unit, answer_term=TERM, time_known=True
        )

    answered = petition_events.PetitionAnswered(
        petition="petitions/1", time_known=True, publication_term=TERM
    )
    refused = petition_events.PetitionRefused(petition="petitions/1", time_known=True)
    asked = petition_events.PetitionSupplementRequested(
        petition="petitions/1", first=True, time_known=True
    )
    stream = [received("units/U"), asked, answered, refused, received("units/V")]
    ours = metrics_fold(petitions.CHANGES, petitions.PetitionFacts("1"), *stream)
    found = fold(petition_fold.FOLDS, "petitions/1", *stream)
    assert found.times == {"answered": ours.answered_at, "refused": ours.refused_at}
    assert found.terms == {
        "answer_term": ours.answer_term, "publication_term": ours.publication_term
    }  # fmt: skip
    assert (found.holder, found.refused) == ("units/V", True) == (ours.unit, ours.refused)
    assert ours.first_request_at is None


def test_a_ticket_that_is_taken_again_stays_served_and_voided() -> None:
    def taken(unit: str) -> ticket_events.TicketTaken:
        return ticket_events.TicketTaken(ticket="tickets/1", unit=unit)

    served = ticket_events.TicketServed(
        ticket="tickets/1", unit="units/U", first_call_time=to_timestamp(NOON), waiting_seconds=60
    )
    voided = ticket_events.TicketVoided(ticket="tickets/1", unit="units/U")
    stream = [taken("units/U"), served, voided, taken("units/V")]
    ours = metrics_fold(tickets.CHANGES, tickets.TicketFacts("1"), *stream)
    found = fold(ticket_fold.FOLDS, "tickets/1", *stream)
    assert (found.unit, found.called, found.waited, found.voided) == ("units/V", NOON, 60, True)
    assert (ours.unit, ours.called_at, ours.waiting_minutes, ours.voided) == (
        "units/V", NOON, 1, True,
    )  # fmt: skip

"""Figures of acts, ratings, petitions and tickets, from events to numbers and items.

Promises a real PostgreSQL, and numbers that can be counted on one's fingers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from motcua.submissions.v1 import petition_events_pb2 as petitions
from motcua.submissions.v1 import ticket_events_pb2 as tickets
from services.metrics.domain.figures import Figure, Question, Scope
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries.positions import NOW
from tests.metrics import corrections, given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, IN_PERSON, OTHER, UNKNOWN, WARD

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
DAY = timedelta(days=1)


async def told(fed: Fed, *said: Any) -> None:
    """Messages, each with its instant or at AT, each item beginning by its first one."""
    begun: set[str] = set()
    found = []
    for position, each in enumerate(said, 1):
        message, at = each if isinstance(each, tuple) else (each, AT)
        name = str(getattr(message, message.DESCRIPTOR.fields[0].name))
        version = 2 if name in begun else 1
        begun.add(name)
        found.append(given.recorded(position, message, at, version=version))
    await fed.apply(found, size=3)
    await fed.sweep()


async def figure(fed: Fed, name: str, unit: str = "") -> Figure:
    question = Question(shipped()[name], Scope(unit), MARCH, midnight(MARCH.end))
    found = await fed.reader.figure(question, NOW)
    items = [item async for item in fed.reader.items(found)]
    assert sum(item.weight for item in items) == found.considered
    assert {item.kind for item in items} <= {shipped()[name].kind.name}
    return found


def numbers(found: Figure) -> tuple[int, int, int, dict[str, int]]:
    return found.numerator, found.denominator, found.unknown, dict(found.excluded)


def dossier(number: int, *, root: int = 0, **options: Any) -> Sequence[Any]:
    """Submitted and accepted, the later the higher its number."""
    first = given.submitted(number)
    first.root = given.dossier(root or number)
    return first, (given.accepted(number, **options), AT + number * DAY)


async def test_an_act_counts_once_by_its_first_accepted_dossier(fed: Fed) -> None:
    await told(
        fed,
        *dossier(1, unit=WARD),
        *dossier(2, root=1, unit=OTHER),  # with 1: all online
        *dossier(3, unit=OTHER, channel=IN_PERSON),
        *dossier(4, root=3, unit=WARD),  # with 3: not all
        *dossier(5),
        *dossier(6, root=5, channel=UNKNOWN),  # with 5: nobody knows
        *dossier(7, unit=OTHER),
        *dossier(8, root=7, unit=WARD, channel=IN_PERSON),
        corrections.voided(7),  # so that 8 stands for both
        *dossier(9),
        given_items.linked(9, 1),
    )
    assert numbers(await figure(fed, "online_handling.acts@1")) == (1, 4, 1, {})
    assert numbers(await figure(fed, "online_handling.acts@1", OTHER)) == (0, 1, 0, {})
    found = await figure(fed, "online_handling.acts@1", WARD)
    named = {item.id async for item in fed.reader.items(found)}
    assert named == {given.dossier(n) for n in (1, 5, 7)}  # by their roots


async def test_a_rating_counts_by_its_first_time_with_its_latest_value(fed: Fed) -> None:
    april = datetime(2026, 4, 10, tzinfo=UTC)
    await told(
        fed,
        *dossier(1),
        given_items.rated(1, 2),
        (given_items.rated(1, 5), april),
        *dossier(2),
        given_items.rated(2, 5, unit=OTHER),
        given_items.rated(2, 1, unit=OTHER),
        *dossier(3),
        given_items.rated(3, 4),
        corrections.voided(3),
        *dossier(4),
        given_items.rated(4, 4, first=april),
        *dossier(5),
        given_items.rated(5, 4),
        corrections.corrected(5, accepted_at=AT),  # which rating is left out
    )
    assert numbers(await figure(fed, "satisfaction.rating@1")) == (1, 2, 0, {"voided": 1})
    assert numbers(await figure(fed, "satisfaction.rating@1", OTHER)) == (0, 1, 0, {})


async def test_petitions_count_by_the_terms_that_run_at_their_holder(fed: Fed) -> None:
    of = given_items.of_petition
    late = AT + 25 * DAY
    await told(
        fed,
        given_items.received(1),
        (given_items.answered(1), AT + 21 * DAY),  # that very instant is still in time
        given_items.received(2),
        (given_items.answered(2), late),
        given_items.received(3),
        (of(petitions.PetitionRefused, 3, time_known=True), AT + 3 * DAY),  # a day late
        given_items.received(4),
        of(petitions.PetitionMerged, 4, time_known=True),
        given_items.received(5),
        of(petitions.PetitionVoided, 5, time_known=True),
        given_items.received(6),
        given_items.transferred(6, at=AT + 40 * DAY),  # its term goes to May, and to OTHER
        given_items.received(7),
        (of(petitions.PetitionSupplementRequested, 7, first=True, time_known=True), AT + DAY),
        of(petitions.PetitionWithdrawn, 7, time_known=True),
        (of(petitions.PetitionPublished, 1, time_known=True), AT + DAY),
    )
    excluded = {"merged": 1, "voided": 1, "withdrawn": 1}
    assert numbers(await figure(fed, "petition.on_time@1")) == (1, 3, 0, excluded)
    assert numbers(await figure(fed, "petition.on_time@1", OTHER)) == (0, 0, 0, {})
    assert numbers(await figure(fed, "petition.first_request@1")) == (0, 3, 0, excluded)
    assert numbers(await figure(fed, "petition.published@1")) == (1, 2, 0, {})


async def test_tickets_called_fall_into_buckets_of_whole_minutes(fed: Fed) -> None:
    ticket, called = given_items.ticket, AT
    served, not_served = tickets.TicketServed, tickets.TicketNotServed
    await told(
        fed,
        *(ticket(tickets.TicketTaken, n) for n in range(1, 7)),
        ticket(served, 1, called=called, waiting_seconds=359),  # 5 minutes
        ticket(served, 2, called=called, waiting_seconds=360),  # 6
        ticket(served, 3, called=called, waiting_seconds=4 * 3600 + 60),
        ticket(not_served, 4, called=called, waiting_seconds=60, reason=1),
        ticket(not_served, 5, waiting_seconds=60, reason=2),  # never called
        ticket(tickets.TicketCalled, 6, called=called),  # not over yet
    )
    found = await figure(fed, "counter.waiting@1")
    assert numbers(found) == (3, 4, 1, {"no_show": 1})
    assert [bucket.n for bucket in found.buckets] == [1, 1, 0, 0, 0, 0, 0, 1]

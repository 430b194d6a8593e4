"""Publications and revisions as decisions: what is published, what is told, when, and why.

No database: names, times and rates are given.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from motcua.metrics.v1.events_pb2 import (
    FigurePublished,
    MovedItems,
    Rate,
    Receipt,
    RevisionCause,
    StreamPosition,
)
from services.chassis.errors import Refusal
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.publications import (
    Event,
    Published,
    evolve,
    revise,
)
from services.metrics.domain.publications import publish as decide
from services.metrics.domain.refusals import MetricsReason
from services.metrics.domain.revisions import Rhythm, Stale, cause, is_due
from services.metrics.queries.figure_names import figure_name, publication_name
from tests.metrics.shipped import find

FIGURE = "figures/1"
NOON = datetime(2026, 4, 10, 5, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
RHYTHM = Rhythm(pause=MINUTE, rest=10 * SECOND)


def rate(numerator: int = 1, *, position: int = 5, provisional: bool = False) -> Rate:
    at = [StreamPosition(stream="submissions", position=position)]
    counted = {"numerator": numerator, "denominator": 9, "digest": f"{numerator:064x}"}
    return Rate(receipt=Receipt(positions=at, provisional=provisional, **counted))


def publish(known: Published, rate: Rate, reason: str = "") -> FigurePublished | None:
    name = publication_name(FIGURE, known.publication)
    return decide(known, rate, figure=FIGURE, publication=name, reason=reason)


def after(*events: Event | None) -> Published:
    known = Published()
    for n, event in enumerate(events):
        assert event is not None
        known = evolve(known, event, NOON + n * HOUR)
    return known


def published(known: Published, numerator: int, reason: str = "") -> Published:
    event = publish(known, rate(numerator), reason)
    assert event is not None
    return evolve(known, event, NOON)


def test_the_same_numbers_are_published_once_wherever_they_are_known() -> None:
    once = published(Published(), 1)
    assert publish(once, rate(1, position=99, provisional=True)) is None
    assert publish(once, rate(1), "again") is None


def test_other_numbers_need_a_reason_and_supersede() -> None:
    first = published(Published(), 1, "a first one needs none, and keeps none")
    with pytest.raises(Refusal) as refused:
        publish(first, rate(2))
    assert refused.value.reason is MetricsReason.PUBLICATION_REASON_MISSING
    event = publish(first, rate(2), "a ward was late")
    assert event is not None
    assert (event.supersedes, event.reason) == (first.publication, "a ward was late")
    assert evolve(first, event, NOON).etag != first.etag


def test_what_a_revision_told_can_be_published_and_what_stands_published_cannot() -> None:
    first = publish(Published(), rate(1))
    revision = revise(after(first), rate(2), figure=FIGURE, moved=())
    known = after(first, revision)
    assert (known.revisions, known.latest, known.rate) == (1, rate(2), rate(1))
    assert publish(known, rate(1), "again") is None
    second = publish(known, rate(2), "as revised")
    assert after(first, revision, second).revisions == 0


def test_numbers_that_return_are_another_publication_than_the_first() -> None:
    first = published(Published(), 1)
    third = published(published(first, 2, "late"), 1, "withdrawn")
    assert len({first.publication, third.publication}) == 2
    assert third.publication == published(published(first, 2, "x"), 1, "y").publication


def test_a_return_to_the_published_numbers_is_told_and_what_was_told_is_not() -> None:
    first = publish(Published(), rate(1))
    assert revise(after(first), rate(1, position=9), figure=FIGURE, moved=()) is None
    late = [MovedItems(cause=RevisionCause.REVISION_CAUSE_LATE, count=1)]
    there = revise(after(first), rate(2), figure=FIGURE, moved=late)
    back = revise(after(first, there), rate(1), figure=FIGURE, moved=())
    assert there is not None
    assert back is not None
    assert (there.number, there.previous, list(there.moved)) == (1, rate(1), late)
    assert (back.number, back.previous, back.rate) == (2, rate(2), rate(1))


def test_a_figure_is_its_question() -> None:
    months = [Period(date(2026, 3, 1), date(2026, 4, day)) for day in (1, 2)]
    questions = [
        Question(find("online_handling"), Scope(*scope), period, as_of)
        for scope in (("", ""), ("units/a", ""), ("units/a", "", True), ("units/a", "services/b"))
        for period in months
        for as_of in (midnight(period.end), midnight(period.start))
    ]
    assert len({figure_name(each) for each in questions}) == len(questions)
    assert figure_name(questions[0]) == figure_name(questions[0])
    assert publication_name(FIGURE, "") == publication_name(FIGURE, "")


def test_the_name_of_a_publication_does_not_tell_its_numbers() -> None:
    first, other = publish(Published(), rate(1)), publish(Published(), rate(2))
    assert first
    assert other
    assert first.publication == other.publication
    then = publish(after(first), rate(2), "late files")
    assert then
    again = publish(after(first, then), rate(1), "they were ours")
    assert again
    assert len({each.publication for each in (first, then, again)}) == 3


def due(now: timedelta, *, told: timedelta, moved: timedelta, caught_up: bool = True) -> bool:
    stale = Stale(latest_at=NOON + told, since=NOON, moved_at=NOON + moved)
    return is_due(stale, now=NOON + now, caught_up=caught_up, rhythm=RHYTHM)


def test_a_revision_waits_for_rest_and_for_a_minute_after_the_one_before() -> None:
    assert due(HOUR, told=-HOUR, moved=HOUR - 10 * SECOND)
    assert not due(HOUR, told=-HOUR, moved=HOUR - 9 * SECOND)
    assert not due(HOUR, told=-HOUR, moved=HOUR - MINUTE, caught_up=False)
    assert not due(HOUR, told=HOUR - 59 * SECOND, moved=HOUR - 20 * SECOND)
    assert due(HOUR, told=HOUR - MINUTE, moved=HOUR - 20 * SECOND)


@drawn(st.lists(st.integers(min_value=0, max_value=9), min_size=1), st.booleans())
def test_while_a_figure_moves_on_it_is_told_once_on_each_later_local_day(
    gaps: list[int], caught_up: bool
) -> None:
    evening = midnight(date(2026, 4, 11)) - 5 * MINUTE
    told, now, since, count = NOON, evening, evening, 0
    for gap in [*gaps, *[9] * 50]:
        now += gap * SECOND
        if is_due(Stale(told, since, now), now=now, caught_up=caught_up, rhythm=RHYTHM):
            told, since, count = now, now, count + 1
    assert count == 1


def test_the_cause_is_that_of_the_event_that_moved_an_item_last() -> None:
    def of(happened_at: datetime | None, *, corrected: bool = False) -> str:
        found = cause(happened_at=happened_at, corrected=corrected, published_at=NOON)
        return RevisionCause.Name(found).removeprefix("REVISION_CAUSE_")

    assert of(None) == "CATALOGUE"
    assert of(NOON + SECOND) == "MATURED"
    assert of(NOON) == "LATE"
    assert of(NOON + SECOND, corrected=True) == "CORRECTED"

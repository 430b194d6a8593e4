"""What a unit was at any instant, as known at any position, equals a naive reading of the facts.

Promises that no correction, plan or withdrawal makes the two differ. Must not use the catalogue's
own reading to judge it.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import settings

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import descriptions, units
from services.catalog.resources.dated_resources import ResourcePeriod
from services.catalog.resources.units import resource_periods
from tests.catalog.given import DAY
from tests.catalog.given_units import forest
from tests.catalog.unit_histories import WholeHistory
from tests.catalog.unit_oracle import Reading

ENDED = {
    facts.UnitClosed: api.Unit.STATE_CLOSED,
    facts.UnitMerged: api.Unit.STATE_MERGED,
    facts.UnitSplit: api.Unit.STATE_SPLIT,
}


class KnownHistory(WholeHistory):
    """Judged at its end, as it was known after every command."""

    def teardown(self) -> None:
        for known in self.commands:
            recorded = self.recorded[:known]
            reading, then = Reading(recorded), forest(*recorded)
            assert sorted(then) == reading.units
            for name in reading.units:
                judge(reading, name, then[name])


def judge(reading: Reading, name: str, unit: units.Unit) -> None:
    """A unit at every instant at which anything changes, and between them."""
    shown = resource_periods(unit)
    assert_in_order(shown)
    start = reading.openings[name]
    for instant in reading.instants():
        for at in (instant, instant + DAY / 9):
            assert units.is_open(unit, at) == reading.is_open(name, at)
            assert [each for each in shown if each.since <= at] == [] or at >= start
            if at >= start:
                said = reading.description(name, at)
                assert as_described(descriptions.described(unit, at)) == said
                assert as_shown(shown, at) == {**said, **ending(reading, name, at)}


def assert_in_order(shown: list[ResourcePeriod]) -> None:
    """Without a gap, without an overlap, without saying the same twice."""
    for one, next_one in pairwise(shown):
        assert one.until == next_one.since
        assert one.since < next_one.since
        assert same_but_time(one.message) != same_but_time(next_one.message)
    assert shown[-1].until is None


def same_but_time(message: api.Unit) -> api.Unit:
    copy = api.Unit()
    copy.CopyFrom(message)
    copy.ClearField("effective_time")
    return copy


def as_described(stated: descriptions.Description) -> dict[str, Any]:
    appointments = {(each.officer, each.duty, each.since) for each in stated.appointments}
    authorizations = {tuple(each) for each in stated.authorizations}
    return {**stated._asdict(), "appointments": appointments, "authorizations": authorizations}


def as_shown(shown: list[ResourcePeriod], at: datetime) -> dict[str, Any]:
    """What the resource says at an instant."""
    period = [each for each in shown if each.since <= at][-1]
    said = period.message
    assert said.effective_time.ToDatetime(tzinfo=at.tzinfo) == period.since
    return {
        "parent": said.parent,
        "display_name": said.display_name,
        "code": said.code,
        "kind": said.kind,
        "refuse_below_level_3": (
            said.refuse_below_level_3 if said.HasField("refuse_below_level_3") else None
        ),
        "calendar": said.calendar,
        "appointments": {
            (each.officer, each.duty, each.effective_time.ToDatetime(tzinfo=at.tzinfo))
            for each in said.appointments
        },
        "authorizations": {
            (
                each.desk,
                each.desks_below,
                each.for_units_below,
                each.effective_time.ToDatetime(tzinfo=at.tzinfo),
                each.end_time.ToDatetime(tzinfo=at.tzinfo) if each.HasField("end_time") else None,
            )
            for each in said.desk_authorizations
        },
        "state": said.state,
        "opening": said.opening_time.ToDatetime(tzinfo=at.tzinfo),
        "ending": (
            said.ending_time.ToDatetime(tzinfo=at.tzinfo) if said.HasField("ending_time") else None
        ),
        "successors": {each.unit: stated(each) for each in said.successors},
    }


def stated(part: facts.Successor) -> Fraction | None:
    return (
        Fraction(part.share.numerator, part.share.denominator) if part.HasField("share") else None
    )


def successors(reading: Reading, name: str, at: datetime) -> dict[str, Fraction | None]:
    """Whoever took over at the instant of its end, by any fact."""
    parts = reading.successions(name).get(at, {})
    return {each: part for each, part in parts.items() if each != name}


def ending(reading: Reading, name: str, at: datetime) -> dict[str, Any]:
    """What a resource says of the life of its unit."""
    end = reading.endings[name]
    ended = end is not None and end.time <= at
    return {
        "state": ENDED[type(end.fact)] if end and ended else api.Unit.STATE_OPEN,
        "opening": reading.openings[name],
        "ending": end.time if end else None,
        "successors": successors(reading, name, end.time) if end and ended else {},
    }


TestKnownHistory = KnownHistory.TestCase
TestKnownHistory.settings = settings(max_examples=25, stateful_step_count=30)

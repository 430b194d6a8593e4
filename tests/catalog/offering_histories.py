"""Random histories of four units, one service and its offerings.

Promises that every history can be folded; nothing else is judged, so that much of it is what
commands would refuse. Must not assert.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog import offering_events as event
from tests.catalog.offering_events import Catalogue, since, unit_of
from tests.catalog.offering_oracle import (
    DAY_0,
    EVERY_OTHER,
    FILE,
    LEVELS,
    NA,
    NO,
    PAY,
    SIX,
    UNITS,
    UNKNOWN,
    YES,
)
from tests.weighted import weighted


def day(number: int) -> datetime:
    return DAY_0 + timedelta(days=number)


# Hypothesis draws first choices often, so these are what leaves most handovers as they are.
unit = some.sampled_from(["q", "r", "p", "s"])
at = some.sampled_from([3, 4, 5, 1, 2, 0, 0]).map(day)
states = some.dictionaries(
    some.sampled_from([FILE, PAY]), some.sampled_from([YES, YES, NO, NA, UNKNOWN])
)
every_state = states.map(lambda found: {**EVERY_OTHER, **found})
ceiling = some.sampled_from([None, None, 2, 3, 4])
why = some.sampled_from(["QĐ 1", "QĐ 2"])
rule = some.sampled_from(["", "", LEVELS, SIX])
extent = some.sampled_from([facts.EXTENT_FULL, facts.EXTENT_PARTIAL])
handing = some.sampled_from([*[event.FOLLOW] * 7, event.CLOSE])
parts = some.lists(unit, min_size=2, max_size=3, unique=True)
fee = some.sampled_from([0, 10_000])

openings = some.builds(event.opened, unit, at, every_state, ceiling=ceiling, why=why, rule=rule)
closings = some.builds(event.closed, unit, at)
own_facts = weighted(
    (2, some.builds(event.capable, unit, at, states)),
    (1, some.builds(event.ceiling_declared, unit, at, ceiling, why)),
    (1, some.builds(event.designated, unit, at, extent)),
    (3, openings),
    (2, closings),
)


def merger(
    who: some.SearchStrategy[str], into: some.SearchStrategy[str], when: Any = at
) -> some.SearchStrategy[Any]:
    found = some.tuples(who, when, into, handing).filter(lambda merged: merged[0] != merged[2])
    return found.map(lambda merged: event.merged(*merged[:3], rule=merged[3]))


def split(
    who: some.SearchStrategy[str], among: some.SearchStrategy[list[str]], when: Any = at
) -> some.SearchStrategy[Any]:
    found = some.tuples(who, when, among, handing)
    return found.map(lambda part: event.split(*part[:2], *part[2], rule=part[3]))


# What q and r offer from the first day on is handed over to p, and perhaps from p to s.
first, then = (some.sampled_from(days).map(day) for days in ([2, 3, 2, 1], [4, 5, 3]))
among = some.sampled_from([["p", "s"], ["q", "p"], ["p", "r"]])
together = first.map(lambda when: [event.merged(each, when, "p") for each in "qr"])
plan = weighted(
    (4, merger(some.sampled_from("qr"), some.just("p"), first)),
    (2, split(some.sampled_from("qr"), among, first)),
    (1, merger(some.just("p"), some.just("s"), then)),
    (1, split(some.just("p"), some.just(["p", "s"]), then)),
)
plans = weighted((3, some.lists(plan, min_size=2, max_size=4)), (1, together))
late = some.integers(4, 6).map(day)
steps = weighted(
    (9, own_facts),
    (1, weighted((2, merger(unit, unit)), (1, split(unit, parts)))),
    (3, some.integers(0, 99)),  # withdraws one of the facts in force
    (1, weighted(
        (2, some.builds(event.unit_closed, unit, late)),
        (1, some.builds(event.retired, late)),
        (2, some.builds(event.published, some.just(0), at, fee=fee)),
        (2, some.builds(event.unit_opened, unit, at)),
    )),
)  # fmt: skip
early = some.sampled_from([*[0] * 24, 1, 3]).map(day)
begins = some.just(day(0))
starts = some.tuples(
    *(some.builds(event.unit_opened, some.just(each), early) for each in UNITS),
    some.builds(event.published, some.just(1), early, fee=fee),
    *(
        some.builds(
            event.opened, some.just(each), begins, every_state, ceiling=ceiling, why=why, rule=rule
        )
        for each in ("q", "r")
    ),
)
histories = some.tuples(
    starts.map(list),
    plans,
    some.lists(steps, min_size=4, max_size=20),
    some.lists(plan, max_size=2),  # which nothing withdraws
).map(lambda found: [each for part in found for each in part])


STARTS, SPARES = 7, 90


class Change(NamedTuple):
    """One step: whose offerings it is about ("": the service's), and from when on."""

    unit: str
    since: datetime


class History:
    """What was recorded, and beside it what is in force of it, in order."""

    def __init__(self, steps: Iterable[Any] = ()) -> None:
        self.catalogue = Catalogue()
        self.in_force: dict[int, Any] = {}  # by the place where it was recorded first
        self.last: dict[int, int] = {}  # the place where it was corrected last
        for each in steps:
            self.step(each)

    def step(self, each: Any) -> Change | None:
        """A number withdraws one of the facts in force, 0 the last; None: it is left out."""
        match each:
            case int():
                return self._withdraw(each)
            case facts.UnitOpened():
                return self._open_unit(each)
            case facts.ServicePublished():
                return self._publish(each)
            case facts.ServiceRetired() if self._of(facts.ServiceRetired):
                return None
        return self._record(each)

    def _record(self, each: Any) -> Change:
        place = self.catalogue.record(each)
        self.in_force[place], self.last[place] = each, place
        return Change(unit_of(each), since(each))

    def _correct(self, place: int, each: Any) -> Change | None:
        """Only to an earlier time."""
        if since(self.in_force[place]) <= since(each):
            return None
        self.last[place] = self.catalogue.record(each)
        self.in_force[place] = each
        return Change(unit_of(each), since(each))

    def _open_unit(self, each: facts.UnitOpened) -> Change | None:
        known = [n for n, one in self._of(facts.UnitOpened) if one.unit == each.unit]
        return self._correct(known[0], each) if known else self._record(each)

    def _publish(self, each: facts.ServicePublished) -> Change | None:
        known = self._of(facts.ServicePublished)
        if not known or since(known[-1][1]) < since(each):
            every = [e for e in self.catalogue.recorded if isinstance(e, facts.ServicePublished)]
            return self._record(_with(each, version=max((e.version for e in every), default=0) + 1))
        place, first = known[0]
        return self._correct(place, _with(each, version=first.version, content=first.content))

    def _withdraw(self, number: int) -> Change | None:
        if not self.in_force:
            return None
        places = list(self.in_force)
        later = places[STARTS:] if number < SPARES else places  # mostly nothing of the start
        place = (later or places)[-1 - number % len(later or places)]
        each = self.in_force[place]
        changes = (e for _, e in self._of(facts.UnitClosed, facts.UnitMerged, facts.UnitSplit))
        if isinstance(each, facts.UnitOpened) and any(e.unit == each.unit for e in changes):
            return None  # they would go with it
        del self.in_force[place]
        self.catalogue.withdraw(self.last[place])
        return Change(unit_of(each), since(each))

    def _of(self, *kinds: type) -> list[tuple[int, Any]]:
        return [(place, each) for place, each in self.in_force.items() if isinstance(each, kinds)]


def _with(message: Any, **said: Any) -> Any:
    copied = type(message)()
    copied.CopyFrom(message)
    copied.MergeFrom(type(message)(**said))
    return copied

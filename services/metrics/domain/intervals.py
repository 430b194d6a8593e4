"""Who had a dossier, in which status, from when to when: what stock and flow figures read.

An interval is `[begins, ends)` while unit, officer, status and acceptance stay the same. Example:
accepted on Monday, sent to another unit on Wednesday, ended on Friday: the first unit had it from
Monday to Wednesday, the second one from Wednesday to Friday. A dossier that was entered in error,
or whose facts go back in time, has one row instead that says so, and is counted apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from itertools import accumulate, pairwise
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from services.metrics.domain.holding import CHANGES, Held, after, on_time_until
from services.metrics.domain.periods import instant_of, local_day, may_be
from services.metrics.domain.seen import Seen
from services.metrics.domain.versions import OPEN

APART = 0  # the number of the one row of a dossier that stands in no interval


class Turn(IntEnum):
    """How one interval gave way to the next, as tables number it."""

    SUBMITTED = 1
    ACCEPTED = 2
    TRANSFERRED = 3
    CHANGED = 4  # another status or officer in the same unit
    ENDED = 5  # by a result
    WITHDRAWN = 6
    STOPPED = 7
    REFUSED = 8


class Why(IntEnum):
    """Why a dossier stands in no interval; `began` of its one row."""

    DISORDERED = 0
    VOIDED = 9


CLOSING: Mapping[int, Turn] = {
    events.STATUS_REFUSED: Turn.REFUSED,
    events.STATUS_WITHDRAWN: Turn.WITHDRAWN,
    events.STATUS_STOPPED: Turn.STOPPED,
    events.STATUS_RESULT_READY: Turn.ENDED,
    events.STATUS_RESULT_RETURNED: Turn.ENDED,
}
# Events that a fold takes; all others leave intervals as they are.
TAKEN = (*CHANGES, events.DossierVoided, events.DossierCorrected)


class Interval(NamedTuple):
    """A row: known at the positions `[known_from, known_to)`, its end from `ended_from` on."""

    number: int  # of those of its dossier
    held: Held
    begins: datetime
    began: int  # a Turn
    known_from: int
    since: datetime  # the first instant of its dossier
    ends: datetime | None = None
    ended: int = 0
    ended_from: int = OPEN
    known_to: int = OPEN

    def until(self, at: datetime, turn: int, position: int) -> "Interval":
        """With its end, as known from a position on."""
        return Interval(*self[:6], at, turn, position, self.known_to)


@dataclass(slots=True)
class IntervalFold:
    """What one batch changes. `before` are the last intervals of its dossiers that were known."""

    before: Mapping[str, Interval]
    last: dict[str, Interval] = field(default_factory=dict)  # of each dossier, after the batch
    opened: dict[str, list[Interval]] = field(default_factory=dict)
    ended: list[tuple[str, Interval]] = field(default_factory=list)  # tables have them without end
    replaced: dict[str, int] = field(default_factory=dict)  # all that tables know, from when on

    def take(self, dossier: str, seen: Seen) -> None:
        """One more event of this dossier."""
        kind = type(seen.message)
        if kind is events.DossierVoided:
            self._set_apart(dossier, Why.VOIDED, seen)
        elif kind is events.DossierCorrected:
            self._replace(dossier, seen.position, corrected(seen))
        else:
            self._go_on(dossier, seen)

    def rows(self) -> Iterator[tuple[str, Interval]]:
        """All that are new, by dossier."""
        for dossier, intervals in self.opened.items():
            yield from ((dossier, each) for each in intervals)

    def _known(self, dossier: str) -> Interval | None:
        return self.last.get(dossier) or self.before.get(dossier)

    def _go_on(self, dossier: str, seen: Seen) -> None:
        known = self._known(dossier)
        held = after(known.held if known else Held(), seen.message, seen.recorded_at)
        if known is None:
            at = instant(seen)
            self._open(dossier, Interval(1, held, at, Turn.SUBMITTED, seen.position, at))
        elif known.number == APART and held != known.held:
            self._set_apart(dossier, known.began, seen)
        elif held != known.held:
            self._turn(dossier, known, held, seen)

    def _turn(self, dossier: str, known: Interval, held: Held, seen: Seen) -> None:
        """The interval ends and the next begins, unless that goes back in time."""
        at, turn = instant_after(known.begins, seen), turned(known.held, held)
        if at < known.begins or is_accepted_late(known.held, held):
            self._set_apart(dossier, Why.DISORDERED, seen)
            return
        end = known.until(at, turn, seen.position)
        if dossier in self.last:
            self.opened[dossier][-1] = end
        else:
            self.ended.append((dossier, end))
        following = Interval(known.number + 1, held, at, turn, seen.position, known.since)
        self._open(dossier, following)

    def _set_apart(self, dossier: str, why: int, seen: Seen) -> None:
        """One row in place of all."""
        known, at = self._known(dossier), instant(seen)
        if known is None:
            raise ValueError("a dossier begins with its submission")
        held = after(known.held, seen.message, seen.recorded_at)
        instants = [known.since, known.ends or known.begins, *([at] if held != known.held else [])]
        row = apart(why, held, min(instants), max(instants), seen.position)
        self._replace(dossier, seen.position, [row])

    def _replace(self, dossier: str, position: int, rows: list[Interval]) -> None:
        """Nothing that was known of the dossier is known any more."""
        mine = self.opened.get(dossier, [])
        self.opened[dossier] = [
            each._replace(known_to=min(each.known_to, position)) for each in mine
        ]
        self.replaced.setdefault(dossier, position)
        self.last.pop(dossier, None)
        for row in rows:
            self._open(dossier, row)

    def _open(self, dossier: str, row: Interval) -> None:
        self.opened.setdefault(dossier, []).append(row)
        self.last[dossier] = row


def turned(before: Held, now: Held) -> int:
    """How one gave way to the other."""
    if now.status in CLOSING and before.status not in CLOSING:
        return CLOSING[now.status]
    if now.accepted and not before.accepted:
        return Turn.ACCEPTED
    return Turn.CHANGED if now.unit == before.unit else Turn.TRANSFERRED


def is_accepted_late(before: Held, now: Held) -> bool:
    """Whether it was accepted when it was closed already."""
    return now.accepted and not before.accepted and now.status in CLOSING


def corrected(seen: Seen) -> list[Interval]:
    """The intervals of a dossier that an event says whole."""
    said: events.DossierFacts = seen.message.facts
    due = on_time_until(said.deadline, seen.recorded_at)
    times = [_possible(instant_of(each.start_time), seen.recorded_at) for each in said.periods]
    held = [
        Held(each.status, each.handling_unit, each.assignee, each.after_acceptance, due, requests)
        for each, requests in zip(said.periods, requested(said.periods), strict=True)
    ]
    if not times:  # no dossier is like that, and yet bytes may say it
        at = instant(seen)
        return [apart(Why.DISORDERED, Held(said.status, said.handling_unit), at, at, seen.position)]
    is_disordered = times != sorted(times) or any(map(is_accepted_late, held, held[1:]))
    if said.voided or is_disordered:
        why = Why.VOIDED if said.voided else Why.DISORDERED
        return [apart(why, held[-1], min(times), max(times), seen.position)]
    turns = [Turn.SUBMITTED, *map(turned, held, held[1:])]
    return _in_turn(held, times, turns, seen.position)


def requested(periods: Iterable[events.DossierPeriod]) -> Iterator[int]:
    """How many supplements were requested by each of these periods."""
    waits = [each.status == events.STATUS_SUPPLEMENT_REQUESTED for each in periods]
    return accumulate(now and not before for before, now in pairwise([False, *waits]))


def _in_turn(
    held: list[Held], times: list[datetime], turns: list[int], position: int
) -> list[Interval]:
    """Each interval ends where the next begins."""
    rows = [
        Interval(n, *each, position, times[0])
        for n, each in enumerate(zip(held, times, turns, strict=True), start=1)
    ]
    ends = zip(rows, times[1:], turns[1:], strict=False)
    return [*(row.until(at, turn, position) for row, at, turn in ends), rows[-1]]


def apart(why: int, held: Held, begins: datetime, ends: datetime, position: int) -> Interval:
    """The one row of a dossier that stands in no interval: from its first instant to the last."""
    return Interval(APART, held, begins, why, position, begins).until(ends, 0, position)


def instant(seen: Seen) -> datetime:
    """When it happened; of a time that cannot be, when it was recorded."""
    return _possible(seen.occurred_at, seen.recorded_at)


def instant_after(begins: datetime, seen: Seen) -> datetime:
    """The same of what follows something; of a day alone, not before what began on that day."""
    at = instant(seen)
    is_day = getattr(seen.message, "day_only", False)
    return max(at, begins) if is_day and local_day(at) == local_day(begins) else at


def _possible(at: datetime, recorded_at: datetime) -> datetime:
    return at if may_be(at, recorded_at) else recorded_at

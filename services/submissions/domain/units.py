"""Units as the catalogue tells them, by their dated facts: places in the tree, ends, policies,
calendars, desks that receive for them, officers on duty.

Promises an answer about any instant, before a unit's opening and after its end, too: a unit that
ended lies where it lay last. Must not read a clock.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, count
from typing import NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from services.chassis.errors import Refusal
from services.chassis.reasons import Reason
from services.submissions.domain.instants import shown
from services.submissions.domain.refusals import SubmissionsReason

_VERSIONS = count(1)
MERGER = "merger"  # the timer of a unit that merges into another one


class Change(NamedTuple):
    """One dated fact of a unit: a place below a parent ("": a root), its end, a policy, or by which
    calendar it works ("": by none of its own).
    """

    version: int  # in the unit's stream: what a withdrawal names
    effective_time: datetime
    parent: str | None = None
    ends: bool = False
    refuses_below_3: bool | None = None
    calendar: str | None = None
    merger: UUID | None = None  # the event by which it merges into its successor
    successors: Sequence[str] = ()  # one of a merger, the other parts of a split


class Merger(NamedTuple):
    """A unit that merged into another one."""

    unit: str
    into: str
    effective_time: datetime
    event: UUID


class Authorization(NamedTuple):
    """What a unit says of a desk from an instant on: that it may receive for it, or no longer."""

    version: int
    effective_time: datetime
    desk: str
    given: bool  # False: revoked
    end_time: datetime | None = None  # before which it holds; None: until it is revoked
    desks_below: bool = False  # also for whatever lies below the desk
    for_units_below: bool = False  # also for whatever lies below the unit


class Duty(NamedTuple):
    """An officer's duty at a unit that begins or ends."""

    version: int
    effective_time: datetime
    officer: str
    duty: int
    begins: bool


Fact: TypeAlias = Change | Authorization | Duty
Update = Mapping[tuple[str, int], Fact | None]  # by unit and version; None: withdrawn
F = TypeVar("F", Change, Authorization, Duty)


class Units:
    """Every known unit with its facts in order of their effective times. What was planned for its
    end or later never takes place.
    """

    def __init__(self) -> None:
        self.version = next(_VERSIONS)  # of the places of units: no two that differ have the same
        self._instants: list[datetime] | None = None  # at which something changes
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._authorizations: dict[str, tuple[Authorization, ...]] = {}
        self._duties: dict[str, tuple[Duty, ...]] = {}

    def learn(self, update: Update) -> None:
        """Apply facts and withdrawals. Idempotent."""
        for (name, version), fact in update.items():
            _keep(self._changes, name, version, fact if isinstance(fact, Change) else None)
            given = fact if isinstance(fact, Authorization) else None
            _keep(self._authorizations, name, version, given)
            _keep(self._duties, name, version, fact if isinstance(fact, Duty) else None)
        if not all(isinstance(fact, Authorization | Duty) for fact in update.values()):
            self.version, self._instants = next(_VERSIONS), None

    def knows(self, name: str) -> bool:
        """Whether the unit was ever opened, planned ones included."""
        return any(each.parent is not None for each in self._changes.get(name, ()))

    def known(self) -> Iterator[str]:
        """The units that were ever opened, planned ones included."""
        return filter(self.knows, self._changes)

    def parent(self, name: str, at: datetime) -> str:
        """The parent at an instant; before the opening the first one; "" at the top."""
        found: str | None = None
        for change in self._changes.get(name, ()):
            if change.ends or (found is not None and change.effective_time > at):
                break
            found = found if change.parent is None else change.parent
        return found or ""

    def upward(self, name: str, at: datetime) -> Iterator[str]:
        """The unit and every unit above it at an instant, each once whatever was told."""
        seen = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            name = self.parent(name, at)

    def within(self, ancestor: str, unit: str, at: datetime) -> bool:
        """Whether a unit is the ancestor or lies below it at an instant; "" stands above all."""
        return not ancestor or ancestor in self.upward(unit, at)

    def below(self, ancestor: str, at: datetime) -> list[str]:
        """The known units of a subtree at an instant, by name; "" stands above all."""
        children: dict[str, list[str]] = {}
        for name in self.known():
            children.setdefault(self.parent(name, at), []).append(name)
        found = [ancestor]
        for name in found:  # which grows meanwhile
            found += children.pop(name, ())
        return sorted(set(filter(self.knows, found)))

    def epoch(self, at: datetime) -> int:
        """How often something has changed by an instant: units of one version and epoch lie where
        they lie.
        """
        if self._instants is None:
            changes = chain.from_iterable(self._changes.values())
            self._instants = sorted({each.effective_time for each in changes})
        return bisect_right(self._instants, at)

    def refuses_below_3(self, name: str, at: datetime) -> bool:
        """Whether online filings below level 3 are refused: by the unit's own policy at that
        instant, else by that of the nearest unit above; where nobody has one, they are not.
        """
        policies = (self._policy(each, at) for each in self.upward(name, at))
        return next((policy for policy in policies if policy is not None), False)

    def calendar(self, name: str, at: datetime) -> str:
        """By which calendar a unit works at an instant: its own, else that of the nearest unit
        above; "": nobody has one.
        """
        calendars = (self._calendar(each, at) for each in self.upward(name, at))
        return next((calendar for calendar in calendars if calendar), "")

    def must_be_open(self, name: str, at: datetime, *, field: str) -> None:
        """Refuse a unit that is not open yet, or no more."""
        if why := self._why_not_open(name, at):
            reason, time = why
            values = {"unit": name, "time": shown(time)}
            raise Refusal(reason, field=field, values=values)

    def is_open(self, name: str, at: datetime) -> bool:
        """Whether a known unit is open at an instant."""
        return self.knows(name) and self._why_not_open(name, at) is None

    def mergers(self, name: str, at: datetime) -> list[Merger]:
        """By which mergers, one after the other, a unit came to be another one by an instant.
        Example: A merged into B on 1 July and B into C on 1 September; on 2 September A has two.
        """
        found: list[Merger] = []
        while (end := self._ended(name, at)) and end.merger and end.successors:
            if any(each.unit == name for each in found):
                break
            found.append(Merger(name, end.successors[0], end.effective_time, end.merger))
            name = found[-1].into
        return found

    def successor(self, name: str, at: datetime) -> str:
        """The unit that a unit is by now, after mergers: itself where it did not merge."""
        mergers = self.mergers(name, at)
        return mergers[-1].into if mergers else name

    def successors(self, name: str, at: datetime) -> list[str]:
        """The units that follow one which has ended, by all mergers and splits of that instant, and
        have not ended themselves; none where it has not ended, or was only closed.
        """
        found, seen = list[str](), [name]
        for each in seen:  # which grows meanwhile
            end = self._ended(each, at)
            if end is None:
                found += [each] if each != name else []
            else:
                then = (c for c in self._changes[each] if c.effective_time == end.effective_time)
                seen += dict.fromkeys(u for c in then for u in c.successors if u not in seen)
        return found

    def has_ended(self, name: str, at: datetime) -> bool:
        """Whether a unit has ended by an instant."""
        return self._ended(name, at) is not None

    def receives(self, desk: str, unit: str, at: datetime) -> bool:
        """Whether a desk may receive for a unit at an instant: for itself always, else where the
        unit, or one above it for the units below, has authorized it. The tree is that of the
        instant; who is not open neither authorizes nor receives.
        """
        if desk == unit:
            return True
        if not (self.is_open(desk, at) and self.is_open(unit, at)):
            return False
        desks = set(self.upward(desk, at))
        return any(
            (giver == unit or each.for_units_below)
            and (each.desk == desk or (each.desks_below and each.desk in desks))
            for giver in self.upward(unit, at)
            for each in self._given(giver, at)
        )

    def on_duty(self, officer: str, name: str, at: datetime) -> bool:
        """Whether an officer has a duty at a unit that is open at an instant."""
        if not self.is_open(name, at):
            return False
        last = {
            each.duty: each.begins
            for each in self._duties.get(name, ())
            if each.officer == officer and each.effective_time <= at
        }
        return any(last.values())

    def _given(self, name: str, at: datetime) -> list[Authorization]:
        """What a unit said last of each desk, where it holds."""
        authorizations = self._authorizations.get(name, ())
        last = {each.desk: each for each in authorizations if each.effective_time <= at}
        return [
            each
            for each in last.values()
            if each.given and (each.end_time is None or at < each.end_time)
        ]

    def _why_not_open(self, name: str, at: datetime) -> tuple[Reason, datetime] | None:
        changes = self._changes.get(name, ())
        opening = next((each for each in changes if each.parent is not None), None)
        if opening and at < opening.effective_time:
            return SubmissionsReason.UNIT_NOT_OPEN_YET, opening.effective_time
        end = self._ended(name, at)
        return (SubmissionsReason.UNIT_ENDED, end.effective_time) if end else None

    def _ended(self, name: str, at: datetime) -> Change | None:
        """The end of a unit that took place by an instant."""
        end = next((each for each in self._changes.get(name, ()) if each.ends), None)
        return end if end and end.effective_time <= at else None

    def _policy(self, name: str, at: datetime) -> bool | None:
        for change in reversed(self._changes.get(name, ())):
            if change.refuses_below_3 is not None and change.effective_time <= at:
                return change.refuses_below_3
        return None

    def _calendar(self, name: str, at: datetime) -> str | None:
        for change in reversed(self._changes.get(name, ())):
            if change.calendar is not None and change.effective_time <= at:
                return change.calendar
        return None


def _keep(known: dict[str, tuple[F, ...]], name: str, version: int, fact: F | None) -> None:
    """In place of what was known under that version; None: nothing, or nothing any more."""
    before = known.get(name, ())
    kept = [each for each in before if each.version != version]
    if fact is not None:
        kept.append(fact)
    if fact is not None or len(kept) < len(before):
        known[name] = tuple(sorted(kept, key=_order))


def _order(fact: Fact) -> tuple[datetime, bool, int]:
    """Of one instant, an end comes first, and then what was recorded first."""
    ends = isinstance(fact, Change) and fact.ends
    return fact.effective_time, not ends, fact.version

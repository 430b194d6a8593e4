"""A naive reading of raw facts about units: for every question, search all that was recorded.

Promises the rule as it is written down, and nothing of how the catalogue implements it. Must not
import the catalogue's domain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from motcua.catalog.v1 import events_pb2 as facts

ENDS = (facts.UnitClosed, facts.UnitMerged, facts.UnitSplit)


class StatedFact(NamedTuple):
    """A fact that was not withdrawn: when it is true, and where it was recorded."""

    time: datetime
    position: int
    fact: Any


class Reading:
    """What facts say that were recorded up to some position, each about a unit."""

    def __init__(self, recorded: Sequence[Any]) -> None:
        self.facts: dict[str, list[StatedFact]] = {}
        versions: dict[tuple[str, int], StatedFact] = {}
        count: dict[str, int] = {}
        for position, fact in enumerate(recorded, 1):
            version = count[fact.unit] = count.get(fact.unit, 0) + 1
            if isinstance(fact, facts.UnitChangeWithdrawn):
                del versions[fact.unit, fact.version]
            else:
                if isinstance(fact, facts.UnitOpened):  # a correction takes the place of the first
                    first = (key for key, said in versions.items() if said.fact.unit == fact.unit)
                    for key in [k for k in first if isinstance(versions[k].fact, facts.UnitOpened)]:
                        del versions[key]
                time = fact.effective_time.ToDatetime(tzinfo=UTC)
                versions[fact.unit, version] = StatedFact(time, position, fact)
        for (unit, _), said in versions.items():
            self.facts.setdefault(unit, []).append(said)
        # Asked again and again, so found once.
        self.openings = {unit: self._opening(unit) for unit in self.facts}
        self.endings = {unit: self._ending(unit) for unit in self.facts}

    @property
    def units(self) -> list[str]:
        return sorted(self.facts)

    def instants(self) -> list[datetime]:
        """Every instant at which anything can change."""
        every = [each for own in self.facts.values() for each in own]
        ends = [_end(each.fact) for each in every if isinstance(each.fact, facts.DeskAuthorized)]
        return sorted({*(each.time for each in every), *filter(None, ends)})

    def _opening(self, unit: str) -> datetime:
        """As first recorded, or corrected to an earlier time."""
        return min(e.time for e in self.facts[unit] if isinstance(e.fact, facts.UnitOpened))

    def _ending(self, unit: str) -> StatedFact | None:
        """What ends a unit: a closing, a merger, a split that leaves it out."""
        found = [
            each
            for each in self.facts[unit]
            if isinstance(each.fact, ENDS)
            and not (
                isinstance(each.fact, facts.UnitSplit)
                and unit in [part.unit for part in each.fact.parts]
            )
        ]
        assert len(found) <= 1, "a unit ends once"
        return found[0] if found else None

    def is_open(self, unit: str, at: datetime) -> bool:
        if unit not in self.facts or at < self.openings[unit]:
            return False
        ending = self.endings[unit]
        return ending is None or at < ending.time

    def last(self, unit: str, at: datetime, says: Callable[[Any], bool]) -> Any:
        """Of what says something, the latest by an instant, and the last recorded of those."""
        found = [each for each in self.by(unit, at) if says(each.fact)]
        return max(found, key=lambda each: (each.time, each.position)).fact if found else None

    def by(self, unit: str, at: datetime) -> list[StatedFact]:
        """What is true by an instant; from its end on a unit takes nothing more."""
        ending = self.endings[unit]
        return [
            each
            for each in self.facts[unit]
            if each.time <= at and (ending is None or each.time < ending.time)
        ]

    def parent(self, unit: str, at: datetime) -> str:
        placing = (facts.UnitOpened, facts.UnitMoved)
        return str(self.last(unit, at, lambda fact: isinstance(fact, placing)).parent)

    def description(self, unit: str, at: datetime) -> dict[str, Any]:
        """Everything that a unit is at an instant after its opening."""
        return {
            "parent": self.parent(unit, at),
            "display_name": self.last(unit, at, lambda f: _names(f, "display_name")).display_name,
            "code": self.last(unit, at, lambda f: _names(f, "code")).code,
            "kind": self.last(unit, at, lambda f: _names(f, "kind")).kind,
            "refuse_below_level_3": self._own(unit, at, facts.FilingPolicySet),
            "calendar": self._own(unit, at, facts.CalendarAssigned) or "",
            "appointments": self.appointments(unit, at),
            "authorizations": self.authorizations(unit, at),
        }

    def _own(self, unit: str, at: datetime, kind: type[Any]) -> Any:
        found = self.last(unit, at, lambda fact: isinstance(fact, kind))
        if found is None:
            return None
        return found.calendar if kind is facts.CalendarAssigned else found.refuse_below_level_3

    def appointments(self, unit: str, at: datetime) -> set[tuple[str, int, datetime]]:
        """Who has which duty, and since when without having been relieved of it."""
        staffing = (facts.OfficerAppointed, facts.OfficerRelieved)
        found = sorted(each for each in self.by(unit, at) if isinstance(each.fact, staffing))
        held = set()
        for who in {(each.fact.officer, each.fact.duty) for each in found}:
            own = [each for each in found if (each.fact.officer, each.fact.duty) == who]
            run = _last_run(own)
            if run:
                held.add((*who, run[0].time))
        return held

    def authorizations(self, unit: str, at: datetime) -> set[tuple[Any, ...]]:
        """What the unit said last of each desk, unless that is over (by its end, once it ended)."""
        said = (facts.DeskAuthorized, facts.DeskRevoked)
        desks = {each.fact.desk for each in self.by(unit, at) if isinstance(each.fact, said)}
        ending = self.endings[unit]
        then = min(at, ending.time) if ending else at
        held = set()
        for desk in desks:
            last = self.last(unit, at, lambda f, d=desk: isinstance(f, said) and f.desk == d)
            until = _end(last)
            if isinstance(last, facts.DeskAuthorized) and (until is None or then < until):
                since = last.effective_time.ToDatetime(tzinfo=UTC)
                held.add((desk, last.desks_below, last.for_units_below, since, until))
        return held

    def successions(self, unit: str) -> dict[datetime, dict[str, Fraction | None]]:
        """When others take over from a unit, and which part each."""
        ending = self.endings[unit]
        handing = [
            each
            for each in sorted(self.facts[unit], key=lambda each: each[:2])
            if isinstance(each.fact, facts.UnitMerged | facts.UnitSplit)
            and (ending is None or each.time <= ending.time)
        ]
        found: dict[datetime, dict[str, Fraction | None]] = {}
        for each in handing:
            if each.time not in found:
                found[each.time] = _parts(each.fact)
            elif unit in found[each.time]:  # what is left of it is divided again
                left = found[each.time].pop(unit)
                for part, share in _parts(each.fact).items():
                    more = None if left is None or share is None else left * share
                    known = found[each.time].get(part, Fraction(0))
                    found[each.time][part] = None if known is None or more is None else known + more
        return found

    def forward(self, unit: str, since: datetime, until: datetime) -> dict[str, Fraction | None]:
        """Where the parts of a unit lie later: its own next succession first, then its parts'."""
        ahead = [time for time in self.successions(unit) if since < time <= until]
        if not ahead:
            return {unit: Fraction(1)}
        first = min(ahead)
        total: dict[str, Fraction | None] = {}
        for part, share in self.successions(unit)[first].items():
            for heir, inner in self.forward(part, first, until).items():
                grown = None if share is None or inner is None else share * inner
                before = total.get(heir, Fraction(0))
                total[heir] = None if grown is None or before is None else before + grown
        return total

    def faults(self, at: datetime) -> list[str]:
        """Why the open units are no tree at an instant."""
        found = []
        for unit in (each for each in self.units if self.is_open(each, at)):
            seen, above = {unit}, self.parent(unit, at)
            while above:
                if above in seen:
                    found.append(f"{unit} lies below itself at {at}")
                    break
                if not self.is_open(above, at):
                    found.append(f"{unit} lies below {above}, which is not open at {at}")
                    break
                seen.add(above)
                above = self.parent(above, at)
        return found


def _names(fact: Any, part: str) -> bool:
    """Whether a fact says what a unit's name, code or kind is."""
    if isinstance(fact, facts.UnitOpened):
        return True
    return isinstance(fact, facts.UnitRenamed) and bool(fact.HasField(part))  # type: ignore[arg-type]


def _end(fact: Any) -> datetime | None:
    """When an authorization is over; None: never."""
    if isinstance(fact, facts.DeskAuthorized) and fact.HasField("end_time"):
        return fact.end_time.ToDatetime(tzinfo=UTC)
    return None


def _last_run(own: Iterable[StatedFact]) -> list[StatedFact]:
    """The appointments after the last time that somebody was relieved."""
    run: list[StatedFact] = []
    for each in own:
        run = [*run, each] if isinstance(each.fact, facts.OfficerAppointed) else []
    return run


def _parts(fact: Any) -> dict[str, Fraction | None]:
    if isinstance(fact, facts.UnitMerged):
        return {fact.into: Fraction(1)}
    return {
        part.unit: Fraction(part.share.numerator, part.share.denominator)
        if part.HasField("share")
        else None
        for part in fact.parts
    }

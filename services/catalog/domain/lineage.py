"""What became of units, and what they were made of: their successions, multiplied as fractions.

Shares are exact: what becomes of a unit adds up to 1, or is not attributable where nobody stated a
share.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from motcua.catalog.v1.events_pb2 import Share, Successor, UnitSplit
from services.catalog.domain import effective, tree, units
from services.catalog.domain.refusals.units import UnitReason
from services.catalog.domain.units import Unit
from services.chassis.errors import Refusal

Part: TypeAlias = Fraction | None  # of a unit; None: not attributable
Parts: TypeAlias = Mapping[str, Part]
WHOLE = Fraction(1)
LARGEST = 2**63 - 1  # that a message can hold
MOMENT = timedelta(microseconds=1)  # no two instants lie closer together


class Succession(NamedTuple):
    """The instant from which others have taken over from a unit, and which part each of them."""

    since: datetime
    parts: Parts


def successions(unit: Unit) -> list[Succession]:
    """Every succession of a unit, in order. Those of one instant are one: each divides what those
    recorded before it left to the unit.

    Example: Q is split into Q and P by halves, and merged into R on the same day: one half goes to
    P, and one to R.
    """
    found: dict[datetime, Parts] = {}
    for change in unit.changes:
        if units.successors(change.fact) and (unit.end is None or change.since <= unit.end.since):
            left = found.get(change.since, {change.fact.unit: WHOLE})
            found[change.since] = _divided(left, change.fact)
    return [Succession(*each) for each in found.items()]


def parts(fact: Any) -> dict[str, Part]:
    """Who takes over from a unit by a fact, and which part of it; nobody by most facts."""
    if isinstance(fact, UnitSplit):
        return {part.unit: _stated(part) for part in fact.parts}
    return dict.fromkeys(units.successors(fact), WHOLE)


def forward(
    forest: Mapping[str, Unit], name: str, *, since: datetime, until: datetime
) -> dict[str, Part]:
    """Where the parts of a unit that is open at `since` lie at a later instant.

    A part that ended without a successor stays under the unit with which it ended.
    """
    lying: dict[str, Part] = {name: WHOLE}
    while instant := _next(forest, lying, since, until):
        lying = _added(_handed_on(forest, lying, instant))
        since = instant
    return lying


def back(
    forest: Mapping[str, Unit], name: str, *, since: datetime, until: datetime
) -> dict[str, Part]:
    """Which units that were open at an earlier instant lie in one that is open at `since`, and
    which part of each of them does.
    """
    within: dict[str, Part] = {name: WHOLE}
    before = since + MOMENT  # what happened at `since` has happened
    while sources := _last_sources(forest, within, until, before):
        before = max(each.since for each in sources.values())
        within = _added(_taken_back(within, sources))
    return {unit: part for unit, part in within.items() if units.is_open(forest[unit], until)}


def share_of(part: Part, *, unit: str) -> Share | None:
    """A part of a unit as a message says it; None: not attributable."""
    if part is None:
        return None
    if not _fits(part):
        raise Refusal(UnitReason.SHARE_TOO_FINE, field="at", values={"unit": unit})
    return Share(numerator=part.numerator, denominator=part.denominator)


def successors(unit: Unit) -> list[Successor]:
    """Who has taken over from a unit that ended: whoever did at the instant of its end, by any
    fact. A share that is too fine for a message is left out.

    Example: Q is split into Q and P, and merged into R on the same day: these are P and R.
    """
    taken = [each.parts for each in successions(unit) if unit.end and each.since == unit.end.since]
    return [
        Successor(unit=name, share=share_of(part, unit=name) if _fits(part) else None)
        for name, part in (taken[0].items() if taken else ())
        if unit.opening and name != unit.opening.unit
    ]


def require_successors(
    forest: Mapping[str, Unit], changed: Iterable[str], *, since: datetime, field: str
) -> None:
    """Who takes over from a unit is open then, whatever has changed."""
    names = set(changed)
    for name in sorted(names.union(*(tree.namers(forest, each) for each in names))):
        for succession in successions(forest[name]):
            if succession.since >= since:
                _require_open(forest, name, succession, field)


def _require_open(
    forest: Mapping[str, Unit], name: str, succession: Succession, field: str
) -> None:
    for successor in succession.parts:
        if not tree.open_at(forest, successor, succession.since):
            time = effective.shown(succession.since)
            values = {"unit": successor, "other": name, "time": time}
            raise Refusal(UnitReason.UNIT_SUCCEEDS, field=field, values=values)


def _next(
    forest: Mapping[str, Unit], lying: Parts, since: datetime, until: datetime
) -> datetime | None:
    """When the first of these units is succeeded, within (since, until]."""
    ahead = (each.since for unit in lying for each in successions(forest[unit]))
    return min((instant for instant in ahead if since < instant <= until), default=None)


def _handed_on(
    forest: Mapping[str, Unit], lying: Parts, instant: datetime
) -> Iterable[tuple[str, Part]]:
    """Every part, where it lies after the successions of one instant."""
    for unit, part in lying.items():
        taken = [each.parts for each in successions(forest[unit]) if each.since == instant]
        for successor, share in (taken[0] if taken else {unit: WHOLE}).items():
            yield successor, _times(part, share)


def _last_sources(
    forest: Mapping[str, Unit], within: Parts, until: datetime, before: datetime
) -> dict[str, Succession]:
    """The last successions by any of these units, within (until, before): by who was succeeded."""
    found = {
        (each.since, source): each
        for unit in within
        for source in tree.namers(forest, unit)
        for each in successions(forest[source])
        if unit in each.parts and until < each.since < before
    }
    last = max((since for since, _ in found), default=None)
    return {source: each for (since, source), each in found.items() if since == last}


def _taken_back(within: Parts, sources: Mapping[str, Succession]) -> Iterable[tuple[str, Part]]:
    """Every part, where it lay just before the successions of one instant."""
    yield from ((unit, part) for unit, part in within.items() if unit not in sources)
    for source, succession in sources.items():
        for successor, share in succession.parts.items():
            if successor in within:
                yield source, _times(share, within[successor])


def _divided(left: Parts, fact: Any) -> Parts:
    """Parts of a unit, of which that of the unit itself is handed on by a fact."""
    if fact.unit not in left:
        return left
    others = ((each, part) for each, part in left.items() if each != fact.unit)
    given = ((each, _times(left[fact.unit], part)) for each, part in parts(fact).items())
    return _added([*others, *given])


def _fits(part: Part) -> bool:
    return part is None or part.denominator <= LARGEST


def _stated(part: Successor) -> Part:
    if not part.HasField("share"):
        return None
    return Fraction(part.share.numerator, part.share.denominator)


def _times(one: Part, other: Part) -> Part:
    return None if one is None or other is None else one * other


def _added(parts: Iterable[tuple[str, Part]]) -> dict[str, Part]:
    """Sums by unit; what is not attributable stays so, whatever is added."""
    sums: dict[str, Part] = {}
    for unit, part in parts:
        before = sums.get(unit, Fraction(0))
        sums[unit] = None if before is None or part is None else before + part
    return sums

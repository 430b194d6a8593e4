"""The rules `vn.levels@1` and `vn.extent@1`: the table as data, and small functions that read it.

They know what is recorded at one instant; dates are the offering's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import Capability, CapabilityState, Extent

YES = facts.CAPABILITY_STATE_YES
NO = facts.CAPABILITY_STATE_NO
NOT_APPLICABLE = facts.CAPABILITY_STATE_NOT_APPLICABLE
UNKNOWN = facts.CAPABILITY_STATE_UNKNOWN

TOP = 4
States = Mapping[Capability, CapabilityState]


class Terms(NamedTuple):
    """What the service's version in force says that bears on its level; None = not recorded."""

    has_fee: bool = False
    written_result: bool | None = None


class Absence(Enum):
    """What "not applicable" makes of a line, when all of the line is that."""

    MISSING = auto()
    ALLOWED = auto()
    UNLESS_FEE = auto()  # while a fee is above zero it contradicts the service
    UNLESS_WRITTEN_RESULT = auto()  # it says "no written result", which the service may contradict


class LineStatus(Enum):
    """Whether a line of the table is provided."""

    PROVIDED = auto()
    MISSING = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: any one yes provides it."""

    capabilities: tuple[Capability, ...]
    absence: Absence


@dataclass(frozen=True, slots=True)
class LevelRule:
    """The groups, lowest first: level L is earned when groups 1 to L are provided."""

    id: str
    groups: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class ExtentRule:
    """Full = everything earned and a result from afar; partial = filed online and not full."""

    id: str
    filing: Capability
    full_by: tuple[Capability, ...]


class Assessment(NamedTuple):
    """What the rules make of one instant."""

    earned: int
    attainable: int
    extent: Extent


class Lack(NamedTuple):
    """A capability that stands between an offering and a level, and what is known of it."""

    capability: Capability
    state: CapabilityState


def _lines(absence: Absence, *capabilities: Capability) -> tuple[Line, ...]:
    return tuple(Line((capability,), absence) for capability in capabilities)


RESULTS = Line(
    (
        facts.CAPABILITY_RESULT_ONLINE,
        facts.CAPABILITY_RESULT_POST,
        facts.CAPABILITY_RESULT_IN_PERSON,
    ),
    Absence.UNLESS_WRITTEN_RESULT,
)

VN_LEVELS_1 = LevelRule(
    id="vn.levels@1",
    groups=(
        _lines(
            Absence.MISSING,
            facts.CAPABILITY_INFO_STEPS,
            facts.CAPABILITY_INFO_DOCUMENTS,
            facts.CAPABILITY_INFO_DEADLINE,
            facts.CAPABILITY_INFO_AUTHORITY,
            facts.CAPABILITY_INFO_FEES,
            facts.CAPABILITY_INFO_RESULT,
            facts.CAPABILITY_INFO_LEGAL_BASIS,
        ),
        _lines(
            Absence.ALLOWED,
            facts.CAPABILITY_FORMS_DOWNLOAD,
            facts.CAPABILITY_FILE_OFFLINE,
        ),
        (
            *_lines(Absence.ALLOWED, facts.CAPABILITY_FORMS_ONLINE),
            *_lines(Absence.MISSING, facts.CAPABILITY_FILE_ONLINE),
            *_lines(Absence.ALLOWED, facts.CAPABILITY_HANDLE_ONLINE),
        ),
        (*_lines(Absence.UNLESS_FEE, facts.CAPABILITY_PAY_ONLINE), RESULTS),
    ),
)

VN_EXTENT_1 = ExtentRule(
    id="vn.extent@1",
    filing=facts.CAPABILITY_FILE_ONLINE,
    full_by=(facts.CAPABILITY_RESULT_ONLINE, facts.CAPABILITY_RESULT_POST),
)


def assess(states: States, terms: Terms) -> Assessment:
    """What the rules make of these states; a capability that was never recorded is unknown."""
    return _assessed(frozenset(states.items()), terms)


# A city records a few hundred combinations, and asks for them again at every fact and date.
@lru_cache(maxsize=4096)
def _assessed(recorded: frozenset[tuple[Capability, CapabilityState]], terms: Terms) -> Assessment:
    states = dict(recorded)
    earned = _highest(states, terms, {LineStatus.PROVIDED})
    attainable = _highest(states, terms, {LineStatus.PROVIDED, LineStatus.UNKNOWN})
    return Assessment(earned, attainable, _extent(states, terms, earned))


def missing(states: States, terms: Terms, level: int) -> list[Lack]:
    """Every capability of the groups up to `level` that is not provided, with its state."""
    return [
        Lack(capability, read(line, capability, states, terms))
        for group in VN_LEVELS_1.groups[:level]
        for line in group
        if status(line, states, terms) is not LineStatus.PROVIDED
        for capability in line.capabilities
    ]


def status(line: Line, states: States, terms: Terms) -> LineStatus:
    """Whether the line is provided, missing, or not recorded."""
    recorded = {read(line, capability, states, terms) for capability in line.capabilities}
    if YES in recorded:
        return LineStatus.PROVIDED
    if recorded == {NOT_APPLICABLE}:
        return LineStatus.MISSING if line.absence is Absence.MISSING else LineStatus.PROVIDED
    return LineStatus.UNKNOWN if UNKNOWN in recorded else LineStatus.MISSING


def read(line: Line, capability: Capability, states: States, terms: Terms) -> CapabilityState:
    """The state that counts: a "not applicable" that the service contradicts is not known."""
    if _is_contradicted(line, states, terms):
        return UNKNOWN
    return states.get(capability, UNKNOWN)


def _is_contradicted(line: Line, states: States, terms: Terms) -> bool:
    """Whether the line says "not applicable" throughout, and the service says otherwise."""
    if any(states.get(capability) != NOT_APPLICABLE for capability in line.capabilities):
        return False
    by_fee = line.absence is Absence.UNLESS_FEE and terms.has_fee
    by_result = line.absence is Absence.UNLESS_WRITTEN_RESULT and terms.written_result is True
    return by_fee or by_result


def _highest(states: States, terms: Terms, enough: set[LineStatus]) -> int:
    for level, group in enumerate(VN_LEVELS_1.groups):
        if any(status(line, states, terms) not in enough for line in group):
            return level
    return len(VN_LEVELS_1.groups)


def _extent(states: States, terms: Terms, earned: int) -> Extent:
    filing = states.get(VN_EXTENT_1.filing, UNKNOWN)
    if earned == TOP and _result_needs_no_visit(states, terms):
        return facts.EXTENT_FULL
    return {YES: facts.EXTENT_PARTIAL, NO: facts.EXTENT_NONE}.get(filing, facts.EXTENT_UNKNOWN)


def _result_needs_no_visit(states: States, terms: Terms) -> bool:
    """The result comes online or by post, or there is no written result."""
    if any(states.get(capability) == YES for capability in VN_EXTENT_1.full_by):
        return True
    read_as = {read(RESULTS, capability, states, terms) for capability in RESULTS.capabilities}
    return terms.written_result is False or read_as == {NOT_APPLICABLE}

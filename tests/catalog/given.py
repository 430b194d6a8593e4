"""What the catalogue's tests are given: instants, facts and states, said briefly.

Promises plain values without a database. Must not assert.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import levels, units, versions
from services.chassis.decider import Decider, Fact

S = TypeVar("S")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
YES, NO, NA, UNKNOWN = levels.YES, levels.NO, levels.NOT_APPLICABLE, levels.UNKNOWN
States = Mapping[facts.Capability, facts.CapabilityState]

INFO = {c: YES for line in levels.VN_LEVELS_1.groups[0] for c in line.capabilities}
FORMS = {facts.CAPABILITY_FORMS_DOWNLOAD: YES, facts.CAPABILITY_FILE_OFFLINE: YES}
FILING = {
    facts.CAPABILITY_FORMS_ONLINE: YES,
    facts.CAPABILITY_FILE_ONLINE: YES,
    facts.CAPABILITY_HANDLE_ONLINE: YES,
}
ENDING = {facts.CAPABILITY_PAY_ONLINE: YES, facts.CAPABILITY_RESULT_ONLINE: YES}
LEVEL_2 = {**INFO, **FORMS}
LEVEL_3 = {**LEVEL_2, **FILING}
LEVEL_4 = {**LEVEL_3, **ENDING}


def after(decider: Decider[S], *happened: Any) -> S:
    """The state after facts, given as messages or as what a decision returned."""
    every = [each for one in happened for each in (one if isinstance(one, list) else [one])]
    done = [each if isinstance(each, Fact) else Fact(each, NOW - 365 * DAY, "") for each in every]
    return decider.fold(decider.initial(), done)


def messages(decided: Sequence[Fact]) -> list[Any]:
    """What was decided, without where and when it goes."""
    return [fact.message for fact in decided]


def text(vi: str = "Tên", en: str = "Name") -> facts.Text:
    return facts.Text(vi=vi, en=en)


def unit_opened(name: str = "units/q1", *, parent: str = "", at: datetime = NOW - 300 * DAY) -> Any:
    return facts.UnitOpened(
        unit=name, parent=parent, kind="ward", display_name=text(), effective_time=at
    )


def open_unit(name: str = "units/q1", **rest: Any) -> units.Unit:
    return after(units.DECIDER, unit_opened(name, **rest))


def content(*, fee: int = 0, **rest: Any) -> facts.ServiceContent:
    lines = [facts.FeeLine(code="LP", amount=fee)] if fee else []
    return facts.ServiceContent(display_name=text(), authority="units/q1", fees=lines, **rest)


def drafted(stated: facts.ServiceContent | None = None) -> facts.ServiceDrafted:
    return facts.ServiceDrafted(service="services/a", content=stated or content())


def published(
    number: int = 1, *, at: datetime = NOW - 200 * DAY, stated: facts.ServiceContent | None = None
) -> facts.ServicePublished:
    return facts.ServicePublished(
        service="services/a", version=number, effective_time=at, content=stated or content()
    )


def service(*every: facts.ServicePublished) -> versions.Service:
    return after(versions.DECIDER, drafted(), *(every or (published(),)))


def recorded(states: States, *, evidence: str = "") -> list[facts.RecordedCapability]:
    return [
        facts.RecordedCapability(capability=c, state=s, evidence=evidence)
        for c, s in states.items()
    ]

"""Facts about the offerings of one service, said briefly, and what is derived from them.

Promises that everything derived comes from the package itself, by folds of units and services as
they are. Must not assert.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import tree, units, versions
from services.catalog.domain.effective import instant
from services.catalog.domain.offering import aggregate
from services.catalog.domain.offering.aggregate import Offering
from services.catalog.domain.offering.own import FIRST, Own
from services.catalog.domain.offering.spans import spans
from services.catalog.domain.offering.timeline import Timeline, timelines
from services.chassis.decider import Fact
from tests.catalog.given import States, content, recorded, text

SERVICE = "services/a"
FOLLOW, CLOSE = facts.OFFERING_RULE_FOLLOW, facts.OFFERING_RULE_CLOSE
RECORDED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def offering_of(unit: str) -> str:
    return f"{SERVICE}/offerings/{unit}"


def unit_of(message: Any) -> str:
    """The id of the unit whose structure or whose offering a fact is about; "" of the service."""
    return (getattr(message, "unit", "") or getattr(message, "offering", "")).rpartition("/")[2]


def stream_of(message: Any) -> str:
    return next(
        name for field in ("offering", "unit", "service") if (name := getattr(message, field, ""))
    )


def unit_opened(unit: str, at: datetime) -> facts.UnitOpened:
    return facts.UnitOpened(
        unit=f"units/{unit}", kind="ward", display_name=text(), effective_time=at
    )


def unit_closed(unit: str, at: datetime) -> facts.UnitClosed:
    return facts.UnitClosed(unit=f"units/{unit}", effective_time=at)


def merged(unit: str, at: datetime, into: str, *, rule: Any = FOLLOW) -> facts.UnitMerged:
    return facts.UnitMerged(
        unit=f"units/{unit}", effective_time=at, into=f"units/{into}", offerings=rule
    )


def split(unit: str, at: datetime, *parts: str, rule: Any = FOLLOW) -> facts.UnitSplit:
    share = facts.Share(numerator=1, denominator=len(parts))
    among = [facts.Successor(unit=f"units/{part}", share=share) for part in parts]
    return facts.UnitSplit(unit=f"units/{unit}", effective_time=at, parts=among, offerings=rule)


def published(number: int, at: datetime, *, fee: int = 0) -> facts.ServicePublished:
    return facts.ServicePublished(
        service=SERVICE, version=number, effective_time=at, content=content(fee=fee)
    )


def retired(at: datetime) -> facts.ServiceRetired:
    return facts.ServiceRetired(service=SERVICE, effective_time=at)


def opened(
    unit: str,
    at: datetime,
    states: States | None = None,
    *,
    ceiling: int | None = None,
    why: str = "QĐ 12",
    rule: str = "",
) -> facts.OfferingOpened:
    return facts.OfferingOpened(
        offering=offering_of(unit),
        service=SERVICE,
        unit=f"units/{unit}",
        effective_time=at,
        ceiling=ceiling,
        ceiling_reason=why if ceiling else "",
        level_rule=rule,
        capabilities=recorded(states or {}),
    )


def capable(
    unit: str, at: datetime, states: States, *, evidence: str = ""
) -> facts.CapabilitiesRecorded:
    said = recorded(states, evidence=evidence)
    return facts.CapabilitiesRecorded(
        offering=offering_of(unit), effective_time=at, capabilities=said
    )


def ceiling_declared(
    unit: str, at: datetime, ceiling: int | None, why: str = "QĐ 34"
) -> facts.CeilingDeclared:
    return facts.CeilingDeclared(
        offering=offering_of(unit),
        effective_time=at,
        ceiling=ceiling,
        ceiling_reason=why if ceiling else "",
    )


def designated(unit: str, at: datetime, extent: Any) -> facts.ExtentDesignated:
    return facts.ExtentDesignated(offering=offering_of(unit), effective_time=at, extent=extent)


def closed(unit: str, at: datetime) -> facts.OfferingClosed:
    return facts.OfferingClosed(
        offering=offering_of(unit),
        service=SERVICE,
        unit=f"units/{unit}",
        effective_time=at,
    )


class Catalogue:
    """What was recorded of the units, of one service and of its offerings, in order."""

    def __init__(self, *messages: Any) -> None:
        self.recorded: list[Any] = []
        for message in messages:
            self.record(message)

    def record(self, message: Any) -> int:
        """Append a fact; its place."""
        self.recorded.append(message)
        return len(self.recorded) - 1

    def withdraw(self, place: int) -> None:
        """Append the withdrawal of the fact at a place."""
        self.record(self._withdrawal(self.recorded[place], place))

    def forest(self) -> Mapping[str, units.Unit]:
        streams = self._streams(("units/",))
        return tree.indexed(
            {name: units.DECIDER.fold(units.Unit(), found) for name, found in streams.items()}
        )

    def service(self) -> versions.Service:
        found = self._streams((SERVICE,)).get(SERVICE, [])
        drafted = Fact(facts.ServiceDrafted(service=SERVICE, content=content()), RECORDED_AT, "")
        return versions.DECIDER.fold(versions.Service(), [drafted, *found])

    def offering(self, unit: str) -> Offering:
        name = offering_of(unit)
        return aggregate.DECIDER.fold(Offering(), self._streams((name,)).get(name, []))

    def own(self, unit: str) -> Own:
        return self.offering(unit).own

    def timelines(self, *among: str) -> dict[str, Timeline]:
        """By id of the unit; of these units, or of all."""
        ids = among or sorted({unit_of(each) for each in self.recorded} - {""})
        found = timelines(
            {f"units/{each}": self.own(each) for each in ids},
            forest=self.forest(),
            service=self.service(),
        )
        return {name.rpartition("/")[2]: periods for name, periods in found.items()}

    def spans(self, *among: str, since: datetime = FIRST) -> dict[str, list[facts.OfferingSpan]]:
        service = self.service()
        found = self.timelines(*among).items()
        return {unit: spans(periods, service=service, since=since) for unit, periods in found}

    def _streams(self, prefixes: tuple[str, ...]) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for message in self.recorded:
            name = stream_of(message)
            if name in prefixes or (prefixes == ("units/",) and name.startswith("units/")):
                found.setdefault(name, []).append(Fact(message, RECORDED_AT, ""))
        return found

    def _withdrawal(self, message: Any, place: int) -> Any:
        name = stream_of(message)
        version = sum(1 for each in self.recorded[: place + 1] if stream_of(each) == name)
        match message:
            case facts.ServicePublished():
                return facts.ServiceVersionWithdrawn(service=name, version=message.version)
            case facts.ServiceRetired():
                return facts.ServiceRetirementWithdrawn(service=name)
        if name.startswith("units/"):
            return facts.UnitChangeWithdrawn(unit=name, version=version)
        return facts.OfferingChangeWithdrawn(offering=name, version=version)


def since(message: Any) -> datetime:
    return instant(message.effective_time)

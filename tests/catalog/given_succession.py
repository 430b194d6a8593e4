"""What tests of succession are given: offerings of units, and what follows when those end.

Promises plain values without a database. Must not assert.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, services
from services.catalog.domain.succession import succeed
from services.chassis.decider import Fact
from tests.catalog.given import DAY, LEVEL_3, NOW, States, messages, service
from tests.catalog.given_offerings import opened, then

AT = NOW + DAY
Known = Mapping[str, offerings.Offering]


def name(unit: str) -> str:
    return f"services/a/offerings/{unit}"


def offered(unit: str, states: States | None = None, **rest: Any) -> dict[str, offerings.Offering]:
    """An offering of service a by a unit since long ago."""
    said = {"offering": name(unit), "unit": f"units/{unit}", **rest}
    return {name(unit): opened(states if states is not None else LEVEL_3, **said)}


def following(
    known: Known,
    successors: Mapping[str, Sequence[str]],
    *,
    ended: Sequence[str] | None = None,
    rule: Any = facts.OFFERING_RULE_FOLLOW,
    at: datetime = AT,
    of: services.Service | None = None,
    ends: Mapping[str, datetime] | None = None,
    reason: str = "",
) -> dict[str, list[Fact]]:
    return succeed(
        ended=[f"units/{unit}" for unit in (successors if ended is None else ended)],
        successors={
            f"units/{unit}": [f"units/{each}" for each in heirs]
            for unit, heirs in successors.items()
        },
        rule=rule,
        at=at,
        now=NOW,
        offerings=known,
        services={"services/a": of or service()},
        ends=ends or {},
        reason=reason,
    )


def states_of(decided: list[Fact]) -> dict[Any, Any]:
    [recorded] = [m for m in messages(decided) if isinstance(m, facts.CapabilitiesRecorded)]
    return {each.capability: each.state for each in recorded.capabilities}


def after_all(known: Known, found: Mapping[str, list[Fact]]) -> dict[str, offerings.Offering]:
    every = {each: known.get(each, offerings.Offering()) for each in {*known, *found}}
    return {each: then(state, found.get(each, [])) for each, state in every.items()}

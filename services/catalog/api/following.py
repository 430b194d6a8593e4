"""What becomes of the offerings of units that change, in the same run of decisions.

Promises that whatever was looked at for it is part of the decision, so that no offering is missed.
Must not hold a rule.
"""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from motcua.catalog.v1.events_pb2 import OfferingRule, UnitChangeWithdrawn
from services.catalog.api.door import Door
from services.catalog.api.working import Working
from services.catalog.domain import (
    effective,
    followings,
    names,
    offerings,
    reliance,
    services,
    structure,
    succession,
    tree,
    undoing,
    units,
)
from services.catalog.domain.structure import Changes
from services.catalog.domain.units import Unit
from services.chassis import call
from services.chassis.decider import Fact
from services.chassis.log import literal

CLOSE, FOLLOW = OfferingRule.OFFERING_RULE_CLOSE, OfferingRule.OFFERING_RULE_FOLLOW


class Followed(Door):
    """Offerings end with their unit, follow to its successors, or do neither after all."""

    async def take_along(
        self,
        working: Working,
        forest: Mapping[str, Unit],
        changes: Changes,
        rule: OfferingRule,
    ) -> None:
        """Let the offerings of units that end do so too, and follow where that is asked. The
        forest is that before these changes.
        """
        ended = structure.ended(changes)
        successors = structure.successors(changes) if rule == FOLLOW else {}
        if not ended and not successors:
            return
        first = next(iter(changes.values()))[0]
        said: Any = first.message
        at, heirs = effective.instant(said.effective_time), {*itertools.chain(*successors.values())}
        earlier = followings.into(forest, heirs, at)
        concerned = {*ended, *successors, *heirs, *(each.unit for each in earlier)}
        by_service = await self.offered_by(working, concerned)
        await working.need(heirs)  # which may be known to end themselves
        ends = {each: units.ends_at(working.of(each, units.DECIDER).state) for each in heirs}
        for service, offered in by_service.items():
            await asyncio.sleep(0)  # other calls get their turn
            decided = succession.succeed(
                ended=ended,
                successors=successors,
                rule=rule,
                at=at,
                now=first.occurred_at,
                offerings={each: working.of(each, offerings.DECIDER).state for each in offered},
                services={service: working.of(service, services.DECIDER).state},
                ends=ends,
                reason=said.correction_reason,
                earlier=earlier,
                told={each: working.told(each) for each in offered} if earlier else {},
            )
            await working.need(decided)
            for name, facts in decided.items():
                working.decide(name, offerings.DECIDER, facts)

    async def take_back(
        self, working: Working, forest: Mapping[str, Unit], withdrawn: Fact
    ) -> None:
        """Let offerings be as if a change of their unit, withdrawn now, had never been planned.

        `forest` is how it was before. Who lets an opening fall needs a role over its unit, as who
        planned the change did.
        """
        said: Any = withdrawn.message
        what = undoing.undone(forest[said.unit], said)
        if what is None:
            return
        after = tree.indexed(forest).after({what.unit: [withdrawn]})
        left = followings.into(after, what.heirs, what.at)
        concerned = {what.unit, *what.heirs, *(each.unit for each in left)}
        for service, offered in (await self.offered_by(working, concerned)).items():
            await asyncio.sleep(0)  # other calls get their turn
            decided = undoing.undo(
                what,
                left=left,
                told={each: working.told(each) for each in offered},
                services={service: working.of(service, services.DECIDER).state},
                now=withdrawn.occurred_at,
            )
            for name, facts in decided.items():
                call.current().permit(names.offering(name, field="name")[1])
                working.decide(name, offerings.DECIDER, facts)

    async def require_unused(
        self, working: Working, forest: Mapping[str, Unit], withdrawn: Fact
    ) -> None:
        """Refuse to take the opening of a unit back on which a service, a target or an offering
        relies. `forest` is how it was before.
        """
        said: Any = withdrawn.message
        if not reliance.is_opening(forest, said):
            return
        position = await self.reader.settled(self.projection.position) or 0
        working.looked(position, "services/%", "targets/%")
        naming = await self.reader.naming(said.unit, position)
        offered = itertools.chain(*(await self.offered_by(working, [said.unit])).values())
        known = {name: working.of(name, offerings.DECIDER).state for name in offered}
        reliance.require_unused(forest, said, offerings=known, naming=naming)

    async def offered_by(
        self, working: Working, concerned: Collection[str]
    ) -> dict[str, list[str]]:
        """Every offering of these units, by service, in view; that none was added is part of the
        decision.
        """
        # The tables show a command once it is whole, and may have been read up to within one.
        position = await self.reader.settled(self.projection.position) or 0
        found = await self.reader.offerings_at(sorted(concerned), position)
        patterns = (f"services/%/offerings/{literal(names.last(unit))}" for unit in concerned)
        working.looked(position, *patterns)
        by_service: dict[str, list[str]] = defaultdict(list)
        # Some are decided, not yet recorded.
        decided = (working.offerings_of(unit) for unit in sorted(concerned))
        for name in dict.fromkeys(itertools.chain(found, *decided)):
            by_service[name.partition("/offerings/")[0]].append(name)
        await working.need(itertools.chain(by_service, *by_service.values()))
        return by_service


def withdrawals(changes: Changes) -> list[Fact]:
    """The withdrawals among changes of units."""
    every = itertools.chain.from_iterable(changes.values())
    return [fact for fact in every if isinstance(fact.message, UnitChangeWithdrawn)]

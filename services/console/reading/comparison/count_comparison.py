"""The catalogue's counts of offerings, as `./motcua levels` shows them, against the second
reading's.

Promises every unit and rule at one instant, as known where the second reading ended, and to name
the offerings where a count differs. Must not decide which reading is right.
"""

from collections.abc import Mapping
from datetime import date, datetime

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console.instants import local_midnight, next_month, to_timestamp
from services.console.portal import catalogue
from services.console.portal.client import Portal
from services.console.portal.enums import spelled
from services.console.reading.comparison.differences import (
    FigureDifference,
    differing,
    disagreements,
)
from services.console.reading.figures.offering_counts import (
    NONE,
    OfferingClass,
    claimed,
    classes,
    counts,
    theirs,
)
from services.console.reading.figures.sums import FigureKey
from services.console.reading.folding.fold import Reading

LEVELS = "levels"  # what stands where figures have their definition


async def compare_counts(
    portal: Portal, reading: Reading, month: date
) -> tuple[int, list[FigureDifference]]:
    """How many counts were compared, as of the month's end, and those that differ."""
    at = local_midnight(next_month(month))
    position = reading.positions["catalog"]
    request = api.CountOfferingsRequest(as_of=to_timestamp(at), as_known=position)
    reply = await portal.call(portal.catalog.CountOfferings, request, role=catalogue.ROLE)
    found = classes(reading, at)
    ours, service = counts(found), theirs(reply)
    both = ours.keys() | service.keys()
    other = [each for each in both if ours.get(each, NONE) != service.get(each, NONE)]
    listed = await shown(portal, at, position) if other else {}
    items = list(disagreements(named(found), named(listed)))
    return len(both), [
        FigureDifference(
            FigureKey(LEVELS, each.unit, "", month),
            in_words(each, differing(ours.get(each, NONE), service.get(each, NONE))),
            tuple(item for item in items if unit_of(item[0]) == each.unit),
        )
        for each in sorted(other, key=str)
    ]


async def shown(portal: Portal, at: datetime, position: int) -> dict[str, OfferingClass]:
    """The class of every open offering, as the catalogue lists it."""
    when = catalogue.When(at, position, at)
    return {
        each.name: OfferingClass(
            each.unit,
            each.level_rule,
            claimed(each.assessment),
            each.assessment.extent,
            each.assessment.verdict,
        )
        async for each in catalogue.offerings(portal, when)
    }


def named(found: Mapping[str, OfferingClass]) -> dict[str, str]:
    """Classes in words."""
    return {name: spelled_out(each) for name, each in found.items()}


def spelled_out(found: OfferingClass) -> str:
    """A class in words, such as `vn.levels@1 level 3 partial`."""
    level = "" if found.level is None else f"level {found.level}"
    extent, verdict = spelled(facts.Extent, found.extent), spelled(facts.Verdict, found.verdict)
    return " ".join(filter(None, (found.rule, level, extent, verdict)))


def in_words(
    found: OfferingClass, numbers: Mapping[str, tuple[object, object]]
) -> dict[str, tuple[object, object]]:
    """What differs, with what was counted."""
    return {f"{spelled_out(found)}: {name}": sides for name, sides in numbers.items()}


def unit_of(offering: str) -> str:
    """The unit of `services/{service}/offerings/{unit}`."""
    return f"units/{offering.rpartition('/')[2]}"

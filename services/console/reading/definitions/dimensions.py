"""The values of items in dimensions, by which filters of figures choose them.

Written from the contracts alone. A value that is not known is `unknown`.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1 import events_pb2 as metrics
from motcua.submissions.v1 import events_pb2 as submissions
from services.console.reading.definitions.dossier import CHANNELS
from services.console.reading.folding.dossier_fold import Dossier
from services.console.reading.folding.holding_fold import Held
from services.console.reading.folding.petition_fold import Petition
from services.console.reading.folding.stated_offering import Offered

UNKNOWN = "unknown"
EXTENTS: dict[int, str] = {
    catalog.EXTENT_NONE: "none",
    catalog.EXTENT_PARTIAL: "partial",
    catalog.EXTENT_FULL: "full",
}
Values: TypeAlias = Mapping[str, str]  # by dimension
NONE: Values = MappingProxyType({})  # of items without dimensions


def of_dossier(dossier: Dossier, held: Held | None = None) -> Values:
    """What the acceptance fixed is not known of a dossier that was not accepted; who answers for it
    is he who does so last, or as `held` says.
    """
    accepted, last = dossier.acceptance, held or next(reversed(dossier.held), None)
    offering = accepted.offering if accepted else Offered()
    return {
        "assisted": "yes" if dossier.assisted else "no",
        "channel": CHANNELS.get(dossier.channel, UNKNOWN),
        "corrected": "yes" if dossier.corrected else "no",
        "due": accepted.due_by if accepted else UNKNOWN,
        "extent": EXTENTS.get(offering.extent, UNKNOWN),
        "field": offering.field or UNKNOWN,
        "level": UNKNOWN if offering.level is None else str(offering.level),
        "officer": last.officer or UNKNOWN if last else UNKNOWN,
        "withdrawn": dossier.withdrawn,
    }


def of_petition(petition: Petition) -> Values:
    """On whose word it rests; it is of no service."""
    return {
        "corrected": "yes" if petition.corrected else "no",
        "transferred": petition.transfer,
        "withdrawn": petition.withdrawal,
    }


def of_count(said: submissions.CountRecorded) -> Values:
    """A count says how its items were filed, and at which level."""
    silent = ("corrected", "due", "extent", "field", "officer", "withdrawn")
    return dict.fromkeys(silent, UNKNOWN) | {
        "assisted": ("yes" if said.assisted else "no") if said.HasField("assisted") else UNKNOWN,
        "channel": CHANNELS.get(said.channel, UNKNOWN),
        "level": str(said.level) if said.HasField("level") else UNKNOWN,
    }


def of_service(field: str) -> Values:
    """Of a service, by what its version in force says."""
    return {"field": field or UNKNOWN}


def chosen(values: Values, filters: Iterable[metrics.Filter]) -> bool:
    """Whether all filters name the item's value."""
    return all(values.get(each.dimension) in each.values for each in filters)

"""Dimensions of items, and filters: which items a figure takes, by their values in dimensions.

Example: `channel = online or post` and `level = 3` choose the dossiers of both. An item of which a
value is not known has the value `unknown`, so that the values of a dimension divide all items.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.metrics.domain.refusals import MetricsReason

UNKNOWN = "unknown"
OFFICER, SERVICE = "officer", "service"
MOST = 100  # values of one filter
LONGEST = 500  # characters of a value
VALUES: Mapping[str, tuple[str, ...]] = {  # a dimension without any here takes every text
    "channel": ("online", "in_person", "post", "email", "phone", "other", UNKNOWN),
    "level": ("0", "1", "2", "3", "4", UNKNOWN),
    "extent": ("none", "partial", "full", UNKNOWN),
    "assisted": ("yes", "no", UNKNOWN),
    "corrected": ("yes", "no", UNKNOWN),
    "due": ("computed", "stated", "none", UNKNOWN),
    "withdrawn": ("no", "by_citizen", "stated", UNKNOWN),
    "transferred": ("no", "by_succession", "stated", UNKNOWN),
}
OF_PROVENANCE = frozenset({"corrected", "due", "transferred", "withdrawn"})  # see `provenance`
_OF_DOSSIERS = (
    "assisted", "channel", "corrected", "due", "extent", "field", "level", OFFICER, SERVICE,
    "withdrawn",
)  # fmt: skip
OF_KIND: Mapping[str, tuple[str, ...]] = {
    "dossier": _OF_DOSSIERS,
    "dossier_at": _OF_DOSSIERS,
    "dossier_held": _OF_DOSSIERS,
    "act": _OF_DOSSIERS,
    "rating": _OF_DOSSIERS,
    "petition": ("corrected", SERVICE, "transferred", "withdrawn"),
    "ticket": (SERVICE,),
    "standard": (SERVICE,),
    "service": ("field", SERVICE),
}
FIELD = "filters"  # of a request


class Filter(NamedTuple):
    """Items with one of these values; values are sorted, each once."""

    dimension: str
    values: tuple[str, ...]


def read_filters(kind: str, stated: Iterable[tuple[str, Sequence[str]]]) -> tuple[Filter, ...]:
    """Filters of items of a kind, in one order whatever the request's. Raises Refusal."""
    found = sorted(_filter(kind, dimension, values) for dimension, values in stated)
    for before, each in pairwise(found):
        if before.dimension == each.dimension:
            named = {"dimension": each.dimension}
            raise Refusal(MetricsReason.FILTER_REPEATED, field=FIELD, values=named)
    return tuple(found)


def _filter(kind: str, dimension: str, values: Sequence[str]) -> Filter:
    must_have(kind, dimension, field=FIELD)
    if not values:
        required = {"field": f"{FIELD}.values"}
        raise Refusal(ChassisReason.FIELD_REQUIRED, field=f"{FIELD}.values", values=required)
    if len(values) > MOST:
        most = {"most": str(MOST)}
        raise Refusal(ChassisReason.LIST_TOO_LONG, field=f"{FIELD}.values", values=most)
    known = VALUES.get(dimension)
    for each in values:
        if each not in known if known else not each or len(each) > LONGEST:
            named = {"dimension": dimension, "value": each[:LONGEST], **_known(known)}
            raise Refusal(MetricsReason.DIMENSION_VALUE_UNKNOWN, field=FIELD, values=named)
    return Filter(dimension, tuple(sorted(set(values))))


def _known(values: tuple[str, ...] | None) -> dict[str, str]:
    """The values that there are, as a refusal names them in both languages."""
    if values is None:
        return {"known": f"1–{LONGEST} characters", "known_vi": f"1–{LONGEST} ký tự"}
    return dict.fromkeys(("known", "known_vi"), ", ".join(values))


def must_have(kind: str, dimension: str, *, field: str) -> None:
    """Raises Refusal where items of the kind have no such dimension."""
    of_kind = OF_KIND.get(kind, ())
    if dimension not in of_kind:
        named = {"dimension": dimension, "kind": kind, "known": ", ".join(of_kind) or "–"}
        raise Refusal(MetricsReason.DIMENSION_UNKNOWN, field=field, values=named)


def narrowed(filters: Sequence[Filter], dimension: str, value: str) -> tuple[Filter, ...]:
    """The same filters, with one value in a dimension."""
    others = (each for each in filters if each.dimension != dimension)
    return tuple(sorted((*others, Filter(dimension, (value,)))))


def values_in(filters: Sequence[Filter], dimension: str) -> tuple[str, ...]:
    """All values that a dimension may have among chosen items, where they are known beforehand."""
    chosen = next((each.values for each in filters if each.dimension == dimension), None)
    return tuple(each for each in VALUES.get(dimension, ()) if chosen is None or each in chosen)

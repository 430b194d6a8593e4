"""Counts of offerings in the second reading: how many are alike at an instant, and which.

Promises the catalogue's CountOfferings over all units, from its stream alone. What takes effect at
the very instant counts, as everywhere in the catalogue; in figures, whose instant is the end of a
period, it does not. Must not ask a service.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.catalog.v1 import catalog_pb2 as api
from services.console.reading.folding.fold import Reading

MOMENT = timedelta(microseconds=1)  # what begins exactly then has begun a moment later


class OfferingClass(NamedTuple):
    """What the offerings of one count have in common; numbers as the contract has them."""

    unit: str
    rule: str
    level: int | None  # None: the rule claims none
    extent: int
    verdict: int


class Counted(NamedTuple):
    """How many, and the digest of their names."""

    offerings: int
    digest: str


NONE = Counted(0, "")


def classes(reading: Reading, as_of: datetime) -> dict[str, OfferingClass]:
    """The class of every offering that is open at the instant."""
    found = {}
    for name, offering in reading.offerings.items():
        if span := offering.open_span(as_of + MOMENT):
            stated = (span.rule, span.level, span.extent, span.verdict)
            found[name] = OfferingClass(offering.unit, *stated)
    return found


def counts(found: Mapping[str, OfferingClass]) -> dict[OfferingClass, Counted]:
    """The same, counted."""
    names: dict[OfferingClass, list[str]] = {}
    for name, offering_class in found.items():
        names.setdefault(offering_class, []).append(name)
    return {each: Counted(len(those), digest(those)) for each, those in names.items()}


def digest(names: Iterable[str]) -> str:
    """SHA-256 over the sorted names, each with a line feed."""
    lines = sorted(f"{name}\n".encode() for name in names)
    return hashlib.sha256(b"".join(lines)).hexdigest()


def theirs(reply: api.CountOfferingsResponse) -> dict[OfferingClass, Counted]:
    """The service's counts."""
    return {
        OfferingClass(
            each.unit, each.level_rule, claimed(each), each.extent, each.verdict
        ): Counted(each.offerings, each.digest)
        for each in reply.counts
    }


def claimed(stated: api.OfferingCount | api.Assessment) -> int | None:
    """The level, where the rule claims one."""
    return stated.level if stated.HasField("level") else None

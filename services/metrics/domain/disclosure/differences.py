"""By how much two definitions of the same items differ: whom the one counts and the other does not.

Example: 60 of 100 were filed online, and 40 to their result, of which 17 are not known. So 3 of 43
who are known not to be among the 40 were filed online. Must not look at a place.
"""

from functools import cache

from services.metrics.domain.disclosure.audit import Counts
from services.metrics.domain.disclosure.counts import is_part, reasons_of
from services.metrics.domain.disclosure.identities import node
from services.metrics.domain.indicators.definition import Definition

FIRST = 4  # counts of a figure before those of its reasons
ONLINE_BELOW = "online_below_3"  # a reason that takes some of those online
# Numerators by text: the first holds what the second does, and whom a reason takes, but for some.
TIMELY = 'verdict in ["early", "on_time"]'
SATISFIED = (
    """!((has(verdict) && verdict == "overdue") || complained || (has(rating) && rating <= 2))"""
)
WITH_REASON = {("dossier", SATISFIED, TIMELY): "no_due"}


def are_compared(one: Definition, other: Definition) -> bool:
    """Whether the other may count just some of what the one counts: by a condition more in its
    numerator, or since it excludes for more reasons. Of two alike the first by name is the one.
    """
    if not (is_part(one, other) or is_part(other, one)):
        return False
    if continues(one, other) == continues(other, one):
        return one.name < other.name
    return continues(one, other)


def continues(one: Definition, other: Definition) -> bool:
    """Whether the other has the reasons of the one, and perhaps more."""
    reasons = reasons_of(one)
    return reasons_of(other)[: len(reasons)] == reasons


def differences(one: Definition, other: Definition, counts: Counts, others: Counts) -> Counts:
    """Counts that must not be small, of the counts of both; none where they are of different
    numbers of items, of which nobody knows whether one is part of the other.
    """
    (numerator, rest, *_), (less, least, *_) = counts, others
    if reasons_of(one) == reasons_of(other):
        pairs = zip(counts[:FIRST], others[:FIRST], strict=True)
        return tuple(n for pair in pairs for n in either_way(*pair))
    if one.counted == other.counted and continues(one, other):
        return by_reasons(other, counts, others)
    if reason := with_reason(one, other):
        return either_way(numerator, less + taken(other, others, reason))
    return either_way(numerator, less) if numerator + rest == less + least else ()


def either_way(one: int, other: int) -> Counts:
    """How many are in one and not in the other, whichever holds more."""
    return one - other, other - one


def by_reasons(definition: Definition, counts: Counts, others: Counts) -> Counts:
    """Of each class those whom a definition with the same numerator excludes for further reasons;
    those online of which the level is not known.
    """
    pairs = zip(counts[:FIRST], others[:FIRST], strict=True)
    numerator, _, unknown, known = (one - other for one, other in pairs)
    if ONLINE_BELOW not in reasons_of(definition):
        return numerator, unknown, known
    return numerator, unknown, known, numerator - taken(definition, others, ONLINE_BELOW)


def taken(definition: Definition, counts: Counts, reason: str) -> int:
    """How many a reason takes."""
    return counts[FIRST + reasons_of(definition).index(reason)]


@cache
def with_reason(one: Definition, other: Definition) -> str:
    """By which reason of the other the one holds more; "": by none that is known."""
    for (kind, more, less), reason in WITH_REASON.items():
        asked = (one.kind.name, one.counted, other.counted)
        if asked == (kind, node(kind, more), node(kind, less)) and reason in reasons_of(other):
            return reason
    return ""

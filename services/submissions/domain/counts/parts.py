"""A total that a source states, with its parts: the parts are counted, and what they leave of it.

Example: 100 dossiers accepted, 60 of them online and 30 in person. Counted are 60 online, 30 in
person, and a residual of 10 of which the channel is not known. Parts of 101 are refused.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from motcua.submissions.v1.counts_pb2 import Count
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.submissions.domain.counts.refusals import CountingReason

MOST_PARTS = 100  # of a total: all of them are one append


def items(stated: Count) -> list[Count]:
    """What is counted of a stated total, each with all that is known of it; what is no part of it
    stays out. The residual is the last one and says no more than the total.
    """
    if not stated.parts:
        return [stated]
    counted = [_with(stated, part) for part in stated.parts]
    if left := stated.n - _sum(stated):
        counted.append(_with(stated, Count(n=left)))
    return counted


def faults(stated: Count) -> Iterator[Refusal]:
    """Every ground on which parts are none of their total."""
    if len(stated.parts) > MOST_PARTS:
        yield Refusal(ChassisReason.LIST_TOO_LONG, field="parts", values={"most": str(MOST_PARTS)})
        return
    of_all = _facts(stated)
    for index, part in enumerate(stated.parts):
        path, own = f"parts[{index}]", _facts(part)
        if part.n < 0:
            yield Refusal(CountingReason.COUNTED_NEGATIVE, field=f"{path}.n")
        for name in sorted(own.keys() & of_all.keys()):
            yield Refusal(CountingReason.COUNT_FACT_INVALID, field=f"{path}.{name}")
        if not own:
            yield Refusal(CountingReason.COUNT_FACT_INVALID, field=path)
    yield from _not_apart(stated)
    if stated.parts and _sum(stated) > stated.n:
        values = {"sum": str(_sum(stated)), "n": str(stated.n)}
        yield Refusal(CountingReason.PARTS_ABOVE_TOTAL, field="n", values=values)


def _not_apart(stated: Count) -> Iterator[Refusal]:
    """Parts to which one item could belong beside another part."""
    facts = list(map(_facts, stated.parts))
    for (one, first), (other, second) in combinations(enumerate(facts), 2):
        if all(first[name] == second[name] for name in first.keys() & second.keys()):
            values = {"other": str(one + 1)}
            yield Refusal(CountingReason.PARTS_NOT_APART, field=f"parts[{other}]", values=values)


def _with(stated: Count, part: Any) -> Count:
    counted = Count()
    counted.CopyFrom(stated)
    counted.ClearField("parts")
    counted.n = part.n
    for name, value in _facts(part).items():
        setattr(counted, name, value)
    return counted


def _facts(stated: Any) -> dict[str, Any]:
    """What is known of the items, by field."""
    return {name: value for name, value in _fields_of(stated) if name in FACTS}


def _fields_of(stated: Any) -> Iterator[tuple[str, Any]]:
    return ((field.name, value) for field, value in stated.ListFields())


def _sum(stated: Count) -> int:
    return sum(part.n for part in stated.parts)


FACTS: Sequence[str] = (
    "channel", "assisted", "level", "verdict", "written_result", "electronic_result", "rating",
)  # fmt: skip

"""A definition as one SQL expression over an item's columns: the number of the item's class.

NULL: not considered. An item is classified once, in the statement that reads it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from services.metrics.domain import classes
from services.metrics.domain.expressions.sql import to_sql
from services.metrics.domain.histograms import bounds_of
from services.metrics.domain.indicators.definition import Definition

NUMERATOR, DENOMINATOR, UNKNOWN = 1, 2, 3
OPEN_DENOMINATOR, OPEN_UNKNOWN = 4, 5  # of items that can still become numerator
FIRST_REASON = 16  # and on, by the reason's place in the definition
FIRST_BUCKET = 64  # and on, by the bucket's place


class ItemClass(NamedTuple):
    """A class of items; `can_still`: they can still become numerator."""

    membership: int
    reason: str = ""  # of excluded ones; in a histogram, the upper bound of the bucket
    can_still: bool = False


def item_classes(definition: Definition) -> Mapping[int, ItemClass]:
    """Every class that an item can have, by its number."""
    found = {UNKNOWN: ItemClass(classes.UNKNOWN)}
    if definition.can_still:
        found[OPEN_UNKNOWN] = ItemClass(classes.UNKNOWN, can_still=True)
    for n, (reason, _) in enumerate(definition.exclusions, FIRST_REASON):
        found[n] = ItemClass(classes.EXCLUDED, reason)
    if definition.bounds:
        for n, bound in enumerate(bounds_of(definition.bounds), FIRST_BUCKET):
            found[n] = ItemClass(classes.NUMERATOR, bound)
        return found
    found |= {NUMERATOR: ItemClass(classes.NUMERATOR), DENOMINATOR: ItemClass(classes.DENOMINATOR)}
    if definition.can_still:
        found[OPEN_DENOMINATOR] = ItemClass(classes.DENOMINATOR, can_still=True)
    return found


def classification(definition: Definition) -> str:
    """A CASE of a smallint; the numerator stands in it once, and what is absent falls to `else`."""
    considered = (
        f"when ({to_sql(definition.where)}) is not true then null " if definition.where else ""
    )
    excluded = "".join(
        f"when {to_sql(condition)} then {FIRST_REASON + n} "
        for n, (_, condition) in enumerate(definition.exclusions)
    )
    counted = _bucket(definition) if definition.bounds else _share(definition)
    if not considered + excluded:
        return f"({counted})::smallint"
    return f"(case {considered}{excluded}else {counted} end)::smallint"


def _share(definition: Definition) -> str:
    denominator = _still(definition, open=OPEN_DENOMINATOR, settled=DENOMINATOR)
    unknown = _still(definition, open=OPEN_UNKNOWN, settled=UNKNOWN)
    return (
        f"case {to_sql(definition.counted)} when true then {NUMERATOR}"
        f" when false then {denominator} else {unknown} end"
    )


def _still(definition: Definition, *, open: int, settled: int) -> str:  # noqa: A002
    """Of an item that does not count above the line: whether it still can."""
    if definition.can_still is None:
        return str(settled)
    return f"(case {to_sql(definition.can_still)} when true then {open} else {settled} end)"


def _bucket(definition: Definition) -> str:
    """`width_bucket` counts from 1 the bounds that lie below or at a value: one more than less. It
    is numeric, as a product may be: no bigint holds that of two fees.
    """
    bounds = ", ".join(str(bound + 1) for bound in definition.bounds)
    return (
        f"coalesce({FIRST_BUCKET} + width_bucket({to_sql(definition.counted)}::numeric,"
        f" array[{bounds}]::numeric[]), {_still(definition, open=OPEN_UNKNOWN, settled=UNKNOWN)})"
    )

"""A definition as one SQL expression over an item's columns: the number of the item's class.

NULL: not considered. An item is classified once, in the statement that reads it.
"""

from services.metrics.domain.expressions.sql import to_sql
from services.metrics.domain.indicators.definition import Definition

NUMERATOR, DENOMINATOR, UNKNOWN = 1, 2, 3
FIRST_REASON = 16  # and on, by the reason's place in the definition
FIRST_BUCKET = 64  # and on, by the bucket's place


def classification(definition: Definition) -> str:
    """A CASE of a smallint; the numerator stands in it once, and what is absent falls to `else`."""
    considered = (
        f"when ({to_sql(definition.where)}) is not true then null " if definition.where else ""
    )
    excluded = "".join(
        f"when {to_sql(condition)} then {FIRST_REASON + n} "
        for n, (_, condition) in enumerate(definition.exclusions)
    )
    counted = _bucket(definition) if definition.bounds else _membership(definition)
    if not considered + excluded:
        return f"({counted})::smallint"
    return f"(case {considered}{excluded}else {counted} end)::smallint"


def _membership(definition: Definition) -> str:
    return (
        f"case {to_sql(definition.counted)} when true then {NUMERATOR}"
        f" when false then {DENOMINATOR} else {UNKNOWN} end"
    )


def _bucket(definition: Definition) -> str:
    """`width_bucket` counts from 1 the bounds that lie below or at a value: one more than less."""
    bounds = ", ".join(str(bound + 1) for bound in definition.bounds)
    return (
        f"coalesce({FIRST_BUCKET} + width_bucket({to_sql(definition.counted)}::bigint,"
        f" array[{bounds}]::bigint[]), {UNKNOWN})"
    )

"""Values by which rows of lists are ordered, exactly: times as microseconds since 1970.

What is not known, or not so, has a place in the order, too.
"""

from datetime import datetime

NEVER = 2**63 - 1  # microseconds: without a due
LONG_AGO = -(2**63)  # microseconds: when nobody knows
VOIDED = 0  # in place of a status
WEEK = 7 * 86_400_000_000  # microseconds: dues are kept by the week, too
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MICROSECOND = datetime.resolution


def microseconds(at: datetime) -> int:
    """An instant as rows hold it."""
    return (at - EPOCH) // _MICROSECOND

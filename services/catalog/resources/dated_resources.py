"""Dated resources: what a resource is from one instant to the next, and what it is found by.

A write's answer and a read table's row are one and the same message.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.catalog.domain import effective
from services.chassis.store import Executed


class Columns(NamedTuple):
    """What a resource is filtered, searched and ordered by."""

    state: int
    unit: str = ""  # by which a subtree selects: the unit itself, the authority, who offers
    parent: str = ""  # a unit's parent, an offering's service
    field: str = ""
    level: int | None = None
    extent: int | None = None
    verdict: int | None = None
    rule: str = ""  # by which an offering's capabilities are assessed
    title: str = ""  # the one name that it is ordered by
    codes: tuple[str, ...] = ()


class ResourcePeriod(NamedTuple):
    """A resource from an instant on: its message has no position and no etag yet."""

    since: datetime
    until: datetime | None  # None: nothing is known to change it
    message: Any
    columns: Columns


def shown(periods: Sequence[ResourcePeriod], at: datetime, *, position: int, version: int) -> Any:
    """The resource at an instant, as a change left it; before its first period, that one."""
    begun = [period for period in periods if period.since <= at] or periods[:1]
    return stamped(begun[-1].message, position=position, version=version)


def answered(executed: Executed[Any], periods: Sequence[ResourcePeriod]) -> Any:
    """The resource as a command left it, at the instant from which that is true: a repeat is
    answered alike. A withdrawal, which has no time, is true from when it was decided.
    """
    first: Any = executed.facts[0].message
    is_dated = "effective_time" in first.DESCRIPTOR.fields_by_name
    at = effective.instant(first.effective_time) if is_dated else executed.facts[0].occurred_at
    return shown(periods, at, position=executed.position, version=executed.version)


def stamped(message: Any, *, position: int, version: int) -> Any:
    """A copy that names the change that it follows from."""
    copy = type(message)()
    copy.CopyFrom(message)
    copy.position = position
    copy.etag = Executed(None, "", version, 0, ()).etag
    return copy

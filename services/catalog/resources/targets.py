"""Targets as the API shows them, from each instant on from which they are set or withdrawn.

A withdrawn target still says what it was.
"""

from itertools import zip_longest

from motcua.catalog.v1 import targets_pb2 as api
from services.catalog.domain import names, targets, texts
from services.catalog.domain.targets import Target, TargetPeriod
from services.catalog.resources.dated_resources import Columns, ResourcePeriod


def resource_periods(target: Target) -> list[ResourcePeriod]:
    """What the target is, from its first setting on."""
    found = targets.history(target)
    return [
        ResourcePeriod(
            each.since, following.since if following else None, message(each), columns(each)
        )
        for each, following in zip_longest(found, found[1:])
    ]


def message(period: TargetPeriod) -> api.Target:
    """The resource, without position and etag."""
    target = period.target
    return api.Target(
        name=target.target,
        indicator=target.indicator,
        display_name=target.display_name,
        unit=target.unit,
        service=target.service,
        channel=target.channel,
        threshold=target.threshold,
        by_date=target.by_date if target.HasField("by_date") else None,
        legal_basis=target.legal_basis,
        state=state(period),
        effective_time=period.since,
    )


def columns(period: TargetPeriod) -> Columns:
    """What the target is found by."""
    target = period.target
    return Columns(
        state=state(period),
        unit=target.unit,
        parent=target.service,
        title=texts.title(target.display_name),
        codes=(names.last(target.target), target.indicator),
    )


def state(period: TargetPeriod) -> api.Target.State:
    """Where it is in its life."""
    return api.Target.STATE_WITHDRAWN if period.withdrawn else api.Target.STATE_SET

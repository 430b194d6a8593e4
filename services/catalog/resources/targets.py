"""Targets as the API shows them, from each instant on from which they are set or withdrawn.

Promises that a withdrawn target still says what it was. Must not judge whether it was met.
"""

from itertools import zip_longest

from motcua.catalog.v1 import targets_pb2 as api
from services.catalog.domain import names, targets, texts
from services.catalog.domain.targets import Standing, Target
from services.catalog.resources.segment import Columns, Segment


def segments(target: Target) -> list[Segment]:
    """What the target is, from its first setting on."""
    found = targets.history(target)
    return [
        Segment(each.since, following.since if following else None, message(each), columns(each))
        for each, following in zip_longest(found, found[1:])
    ]


def message(standing: Standing) -> api.Target:
    """The resource, without position and etag."""
    said = standing.said
    return api.Target(
        name=said.target,
        indicator=said.indicator,
        display_name=said.display_name,
        unit=said.unit,
        service=said.service,
        channel=said.channel,
        threshold=said.threshold,
        by=said.by,
        legal_basis=said.legal_basis,
        state=state(standing),
        effective_time=standing.since,
    )


def columns(standing: Standing) -> Columns:
    """What the target is found by."""
    said = standing.said
    return Columns(
        state=state(standing),
        unit=said.unit,
        parent=said.service,
        title=texts.title(said.display_name),
        codes=(names.last(said.target), said.indicator),
    )


def state(standing: Standing) -> api.Target.State:
    """Where it is in its life."""
    return api.Target.STATE_WITHDRAWN if standing.withdrawn else api.Target.STATE_STANDING

"""By which calendar a unit works on a day: its own, else that of the nearest unit above it then.

Example: the city works by `vn`, ward P by `p` from 1 July on: on 30 June P works by `vn`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TypeAlias

from services.catalog.domain import dates, descriptions
from services.catalog.domain.descriptions import Description
from services.catalog.domain.units import Unit

DEEPEST = 100  # steps up; a tree of units is not as deep
# What a unit is at an instant; None where there is none or it is not open yet, and what it was last
# after its end.
Described: TypeAlias = Callable[[str, datetime], Description | None]


def calendars_of(unit: str, days: Iterable[date], *, forest: Mapping[str, Unit]) -> list[str]:
    """For each local day the calendar in force at its midnight; "" where none is assigned."""
    described = describing(forest)
    return [_nearest(unit, dates.midnight(day), described) for day in days]


def describing(forest: Mapping[str, Unit]) -> Described:
    """Descriptions by name and instant; the timeline of each unit is made once."""
    timelines: dict[str, list[tuple[datetime, Description]]] = {}

    def described(unit: str, at: datetime) -> Description | None:
        if unit not in timelines:
            state = forest.get(unit, Unit())
            timelines[unit] = list(descriptions.descriptions(state)) if state.opening else []
        begun = [description for since, description in timelines[unit] if since <= at]
        return begun[-1] if begun else None

    return described


def _nearest(unit: str, at: datetime, described: Described) -> str:
    for _ in range(DEEPEST):
        description = described(unit, at)
        if description is None or description.calendar:
            return description.calendar if description else ""
        unit = description.parent
    return ""

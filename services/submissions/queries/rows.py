"""Rows of this service's copy of the catalogue, as what the domain works with.

Promises what the tables hold, unchanged. Must not read them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from motcua.catalog.v1.events_pb2 import (
    PAUSE_POLICY_SHIFT,
    CalendarRevised,
    ServiceContent,
)
from services.submissions.domain.deadlines.calendars import Revisions
from services.submissions.domain.deadlines.terms import Duration
from services.submissions.domain.offerings import (
    Document,
    Offering,
    ProcessingTime,
    Span,
    Version,
)
from services.submissions.domain.units import Change, Fact, Units


def units_of(rows: Sequence[Any]) -> Units:
    """Units with their places, ends and policies."""
    units = Units()
    units.learn(facts_of(Change, rows))
    return units


def facts_of(kind: Callable[..., Fact], rows: Sequence[Any]) -> dict[tuple[str, int], Fact]:
    """Dated facts of units, by unit and version."""
    return {(row["unit"], row["version"]): kind(*row[1:]) for row in rows}


def revisions_of(rows: Sequence[Any]) -> Revisions:
    """Revisions of calendars, with the positions from which they are known."""
    return {
        (row["calendar"], row["version"]): (
            row["known_from"],
            CalendarRevised.FromString(row["revision"]),
        )
        for row in rows
    }


def offering_of(row: Mapping[str, Any]) -> Offering:
    """An offering with its histories."""
    return Offering(
        name=row["name"],
        service=row["service"],
        unit=row["unit"],
        spans=_history(row, Span, _SPAN_COLUMNS),
        versions=tuple(map(_version, _history(row, Version, _VERSION_COLUMNS))),
        retired_at=row["retired_at"],
    )


T = TypeVar("T", Span, Version)
_SPAN_COLUMNS = ("span_times", "span_opens", "span_levels", "span_extents", "span_rules")
_VERSION_COLUMNS = (
    "version_times",
    "version_numbers",
    "version_results",
    "version_eligible",
    "version_fees",
    "version_fields",
    "version_processing",
    "version_retentions",
    "version_forms",
)


def _history(row: Mapping[str, Any], kind: type[T], columns: tuple[str, ...]) -> tuple[T, ...]:
    return tuple(kind(*entry) for entry in zip(*(row[each] for each in columns), strict=True))


def _version(row: Any) -> Version:
    """The row, whose processing times, steps and documents are a message still."""
    content = ServiceContent.FromString(row.times)
    version: Version = row._replace(
        times=tuple(
            ProcessingTime(
                each.channel,
                Duration(each.amount, each.unit),
                each.pause_policy or PAUSE_POLICY_SHIFT,
                policy_recorded=bool(each.pause_policy),
            )
            for each in content.processing_times
        ),
        tasks=tuple(each.code for each in content.steps if each.code),
        documents=tuple(
            Document(each.code, each.conditional, each.name.vi, each.name.en)
            for each in content.documents
        ),
    )
    return version

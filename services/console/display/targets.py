"""Targets beside rates, for people and for programs.

Must not compute: the distance is the service's own.
"""

from fractions import Fraction
from typing import Any

from motcua.metrics.v1 import events_pb2 as figures
from services.console.display.numbers import decimal, percentage
from services.console.instants import from_date


def document(found: figures.TargetDistance) -> dict[str, Any]:
    """A target with its distance."""
    return {
        "target": found.target,
        "unit": found.unit,
        "service": found.service,
        "threshold": f"{found.threshold_numerator}/{found.threshold_denominator}",
        "by": str(from_date(found.by_date)) if found.HasField("by_date") else None,
        "due": found.due,
        "met": found.met,
        "missing": found.missing,
        "distance": found.distance or None,
        "attained": found.attained or None,
        "attained_high": found.attained_high or None,
    }


def text(rate: figures.Rate) -> str:
    """Every target of a rate, such as `≥ 80% 2026-12-31: -4.9`."""
    return ", ".join(map(spoken, rate.targets))


def spoken(found: figures.TargetDistance) -> str:
    """One of them."""
    part = Fraction(found.threshold_numerator, found.threshold_denominator) * 100
    day = f" {from_date(found.by_date)}" if found.HasField("by_date") else ""
    distance = f": {decimal(found.distance)}" if found.distance else ""
    return f"≥ {percentage(f'{float(part):g}')}{day}{distance}"

"""Rates for people, as tables, and for programs, as one JSON document.

Promises the documented fields (docs/command-line.md) and integers as they were counted. Must not
divide: the percentage is the service's own.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from rich.table import Table

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1.estimates_pb2 import EstimatedRate
from services import formats
from services.console.display import targets
from services.console.display.names import IDS, Names
from services.console.display.numbers import decimal, integer, percentage
from services.console.display.screen import screen
from services.console.display.words import ALONE, value, word
from services.console.instants import from_timestamp, period_name
from services.console.outcome import language
from services.console.portal.questions import TIMES, period_of, positions_of

PERCENTS = ("percent", "percent_low", "percent_high")
STATES = {
    figures.VALUE_STATE_KNOWN: "known",
    figures.VALUE_STATE_EMPTY: "empty",
    figures.VALUE_STATE_NO_DATA: "no_data",
    figures.VALUE_STATE_SUPPRESSED: "suppressed",
}


def units_time(scope: figures.FigureScope) -> str | None:
    """As of when units are meant; None: as they were then."""
    return in_utc(from_timestamp(scope.units_time)) if scope.HasField("units_time") else None


def document(rate: figures.Rate) -> dict[str, Any]:
    """A rate with its receipt; numbers are plain JSON numbers here."""
    receipt = rate.receipt
    start, end = period_of(rate)
    return {
        "definition": receipt.definition,
        "version": receipt.version,
        "unit": receipt.scope.unit,
        "service": receipt.scope.service,
        "alone": receipt.scope.alone,
        "filters": {each.dimension: list(each.values) for each in receipt.scope.filters},
        "units_time": units_time(receipt.scope),
        "period": period_name(start, end),
        "from": str(start),
        "to": str(end),
        "zone": receipt.period.zone,
        "state": STATES.get(rate.state, "unspecified"),
        "numerator": receipt.numerator,
        "denominator": receipt.denominator,
        "percent": rate.percent or None,
        "percent_low": rate.percent_low or None,
        "percent_high": rate.percent_high or None,
        "excluded": {each.reason: each.count for each in receipt.excluded},
        "unknown": receipt.unknown,
        "considered": receipt.considered,
        "assisted": receipt.assisted,
        "not_attributable": receipt.not_attributable,
        "provisional": receipt.provisional,
        "as_of": in_utc(from_timestamp(receipt.as_of)),
        "positions": positions_of(rate),
        "digest": receipt.digest,
        "definition_digest": receipt.definition_digest,
        "buckets": buckets(receipt.buckets) if receipt.buckets else None,
        "percentiles": {
            str(each.rank): {"above": bound(each, "above"), "up_to": bound(each, "up_to")}
            for each in rate.percentiles
        }
        or None,
        "targets": list(map(targets.document, rate.targets)),
    }


def buckets(found: Iterable[figures.Bucket]) -> dict[str, int]:
    """How many values lie up to each bound; `inf`: above the last one."""
    return {str(each.up_to) if each.HasField("up_to") else "inf": each.count for each in found}


def bound(of: figures.Percentile, name: str) -> int | None:
    """One of its two bounds; None: there is none."""
    return getattr(of, name) if of.HasField(name) else None


def in_utc(instant: datetime) -> str:
    """For programs, such as `2026-03-31T17:00:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def in_zone(instant: datetime) -> str:
    """For people, in the zone of periods, such as `2026-04-01T00:00:00+07:00`."""
    return formats.local(instant).isoformat()


def label(rate: figures.Rate, by: str, names: Names = IDS) -> str:
    """What one row is about; a unit above others is counted without them, so that rows add up."""
    scope = rate.receipt.scope
    if by in TIMES:
        return period_name(*period_of(rate))
    if by == "unit":
        return f"{names.of(scope.unit)}{word(ALONE) if scope.alone else ''}"
    filtered = (each for part in scope.filters if part.dimension == by for each in part.values)
    values = ", ".join(value(by, each) for each in filtered)
    return (names.of(scope.service) if by == "service" else "") or values


def cells(rate: figures.Rate) -> list[str]:
    """The integers, then the percentage with its bounds where something is unknown."""
    receipt = rate.receipt
    excluded = ", ".join(f"{each.reason} {integer(each.count)}" for each in receipt.excluded)
    counts = [integer(receipt.numerator), integer(receipt.denominator)]
    return [*counts, percent(rate), integer(receipt.unknown), excluded]


def brief(rate: figures.Rate) -> str:
    """Such as `71/100 71.0%`."""
    counts = (rate.receipt.numerator, rate.receipt.denominator)
    return f"{'/'.join(map(integer, counts))} {percent(rate)}"


def percent(rate: figures.Rate) -> str:
    """Never 0% nor 100% for a rate without a value; of a histogram, percentiles."""
    if rate.percentiles:
        mark = "*" if rate.receipt.provisional else ""
        return ", ".join(map(percentile, rate.percentiles)) + mark
    if not rate.percent:
        return word(STATES.get(rate.state, ""))
    return bounded(rate) + ("*" if rate.receipt.provisional else "")


def bounded(rate: figures.Rate | EstimatedRate) -> str:
    """A percentage, up to the one with all that is unknown."""
    is_range = rate.percent_high != rate.percent_low
    bounds = f" {word('to')} {percentage(rate.percent_high)}" if is_range else ""
    return f"{percentage(rate.percent)}{bounds}"


def percentile(of: figures.Percentile) -> str:
    """Between which bounds it lies, such as `P50 240–480`."""
    above, up_to = bound(of, "above"), bound(of, "up_to")
    if up_to is None:
        return f"P{of.rank} > {integer(above or 0)}"
    highest = integer(up_to)
    return f"P{of.rank} ≤ {highest}" if above is None else f"P{of.rank} {integer(above)}–{highest}"


def known_at(rate: figures.Rate | EstimatedRate) -> str:
    """The positions that the table was computed at."""
    return at_positions(positions_of(rate))


def units_in_words(scope: figures.FigureScope) -> str:
    """As of when units are meant, for people."""
    return f"{word('units as of')} {in_zone(from_timestamp(scope.units_time))}"


def at_positions(positions: Mapping[str, int]) -> str:
    """By stream, in words."""
    at = ", ".join(f"{stream} {integer(position)}" for stream, position in positions.items())
    return f"as known at {at}" if language() != "vi" else f"theo dữ liệu đến {at}"


def print_receipt(rate: figures.Rate, names: Names = IDS) -> None:
    """Everything that is needed to compute a rate again, one line a field."""
    table = Table(show_header=False, box=None, padding=(0, 2))
    scope, found = rate.receipt.scope, document(rate)
    shown = found | {
        "unit": called(scope.unit, names),
        "service": called(scope.service, names),
        "state": word(found["state"]),
        "targets": targets.text(rate),
        **{name: decimal(found[name]) for name in PERCENTS if found[name]},
        "as_of": in_zone(from_timestamp(rate.receipt.as_of)),
    }
    for name, each in shown.items():
        table.add_row(word(name.replace("_", " ")), spelled(each))
    screen().print(table)


def called(name: str, names: Names) -> str:
    """With its name of a resource, by which the figure is asked for again."""
    shown = names.of(name)
    return shown if name in shown else f"{shown} ({name})"


def spelled(value: Any) -> str:
    """A field of a document as text."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {spelled(each)}" for key, each in value.items()) or "–"
    if isinstance(value, list):
        return "|".join(map(spelled, value))
    if isinstance(value, bool):
        return word("yes" if value else "no")
    return integer(value) if isinstance(value, int) else str(value or "–")

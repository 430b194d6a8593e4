"""A published figure as a line of a table: the same columns in reports and in open data.

Promises plain numbers, and empty cells for what a hidden figure does not say.
"""

from collections.abc import Mapping
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import published_pb2 as api

COLUMNS = (
    *("publication", "definition", "version", "unit", "unit_name", "service", "alone"),
    *("filters", "units_time"),
    *("start", "end", "as_of", "state", "numerator", "denominator", "unknown", "considered"),
    *("excluded", "percent", "percent_low", "percent_high", "provisional", "positions"),
    *("digest", "definition_digest", "published", "supersedes", "superseded_by", "reason"),
)
COUNTS = ("numerator", "denominator", "unknown", "considered")


def row(figure: api.PublishedFigure, names: Mapping[str, str]) -> dict[str, Any]:
    """One figure; `names`: what units are called."""
    rate, receipt = figure.rate, figure.rate.receipt
    is_hidden = rate.state == figures.VALUE_STATE_SUPPRESSED
    counts = {name: "" if is_hidden else getattr(receipt, name) for name in COUNTS}
    return {
        "publication": figure.name,
        "definition": receipt.definition,
        "version": receipt.version,
        "unit": receipt.scope.unit,
        "unit_name": names.get(receipt.scope.unit, ""),
        "service": receipt.scope.service,
        "alone": truth(receipt.scope.alone),
        "filters": filters(receipt.scope),
        "units_time": instant(receipt.scope.units_time)
        if receipt.scope.HasField("units_time")
        else "",
        "start": day(receipt.period.start),
        "end": day(receipt.period.end),
        "as_of": instant(receipt.as_of),
        "state": figures.ValueState.Name(rate.state).removeprefix("VALUE_STATE_").lower(),
        **counts,
        "excluded": " ".join(f"{each.reason}={each.count}" for each in receipt.excluded),
        "percent": rate.percent,
        "percent_low": rate.percent_low,
        "percent_high": rate.percent_high,
        "provisional": truth(receipt.provisional),
        "positions": " ".join(f"{each.stream}={each.position}" for each in receipt.positions),
        "digest": receipt.digest,
        "definition_digest": receipt.definition_digest,
        "published": instant(figure.publish_time),
        "supersedes": figure.supersedes,
        "superseded_by": figure.superseded_by,
        "reason": figure.reason,
    }


def filters(scope: figures.FigureScope) -> str:
    """Of which items alone, such as `channel=online,post level=4`."""
    return " ".join(f"{each.dimension}={','.join(each.values)}" for each in scope.filters)


def truth(value: bool) -> str:
    """For people and programs."""
    return "yes" if value else "no"


def day(of: Date) -> str:
    """As ISO 8601 writes it."""
    return f"{of.year:04}-{of.month:02}-{of.day:02}"


def instant(at: Timestamp) -> str:
    """In UTC."""
    return at.ToJsonString()

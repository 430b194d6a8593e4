"""Requests, read: definition, scope, period, positions; whatever cannot be asked is refused.

Must not read a table.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import StreamPosition
from motcua.metrics.v1.metrics_pb2 import GetRateRequest, ListRatesRequest
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.metrics.domain.dimensions import read_filters
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.positions import Requested

YEARS = range(1900, 9999)


def question(request: GetRateRequest, definitions: Definitions) -> Question:
    """The figure that one request asks for."""
    start, end = day(request.start_date, "start_date"), day(request.end_date, "end_date")
    period = ordered(start, end)
    definition = defined(request, definitions)
    return Question(definition, scope(request, definition), period, instant(request, midnight(end)))


def defined(request: GetRateRequest | ListRatesRequest, definitions: Definitions) -> Definition:
    """The definition asked for. One that a city adopted was not there at a moment before that; its
    figures of what was known earlier are asked for by positions.
    """
    found = definitions.find(request.definition, request.version)
    if found.name in shipped() or not found.adopted or not request.HasField("as_known_time"):
        return found
    if found.adopted.at > moment(request.as_known_time, "as_known_time"):
        values = {"definition": found.name, "time": found.adopted.at.isoformat()}
        raise Refusal(MetricsReason.DEFINITION_NOT_THEN, field="as_known_time", values=values)
    return found


def scope(request: GetRateRequest | ListRatesRequest, definition: Definition) -> Scope:
    """Nothing lies beside the whole tree, so that it cannot be asked alone."""
    alone = isinstance(request, GetRateRequest) and request.alone and bool(request.unit)
    stated = ((each.dimension, each.values) for each in request.filters)
    filters = read_filters(definition.kind.name, stated)
    has_time = request.HasField("units_time")
    units_at = moment(request.units_time, "units_time") if has_time else None
    return Scope(request.unit, request.service, alone, filters, units_at)


def ordered(start: date, end: date) -> Period:
    """A period of at least one day."""
    if end <= start:
        raise Refusal(MetricsReason.PERIOD_EMPTY, field="end_date")
    return Period(start, end)


def day(message: Date, field: str) -> date:
    """A whole date; the contract's type also has years and months alone."""
    try:
        found = date(message.year, message.month, message.day)
    except ValueError:
        found = date.min
    if found.year not in YEARS:
        raise Refusal(MetricsReason.DATE_INVALID, field=field, values={"field": field})
    return found


def stated_as_of(request: GetRateRequest) -> str:
    """The field that says as of when; "": none does."""
    return "as_of" if request.HasField("as_of") else ""


def instant(request: GetRateRequest, otherwise: datetime) -> datetime:
    """As of when; the end of the period unless the caller says so."""
    return moment(request.as_of, "as_of") if request.HasField("as_of") else otherwise


def moment(message: Timestamp, field: str) -> datetime:
    """An instant of a year that a calendar has."""
    try:
        found = message.ToDatetime(UTC)
    except (ValueError, OverflowError):
        found = datetime.min.replace(tzinfo=UTC)
    if found.year not in YEARS:
        raise Refusal(MetricsReason.DATE_INVALID, field=field, values={"field": field})
    return found


def requested(positions: Iterable[StreamPosition], field: str) -> Requested:
    """Positions by stream, each at most once."""
    found: dict[str, int] = {}
    for each in positions:
        values = {"stream": each.stream}
        if each.stream not in Requested._fields or each.stream in found:
            raise Refusal(MetricsReason.STREAM_UNKNOWN, field=field, values=values)
        if each.position < 0:
            raise Refusal(ChassisReason.POSITION_INVALID, field=field, values=values)
        found[each.stream] = each.position
    return Requested(**found)

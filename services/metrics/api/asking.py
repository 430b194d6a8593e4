"""Requests, read: definition, scope, period, positions, page; whatever cannot be asked is refused.

Promises that a page token serves only the question that it came from. Must not read a table.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import StreamPosition
from motcua.metrics.v1.metrics_pb2 import Breakdown, GetRateRequest, ListRatesRequest
from services.chassis.errors import Refusal
from services.metrics.domain import refusals
from services.metrics.domain.definitions import find
from services.metrics.domain.figures import Positions, Question, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries.reader import Listing
from services.metrics.queries.standing import Asked

PAGE = 100
LARGEST_PAGE = 1000
YEARS = range(1900, 9999)


def question(request: GetRateRequest) -> Question:
    """The figure that one request asks for."""
    start, end = day(request.start_date, "start_date"), day(request.end_date, "end_date")
    period = ordered(start, end)
    return Question(
        find(request.definition, request.version),
        scope(request.unit, request.service, alone=request.alone),
        period,
        instant(request, midnight(end)),
    )


def scope(unit: str, service: str, *, alone: bool = False) -> Scope:
    """Nothing lies beside the whole tree, so that it cannot be asked alone."""
    return Scope(unit, service, alone and bool(unit))


def period(request: ListRatesRequest) -> Period | None:
    """The period of a list; None when the request leaves it to the data."""
    given = (request.HasField("start_date"), request.HasField("end_date"))
    if given == (False, False):
        return None
    if given != (True, True):
        raise Refusal(refusals.PERIOD_INCOMPLETE, field="end_date" if given[0] else "start_date")
    return ordered(day(request.start_date, "start_date"), day(request.end_date, "end_date"))


def ordered(start: date, end: date) -> Period:
    """A period of at least one day."""
    if end <= start:
        raise Refusal(refusals.PERIOD_EMPTY, field="end_date")
    return Period(start, end)


def day(message: Date, field: str) -> date:
    """A whole date; the contract's type also has years and months alone."""
    try:
        found = date(message.year, message.month, message.day)
    except ValueError:
        found = date.min
    if found.year not in YEARS:
        raise Refusal(refusals.DATE_INVALID, field=field, values={"field": field})
    return found


def instant(request: GetRateRequest, otherwise: datetime) -> datetime:
    """As of when; the end of the period unless the caller says so."""
    if not request.HasField("as_of"):
        return otherwise
    try:
        found = request.as_of.ToDatetime(UTC)
    except (ValueError, OverflowError):
        found = datetime.min.replace(tzinfo=UTC)
    if found.year not in YEARS:
        raise Refusal(refusals.DATE_INVALID, field="as_of", values={"field": "as_of"})
    return found


def asked(positions: Iterable[StreamPosition], field: str) -> Asked:
    """Positions by stream, each at most once."""
    found: dict[str, int] = {}
    for each in positions:
        values = {"stream": each.stream}
        if each.stream not in Asked._fields or each.stream in found:
            raise Refusal(refusals.STREAM_UNKNOWN, field=field, values=values)
        if each.position < 0:
            raise Refusal(refusals.POSITION_INVALID, field=field, values=values)
        found[each.stream] = each.position
    return Asked(**found)


def breakdown(request: ListRatesRequest) -> int:
    """How the rates of a list differ from one another."""
    if request.breakdown not in Breakdown.values() or not request.breakdown:
        raise Refusal(refusals.BREAKDOWN_UNKNOWN, field="breakdown")
    return request.breakdown


def page_size(request: ListRatesRequest) -> int:
    """Between one and the largest."""
    if request.page_size < 0:
        raise Refusal(refusals.PAGE_SIZE_INVALID, field="page_size")
    return min(request.page_size or PAGE, LARGEST_PAGE)


def listing(request: ListRatesRequest) -> Listing | None:
    """The list that a page token goes on with; None on the first page."""
    if not request.page_token:
        return None
    known = unfolded(request)
    return Listing(
        find(request.definition, request.version),
        scope(request.unit, request.service),
        Period(date.fromisoformat(known["start"]), date.fromisoformat(known["end"])),
        breakdown(request),
        Positions(known["catalog"], known["submissions"]),
        known["after"],
    )


def next_token(request: ListRatesRequest, rest: Listing) -> str:
    """Where the next page begins, and at which positions it is known."""
    known = {
        "question": fingerprint(request),
        "after": rest.after,
        "start": rest.period.start.isoformat(),
        "end": rest.period.end.isoformat(),
        **rest.positions._asdict(),
    }
    return base64.urlsafe_b64encode(json.dumps(known).encode()).decode()


def unfolded(request: ListRatesRequest) -> dict[str, Any]:
    """A token's content, if it is one of ours and of this question."""
    try:
        known = json.loads(base64.urlsafe_b64decode(request.page_token.encode()))
        whole = known["question"] == fingerprint(request) and sound(known)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        whole = False
    if not whole:
        raise Refusal(refusals.PAGE_TOKEN_INVALID, field="page_token")
    return dict(known)


def sound(known: dict[str, Any]) -> bool:
    """Whether a token says what one of ours could say; anybody can write one."""
    positions = [known["catalog"], known["submissions"]]
    days = [date.fromisoformat(known[each]) for each in ("start", "end")]
    return (
        all(type(each) is int and 0 <= each < 2**63 for each in positions)
        and all(each.year in YEARS for each in days)
        and b"\0" not in str.encode(known["after"])
    )


def fingerprint(request: ListRatesRequest) -> str:
    """The question without its paging and waiting."""
    bare = ListRatesRequest()
    bare.CopyFrom(request)
    for field in ("page_token", "page_size", "at_least"):
        bare.ClearField(field)
    return hashlib.sha256(bare.SerializeToString(deterministic=True)).hexdigest()[:32]

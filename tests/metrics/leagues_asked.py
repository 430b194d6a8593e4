"""League tables as a caller asks for them, and who answers for a unit as the catalogue says it.

Promises the receipt of a line as the contract describes it. Must not compute a figure.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1.events_pb2 import Receipt
from motcua.metrics.v1.leagues_pb2 import ListLeagueLinesRequest, ListLeagueLinesResponse
from services.metrics.api.leagues import LeagueMethods
from services.metrics.domain.figures import Question, Scope, date_message
from services.metrics.domain.periods import Period
from services.metrics.domain.receipts import receipt
from services.metrics.queries.positions import Requested
from tests.metrics import given
from tests.metrics.conftest import Fed

WINTER = Period(date(2025, 12, 1), date(2026, 1, 1))


def appointed(unit: str, officer: str, since: datetime) -> catalog.OfficerAppointed:
    """Who answers for a unit from then on."""
    return catalog.OfficerAppointed(
        unit=unit, officer=officer, duty=catalog.DUTY_LEADER, effective_time=given.timestamp(since)
    )


def relieved(unit: str, officer: str, since: datetime) -> catalog.OfficerRelieved:
    """Who no longer does."""
    return catalog.OfficerRelieved(
        unit=unit, officer=officer, duty=catalog.DUTY_LEADER, effective_time=given.timestamp(since)
    )


async def listed(
    leagues: LeagueMethods, of: int, period: Period = WINTER, **options: Any
) -> ListLeagueLinesResponse:
    asked = {
        "definition": "online_handling.all",
        "start_date": date_message(period.start),
        "end_date": date_message(period.end),
        "page_size": 1000,
        **options,
    }
    return await leagues.ListLeagueLines(ListLeagueLinesRequest(of=of, **asked), None)


def whole_receipt(reply: ListLeagueLinesResponse, own: Receipt) -> Receipt:
    """As the contract says: what is common, with what is the line's own."""
    found = Receipt()
    found.CopyFrom(reply.common)
    found.MergeFrom(own)
    return found


async def asked_for(fed: Fed, stated: Receipt) -> Receipt:
    """The receipt of a single question: that of another receipt."""
    found = fed.reader.definitions.find(stated.definition, stated.version)
    start, end = (
        date(each.year, each.month, each.day) for each in (stated.period.start, stated.period.end)
    )
    scope = Scope(stated.scope.unit, stated.scope.service, stated.scope.alone)
    question = Question(found, scope, Period(start, end), stated.as_of.ToDatetime(UTC))
    positions = {each.stream: each.position for each in stated.positions}
    return receipt(await fed.reader.figure(question, Requested(**positions)))

"""Statements over gRPC: asserted figures, compared with what is computed, and inspections.

Promises that whoever recorded one finds it at once. Must not decide what is recorded.
"""

# ruff: noqa: N802 — the contract names the methods

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from google.protobuf.message import Message

from motcua.chassis.v1.access_pb2 import (
    ROLE_INSPECTOR,
    ROLE_LEADER,
    ROLE_OFFICER,
    ROLE_OPERATOR,
    ROLE_PUBLISHER,
)
from motcua.metrics.v1 import statements_pb2 as messages
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from motcua.metrics.v1.statement_events_pb2 import AssertedFigure
from motcua.metrics.v1.statements_pb2_grpc import StatementServiceServicer
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.ids import names_somebody
from services.chassis.page_tokens import size_of
from services.chassis.reasons import ChassisReason
from services.metrics.api.as_known import AsKnown
from services.metrics.api.reaching import figure_within_reach
from services.metrics.api.requests import question
from services.metrics.domain import statements as domain
from services.metrics.domain.comparing import compared
from services.metrics.domain.figures import Scope
from services.metrics.domain.periods import local_day
from services.metrics.domain.receipts import rate
from services.metrics.domain.statement_refusals import StatementReason
from services.metrics.domain.statements import ASSERTIONS, INSPECTIONS
from services.metrics.queries.positions import NOW, Requested
from services.metrics.queries.reader import Reader
from services.metrics.queries.statement_events import new_name
from services.metrics.queries.statements import Cursor, Statements, Wanted, unknown

STAFF = (ROLE_OFFICER, ROLE_LEADER, ROLE_INSPECTOR, ROLE_PUBLISHER, ROLE_OPERATOR)
DIGEST = re.compile("[0-9a-f]{64}")
Shown = Callable[[int], Awaitable[object]]  # waits until the tables hold a position of the own log


class StatementMethods(StatementServiceServicer):
    """What the contract offers."""

    def __init__(
        self, statements: Statements, reader: Reader, as_known: AsKnown, *, shown: Shown
    ) -> None:
        self._statements = statements
        self._reader = reader
        self._as_known = as_known
        self._shown = shown

    async def RecordAssertion(self, request: messages.RecordAssertionRequest, _context: Any) -> Any:
        """A figure as it was printed, of a unit and definitions that there are."""
        figure, today = request.figure, self._today()
        with seen_from("figure"):
            await self._reader.current_positions(Scope(figure.unit), NOW)
        for n, each in enumerate(figure.definitions):
            with seen_from(f"figure.definitions[{n}]"):
                self._reader.definitions.find(each)
        name = new_name(ASSERTIONS, call.current().command(request).id)
        publishes = is_publisher(figure.unit)

        def decide(_: Any) -> Message:
            return domain.assert_figure(figure, name=name, today=today, publishes=publishes)

        return await self._done(request, name, decide)

    async def PublishAssertion(
        self, request: messages.PublishAssertionRequest, _context: Any
    ) -> Any:
        """One that an inspector recorded."""
        found = await self._permitted(ASSERTIONS, request.name)
        return await self._done(request, found.name, domain.publish_assertion)

    async def WithdrawAssertion(
        self, request: messages.WithdrawAssertionRequest, _context: Any
    ) -> Any:
        """One that was recorded in error, or that its source took back."""
        found = await self._permitted(ASSERTIONS, request.name)
        publishes = is_publisher(found.figure.unit)

        def decide(now: messages.Assertion) -> Message:
            return domain.withdraw_assertion(now, reason=request.reason, publishes=publishes)

        return await self._done(request, found.name, decide)

    async def GetAssertion(self, request: messages.GetAssertionRequest, _context: Any) -> Any:
        """One, withdrawn or not."""
        found = await self._statements.get(ASSERTIONS, request.name)
        if not (found.published or is_staff(found.figure.unit)):
            raise unknown(request.name)
        return found

    async def ListAssertions(
        self, request: messages.ListAssertionsRequest, _context: Any
    ) -> messages.ListAssertionsResponse:
        """A page of them."""
        wanted = Wanted(
            ASSERTIONS,
            request.unit,
            request.definition,
            withdrawn=request.show_withdrawn,
            unpublished=is_staff(request.unit),
        )
        found, token = await self._page(request, wanted)
        return messages.ListAssertionsResponse(assertions=found, next_page_token=token)

    async def CompareAssertion(
        self, request: messages.CompareAssertionRequest, _context: Any
    ) -> messages.CompareAssertionResponse:
        """One beside the rates of its unit and period, all as known at the same positions."""
        found = await self._permitted(ASSERTIONS, request.name)
        known = await self._as_known.of(request)
        at = Requested(*await self._reader.current_positions(Scope(found.figure.unit), known))
        asked = [question_of(found.figure, each) for each in found.figure.definitions]
        questions = [question(each, self._reader.definitions) for each in asked]
        figures = [await figure_within_reach(self._reader, each, at) for each in questions]
        rates = [rate(each) for each in figures]
        return messages.CompareAssertionResponse(
            assertion=found, comparisons=[compared(found.figure, each) for each in rates]
        )

    async def RecordInspection(
        self, request: messages.RecordInspectionRequest, _context: Any
    ) -> Any:
        """An inspection of a unit, with receipts of that unit or of units below it."""
        report, today = request.report, self._today()
        with seen_from("report"):
            await self._reader.current_positions(Scope(report.unit), NOW)
        for n, each in enumerate(report.receipts):
            if not call.current().within(report.unit, each.scope.unit):
                values = {"unit": each.scope.unit}
                field = f"report.receipts[{n}].scope.unit"
                raise Refusal(StatementReason.RECEIPT_OF_OTHER_UNIT, field=field, values=values)
            if personal := naming_somebody(each):
                field = f"report.receipts[{n}].{personal}"
                raise Refusal(
                    ChassisReason.TEXT_NAMES_SOMEBODY, field=field, values={"field": field}
                )
        name = new_name(INSPECTIONS, call.current().command(request).id)
        return await self._done(
            request, name, lambda _: domain.record_inspection(report, name=name, today=today)
        )

    async def RecordRemedy(self, request: messages.RecordRemedyRequest, _context: Any) -> Any:
        """That a finding was remedied."""
        found, today = await self._permitted(INSPECTIONS, request.name), self._today()

        def decide(now: messages.Inspection) -> Message:
            return domain.remedy(now, finding=request.finding, on=request.date, today=today)

        return await self._done(request, found.name, decide)

    async def WithdrawInspection(
        self, request: messages.WithdrawInspectionRequest, _context: Any
    ) -> Any:
        """One that was recorded in error."""
        found = await self._permitted(INSPECTIONS, request.name)
        return await self._done(
            request, found.name, lambda now: domain.withdraw_inspection(now, reason=request.reason)
        )

    async def GetInspection(self, request: messages.GetInspectionRequest, _context: Any) -> Any:
        """One, withdrawn or not."""
        return await self._permitted(INSPECTIONS, request.name)

    async def ListInspections(
        self, request: messages.ListInspectionsRequest, _context: Any
    ) -> messages.ListInspectionsResponse:
        """A page of them."""
        wanted = Wanted(
            INSPECTIONS,
            request.unit,
            open_only=request.open_only,
            withdrawn=request.show_withdrawn,
        )
        found, token = await self._page(request, wanted)
        return messages.ListInspectionsResponse(inspections=found, next_page_token=token)

    async def _done(self, request: Any, name: str, decide: Callable[[Any], Message]) -> Any:
        """What a command came to, once lists show it."""
        command, collection = call.current().command(request), name.partition("/")[0]
        found = await self._statements.carry_out(command, collection, name, decide)
        await self._shown(found.position)
        return found

    async def _permitted(self, collection: str, name: str) -> Any:
        """A statement of a unit that is the caller's to ask about."""
        try:
            found = await self._statements.get(collection, name)
        except Refusal:
            call.current().permit("", told=False)  # whether there is one is not for everybody
            raise
        content = found.figure if collection == ASSERTIONS else found.report
        call.current().permit(content.unit, told=False)
        return found

    async def _page(self, request: Any, wanted: Wanted) -> tuple[Any, str]:
        cursor = call.current().page_of(Cursor, request)
        found, rest = await self._statements.page(wanted, cursor, size_of(request))
        return found, call.current().page_token(rest, request) if rest else ""

    def _today(self) -> date:
        return local_day(self._statements.now())


def is_publisher(unit: str) -> bool:
    """Whether the caller may make public what is said of a unit."""
    return call.current().holds([ROLE_PUBLISHER], unit)


def is_staff(unit: str) -> bool:
    """Whether the caller may read of a unit what is not public."""
    return call.current().holds(STAFF, unit)


@contextmanager
def seen_from(place: str) -> Iterator[None]:
    """A refusal names the field below `place`."""
    try:
        yield
    except Refusal as refusal:
        raise refusal.below(place) from None


def naming_somebody(message: Message, place: str = "") -> str:
    """Where a text in a receipt, which is kept for ever, could name a person; "" nowhere. Digests
    are digests.
    """
    for field, value in message.ListFields():
        for each in value if field.is_repeated else [value]:
            path = f"{place}{field.name}"
            if isinstance(each, Message):
                path = naming_somebody(each, f"{path}.")
            elif not isinstance(each, str) or DIGEST.fullmatch(each) or not names_somebody(each):
                continue
            if path:
                return path
    return ""


def question_of(figure: AssertedFigure, definition: str) -> GetRateRequest:
    """What is asked of a definition, to stand beside a printed figure."""
    return GetRateRequest(
        definition=definition,
        unit=figure.unit,
        start_date=figure.start_date,
        end_date=figure.end_date,
    )

"""League tables over gRPC: a page of lines, with what all have in common sent once.

Promises that a line's receipt, merged into the common one, is the receipt of its figure. Must not
count.
"""

# ruff: noqa: N802 — the contract names the methods

from typing import Any, NamedTuple

from motcua.metrics.v1 import leagues_pb2 as messages
from motcua.metrics.v1.events_pb2 import Receipt
from motcua.metrics.v1.leagues_pb2_grpc import LeagueServiceServicer
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from services.chassis import call
from services.chassis.page_tokens import size_of
from services.metrics.api.as_known import AsKnown
from services.metrics.api.reaching import within_reach
from services.metrics.api.requests import question
from services.metrics.domain.figures import Figure, Positions, Question, period_message
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.leagues import Line, rank_of
from services.metrics.domain.receipts import common_of, own_receipt
from services.metrics.domain.targets import write_with_targets
from services.metrics.queries.leagues import Leagues
from services.metrics.queries.positions import Requested

ASKED = ("definition", "version", "unit", "service", "start_date", "end_date", "filters")


class Cursor(NamedTuple):
    """How many lines came before, and the positions up to which events are read for all lines."""

    after: int
    catalog: int
    submissions: int


class LeagueMethods(LeagueServiceServicer):
    """What the contract offers."""

    def __init__(self, leagues: Leagues, as_known: AsKnown) -> None:
        self._leagues = leagues
        self._as_known = as_known

    async def ListLeagueLines(
        self, request: messages.ListLeagueLinesRequest, _context: Any
    ) -> messages.ListLeagueLinesResponse:
        """A page of a league table."""
        size, reader = size_of(request), self._leagues.reader
        wanted = asked(request, reader.definitions)
        cursor = call.current().page_of(Cursor, request) or await self._first(request, wanted)
        positions = Positions(cursor.catalog, cursor.submissions)
        wanted, _ = await within_reach(reader, wanted, Requested(*positions))
        league = await self._leagues.league(wanted, request.of, positions)
        lines = league.ordered(request.order_by)
        here = lines[cursor.after : cursor.after + size]
        rest = cursor._replace(after=cursor.after + size)
        more = rest.after < len(lines)
        answer = messages.ListLeagueLinesResponse(
            common=common_of(league.whole),
            whole=await reader.targets.rate(league.whole),
            next_page_token=call.current().page_token(rest, request) if more else "",
            total_size=len(lines),
            unlisted=league.unlisted if request.of == messages.LEAGUE_OF_LEADERS else 0,
        )
        for each in here:
            write_line(answer.lines.add(), each, rank_of(each, league.ranks), wanted)
        return answer

    async def _first(self, request: messages.ListLeagueLinesRequest, wanted: Question) -> Cursor:
        known = await self._as_known.of(request)
        return Cursor(0, *await self._leagues.reader.current_positions(wanted.scope, known))


def asked(request: messages.ListLeagueLinesRequest, definitions: Definitions) -> Question:
    """The figure of the whole."""
    stated = {field.name: value for field, value in request.ListFields() if field.name in ASKED}
    return question(GetRateRequest(**stated), definitions)


def write_line(found: messages.LeagueLine, line: Line, rank: int, whole: Question) -> None:
    """A line, without what is common to all."""
    found.rank, found.leader = rank, line.leader
    write_with_targets(found.rate, line.figure, line.targets, common=b"")
    if line.parts:
        found.rate.receipt.ClearField("scope")
        found.rate.receipt.ClearField("digest")
        found.parts.extend(part(each, whole) for each in line.parts)


def part(figure: Figure, whole: Question) -> Receipt:
    """A figure of a leader's, with its period where it is another than the whole one."""
    stated, period = own_receipt(figure), figure.question.period
    if period != whole.period:
        stated.period.CopyFrom(period_message(period))
    return stated

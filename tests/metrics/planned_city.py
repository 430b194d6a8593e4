"""A city in which a unit Q is planned to come to P, with every method that has a scope.

Promises a request of each such method of the contracts. Must not say what may be read.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

from google.protobuf.message import Message

from motcua.metrics.v1 import (
    definitions_pb2,
    estimates_pb2,
    events_pb2,
    metrics_pb2,
    publications_pb2,
    receipts_pb2,
    reconciliation_pb2,
    scores_pb2,
    statements_pb2,
    watching_pb2,
)
from services.chassis.log import Log
from services.metrics.api.as_known import AsKnown
from services.metrics.api.definitions import DefinitionMethods
from services.metrics.api.estimates import EstimateMethods
from services.metrics.api.leagues import LeagueMethods
from services.metrics.api.publications import PublicationMethods
from services.metrics.api.publishing import Publishing
from services.metrics.api.receipts import Receipts
from services.metrics.api.reconciliation import ReconciliationMethods
from services.metrics.api.scores import ScoreMethods
from services.metrics.api.servicer import Metrics
from services.metrics.api.statements import StatementMethods
from services.metrics.api.watching import WatchMethods
from services.metrics.domain.figures import Scope
from services.metrics.domain.periods import midnight
from services.metrics.published import Published
from services.metrics.queries.leagues import Leagues
from services.metrics.queries.moved import Movements
from services.metrics.queries.positions import Requested
from services.metrics.queries.publications import Publications
from services.metrics.queries.reader import Reader, utc_now
from services.metrics.queries.scores import Scores
from services.metrics.queries.statements import Statements
from services.metrics.watching import Watching
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed, disclosures
from tests.metrics.given import CITY, WARD, timestamp
from tests.metrics.given_items import count
from tests.metrics.planned_requests import (
    FROM,
    INSPECTOR,
    OF,
    OTHERS,
    OWN,
    Q,
    When,
    dossier,
    leagues,
    lists,
    publishing,
    rate,
    receipt,
    score,
)
from tests.metrics.test_drafts_compared import STRICT
from tests.metrics.test_questions_asked import Standing
from tests.metrics.test_statements_recorded import printed


class City:
    """Its tables, log and methods; `remembers`: the tree is also in memory."""

    def __init__(self, fed: Fed, log: Log, *, remembers: bool = True) -> None:
        self.fed, self.log, self.read = fed, log, 0
        self.reader = reader = Reader(fed.pool, tree=fed.tree if remembers else None)
        streams = {each: Standing(10**6, end=10**6) for each in Requested._fields}
        known = AsKnown(fed.pool, streams, utc_now)
        self.metrics, table = Metrics(reader, known), Leagues(fed.pool, reader)
        self.publications = Publications(fed.pool)
        self.publishing = Publishing(log, reader, self.publications, disclosures(fed, log))
        self.watching = Watching(
            pool=fed.pool, reader=reader, coalesce=0.01, heartbeat=0.05, now=utc_now
        )
        movements = Movements(fed.pool, reader)
        self.servicers: list[Any] = [
            self.metrics,
            Receipts(self.metrics, reader),
            EstimateMethods(reader, known),
            ReconciliationMethods(fed.pool, reader, known),
            LeagueMethods(table, known),
            ScoreMethods(Scores(table), known),
            DefinitionMethods(None, reader, known),  # type: ignore[arg-type]  # nothing is adopted
            PublicationMethods(self.publishing, movements, known, shown=self.project),
            StatementMethods(Statements(fed.pool, log), reader, known, shown=self.project),
            WatchMethods(self.watching, known, within=self.within),
        ]
        self.assertions: dict[str, str] = {}
        self.revised = ""  # a revision of a figure that was published by a plan

    def within(self, ancestor: str, unit: str) -> bool:
        return self.fed.tree.within(ancestor, unit, utc_now())

    @contextmanager
    def called_by(self, unit: str) -> Iterator[None]:
        """Somebody who leads a unit ("": the root) calls."""
        of = {"unit": unit, "role": INSPECTOR, "demanded": INSPECTOR}
        with calling(subject="caller", within=self.within, **of):
            yield

    async def project(self, _: int = 0) -> None:
        if events := await self.log.read(self.read, 1000):
            self.read = events[-1].position
            await self.fed.write("published", Published(), events)

    async def fill(self, *, counted: bool = False) -> None:
        """Q lies in another district; its items and P's are of March."""
        await self.fed.learn(given.unit_opened(FROM, CITY), given.moved(Q, FROM, given.AT))
        units = [WARD] * OWN + [Q] * OTHERS
        events = [each for n, unit in enumerate(units, 1) for each in dossier(n, unit)]
        start, end = (midnight(date(2026, month, 1)) for month in (3, 4))
        events += [count(90, OTHERS, unit=Q, start=start, end=end)] if counted else []
        await self.fed.apply([given.recorded(n, each) for n, each in enumerate(events, 1)])

    async def assert_printed(self, unit: str, when: When) -> None:
        figure = printed(unit=unit, definitions=[OF], **when.days)
        request = statements_pb2.RecordAssertionRequest(figure=figure, request_id=str(uuid4()))
        with self.called_by(""):
            found = await self.answer("RecordAssertion", request)
        self.assertions[unit] = found[0].name

    async def precede(self, when: When) -> None:
        """Publish of the whole tree what its parts publish then."""
        with self.called_by(""):
            await self.answer("PublishFigures", publishing("", when))

    async def requests(self, name: str, unit: str, when: When) -> list[Any]:
        """By which a method is asked about a unit."""
        wrapped = {"rate": rate(unit, when)}
        positions = [
            events_pb2.StreamPosition(stream=stream, position=at)
            for stream, at in (await self.positions())._asdict().items()
        ]
        of: dict[str, Callable[[], Iterable[Any]]] = {
            "GetRate": lambda: [rate(unit, when)],
            "ListRates": lambda: lists(unit, when),
            "ExplainRate": lambda: [metrics_pb2.ExplainRateRequest(**wrapped)],
            "ListLeaves": lambda: [receipts_pb2.ListLeavesRequest(**wrapped)],
            "CompareReceipt": lambda: [
                receipts_pb2.CompareReceiptRequest(receipt=receipt(unit, when, positions))
            ],
            "ListLeagueLines": lambda: leagues(unit, when),
            "GetScore": lambda: [score(unit, when)],
            "ListScores": lambda: [scores_pb2.ListScoresRequest(score=score(unit, when))],
            "GetReconciliation": lambda: [
                reconciliation_pb2.GetReconciliationRequest(unit=unit, **when.days)
            ],
            "CompareDefinition": lambda: [
                definitions_pb2.CompareDefinitionRequest(
                    text=STRICT, definition=OF, unit=unit, **when.days
                )
            ],
            "EstimateRate": lambda: [
                estimates_pb2.EstimateRateRequest(
                    rate=rate(unit, when, units_time=timestamp(when.as_of or midnight(when.end)))
                )
            ],
            "PublishFigures": lambda: [publishing(unit, when)],
            "ExplainRevision": lambda: [
                publications_pb2.ExplainRevisionRequest(name=self.revised)
            ] if self.revised else [],
            "WatchFigures": lambda: [
                watching_pb2.WatchFiguresRequest(unit=unit, figures=[rate(unit, when)])
            ],
            "CompareAssertion": lambda: [
                statements_pb2.CompareAssertionRequest(name=self.assertions[unit])
            ],
        }  # fmt: skip
        return list(of[name]()) if name in of else []

    async def positions(self) -> Any:
        return await self.reader.current_positions(Scope())

    async def answer(self, name: str, request: Any) -> list[Message]:
        """All that one request is answered; of what never ends, until a checkpoint."""
        method = next(getattr(each, name) for each in self.servicers if name in vars(type(each)))
        found = method(request, None)
        if not isinstance(found, AsyncIterator):
            return [await found]
        answers = list[Message]()
        async for each in found:
            answers.append(each)
            if name == "WatchFigures" and len(answers) > 1 and each.HasField("checkpoint"):
                break
        return answers


@asynccontextmanager
async def running(fed: Fed, log: Log, *, remembers: bool) -> AsyncIterator[City]:
    """One whose watches are followed."""
    city = City(fed, log, remembers=remembers)
    await city.fill()
    task = asyncio.create_task(city.watching.run())
    yield city
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

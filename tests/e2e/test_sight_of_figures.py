"""What random callers see of a small city's figures, publications and statements equals what they
may see, by every method of metrics that reads.

Promises that no answer names a unit beyond the one that was asked about. Must not need the other
two services: their streams are the test's own.
"""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import AsyncIterator, Collection
from datetime import timedelta
from typing import Any, NamedTuple

import grpc
import pytest
from google.protobuf.text_format import Parse
from hypothesis import strategies as st

from deploy.embedded.directory import make_temporary
from deploy.embedded.tokens import private_key, sign
from motcua.metrics.v1 import leagues_pb2 as leagues
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.metrics.v1 import publications_pb2 as publications
from motcua.metrics.v1 import receipts_pb2 as receipts
from motcua.metrics.v1 import reconciliation_pb2 as reconciliation
from motcua.metrics.v1 import scores_pb2 as scores
from motcua.metrics.v1 import statements_pb2 as statements
from motcua.metrics.v1 import watching_pb2 as watching
from motcua.metrics.v1.leagues_pb2_grpc import LeagueServiceStub
from motcua.metrics.v1.metrics_pb2_grpc import MetricsServiceStub
from motcua.metrics.v1.publications_pb2_grpc import PublicationServiceStub
from motcua.metrics.v1.receipts_pb2_grpc import ReceiptServiceStub
from motcua.metrics.v1.reconciliation_pb2_grpc import ReconciliationServiceStub
from motcua.metrics.v1.scores_pb2_grpc import ScoreServiceStub
from motcua.metrics.v1.statements_pb2_grpc import StatementServiceStub
from motcua.metrics.v1.watching_pb2_grpc import WatchServiceStub
from tests.e2e.federated import Installation
from tests.e2e.statement_requests import FIGURE, REPORT
from tests.metrics import given
from tests.metrics.given import CITY, DISTRICT, OTHER, WARD
from tests.submissions.gathered import Wait, drawn
from tests.submissions.house import read_error

PARENTS = {CITY: "", DISTRICT: CITY, WARD: DISTRICT, OTHER: CITY}
ROLES = "portal officer leader editor importer inspector publisher operator".split()  # noqa: SIM905
FIGURES = STAFF = {"officer", "leader", "inspector", "publisher", "operator"}
SINGLE = {"inspector", "leader"}  # who may see items
DENIED = "NOT_PERMITTED"
MONTH = "start_date { year: 2026 month: 3 day: 1 } end_date { year: 2026 month: 4 day: 1 }"
OF_MONTH = f'definition: "online_handling" {MONTH}'
UNIT = re.compile(r'"(units/[a-z0-9-]+)"')
NONE = uuid.UUID(int=7)


class Caller(NamedTuple):
    """Roles, each within the subtree of a unit ("": the whole tree)."""

    grants: tuple[tuple[str, str], ...]

    def reaches(self, roles: Collection[str], unit: str) -> bool:
        """Whether one of these roles reaches a unit."""
        return any(role in roles and is_below(unit, top) for role, top in self.grants)


def is_below(unit: str, top: str) -> bool:
    """Whether a unit is another one, or lies in it; "" is around all."""
    while unit and unit != top:
        unit = PARENTS[unit]
    return unit == top


@st.composite
def callers(draw: Any) -> Caller:
    """A few roles, at one or two places so that they meet."""
    places = draw(st.lists(st.sampled_from(["", *PARENTS]), min_size=1, max_size=2))
    grants = st.tuples(st.sampled_from(ROLES), st.sampled_from(places))
    return Caller(tuple(draw(st.lists(grants, min_size=1, max_size=3, unique=True))))


ASKED = st.sampled_from(["", *PARENTS])


class City:
    """An installation, and what is published and stated in it, by unit."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.key = private_key(installation.stack.data_dir)
        self.published: dict[str, str] = {}  # by name
        self.asserted: dict[str, tuple[str, bool]] = {}  # with whether the public may read it
        self.inspected: dict[str, str] = {}

    def stub(self, kind: Any) -> Any:
        return kind(self.installation.channel)

    def who(self, caller: Caller) -> dict[str, Any]:
        roles = [{"role": role, "unit": unit or "*"} for role, unit in caller.grants]
        token = sign(self.key, roles=roles, subject="somebody", ttl=timedelta(hours=1))
        return {"metadata": (("authorization", f"Bearer {token}"),), "timeout": 60}

    async def fill(self) -> None:
        """A figure of each unit is published, another is asserted, and each is inspected."""
        asked: Any
        for unit in PARENTS:
            text = f'unit: "{unit}" figures {{ definition: "online_handling" }} {MONTH}'
            asked = (PublicationServiceStub, publications.PublishFiguresRequest)
            done = await self.command("publisher", "PublishFigures", text, *asked)
            self.published[done.publications[0].name] = unit
            told = FIGURE.replace("units/ward-1", unit)
            for by in ("publisher", "inspector"):
                asked = (StatementServiceStub, statements.RecordAssertionRequest)
                found = await self.command(by, "RecordAssertion", told, *asked)
                self.asserted[found.name] = (unit, by == "publisher")
            report = REPORT.replace("units/ward-1", unit)
            asked = (StatementServiceStub, statements.RecordInspectionRequest)
            seen = await self.command("inspector", "RecordInspection", report, *asked)
            self.inspected[seen.name] = unit

    async def command(self, role: str, method: str, text: str, kind: Any, request: Any) -> Any:
        asked = Parse(text, request(request_id=str(uuid.uuid4())))
        return await getattr(self.stub(kind), method)(asked, **self.who(Caller(((role, ""),))))


@pytest.fixture(scope="module")
async def city() -> AsyncIterator[City]:
    path = make_temporary()
    installation = Installation(path / "city")
    try:
        await installation.start()
        events = list[Any]()
        for number, unit in enumerate(PARENTS, 1):
            for each in (given.submitted(number), given.accepted(number, unit=unit)):
                events.append(given.recorded(len(events) + 1, each))
        await installation.send("submissions", events)
        await installation.followed(len(events))
        found = City(installation)
        await found.fill()
        yield found
    finally:
        await installation.stop()
        shutil.rmtree(path)


async def said(ask: Any, request: Any, who: dict[str, Any]) -> Any:
    """All answers of a call, of which a stream has several; or the reason of its refusal."""
    call = ask(request, **who)
    try:
        if not hasattr(call, "__aiter__"):
            return [await call]
        found = []
        async for each in call:
            found.append(each)
            if each.DESCRIPTOR.name == "WatchFiguresResponse" and each.HasField("checkpoint"):
                call.cancel()
                return found
        return found  # noqa: TRY300
    except grpc.aio.AioRpcError as error:
        return read_error(error).reason


def units_in(answers: Any) -> set[str]:
    """Every unit that is named anywhere."""
    return {unit for each in answers for unit in UNIT.findall(str(each))}


RATE = metrics.GetRateRequest
BY_UNIT: dict[str, tuple[Any, str, Any, str, Collection[str]]] = {
    "rate": (MetricsServiceStub, "GetRate", RATE, f'unit: "U" {OF_MONTH}', FIGURES),
    "units": (
        MetricsServiceStub, "ListRates", metrics.ListRatesRequest,
        f'breakdown: BREAKDOWN_UNIT unit: "U" {OF_MONTH}', FIGURES,
    ),
    "items": (
        MetricsServiceStub, "ExplainRate", metrics.ExplainRateRequest,
        f'rate {{ unit: "U" {OF_MONTH} }}', SINGLE,
    ),
    "leaves": (
        ReceiptServiceStub, "ListLeaves", receipts.ListLeavesRequest,
        f'rate {{ unit: "U" {OF_MONTH} }}', SINGLE,
    ),
    "league": (
        LeagueServiceStub, "ListLeagueLines", leagues.ListLeagueLinesRequest,
        f'of: LEAGUE_OF_SUBTREES unit: "U" {OF_MONTH}', FIGURES,
    ),
    "sums": (
        ReconciliationServiceStub, "GetReconciliation", reconciliation.GetReconciliationRequest,
        f'unit: "U" {MONTH}', FIGURES,
    ),
    "score": (
        ScoreServiceStub, "GetScore", scores.GetScoreRequest,
        f'index: "par.services" unit: "U" {MONTH}', FIGURES,
    ),
    "scores": (
        ScoreServiceStub, "ListScores", scores.ListScoresRequest,
        f'score {{ index: "par.services" unit: "U" {MONTH} }}', FIGURES,
    ),
    "watch": (
        WatchServiceStub, "WatchFigures", watching.WatchFiguresRequest,
        f'unit: "U" figures {{ {OF_MONTH} }}', FIGURES,
    ),
    "published": (
        PublicationServiceStub, "ListPublications", publications.ListPublicationsRequest,
        'unit: "U"', FIGURES,
    ),
    "inspections": (
        StatementServiceStub, "ListInspections", statements.ListInspectionsRequest,
        'unit: "U"', FIGURES,
    ),
}  # fmt: skip


async def test_what_is_asked_about_a_unit_tells_of_it_and_what_lies_below(city: City) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller, unit = data.draw(callers()), data.draw(ASKED)
        kind, method, request, text, roles = BY_UNIT[data.draw(st.sampled_from(sorted(BY_UNIT)))]
        asked = Parse(text.replace('"U"', f'"{unit}"'), request())
        answers = wait(said(getattr(city.stub(kind), method), asked, city.who(caller)))
        if not caller.reaches(roles, unit):
            assert answers == DENIED
            return
        assert not isinstance(answers, str), answers
        assert [each for each in units_in(answers) if not is_below(each, unit)] == []

    await drawn(check, 100)


async def test_every_item_below_a_unit_is_explained_and_no_other(city: City) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller, unit = data.draw(callers()), data.draw(ASKED)
        asked = Parse(f'rate {{ unit: "{unit}" {OF_MONTH} }}', metrics.ExplainRateRequest())
        answers = wait(said(city.stub(MetricsServiceStub).ExplainRate, asked, city.who(caller)))
        if caller.reaches(SINGLE, unit):
            found = sorted(each.item.unit for each in answers if each.HasField("item"))
            assert found == sorted(each for each in PARENTS if is_below(each, unit))
        else:
            assert answers == DENIED

    await drawn(check, 25)


async def test_what_is_watched_lies_in_the_units_that_one_role_reaches(city: City) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller, unit, other = data.draw(callers()), data.draw(ASKED), data.draw(ASKED)
        text = f'unit: "{unit}" figures {{ unit: "{other}" {OF_MONTH} }}'
        asked = Parse(text, watching.WatchFiguresRequest())
        answers = wait(said(city.stub(WatchServiceStub).WatchFigures, asked, city.who(caller)))
        if not caller.reaches(FIGURES, unit):
            assert answers == DENIED
        elif not is_below(other or unit, unit):
            assert answers == "FIGURE_OUTSIDE_UNIT"
        else:
            assert units_in(answers) <= {other or unit}

    await drawn(check, 10)


async def test_a_publication_is_shown_to_whom_its_unit_is_and_hidden_as_none(city: City) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller, name = data.draw(callers()), data.draw(st.sampled_from(sorted(city.published)))
        unit, stub, who = city.published[name], city.stub(PublicationServiceStub), city.who(caller)
        asks = [
            (stub.GetPublication, publications.GetPublicationRequest, "name"),
            (stub.ListRevisions, publications.ListRevisionsRequest, "parent"),
        ]
        for ask, request, field in asks:
            answer = wait(said(ask, request(**{field: name}), who))
            if caller.reaches(FIGURES, unit):
                assert units_in(answer) <= {unit}
                continue
            none = wait(said(ask, request(**{field: f"publications/{NONE}"}), who))
            assert isinstance(answer, str)
            assert answer == none

    await drawn(check, 25)


async def test_statements_are_shown_to_whom_they_are_of_or_everybody(city: City) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller, asked = data.draw(callers()), data.draw(ASKED)
        stub, who = city.stub(StatementServiceStub), city.who(caller)
        for name, (unit, is_public) in city.asserted.items():
            answer = wait(said(stub.GetAssertion, statements.GetAssertionRequest(name=name), who))
            seen = is_public or caller.reaches(STAFF, unit)
            assert (answer == "STATEMENT_UNKNOWN") != seen, (answer, unit)
        request = statements.ListAssertionsRequest(unit=asked, page_size=100)
        listed = wait(said(stub.ListAssertions, request, who))
        staff = caller.reaches(STAFF, asked)
        names = {each.name for answer in listed for each in answer.assertions}
        for name, (unit, is_public) in city.asserted.items():
            shown = is_public or staff
            assert name not in names or (shown and is_below(unit, asked))
            assert name in names or not shown or unit != asked
        for name, unit in city.inspected.items():
            answer = wait(said(stub.GetInspection, statements.GetInspectionRequest(name=name), who))
            assert isinstance(answer, str) != caller.reaches(FIGURES, unit)

    await drawn(check, 10)

"""Asserted figures become public by a publisher alone, whoever recorded them.

Given callers with a role at a unit, when they record, publish, withdraw and read, then nobody makes
public what he may not. Must not need a server.
"""

import asyncio
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from motcua.chassis.v1.access_pb2 import (
    ROLE_EDITOR,
    ROLE_INSPECTOR,
    ROLE_LEADER,
    ROLE_OFFICER,
    ROLE_PUBLISHER,
)
from motcua.metrics.v1 import statements_pb2 as api
from motcua.metrics.v1.statement_events_pb2 import FigureAsserted
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.metrics.api.statements import StatementMethods
from services.metrics.domain.statement_refusals import StatementReason
from services.metrics.domain.statements import assertion
from services.metrics.published import Published
from services.metrics.queries.statements import Statements
from tests.calling import calling
from tests.metrics.conftest import Fed
from tests.metrics.given import DISTRICT, OTHER, WARD
from tests.metrics.test_questions_asked import as_known
from tests.metrics.test_statements_recorded import printed


def within(ancestor: str, unit: str) -> bool:
    return (ancestor, unit) in {(DISTRICT, WARD), (WARD, WARD), (DISTRICT, DISTRICT)}


def of(role: int, unit: str | None = WARD) -> AbstractContextManager[Any]:
    """Somebody with a role, whose method demands a role that he has there."""
    return calling(subject=str(role), unit=unit, role=role, within=within, demanded=role)


class Desk:
    """The methods, and the projection that follows the log."""

    def __init__(self, fed: Fed, log: Log) -> None:
        self.fed, self.log, self.read = fed, log, 0
        statements = Statements(fed.pool, log, now=lambda: datetime(2026, 6, 1, 3, tzinfo=UTC))
        self.methods = StatementMethods(
            statements, fed.reader, as_known(fed, {}), shown=self.follow
        )

    async def follow(self, _: int = 0) -> None:
        published = Published()
        records = await self.log.read(self.read, 100)
        async with self.fed.pool.acquire() as connection, connection.transaction():
            await published.apply(connection, await published.prepare(records))
        self.read += len(records)

    async def record(self, role: int, unit: str = WARD) -> api.Assertion:
        request = api.RecordAssertionRequest(figure=printed(unit=unit), request_id=str(uuid4()))
        with of(role, unit):
            return await self.methods.RecordAssertion(request, None)

    async def publish(self, name: str, unit: str = WARD) -> api.Assertion:
        request = api.PublishAssertionRequest(name=name, request_id=str(uuid4()))
        with of(ROLE_PUBLISHER, unit):
            return await self.methods.PublishAssertion(request, None)

    async def withdraw(self, name: str, role: int) -> api.Assertion:
        request = api.WithdrawAssertionRequest(name=name, reason="r", request_id=str(uuid4()))
        with of(role):
            return await self.methods.WithdrawAssertion(request, None)

    async def sees(self, name: str, who: Any, unit: str = WARD) -> bool:
        """Whether somebody finds it in the list of a unit; by name then, too, where that is his."""
        with who:
            listed = await self.methods.ListAssertions(
                api.ListAssertionsRequest(unit=unit, show_withdrawn=True), None
            )
        return name in {each.name for each in listed.assertions}

    async def gets(self, name: str, who: Any) -> bool:
        """Whether somebody gets it by name, instead of STATEMENT_UNKNOWN."""
        request = api.GetAssertionRequest(name=name)
        with who:
            [found] = await asyncio.gather(
                self.methods.GetAssertion(request, None), return_exceptions=True
            )
        refused = isinstance(found, Refusal) and found.reason
        assert refused in (False, StatementReason.STATEMENT_UNKNOWN)
        return not refused


@pytest.fixture
def desk(fed: Fed, log: Log) -> Desk:
    return Desk(fed, log)


async def test_what_an_inspector_records_is_for_staff_until_a_publisher_makes_it_public(
    desk: Desk,
) -> None:
    recorded = await desk.record(ROLE_INSPECTOR)
    name = recorded.name
    assert not recorded.published
    staff = [
        lambda: of(ROLE_OFFICER),
        lambda: of(ROLE_LEADER),
        lambda: of(ROLE_INSPECTOR, DISTRICT),
    ]
    others = [calling, lambda: of(ROLE_EDITOR), lambda: of(ROLE_INSPECTOR, OTHER)]
    for who in staff:
        assert await desk.sees(name, who())
        assert await desk.gets(name, who())
    for who in others:
        for unit in (WARD, DISTRICT, ""):
            assert not await desk.sees(name, who(), unit)
        assert not await desk.gets(name, who())
    assert not await desk.sees(name, of(ROLE_OFFICER), DISTRICT)  # who is one of the ward alone
    with pytest.raises(Refusal, match="NOT_PERMITTED"):
        await desk.publish(name, OTHER)
    assert (await desk.publish(name)).published
    for who in (*staff, *others):
        assert await desk.sees(name, who())
        assert await desk.gets(name, who())
    with pytest.raises(Refusal, match="STATEMENT_PUBLISHED"):
        await desk.publish(name)


async def test_what_is_public_an_inspector_neither_withdraws_nor_explains_away(desk: Desk) -> None:
    public = (await desk.record(ROLE_PUBLISHER)).name
    private = (await desk.record(ROLE_INSPECTOR)).name
    assert await desk.gets(public, calling())
    with pytest.raises(Refusal, match="NOT_PERMITTED"):
        await desk.withdraw(public, ROLE_INSPECTOR)
    assert (await desk.withdraw(private, ROLE_INSPECTOR)).withdrawal_reason
    assert not await desk.gets(private, calling())
    with pytest.raises(Refusal, match="STATEMENT_WITHDRAWN"):
        await desk.publish(private)
    assert (await desk.withdraw(public, ROLE_PUBLISHER)).published


async def test_of_an_unknown_one_who_may_not_publish_learns_nothing(desk: Desk) -> None:
    there = (await desk.record(ROLE_INSPECTOR)).name
    for name in (there, "assertions/none"):
        with pytest.raises(Refusal, match="NOT_PERMITTED"):
            await desk.publish(name, OTHER)


def test_those_of_the_first_release_stay_public() -> None:
    event = FigureAsserted(assertion="assertions/a", figure=printed())
    assert assertion([event]).published

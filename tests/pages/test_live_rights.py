"""An open page hears what others asked for as long as its reader may: not once he was given less.

The service is the test's own. Example: the city takes a role from somebody in the file of issuers.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import grpc

from motcua.chassis.v1.access_pb2 import ROLE_INSPECTOR, ROLE_LEADER
from motcua.chassis.v1.identity_pb2 import Caller
from services.pages.services import Client, Services
from services.pages.views.watched import granted, holds
from services.pages.visit import Visit

LEADER = Caller.Grant(role=ROLE_LEADER, unit="units/a")
INSPECTOR = Caller.Grant(role=ROLE_INSPECTOR)


class Metrics:
    """Says what the token grants; or fails so."""

    def __init__(self, *grants: Caller.Grant) -> None:
        self.grants = grants
        self.fails: grpc.StatusCode | None = None

    async def GetCaller(self, *_: Any, **__: Any) -> Caller:  # noqa: N802 — of the contract
        if self.fails:
            raise grpc.aio.AioRpcError(self.fails, grpc.aio.Metadata(), grpc.aio.Metadata())
        return Caller(grants=self.grants)


def visit(metrics: Metrics) -> Visit:
    services = cast("Services", SimpleNamespace(identities=[metrics]))
    return cast("Visit", SimpleNamespace(services=services, client=Client(services, "token")))


async def test_a_reader_who_was_given_less_hears_no_more() -> None:
    asked = visit(metrics := Metrics(INSPECTOR, LEADER))
    before = await granted(asked)
    assert before == {("inspector", ""), ("leader", "units/a")}
    metrics.grants = (LEADER, INSPECTOR)  # in no order
    assert await holds(asked, before)
    metrics.grants = (LEADER,)
    assert not await holds(asked, before)
    assert await granted(asked) != before  # and shares nothing with who has more


async def test_a_service_that_is_away_says_nothing_of_a_reader() -> None:
    asked = visit(metrics := Metrics(LEADER))
    before = await granted(asked)
    metrics.fails = grpc.StatusCode.UNAVAILABLE
    assert await holds(asked, before)
    metrics.fails = grpc.StatusCode.UNAUTHENTICATED
    assert not await holds(asked, before)

"""A city with two districts, one of them with a ward, opened through gRPC 100 days ago.

Promises fresh units each time, so that tests on one catalogue do not meet. Must not assert.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from tests.catalog.client import Client
from tests.catalog.given import DAY, LEVEL_3

BEGUN = datetime.now(UTC)
AHEAD = BEGUN + 30 * DAY


class Place:
    """A city with two districts, one of them with a ward."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.city = self.a = self.b = self.ward = ""

    async def begin(self) -> Place:
        self.city = await self.unit("")
        self.a, self.b = await self.unit(self.city), await self.unit(self.city)
        self.ward = await self.unit(self.a)
        return self

    async def unit(self, parent: str) -> str:
        opened = await self.client.unit(parent=parent, at=BEGUN - 100 * DAY, reason="nhập lại")
        return str(opened.name)

    async def offering(self, service: str, unit: str, states: Any = LEVEL_3) -> str:
        opened = await self.client.offer(
            service, unit, states, at=BEGUN - 50 * DAY, reason="nhập lại"
        )
        return str(opened.name)

    async def service(self) -> str:
        published = await self.client.service(self.city, at=BEGUN - 90 * DAY, reason="nhập lại")
        return str(published.name)


async def withdraw(client: Client, unit: api.Unit, **said: Any) -> api.Unit:
    """Take back the last change of a unit."""
    version = int(unit.etag.strip('"'))
    answer: api.Unit = await client.act(
        "WithdrawUnitChange", name=unit.name, version=version, reason="hoãn lại", **said
    )
    return answer

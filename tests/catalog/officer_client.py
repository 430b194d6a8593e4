"""Somebody who keeps the names of officers through gRPC, with defaults for what is left open.

Promises fresh ids and names, so that tests on one catalogue do not meet. Must not hide what is
answered.
"""

from __future__ import annotations

import uuid
from typing import Any

import asyncpg
from google.protobuf.message import Message

from motcua.catalog.v1 import officers_pb2 as api
from motcua.catalog.v1.events_pb2 import DUTY_LEADER
from motcua.catalog.v1.officers_pb2_grpc import OfficerServiceStub
from tests.catalog.client import TIMEOUT, fresh
from tests.catalog.conftest import Running

SEALED, ERASED = api.OfficerName.STATE_SEALED, api.OfficerName.STATE_ERASED
NOT_SEALED = api.OfficerName.STATE_NOT_SEALED


class OfficerClient:
    """Calls with one token."""

    def __init__(
        self, catalog: Running, role: str = "editor", unit: str = "*", *, subject: str = "e1"
    ) -> None:
        assert catalog.channel is not None
        self.client = catalog.client(role, unit, subject=subject)
        self.stub: Any = OfficerServiceStub(catalog.channel)

    async def call(self, method: str, request: Message) -> Any:
        return await getattr(self.stub, method)(
            request, metadata=self.client.metadata, timeout=TIMEOUT
        )

    async def appoint(self, unit: str, officer: str) -> Any:
        return await self.client.act("AppointOfficer", name=unit, officer=officer, duty=DUTY_LEADER)

    async def seal(self, unit: str, officer: str, full_name: str, *, request_id: str = "") -> Any:
        request = api.SealOfficerRequest(
            unit=unit,
            officer=officer,
            full_name=full_name,
            request_id=request_id or str(uuid.uuid4()),
        )
        return await self.call("SealOfficer", request)

    async def sealed(self, unit: str) -> tuple[str, str]:
        """A new officer of a unit: the id, and the name."""
        officer, full_name = fresh("cb"), f"Nguyễn Thị {uuid.uuid4().hex}"
        await self.seal(unit, officer, full_name)
        return officer, full_name

    async def erase(
        self, unit: str, officer: str, *, reason: str = "retention-ended", request_id: str = ""
    ) -> Any:
        request = api.EraseOfficerRequest(
            unit=unit,
            officer=officer,
            reason_code=reason,
            request_id=request_id or str(uuid.uuid4()),
        )
        return await self.call("EraseOfficer", request)

    async def read(self, unit: str, *officers: str, purpose: str = "khiếu nại 7") -> list[Any]:
        request = api.ReadOfficersRequest(unit=unit, officers=officers, purpose=purpose)
        return list((await self.call("ReadOfficers", request)).officers)

    async def readings(self, subtree: str = "", *, size: int = 1000) -> list[Any]:
        """All pages, one after the other."""
        found, token = [], ""
        while True:
            request = api.ListReadingsRequest(subtree=subtree, page_size=size, page_token=token)
            answer = await self.call("ListReadings", request)
            found += answer.readings
            token = answer.next_page_token
            if not token:
                return found


async def run(dsn: str, statement: str, *values: object) -> list[Any]:
    """A statement past the service."""
    connection = await asyncpg.connect(dsn)
    try:
        return list(await connection.fetch(statement, *values))
    finally:
        await connection.close()


async def everything(dsn: str) -> dict[str, list[Any]]:
    """Every row of every table."""
    tables = await run(dsn, "select tablename from pg_tables where schemaname = 'public'")
    return {name: await run(dsn, f'select * from "{name}"') for (name,) in tables}


def holds(rows: list[Any], text: str) -> bool:
    """Whether any value of any row has the text in it, as text or as bytes."""
    return any(_in(value, text) for row in rows for value in row.values())


def _in(value: Any, text: str) -> bool:
    if isinstance(value, bytes):
        return text.encode() in value
    return text in str(value)

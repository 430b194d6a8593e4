"""Somebody who keeps calendars and targets through gRPC, with defaults for what is left open.

Promises fresh ids, so that tests on one catalogue do not meet. Must not hide what is answered.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from motcua.catalog.v1 import calendars_pb2 as calendars
from motcua.catalog.v1 import catalog_pb2 as catalogue
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import targets_pb2 as targets
from motcua.catalog.v1.calendars_pb2_grpc import CalendarServiceStub
from motcua.catalog.v1.targets_pb2_grpc import TargetServiceStub
from tests.catalog.client import TIMEOUT, fresh, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import text
from tests.catalog.weeks import SOURCE, week
from tests.dates import on


class RegistryClient:
    """Calls with one token; `desk` calls the rest of the catalogue with the same."""

    def __init__(self, catalog: Running, role: str = "editor", unit: str = "*") -> None:
        assert catalog.channel is not None
        self.client = catalog.client(role, unit)
        self.stubs: tuple[Any, Any] = (
            CalendarServiceStub(catalog.channel),
            TargetServiceStub(catalog.channel),
        )

    async def call(self, method: str, request: Message) -> Any:
        stub = next(each for each in self.stubs if hasattr(each, method))
        return await getattr(stub, method)(request, metadata=self.client.metadata, timeout=TIMEOUT)

    async def calendar(self, **said: Any) -> Any:
        """A new calendar."""
        whole = {"calendar_id": fresh("lich"), "display_name": text("Lịch"), "week": week()}
        return await self.revise(**{**whole, **said})

    async def revise(self, calendar_id: str, **said: Any) -> Any:
        grounds = {"source": SOURCE, "reason": "đính chính", "request_id": str(uuid.uuid4())}
        request = calendars.ReviseCalendarRequest(calendar_id=calendar_id, **{**grounds, **said})
        return await self.call("ReviseCalendar", request)

    async def days(self, name: str, first: str, last: str = "", **known: Any) -> list[Any]:
        request = calendars.ListDaysRequest(
            name=name, first_date=on(first), last_date=on(last or first), **known
        )
        return list((await self.call("ListDays", request)).days)

    async def assign(
        self, unit: str, calendar: str, *, at: datetime | None = None, reason: str = ""
    ) -> Any:
        return await self.client.call(
            "AssignCalendar",
            catalogue.AssignCalendarRequest(
                name=unit,
                calendar=calendar,
                effective_time=stamp(at),
                correction_reason=reason,
                request_id=str(uuid.uuid4()),
            ),
        )

    async def move(self, unit: str, parent: str, *, at: datetime) -> Any:
        request = catalogue.MoveUnitRequest(
            name=unit, parent=parent, effective_time=stamp(at), request_id=str(uuid.uuid4())
        )
        return await self.client.call("MoveUnit", request)

    async def target(self, target_id: str = "", **said: Any) -> Any:
        """A target set; what belongs to the request and not to the target is known by its name."""
        beside = {name: said.pop(name) for name in ("etag", "correction_reason") if name in said}
        at, request_id = said.pop("at", None), said.pop("request_id", "")
        whole = {
            "indicator": "online_handling",
            "display_name": text("Xử lý trực tuyến"),
            "threshold": facts.Share(numerator=95, denominator=100),
        }
        request = targets.SetTargetRequest(
            target_id=target_id or fresh("ct"),
            target=targets.Target(**{**whole, **said}),
            effective_time=stamp(at),
            request_id=request_id or str(uuid.uuid4()),
            **beside,
        )
        return await self.call("SetTarget", request)

    async def withdraw(self, name: str, *, at: datetime | None = None, **said: Any) -> Any:
        grounds = {"reason": "hết kỳ", "request_id": str(uuid.uuid4())}
        request = targets.WithdrawTargetRequest(
            name=name, effective_time=stamp(at), **{**grounds, **said}
        )
        return await self.call("WithdrawTarget", request)

    async def get(self, name: str, *, at: datetime | None = None, **known: Any) -> Any:
        if name.startswith("calendars/"):
            request: Message = calendars.GetCalendarRequest(name=name, **known)
            return await self.call("GetCalendar", request)
        request = targets.GetTargetRequest(name=name, as_of=stamp(at), **known)
        return await self.call("GetTarget", request)

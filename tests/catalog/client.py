"""Somebody at a desk who calls the catalogue through gRPC, with defaults for what is left open.

Promises fresh ids, so that tests on one catalogue do not meet. Must not hide what is answered.
"""

from __future__ import annotations

import itertools
import uuid
from datetime import datetime
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2, status_pb2

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.catalog_pb2_grpc import CatalogServiceStub
from tests.catalog.given import States, recorded, text

NUMBERS = itertools.count(1)
TIMEOUT = 120  # seconds of a call, and of a stream that others write for, on a busy machine


def fresh(word: str) -> str:
    return f"{word}{next(NUMBERS):04d}"


def stamp(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    found = Timestamp()
    found.FromDatetime(at)
    return found


class Client:
    """Calls with one token."""

    def __init__(self, channel: grpc.aio.Channel, token: str) -> None:
        self.stub: Any = CatalogServiceStub(channel)
        self.metadata = [("authorization", f"Bearer {token}")] if token else []

    async def call(self, method: str, request: Message) -> Any:
        return await getattr(self.stub, method)(request, metadata=self.metadata, timeout=TIMEOUT)

    async def act(self, method: str, **said: Any) -> Any:
        """A call whose request is said field by field; a command gets an id of its own."""
        kind = getattr(api, f"{method}Request")
        if "request_id" in kind.DESCRIPTOR.fields_by_name:
            said.setdefault("request_id", str(uuid.uuid4()))
        return await self.call(method, kind(**said))

    async def unit(
        self,
        unit_id: str = "",
        *,
        parent: str = "",
        at: datetime | None = None,
        reason: str = "",
        request_id: str = "",
        vi: str = "Tên",
        code: str = "000.01",
        kind: str = "ward",
    ) -> api.Unit:
        return await self.call(
            "OpenUnit",
            api.OpenUnitRequest(
                unit_id=unit_id or fresh("u"),
                unit=api.Unit(parent=parent, code=code, kind=kind, display_name=text(vi)),
                effective_time=stamp(at),
                correction_reason=reason,
                request_id=request_id or str(uuid.uuid4()),
            ),
        )

    async def draft(self, authority: str, *, vi: str = "Khai sinh", **said: Any) -> api.Service:
        service = api.Service(authority=authority, display_name=text(vi), **said)
        request = api.CreateServiceRequest(
            service_id=fresh("s"), service=service, request_id=str(uuid.uuid4())
        )
        return await self.call("CreateService", request)

    async def publish(
        self, name: str, *, at: datetime | None = None, reason: str = "", etag: str = ""
    ) -> api.Service:
        return await self.call(
            "PublishService",
            api.PublishServiceRequest(
                name=name,
                effective_time=stamp(at),
                correction_reason=reason,
                etag=etag,
                request_id=str(uuid.uuid4()),
            ),
        )

    async def service(
        self, authority: str, *, at: datetime | None = None, reason: str = "", **said: Any
    ) -> api.Service:
        """Drafted and published."""
        return await self.publish((await self.draft(authority, **said)).name, at=at, reason=reason)

    async def offer(
        self,
        service: str,
        unit: str,
        states: States | None = None,
        *,
        at: datetime | None = None,
        reason: str = "",
        **said: Any,
    ) -> api.Offering:
        offering = api.Offering(unit=unit, capabilities=recorded(states or {}), **said)
        request = api.OpenOfferingRequest(
            parent=service,
            offering=offering,
            effective_time=stamp(at),
            correction_reason=reason,
            request_id=str(uuid.uuid4()),
        )
        return await self.call("OpenOffering", request)

    async def record(
        self,
        name: str,
        states: States,
        *,
        at: datetime | None = None,
        reason: str = "",
        etag: str = "",
        request_id: str = "",
    ) -> api.Offering:
        return await self.call(
            "RecordCapabilities",
            api.RecordCapabilitiesRequest(
                name=name,
                capabilities=recorded(states),
                effective_time=stamp(at),
                correction_reason=reason,
                etag=etag,
                request_id=request_id or str(uuid.uuid4()),
            ),
        )

    async def get(self, name: str, *, at: datetime | None = None, **asked: Any) -> Any:
        kind = "Offering" if "/offerings/" in name else name.partition("/")[0][:-1].capitalize()
        return await self.act(f"Get{kind}", name=name, as_of=stamp(at), **asked)

    async def every(self, kind: str, *, size: int = 2, **asked: Any) -> list[Any]:
        """All pages of a list, one after the other."""
        found: list[Any] = []
        token = ""
        while True:
            answer = await self.page(kind, size=size, token=token, **asked)
            found += getattr(answer, kind.lower())
            token = answer.next_page_token
            if not token:
                return found

    async def page(self, kind: str, *, size: int = 2, token: str = "", **asked: Any) -> Any:
        request = getattr(api, f"List{kind}Request")(page_size=size, page_token=token, **asked)
        return await self.call(f"List{kind}", request)


async def refusal(answering: Any) -> str:
    """The reason, and the field where one is named, of a call that must be refused."""
    code, info, bad = await refused(answering)
    fields = [violation.field for violation in bad.field_violations]
    return " ".join([code, info.reason, *fields])


async def reason(answering: Any) -> error_details_pb2.ErrorInfo:
    """The reason of such a call, with its values."""
    return (await refused(answering))[1]


async def refused(
    answering: Any,
) -> tuple[str, error_details_pb2.ErrorInfo, error_details_pb2.BadRequest]:
    """Status, reason and fields of a call that must be refused."""
    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await answering
    details = dict(failed.value.trailing_metadata() or ())["grpc-status-details-bin"]
    status = status_pb2.Status.FromString(details)
    said = {each.TypeName().rpartition(".")[2]: each for each in status.details}
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    said["ErrorInfo"].Unpack(info)
    if "BadRequest" in said:
        said["BadRequest"].Unpack(bad)
    return failed.value.code().name, info, bad


def level(offering: api.Offering) -> int:
    assert offering.HasField("assessment")
    return offering.assessment.level


def states_of(offering: api.Offering) -> dict[facts.Capability, facts.CapabilityState]:
    return {each.capability: each.state for each in offering.capabilities}

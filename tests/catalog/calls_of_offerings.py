"""Calls about offerings, with defaults for what a test leaves open.

Promises a fresh request id unless one is given. Must not hide what is answered.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from tests.catalog.client import Client, stamp


async def declare(
    client: Client,
    name: str,
    ceiling: int | None,
    why: str = "Quyết định 12",
    *,
    at: datetime | None = None,
    reason: str = "",
    etag: str = "",
    request_id: str = "",
) -> api.Offering:
    request = api.DeclareCeilingRequest(
        name=name,
        ceiling=ceiling,
        ceiling_reason=why,
        effective_time=stamp(at),
        correction_reason=reason,
        etag=etag,
        request_id=request_id or str(uuid.uuid4()),
    )
    answer: api.Offering = await client.call("DeclareCeiling", request)
    return answer


async def close(
    client: Client,
    name: str,
    *,
    at: datetime | None = None,
    why: str = "Chuyển về thành phố",
    reason: str = "",
    etag: str = "",
    request_id: str = "",
) -> api.Offering:
    request = api.CloseOfferingRequest(
        name=name,
        reason=why,
        effective_time=stamp(at),
        correction_reason=reason,
        etag=etag,
        request_id=request_id or str(uuid.uuid4()),
    )
    answer: api.Offering = await client.call("CloseOffering", request)
    return answer


async def assess(
    client: Client, name: str, *, at: datetime | None = None, known: int = 0
) -> api.AssessOfferingResponse:
    request = api.AssessOfferingRequest(name=name, as_of=stamp(at), as_known=known)
    answer: api.AssessOfferingResponse = await client.call("AssessOffering", request)
    return answer


async def relabel(client: Client, *, at: datetime, request_id: str = "", **said: Any) -> Any:
    request = api.RelabelOfferingsRequest(
        effective_time=stamp(at), request_id=request_id or str(uuid.uuid4()), **said
    )
    return await client.call("RelabelOfferings", request)


async def close_unit(client: Client, name: str, *, at: datetime | None = None) -> api.Unit:
    request = api.CloseUnitRequest(
        name=name, effective_time=stamp(at), request_id=str(uuid.uuid4())
    )
    answer: api.Unit = await client.call("CloseUnit", request)
    return answer


async def read(client: Client, name: str, *, at: datetime | None = None, known: int = 0) -> Any:
    request = api.GetOfferingRequest(name=name, as_of=stamp(at), as_known=known)
    return await client.call("GetOffering", request)

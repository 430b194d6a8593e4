"""What the tests of public services are given: facts of their lives, and decisions about them.

Promises plain values without a database. Must not assert, except that a refusal has its words.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from google.protobuf import json_format

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import services, units, versions
from services.chassis.decider import Fact
from tests.catalog.client import Client, fresh
from tests.catalog.given import DAY, NOW, content, drafted, messages, open_unit, published, text

NAME = "services/a"

# One of everything that a version can say.
WHOLE = facts.ServiceContent(
    codes=[
        facts.ServiceCode(system="national", value="1.001193"),
        facts.ServiceCode(system="local", value="HN-01"),
    ],
    display_name=text("Đăng ký khai sinh", "Birth registration"),
    field="Hộ tịch",
    authority="units/q1",
    fees=[facts.FeeLine(code="LP", name=text("Lệ phí"), amount=8_000)],
    written_result=True,
    eligible_full=False,
    one_stop=True,
    legal_bases=[
        facts.LegalBasis(
            number="60/2014/QH13", title=text("Luật Hộ tịch"), url="https://vbpl.vn/60"
        )
    ],
    steps=[facts.Step(title=text("Nộp hồ sơ"), actor="citizen")],
    documents=[
        facts.RequiredDocument(
            code="GCS", name=text("Giấy chứng sinh"), originals=1, copies=2, conditional=True
        )
    ],
    processing_times=[
        facts.ProcessingTime(
            channel=facts.CHANNEL_ONLINE,
            amount=1,
            unit=facts.TIME_UNIT_WORKING_DAY,
            pause_policy=facts.PAUSE_POLICY_SHIFT,
        )
    ],
    forms=[facts.Form(code="TK1", name=text("Tờ khai"), url="http://dvc.vn/tk1?a=1")],
    form_schema='{"type": "object"}',
    payment_channels=[facts.CHANNEL_ONLINE, facts.CHANNEL_IN_PERSON],
    delivery_channels=[facts.CHANNEL_POST],
    description=text("Cấp giấy khai sinh cho trẻ em."),
    url="https://dvc.vn/1.001193",
    retention_years=70,
)


def at_time(fact: Any, at: datetime) -> Fact:
    """A fact that was recorded at a moment other than long ago."""
    return Fact(fact, at, "")


def known(*happened: Any) -> versions.Service:
    """A service after facts; a bare message was recorded long ago."""
    done = [each if isinstance(each, Fact) else at_time(each, NOW - 365 * DAY) for each in happened]
    return versions.DECIDER.fold(versions.Service(), done)


def withdrawn(number: int) -> facts.ServiceVersionWithdrawn:
    return facts.ServiceVersionWithdrawn(service=NAME, version=number, reason="hoãn")


def retired(at: datetime) -> facts.ServiceRetired:
    return facts.ServiceRetired(service=NAME, effective_time=at)


NOTHING = versions.Service()
DRAFTED = known(drafted())
IN_FORCE = known(drafted(), published())
REVISED = known(drafted(), published(), drafted(content(fee=5)))
PLANNED = known(drafted(), published(), drafted(), published(2, at=NOW + DAY))
RETIRED = known(drafted(), published(), retired(NOW - DAY))


def drafting(of: versions.Service = NOTHING, **rest: Any) -> list[Any]:
    return _drafting(services.draft, of, **rest)


def revising(of: versions.Service = IN_FORCE, **rest: Any) -> list[Any]:
    return _drafting(services.revise, of, **rest)


def _drafting(
    decide: Callable[..., Sequence[Fact]],
    of: versions.Service,
    *,
    stated: facts.ServiceContent | None = None,
    authority: units.Unit | None = None,
) -> list[Any]:
    unit = open_unit() if authority is None else authority
    return list(decide(of, proposed=drafted(stated), authority=unit, now=NOW))


def publishing(
    of: versions.Service = DRAFTED,
    *,
    authority: units.Unit | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> list[Any]:
    unit = authority or open_unit()
    return list(services.publish(of, authority=unit, at=at, reason=reason, now=NOW))


def correcting(
    of: versions.Service = PLANNED,
    number: int = 2,
    *,
    stated: facts.ServiceContent | None = None,
    authority: units.Unit | None = None,
    at: datetime | None = None,
    reason: str = "gõ nhầm",
    now: datetime = NOW,
) -> list[Any]:
    decided = services.correct(
        of,
        number=number,
        stated=stated or content(fee=7),
        authority=authority or open_unit(),
        at=at,
        reason=reason,
        now=now,
    )
    return messages(decided)


def withdrawing(
    of: versions.Service = PLANNED, number: int = 2, *, reason: str = "hoãn", now: datetime = NOW
) -> list[Any]:
    return messages(services.withdraw(of, number=number, reason=reason, now=now))


def retiring(
    of: versions.Service = IN_FORCE,
    *,
    at: datetime | None = None,
    legal_basis: str = "QĐ 1/QĐ-UBND",
    reason: str = "",
) -> list[Any]:
    return messages(services.retire(of, at=at, legal_basis=legal_basis, reason=reason, now=NOW))


def as_resource(stated: facts.ServiceContent, **rest: Any) -> api.Service:
    """What a caller sends to have a version say this, made by way of JSON."""
    written = json_format.MessageToDict(stated, preserving_proto_field_name=True)
    return json_format.ParseDict(written, api.Service(**rest))


class Editor:
    """Calls that change services, with a fresh request id unless one is given."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def create(self, stated: facts.ServiceContent, **rest: Any) -> api.Service:
        return await self._call(
            "CreateService", service_id=fresh("s"), service=as_resource(stated), **rest
        )

    async def published(self, stated: facts.ServiceContent, **rest: Any) -> api.Service:
        """Drafted and published."""
        return await self.publish((await self.create(stated)).name, **rest)

    async def revise(self, name: str, stated: facts.ServiceContent, **rest: Any) -> api.Service:
        return await self._call("ReviseService", service=as_resource(stated, name=name), **rest)

    async def publish(self, name: str, **rest: Any) -> api.Service:
        return await self._call("PublishService", name=name, **rest)

    async def correct(
        self, name: str, version: int, stated: facts.ServiceContent, **rest: Any
    ) -> api.Service:
        rest = {"correction_reason": "gõ nhầm", **rest}
        service = as_resource(stated, name=name)
        return await self._call("CorrectService", service=service, version=version, **rest)

    async def withdraw(self, name: str, version: int, **rest: Any) -> api.Service:
        rest = {"reason": "hoãn", **rest}
        return await self._call("WithdrawServiceVersion", name=name, version=version, **rest)

    async def retire(self, name: str, **rest: Any) -> api.Service:
        return await self._call("RetireService", name=name, **rest)

    async def _call(
        self, method: str, *, at: datetime | None = None, request_id: str = "", **said: Any
    ) -> api.Service:
        if at is not None:
            said["effective_time"] = at
        request = getattr(api, f"{method}Request")(
            request_id=request_id or str(uuid.uuid4()), **said
        )
        found: api.Service = await self.client.call(method, request)
        return found

"""Dossiers of two wards and a few portals, after random commands through the API.

Promises lives of every kind, transfers and voided ones among them. Must not know what may come
when:
what is refused is refused.
"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc

from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.house import OFFICER, House, submission
from tests.submissions.place import Place

PORTALS = ("portal-1", "portal-2")
STEPS = (
    "AcceptDossier", "AcceptDossier", "RequestSupplement", "AnswerSupplement", "AssignDossier",
    "TransferDossier", "RecordResult", "ReturnResult", "WithdrawDossier", "RefuseDossier",
    "StopDossier", "VoidDossier", "ExtendDue", "StartHandling",
)  # fmt: skip


class Crowd:
    """The dossiers, and where they are."""

    def __init__(self, house: House) -> None:
        self.house, self.chance = house, random.Random(9)
        self.places: list[Place] = []
        self.top = ""
        self.names: list[str] = []

    async def gathered(self, dossiers: int = 24, steps: int = 4) -> Crowd:
        """So many dossiers, each with so many commands tried on it."""
        district = await Place(self.house).opened("")
        self.top = district.unit
        self.places = [await Place(self.house).opened(self.top) for _ in range(2)]
        for each in self.places:
            await self.house.catalogue.officer(each.unit, OFFICER)
        for _ in range(dossiers):
            self.names.append(await self.filed())
        for _ in range(steps):
            for name in self.names:
                await self.tried(name)
        return self

    async def filed(self) -> str:
        """By a portal, or by an officer at a desk."""
        place, house = self.chance.choice(self.places), self.house
        request = submission(
            offering=place.offering,
            receiving_unit=place.unit,
            channel=self.chance.choice([1, 2, 3]),
            catalog_position=house.catalogue.position,
        )
        who = self.chance.choice([*PORTALS, ""])
        caller = house.caller("portal", "*", who) if who else house.caller("officer", "*", OFFICER)
        return str((await house.calls.SubmitDossier(request, **caller)).dossier.name)

    async def tried(self, name: str) -> None:
        """One command, whatever becomes of it."""
        method = self.chance.choice(STEPS)
        with suppress(grpc.aio.AioRpcError):
            await self.house.step(method, name, **self.content(method))

    def content(self, method: str) -> dict[str, Any]:
        """What a command says; dues are some days apart."""
        later = datetime.now(UTC) + timedelta(days=self.chance.randrange(1, 9))
        if method == "AcceptDossier":
            return {"due": api.Deadline(time=later)} if self.chance.random() < 0.8 else {}
        unit = self.chance.choice(self.places).unit
        more: dict[str, dict[str, Any]] = {
            "AssignDossier": {"assignee": OFFICER},
            "TransferDossier": {"to_unit": unit, "reason_code": "r"},
            "ExtendDue": {"reason_code": "r", "extended": api.Deadline(time=later + timedelta(20))},
            "RequestSupplement": {"reason_code": "r"},
            "RefuseDossier": {"reason_code": "r"},
            "StopDossier": {"reason_code": "r"},
            "VoidDossier": {"reason_code": "r"},
        }
        return more.get(method, {})

    async def read(self) -> list[api.Dossier]:
        """Each as its stream states it now."""
        caller = self.house.caller("inspector")
        return [
            await self.house.calls.GetDossier(api.GetDossierRequest(name=name), **caller)
            for name in self.names
        ]

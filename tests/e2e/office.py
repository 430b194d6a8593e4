"""A small office for tests of faults: a catalogue of one level-3 offering, and officers at work.

Promises to know what was acknowledged: every command that got an answer, by its request id. Must
not be more patient than a portal is.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import date
from typing import Any

from deploy.embedded.tokens import OPERATOR
from motcua.catalog.v1.catalog_pb2 import MergeUnitsRequest
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from motcua.submissions.v1.personal_data_pb2 import EraseDossierRequest
from services.console.importing.intake import open_catalogue
from services.console.importing.plans import (
    CataloguePlan,
    OfferingPlan,
    OfficerPlan,
    ServicePlan,
    UnitPlan,
)
from services.console.portal.client import Portal

PLAN = CataloguePlan(
    units=[
        UnitPlan("district", "district", "Huyện Thử", "Test district"),
        *(UnitPlan(f"ward-{n}", "ward", f"Phường {n}", f"Ward {n}", "district") for n in (1, 2)),
    ],
    services=[ServicePlan("birth", "Đăng ký khai sinh", "Birth registration", "district")],
    offerings=[OfferingPlan("birth", f"ward-{n}", 3) for n in (1, 2)],
    effective=date(2024, 1, 1),
    reason="set up for a test",
    officers=[OfficerPlan(OPERATOR, "district")],  # and so above the wards
)
CHANNELS = (facts.CHANNEL_ONLINE, facts.CHANNEL_IN_PERSON, facts.CHANNEL_POST)


class Office:
    """Officers who submit, accept and end dossiers, leaders who erase some, and what they remember:
    every acknowledged command.
    """

    def __init__(self, portal: Portal, *, catalog_position: int) -> None:
        self.portal = portal
        self.catalog_position = catalog_position
        self.acknowledged: list[str] = []
        self.dossiers: list[str] = []
        self.erased: set[str] = set()
        self.overdue: set[str] = set()  # accepted after their due, and not ended
        self.position = 0

    @classmethod
    async def open(cls, portal: Portal, plan: CataloguePlan = PLAN) -> Office:
        """Open the catalogue, then the doors."""
        return cls(portal, catalog_position=await open_catalogue(portal, plan))

    async def send(self, method: Any, request: Any, *, role: str) -> Any:
        """One command under a request id of its own, repeated until it is answered."""
        request.request_id = str(uuid.uuid4())
        reply = await self.portal.call(method, request, role=role)
        dossier = reply.dossier if isinstance(reply, api.SubmitDossierResponse) else reply
        self.acknowledge(request.request_id, dossier)
        return reply

    def acknowledge(self, request_id: str, dossier: api.Dossier) -> None:
        """Remember that a command was answered."""
        self.acknowledged.append(request_id)
        self.position = max(self.position, dossier.position)

    def submission(self, number: int, *, ward: int = 0) -> api.SubmitDossierRequest:
        """Of a dossier at one of the wards, by one of the channels; `ward`: at that one."""
        unit = f"ward-{ward or 1 + number % 2}"
        return api.SubmitDossierRequest(
            offering=f"services/birth/offerings/{unit}",
            receiving_unit=f"units/{unit}",
            channel=CHANNELS[number % 3],
            catalog_position=self.catalog_position,
            applicant={"full_name": f"Nguyễn Văn {number}"},
            request_id=str(uuid.uuid4()),
        )

    async def submit(self, number: int = 0, *, ward: int = 0) -> api.Dossier:
        """See `submission`."""
        request = self.submission(number, ward=ward)
        reply = await self.send(self.portal.submissions.SubmitDossier, request, role="portal")
        self.dossiers.append(reply.dossier.name)
        return reply.dossier

    async def handle(self, dossier: api.Dossier, number: int = 0) -> None:
        """Accept it with a due in the future or in the past, then end it."""
        accepted = await self.accept(dossier, 4_000_000_000 if number % 4 else 1_000_000_000)
        await self.send(
            self.portal.submissions.RecordResult,
            api.RecordResultRequest(name=dossier.name, etag=accepted.etag),
            role="officer",
        )

    async def accept(self, dossier: api.Dossier, due: int) -> api.Dossier:
        """Accept it with a due, in seconds since 1970."""
        request = api.AcceptDossierRequest(name=dossier.name)
        request.due.time.seconds = due
        return await self.send(self.portal.submissions.AcceptDossier, request, role="officer")

    async def erase(self, dossier: api.Dossier) -> None:
        """Destroy the key of what its applicant said."""
        request = EraseDossierRequest(name=dossier.name, reason_code="ordered-by-court")
        await self.send(self.portal.personal_data.EraseDossier, request, role="leader")
        self.erased.add(dossier.name)

    async def merge(self, ward: int, *, into: int) -> None:
        """Merge a ward into another one, now."""
        request = MergeUnitsRequest(
            into=f"units/ward-{into}", units=[f"units/ward-{ward}"], request_id=str(uuid.uuid4())
        )
        await self.portal.call(self.portal.catalog.MergeUnits, request, role="editor")

    async def work(self, stop: asyncio.Event, *, rest: float = 0.1) -> None:
        """Dossier after dossier until told to stop; some are left open, and some erased. Without a
        rest, in seconds, one officer keeps a core busy, for whatever else goes on beside.
        """
        number = 0
        while not stop.is_set():
            dossier = await self.submit(number)
            if number % 3:
                await self.handle(dossier, number)
            else:
                self.overdue.add((await self.accept(dossier, 1_000_000_000)).name)
            if number % 4 == 0:
                await self.erase(dossier)
            number += 1
            await asyncio.sleep(rest)

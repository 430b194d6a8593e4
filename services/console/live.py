"""A portal and its officers at work: dossiers submitted, accepted, refused, ended, returned, live.

Promises that a call whose answer was lost is repeated with the same request id. Must not use a
time of its own: the service's clock says when.
"""

import random
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from motcua.submissions.v1 import submissions_pb2 as api
from services.console.city import SEED, channel, officer
from services.console.instants import LOCAL, to_date
from services.console.intake import OfferingPlan, gather
from services.console.portal import Portal

AT_ONCE = 32
ELSEWHERE = 0.15  # of the dossiers come in at another desk of the district
RESULT, REFUSED, WITHDRAWN, OPEN = "result", "refused", "withdrawn", "open"


@dataclass
class Worked:
    """How many commands were acknowledged, in what time, and up to which position."""

    commands: int = 0
    position: int = 0
    seconds: float = 0.0


async def work(
    portal: Portal,
    offerings: Sequence[OfferingPlan],
    *,
    dossiers: int,
    catalog_position: int,
    advance: Callable[[int], None],
) -> Worked:
    """That many dossiers through their lives, some dozens at a time."""
    desks = sorted({each.unit for each in offerings})
    office = Office(portal, desks, catalog_position=catalog_position, advance=advance)
    rng = random.Random(SEED)  # noqa: S311 - a demo draws lots, no secrets
    lives = (office.live(rng, rng.choice(offerings)) for _ in range(dossiers))
    began = time.monotonic()
    await gather(lives, at_once=AT_ONCE)
    office.worked.seconds = time.monotonic() - began
    return office.worked


class Officer(NamedTuple):
    """Who signs a step with a token of their own, on duty at a unit."""

    id: str
    unit: str


class Office:
    """Portals and officers of desks in front of the submissions service, each with a role at their
    own unit alone.
    """

    def __init__(
        self,
        portal: Portal,
        desks: Sequence[str],
        *,
        catalog_position: int,
        advance: Callable[[int], None],
    ) -> None:
        self.portal = portal
        self.desks = desks
        self.catalog_position = catalog_position
        self.stub = portal.submissions
        self.advance = advance
        self.worked = Worked()

    async def live(self, rng: random.Random, offering: OfferingPlan) -> None:
        """One dossier, from the portal to the citizen."""
        course = rng.choices((RESULT, REFUSED, WITHDRAWN, OPEN), (80, 5, 5, 10))[0]
        own = Officer(officer(rng, offering.unit), offering.unit)
        late, fetched = rng.random() < 0.08, rng.random() < 0.7
        desk = offering.unit if rng.random() > ELSEWHERE else rng.choice(self.desks)
        dossier = await self.submit(
            offering, desk, channel(rng, progress=1.0, level=offering.level)
        )
        if course == REFUSED:
            refusal = api.RefuseDossierRequest(
                name=dossier.name, reason_code="incomplete", etag=dossier.etag
            )
            await self.send(self.stub.RefuseDossier, refusal, by=own)
        elif course == WITHDRAWN:
            await self.send(
                self.stub.WithdrawDossier, api.WithdrawDossierRequest(name=dossier.name), at=desk
            )
        else:
            accepted = await self.accept(dossier.name, own, late=late)
            if course == RESULT:
                there = Officer(officer(rng, desk), desk)
                await self.finish(accepted, own, there if fetched else None)
        self.advance(1)

    async def submit(self, offering: OfferingPlan, desk: str, how: str) -> api.Dossier:
        """By the portal of a desk."""
        request = api.SubmitDossierRequest(
            offering=f"services/{offering.service}/offerings/{offering.unit}",
            receiving_unit=f"units/{desk}",
            channel=how,
            catalog_position=self.catalog_position,
        )
        reply = await self.send(self.stub.SubmitDossier, request, at=desk)
        dossier: api.Dossier = reply.dossier
        return dossier

    async def accept(self, name: str, own: "Officer", *, late: bool) -> api.Dossier:
        """With the last day on the slip; a late one was promised for yesterday."""
        today = datetime.now(UTC).astimezone(LOCAL).date()
        due = today + timedelta(days=-1 if late else 5)
        request = api.AcceptDossierRequest(name=name, due=api.Deadline(date=to_date(due)))
        accepted: api.Dossier = await self.send(self.stub.AcceptDossier, request, by=own)
        return accepted

    async def finish(self, dossier: api.Dossier, own: "Officer", there: "Officer | None") -> None:
        """The result, and its hand-over where the citizen fetched it: at the desk it came in at."""
        name = dossier.name
        result = api.RecordResultRequest(
            name=name, electronic_result=there is None, etag=dossier.etag
        )
        await self.send(self.stub.RecordResult, result, by=own)
        if there is not None:
            request = api.ReturnResultRequest(name=name)
            await self.send(self.stub.ReturnResult, request, by=there)

    async def send(
        self,
        method: Callable[..., Awaitable[Any]],
        request: Any,
        *,
        at: str = "",
        by: "Officer | None" = None,
    ) -> Any:
        """One command under an id of its own, by the portal of a desk or by an officer."""
        request.request_id = str(uuid.uuid4())
        who = (
            {"role": "officer", "unit": f"units/{by.unit}", "subject": by.id}
            if by
            else {"role": "portal", "unit": f"units/{at}"}
        )
        reply = await self.portal.call(method, request, **who)
        dossier = reply.dossier if hasattr(reply, "dossier") else reply
        self.worked.commands += 1
        self.worked.position = max(self.worked.position, dossier.position)
        return reply

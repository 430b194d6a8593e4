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
from typing import Any

from motcua.submissions.v1 import submissions_pb2 as api
from services.console.city import SEED, channel, officer
from services.console.instants import LOCAL, to_date
from services.console.intake import OfferingPlan, gather
from services.console.portal import Portal

AT_ONCE = 32
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
    advance: Callable[[int], None],
) -> Worked:
    """That many dossiers through their lives, some dozens at a time."""
    office = Office(portal, advance)
    rng = random.Random(SEED)  # noqa: S311 - a demo draws lots, no secrets
    lives = (office.live(rng, rng.choice(offerings)) for _ in range(dossiers))
    began = time.monotonic()
    await gather(lives, at_once=AT_ONCE)
    office.worked.seconds = time.monotonic() - began
    return office.worked


class Office:
    """Citizens' portal and officers' desks in front of the submissions service."""

    def __init__(self, portal: Portal, advance: Callable[[int], None]) -> None:
        self.portal = portal
        self.stub = portal.submissions
        self.advance = advance
        self.worked = Worked()

    async def live(self, rng: random.Random, offering: OfferingPlan) -> None:
        """One dossier, from the portal to the citizen."""
        course = rng.choices((RESULT, REFUSED, WITHDRAWN, OPEN), (80, 5, 5, 10))[0]
        who, late, fetched = officer(rng, offering.unit), rng.random() < 0.08, rng.random() < 0.7
        name = await self.submit(offering, channel(rng, progress=1.0, level=offering.level))
        if course == REFUSED:
            refusal = api.RefuseDossierRequest(name=name, reason_code="incomplete", officer=who)
            await self.send(self.stub.RefuseDossier, refusal, role="officer")
        elif course == WITHDRAWN:
            withdrawal = api.WithdrawDossierRequest(name=name)
            await self.send(self.stub.WithdrawDossier, withdrawal, role="portal")
        else:
            await self.accept(name, who, late=late)
            if course == RESULT:
                await self.finish(name, who, fetched=fetched)
        self.advance(1)

    async def submit(self, offering: OfferingPlan, how: str) -> str:
        """By the portal; the dossier's name."""
        request = api.SubmitDossierRequest(
            offering=f"services/{offering.service}/offerings/{offering.unit}",
            receiving_unit=f"units/{offering.unit}",
            channel=how,
        )
        reply = await self.send(self.stub.SubmitDossier, request, role="portal")
        return str(reply.dossier.name)

    async def accept(self, name: str, who: str, *, late: bool) -> None:
        """With the last day on the slip; a late one was promised for yesterday."""
        today = datetime.now(UTC).astimezone(LOCAL).date()
        due = today + timedelta(days=-1 if late else 5)
        request = api.AcceptDossierRequest(
            name=name, due=api.Deadline(date=to_date(due)), officer=who
        )
        await self.send(self.stub.AcceptDossier, request, role="officer")

    async def finish(self, name: str, who: str, *, fetched: bool) -> None:
        """The result, and its hand-over where the citizen fetched it."""
        result = api.RecordResultRequest(name=name, officer=who, electronic_result=not fetched)
        await self.send(self.stub.RecordResult, result, role="officer")
        if fetched:
            request = api.ReturnResultRequest(name=name, officer=who)
            await self.send(self.stub.ReturnResult, request, role="officer")

    async def send(self, method: Callable[..., Awaitable[Any]], request: Any, *, role: str) -> Any:
        """One command under an id of its own."""
        request.request_id = str(uuid.uuid4())
        reply = await self.portal.call(method, request, role=role)
        dossier = reply.dossier if hasattr(reply, "dossier") else reply
        self.worked.commands += 1
        self.worked.position = max(self.worked.position, dossier.position)
        return reply

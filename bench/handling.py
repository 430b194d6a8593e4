"""All that is done with a dossier, by 64 callers at once, against the health Check.

Promises lives from the submission to the return of the result, each command acknowledged, and so on
disk; a deadline that the calendar gives, and a pause that moves it.
"""

from __future__ import annotations

import uuid
from collections import deque
from typing import Any

from bench.pairs import Row, compare
from bench.submit import checking
from bench.world import World, busy
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api

FEE = {"purpose": facts.PAYMENT_PURPOSE_FEE, "amount": 10_000, "online": True, "provider": "bank"}
LIFE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("AcceptDossier", "officer", {}),
    ("StartHandling", "officer", {}),
    ("RequestSupplement", "officer", {"reason_code": "document-missing"}),
    ("AnswerSupplement", "portal", {}),
    ("RecordPayment", "portal", FEE),
    ("RecordResult", "officer", {"decision": facts.DECISION_POSITIVE}),
    ("ReturnResult", "officer", {}),
)


class Lives:
    """Dossiers on their way; each call takes the next step of the one that waited longest."""

    def __init__(self, world: World) -> None:
        self.world, self.stub = world, world.portal.submissions
        self.waiting: deque[tuple[api.Dossier, int]] = deque()

    async def step(self, number: int) -> None:
        """One command."""
        if len(self.waiting) < 64:
            bearer = self.world.portal.bearer("portal")
            request = self.world.submission(number)
            answer = await self.stub.SubmitDossier(request, metadata=bearer, timeout=30)
            self.waiting.append((answer.dossier, 0))
            return
        dossier, done = self.waiting.popleft()
        method, role, content = LIFE[done]
        after = await self.send(method, role, dossier, content)
        if done + 1 < len(LIFE):
            self.waiting.append((after, done + 1))

    async def send(
        self, method: str, role: str, dossier: api.Dossier, content: dict[str, Any]
    ) -> api.Dossier:
        """By an officer of the district above all wards, or the portal that filed it."""
        request = getattr(api, f"{method}Request")(
            name=dossier.name, etag=dossier.etag, request_id=str(uuid.uuid4()), **content
        )
        bearer = self.world.portal.bearer(role)
        answered: api.Dossier = await getattr(self.stub, method)(
            request, metadata=bearer, timeout=30
        )
        return answered


async def row(world: World) -> Row:
    """The ratio at 64 callers."""
    lives, check = Lives(world), checking(world)
    await busy(lives.step, share=0.4)
    ratio, ours, theirs = await compare(lambda: busy(lives.step), lambda: busy(check))
    what = f"{len(LIFE) + 1} commands of a dossier's life in turn, 64 callers"
    return Row(what, "health Check, same server and client", "≥ 0.30", ratio, ours, theirs,
               "calls/s")  # fmt: skip

"""Dossiers as the events of the log make them, read with no cleverness: one pass over all facts.

Promises to share no code with the service but the messages. A dossier is a plain record, as of any
instant and as known at any; what a correction says is put in place before the facts are walked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import asyncpg

from services.submissions.domain.registry import REGISTRY

# How far a status is in a life: what another system states late moves nobody back.
FAR = {1: 0, 2: 1, 4: 2, 5: 2, 6: 2, 3: 3, 7: 3, 8: 3, 9: 3, 10: 4}
LEADS = {
    "DossierSubmitted": 1, "DossierAccepted": 2, "DossierRefused": 3, "HandlingStarted": 4,
    "SupplementRequested": 5, "ObligationRequested": 6, "DossierWithdrawn": 7,
    "DossierStopped": 8, "ResultRecorded": 9, "ResultReturned": 10,
}  # fmt: skip


class Event(NamedTuple):
    """One event of the log."""

    position: int
    stream: str
    version: int
    at: datetime
    known: datetime
    said: Any

    @property
    def kind(self) -> str:
        return str(self.said.DESCRIPTOR.name)


async def events_of(dsn: str, since: int = 0) -> list[Event]:
    """All events of dossiers after a position, in order."""
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch(
        "select * from events where stream like 'dossiers/%' and position > $1 order by position",
        since,
    )
    await connection.close()
    return [
        Event(
            row["position"], row["stream"], row["version"], row["occurred_at"],
            row["recorded_at"], REGISTRY[row["type"]].FromString(row["payload"]),
        )
        for row in rows
    ]  # fmt: skip


@dataclass
class Seen:
    """A dossier."""

    name: str = ""
    number: str = ""
    status: int = 0
    receiving: str = ""
    competent: str = ""
    unit: str = ""
    portal: str = ""
    service: str = ""
    channel: int = 0
    assignee: str = ""
    accepted: bool = False
    voided: bool = False
    due: Any = None
    submitted: datetime | None = None
    statuses: list[int] = field(default_factory=list)  # one after the other

    def take(self, at: datetime, said: Any) -> None:
        """The next fact that holds."""
        kind = said.DESCRIPTOR.name
        getattr(self, f"_{kind}", lambda *_: None)(said, at)
        to = LEADS.get(kind)
        if to and not self._is_late(said, to):
            self.status = to
            moves = {"DossierAccepted", "HandlingStarted", "ResultRecorded"}
            if kind in moves or getattr(said, "ends", False):
                self.unit = said.handling_unit or self.unit
        self.accepted = self.accepted or kind == "DossierAccepted"
        self.statuses.append(self.status)

    def _is_late(self, said: Any, to: int) -> bool:
        waits_for_acceptance = self.status == 5 and not self.accepted
        reached = 0 if waits_for_acceptance else FAR.get(self.status, 0)
        return bool(said.HasField("origin")) and FAR[to] < reached

    def _DossierSubmitted(self, said: Any, at: datetime) -> None:  # noqa: N802
        self.name, self.number, self.portal = said.dossier, said.number, said.portal
        self.receiving = self.unit = said.receiving_unit
        self.competent, self.service = said.offering.unit, said.offering.service
        self.channel = said.channel
        self.submitted = at if said.time_known else None

    def _DossierAccepted(self, said: Any, _: datetime) -> None:  # noqa: N802
        self.competent, self.service = said.offering.unit, said.offering.service
        self.due = said.deadline.due if said.deadline.HasField("due") else None

    def _SupplementAnswered(self, said: Any, _: datetime) -> None:  # noqa: N802
        if self.status in {5, 6}:
            self.status = 4 if self.accepted else 1
        self._DueExtended(said, _)

    _ObligationMet = _SupplementAnswered

    def _DueExtended(self, said: Any, _: datetime) -> None:  # noqa: N802
        if said.HasField("deadline"):
            self.due = said.deadline.due if said.deadline.HasField("due") else None

    def _ResultRecorded(self, said: Any, _: datetime) -> None:  # noqa: N802
        self.due = said.due if said.HasField("due") else None

    def _ResultReturned(self, said: Any, at: datetime) -> None:  # noqa: N802
        if said.ends:
            self._ResultRecorded(said, at)

    def _DossierAssigned(self, said: Any, _: datetime) -> None:  # noqa: N802
        self.assignee = said.assignee

    def _DossierTransferred(self, said: Any, _: datetime) -> None:  # noqa: N802
        self.unit, self.assignee = said.to_unit, ""

    def _DossierVoided(self, *_: Any) -> None:  # noqa: N802
        self.voided = True

    @property
    def outcome(self) -> str:
        """What became of the filing, of which a reconciliation tells."""
        if self.accepted:
            return "accepted"
        known = {1: "pending", 5: "pending", 3: "refused", 7: "withdrawn"}
        return known.get(self.status, "residual")


def by_dossier(events: Iterable[Event]) -> dict[str, list[Event]]:
    """The events of each."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.stream, []).append(event)
    return found


def that_hold(events: list[Event]) -> dict[int, tuple[datetime, Any]]:
    """By version, the facts of a dossier as its corrections leave them: those that a later one does
    not take back, in order.
    """
    taken_back: set[int] = set()
    corrections = [each for each in events if each.kind == "DossierCorrected"]
    for each in reversed(corrections):
        if each.version not in taken_back:
            taken_back.add(each.said.version)
    held = {each.version: (each.at, each.said) for each in events if each not in corrections}
    for each in corrections:
        if each.version in taken_back:
            continue
        if not each.said.HasField("instead"):
            held.pop(each.said.version, None)
        for other in (each.said.instead, *each.said.restated):
            if other.version in held:
                at = other.time.ToDatetime(tzinfo=UTC)
                held[other.version] = (at, getattr(other, other.WhichOneof("fact")))
    return held


def seen(events: list[Event], *, until: Callable[[datetime], bool] = lambda _: True) -> Seen:
    """A dossier by its events, as far as they had happened."""
    dossier = Seen()
    for _, (at, said) in sorted(that_hold(events).items(), key=lambda each: each[0]):
        if until(at):
            dossier.take(at, said)
    return dossier

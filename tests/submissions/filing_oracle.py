"""Filings as the log makes them, read with no cleverness, and what a portal is told of them.

Promises to share no code with the service but the messages.
"""

from __future__ import annotations

from typing import Any

from motcua.submissions.v1 import filings_pb2 as api
from tests.submissions.house import House
from tests.submissions.log_oracle import Event, by_dossier, events_of, seen, that_hold

HIDDEN = {
    "DossierAssigned", "DossierArchived", "PaperFileHandedOver", "DueApproached", "DuePassed",
    "ExtensionPassed",
}  # fmt: skip


def portal(house: House, subject: str, unit: str = "*") -> dict[str, Any]:
    return house.caller("portal", unit, subject)


class Naive:
    """A filing, as the events of its dossier say, with no cleverness."""

    def __init__(self, events: list[Event]) -> None:
        found = seen(events)
        self.name, self.number, self.portal = found.name, found.number, found.portal
        self.status, self.voided, self.channel = found.status, found.voided, found.channel
        self.service, self.receiving, self.unit = found.service, found.receiving, found.unit
        self.competent, self.due, self.submitted = found.competent, found.due, found.submitted
        self.position = max(each.position for each in events if each.kind not in HIDDEN)
        self.owed = 0 if self.voided else self._owed(events)

    def _owed(self, events: list[Event]) -> int:
        """Of the obligation that is waited for."""
        amount = 0
        for _, (_, said) in sorted(that_hold(events).items(), key=lambda each: each[0]):
            kind = said.DESCRIPTOR.name
            if kind == "ObligationRequested":
                amount = said.amount
            elif kind == "PaymentRecorded" and said.purpose == 2:
                amount -= said.amount
        return max(0, amount) if self.status == 6 else 0

    def equals(self, shown: api.Filing) -> bool:
        due = shown.due if shown.HasField("due") else None
        told = (
            shown.name, shown.number, shown.status, shown.voided, shown.channel, shown.service,
            shown.receiving_unit, shown.handling_unit, shown.competent_unit, due, shown.position,
            shown.obligation_owed, shown.HasField("supplement"), shown.HasField("obligation"),
        )  # fmt: skip
        asks = not self.voided
        return told == (
            self.name, self.number, self.status, self.voided, self.channel, self.service,
            self.receiving, self.unit, self.competent, self.due, self.position,
            self.owed, asks and self.status == 5, asks and self.status == 6,
        )  # fmt: skip


async def naive(house: House, subject: str) -> dict[str, Naive]:
    """All that a portal submitted, by name."""
    events = by_dossier(await events_of(house.database.dsn))
    every = (Naive(each) for each in events.values())
    return {each.name: each for each in every if each.portal == subject}


async def listed(house: House, subject: str, **asked: Any) -> list[api.Filing]:
    """All pages of a list."""
    found, token = [], ""
    while True:
        request = api.ListFilingsRequest(page_token=token, **asked)
        page = await house.filings.ListFilings(request, **portal(house, subject))
        assert len(page.filings) <= (asked.get("page_size") or 100)
        found += page.filings
        if not (token := page.next_page_token):
            return found


async def watched(
    house: House, subject: str, until: int, *, unit: str = "*", after: int = 0
) -> list[Any]:
    """What a reader is told up to a position."""
    request = api.WatchFilingsRequest(after_position=after)
    call, told, last = (
        house.filings.WatchFilings(request, **portal(house, subject, unit)),
        [],
        after,
    )
    async for answer in call:
        assert answer.position > last or not answer.HasField("filing")
        last = answer.position
        if answer.HasField("filing"):
            assert answer.filing.position == answer.position
            told.append(answer.filing)
        if answer.position >= until:
            call.cancel()
            return told
    raise AssertionError("the stream ended")

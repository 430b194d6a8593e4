"""A publication whose audit takes long is recorded, though figures of others are revised meanwhile.

Given a figure of another ward that is revised during every audit, when a figure is published, then
it is, decided again a bounded number of times; another publication has it decided again. Must not
need NATS.
"""

from collections.abc import Sequence
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import FigureRevised
from motcua.metrics.v1.publications_pb2 import Publication
from services.chassis.ids import uuid7
from services.chassis.log import Append, Log
from services.metrics.api import publishing as module
from services.metrics.api.auditing import audited
from services.metrics.api.publishing import Publishing
from services.metrics.queries.figure_events import new_event
from services.metrics.queries.reader import utc_now
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.test_figures_published import accept, asking, publish, publishing

__all__ = ["publishing"]


class Revised:
    """Another figure, which has other numbers again and again."""

    def __init__(self, log: Log, published: Publication) -> None:
        self.log, self.published, self.number = log, published, 0

    async def __call__(self) -> None:
        self.number += 1
        rate = type(self.published.rate)()
        rate.CopyFrom(self.published.rate)
        rate.receipt.numerator += self.number
        event = FigureRevised(
            publication=self.published.name, figure=self.published.figure, number=self.number,
            rate=rate, previous=self.published.rate,
        )  # fmt: skip
        made = new_event(event, version=self.number + 1, at=utc_now())
        await self.log.append(Append(uuid7(), b"", "reviser", "", (made,)))


def during(monkeypatch: pytest.MonkeyPatch, happens: Any) -> list[int]:
    """Let something happen at the end of each audit; how many there were."""
    audits: list[int] = []

    async def long(*about: Any) -> set[str]:
        found = await audited(*about)
        audits.append(len(audits) + 1)
        await happens()
        return found

    monkeypatch.setattr(module, "audited", long)
    return audits


async def other(fed: Fed, publishing: Publishing) -> Publication:
    await accept(fed, 1)
    [found] = await publish(publishing, asking("online_handling", unit=given.OTHER))
    return found


async def test_revisions_of_others_do_not_keep_a_publication_back(
    fed: Fed, log: Log, publishing: Publishing, monkeypatch: pytest.MonkeyPatch
) -> None:
    revised = Revised(log, await other(fed, publishing))
    audits = during(monkeypatch, revised)
    found: Sequence[Publication] = await publish(publishing, asking("online_handling"))
    assert (len(found), len(audits)) == (1, module.AUDITED_AGAIN + 1)


async def test_other_publications_have_it_decided_again(
    fed: Fed, log: Log, publishing: Publishing, monkeypatch: pytest.MonkeyPatch
) -> None:
    revised, units = Revised(log, await other(fed, publishing)), ["", given.CITY, given.DISTRICT]
    beside = Publishing(log, fed.reader, publishing.publications, publishing.disclosures)

    async def happens() -> None:
        await revised()
        if units:
            unit = units.pop()
            with monkeypatch.context() as within:
                within.setattr(module, "audited", nothing_hidden)
                await publish(beside, asking("online_handling", unit=unit))

    audits = during(monkeypatch, happens)
    assert len(await publish(publishing, asking("online_handling"))) == 1
    assert len(audits) == 4


async def nothing_hidden(*_: Any) -> set[str]:
    return set()

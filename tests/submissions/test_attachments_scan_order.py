"""Which file is scanned next: nobody's files keep those of others waiting.

Promises real files, and one scanner that goes on from scan to scan.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.submissions.api.scanning import GIVEN_UP, Scanner
from tests.submissions.draft_client import DraftClient
from tests.submissions.file_client import CLEAN, QUARANTINED, FileClient, pdf
from tests.submissions.house import House
from tests.submissions.persons import run
from tests.submissions.test_attachments_scanned import Place, place, quiet
from tests.submissions.test_attachments_served import submitted
from tests.waiting import until

__all__ = ["place", "quiet"]  # fixtures
NO_ANSWER = "sh -c 'exit 3'"


class Portal:
    """One with a draft, and the files of it."""

    def __init__(self, house: House) -> None:
        self.drafts = DraftClient(house)
        self.client = FileClient(house, subject=self.drafts.portal)

    async def attach(self, count: int) -> list[str]:
        """So many files of one draft: their names."""
        draft = await self.drafts.create()
        return [(await self.client.attach(draft.dossier, pdf(9))).name for _ in range(count)]


def scanner(place: Place, command: str = "none") -> Scanner:
    return Scanner(place.context, command, seconds=30)


async def order(house: House) -> list[str]:
    """The ids of scanned files, the first one scanned first."""
    scanned = "select attachment from attachments where state = 3 order by scanned_at"
    return [str(row["attachment"]) for row in await run(house, scanned)]


def id_of(name: str) -> str:
    return name.rpartition("/")[2]


async def test_submitted_dossiers_come_first_and_portals_take_turns(
    quiet: House, place: Place
) -> None:
    many, few = Portal(quiet), Portal(quiet)
    theirs, [other] = await many.attach(4), await few.attach(1)
    late = (await FileClient(quiet).attach(await submitted(quiet), pdf(9))).name
    one = scanner(place)
    while await one.scan_next():
        pass
    found = await order(quiet)
    assert found[0] == id_of(late)
    assert id_of(other) in found[1:3]
    assert [each for each in found if each in map(id_of, theirs)] == list(map(id_of, theirs))


async def test_what_was_scanned_in_vain_comes_after_what_was_not_scanned_yet(
    quiet: House, place: Place
) -> None:
    vain, fresh = Portal(quiet), Portal(quiet)
    [before] = await vain.attach(1)
    assert await scanner(place, NO_ANSWER).scan_next()
    [after] = await fresh.attach(1)
    later = "update attachments set scan_at = scan_at + interval '90 seconds' where scans = 0"
    await run(quiet, later)  # it came after the other one's next scan was due
    place.context.later = timedelta(minutes=2)
    assert await scanner(place).scan_next()
    assert (await fresh.client.get(after)).state == CLEAN
    assert (await vain.client.get(before)).state == QUARANTINED


@pytest.mark.parametrize("killed", [False, True])
async def test_after_ten_vain_scans_an_operator_is_told_and_tries_again(
    quiet: House, place: Place, killed: bool
) -> None:
    """A scan by which the service ends decides nothing either."""
    client, one = FileClient(quiet), scanner(place, NO_ANSWER)
    file = await client.attach(await submitted(quiet), pdf(9))
    for time in range(10):
        assert not (await client.get(file.name)).unscannable
        assert await (end_while_scanning(quiet, place, time + 1) if killed else one.scan_next())
        place.context.later += timedelta(hours=1, minutes=1)
    place.context.later += timedelta(days=1000)
    assert not await one.scan_next()
    assert await given_up(one) == 1
    assert (await client.get(file.name)).unscannable
    assert (await client.list(file.name.partition("/attachments/")[0]))[0].unscannable
    attachments: Any = place.context.attachments
    assert await attachments.scan_again(place.context.clock()) == 1
    assert await given_up(one) == 0
    assert await scanner(place).scan_next()
    assert (await client.get(file.name)).state == CLEAN


async def end_while_scanning(house: House, place: Place, time: int) -> bool:
    """A scan is begun, and nothing comes of it: what a service leaves that is killed meanwhile."""
    scanning = asyncio.create_task(scanner(place, "sleep 600").scan_next())
    begun = "select from attachments where scans = $1"
    await until(lambda: run(house, begun, time))
    scanning.cancel()
    await asyncio.wait([scanning])
    return scanning.cancelled()


async def given_up(one: Scanner) -> float:
    """What the gauge says."""
    await one.give_up()
    [family] = GIVEN_UP.collect()
    return family.samples[0].value

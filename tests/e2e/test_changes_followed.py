"""The catalogue changes while dossiers come in: every service follows, and both readings agree.

Given dossiers of two wards, when a ward moves, another is divided, an offering closes, a
level is corrected and a service retires, then refusals name it and figures are the same twice.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.catalog.v1 import events_pb2 as facts
from motcua.submissions.v1 import events_pb2 as dossiers
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.outcome import Refused
from services.console.portal import Portal
from services.console.questions import get_rate, one_rate
from services.console.verify import verified
from tests.e2e.office import Office

EARLY = {"effective_time": datetime(2024, 1, 1, tzinfo=UTC), "correction_reason": "a test"}
TODAY = datetime.now(UTC).date()
PERIOD = (TODAY.replace(year=TODAY.year - 1, day=1), TODAY.replace(year=TODAY.year + 1, day=1))
WARD_1, WARD_2 = (f"services/birth/offerings/ward-{n}" for n in (1, 2))


class Town:
    """A stack at work, and an editor who changes its catalogue."""

    def __init__(self, portal: Portal, position: int) -> None:
        self.portal = portal
        self.position = position

    async def edits(self, method: str, request: Any) -> Any:
        """One change of the catalogue; both readings must agree after it."""
        request.request_id = str(uuid.uuid4())
        reply = await self.portal.call(getattr(self.portal.catalog, method), request, role="editor")
        self.position = max(self.position, reply.position)
        await self.received("")  # by then it is published, too
        found = await verified(self.portal)
        assert found.equal, found.differences
        assert found.positions["catalog"] >= self.position
        return reply

    async def submits(self, offering: str, unit: str, channel: Any) -> str:
        """How a submission ends: the reason of its refusal, or nothing."""
        request = api.SubmitDossierRequest(
            offering=offering,
            receiving_unit=f"units/{unit}",
            channel=channel,
            catalog_position=self.position,
            request_id=str(uuid.uuid4()),
        )
        try:
            await self.portal.call(self.portal.submissions.SubmitDossier, request, role="portal")
        except Refused as refused:
            return refused.reason
        return ""

    async def differences(self, unit: str) -> list[Any]:
        """Dossiers whose level is not what the catalogue says now."""
        request = api.ListLevelDifferencesRequest(unit=unit, catalog_position=self.position)
        call = self.portal.submissions.ListLevelDifferences
        return list((await self.portal.call(call, request, role="inspector")).differences)

    async def received(self, unit: str) -> int:
        """How many dossiers count in a unit's subtree, by the tree of next year."""
        question = one_rate(
            "online_handling", PERIOD, unit=unit, at_least={"catalog": self.position}
        )
        return int((await get_rate(self.portal, question)).receipt.considered)


@pytest.fixture(scope="module")
async def town() -> AsyncIterator[Town]:
    path = make_temporary()
    async with Stack(path) as stack, Portal(stack.describe()) as portal:
        office = await Office.open(portal)
        for number in range(6):
            await office.handle(await office.submit(number), number)
        yield Town(portal, office.catalog_position)
    shutil.rmtree(path)


async def test_a_moved_ward_counts_below_its_new_district(town: Town) -> None:
    new = catalog.Unit(kind="district", display_name=facts.Text(vi="Huyện mới", en="New"))
    await town.edits("OpenUnit", catalog.OpenUnitRequest(unit_id="new", unit=new, **EARLY))
    assert await town.received("units/district") == 6
    await town.edits("MoveUnit", catalog.MoveUnitRequest(name="units/ward-1", parent="units/new"))
    assert await town.received("units/district") == 3
    assert await town.received("units/new") == 3


async def test_a_closed_offering_and_a_divided_ward_take_nothing(town: Town) -> None:
    await town.edits("CloseOffering", catalog.CloseOfferingRequest(name=WARD_2, reason="a test"))
    assert await town.submits(WARD_2, "ward-1", dossiers.CHANNEL_POST) == "OFFERING_CLOSED"
    parts = [facts.Successor(unit=f"units/{unit}") for unit in ("ward-1", "new")]
    await town.edits("SplitUnit", catalog.SplitUnitRequest(name="units/ward-2", parts=parts))
    assert await town.submits(WARD_1, "ward-2", dossiers.CHANNEL_POST) == "UNIT_ENDED"
    assert await town.received("units/district") == 3


async def test_a_corrected_level_is_listed_and_the_policy_is_kept(town: Town) -> None:
    lacking = facts.RecordedCapability(
        capability=facts.CAPABILITY_FILE_ONLINE, state=facts.CAPABILITY_STATE_NO
    )
    request = catalog.RecordCapabilitiesRequest(name=WARD_1, capabilities=[lacking], **EARLY)
    assert await town.differences("units/new") == []
    await town.edits("RecordCapabilities", request)
    found = await town.differences("units/new")
    assert [(each.recorded_level, each.known_level) for each in found] == [(3, 2)] * 3
    assert await town.submits(WARD_1, "ward-1", dossiers.CHANNEL_ONLINE) == ""
    await town.edits(
        "SetFilingPolicy",
        catalog.SetFilingPolicyRequest(name="units/new", refuse_below_level_3=True),
    )
    assert await town.submits(WARD_1, "ward-1", dossiers.CHANNEL_ONLINE) == "ONLINE_BELOW_LEVEL_3"
    assert await town.submits(WARD_1, "ward-1", dossiers.CHANNEL_POST) == ""


async def test_a_retired_service_takes_nothing(town: Town) -> None:
    await town.edits("RetireService", catalog.RetireServiceRequest(name="services/birth"))
    assert await town.submits(WARD_1, "ward-1", dossiers.CHANNEL_POST) == "SERVICE_RETIRED"

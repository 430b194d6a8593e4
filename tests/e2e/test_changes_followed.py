"""The catalogue changes while dossiers come in: every service follows, and both readings agree.

Given dossiers of two wards, when a ward moves, another is divided, an offering closes, a
level is corrected and a service retires, then refusals name it and figures are the same twice.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.tokens import OPERATOR
from motcua.catalog.v1 import calendars_pb2 as calendars
from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.catalog.v1 import events_pb2 as facts
from motcua.submissions.v1 import events_pb2 as dossiers
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.commands.calendar import SWAPPED
from services.console.commands.verify import verified
from services.console.instants import from_date, to_date
from services.console.outcome import Refused
from services.console.portal import workdays
from services.console.portal.client import Portal
from services.console.portal.questions import get_rate, one_rate
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office

EARLY = {"effective_time": datetime(2024, 1, 1, tzinfo=UTC), "correction_reason": "a test"}
LOCAL = timezone(timedelta(hours=7))
TODAY = datetime.now(UTC).date()
PERIOD = (TODAY.replace(year=TODAY.year - 1, day=1), TODAY.replace(year=TODAY.year + 1, day=1))
WARD_1, WARD_2 = (f"services/birth/offerings/ward-{n}" for n in (1, 2))


class Town:
    """A stack at work, and an editor who changes its catalogue."""

    def __init__(self, portal: Portal, position: int, *, submissions: int) -> None:
        self.portal = portal
        self.position = position
        self.submissions = submissions  # position up to which dossiers are counted

    async def edits(self, method: str, request: Any) -> Any:
        """One change of the catalogue, published by the time this ends."""
        request.request_id = str(uuid.uuid4())
        reply = await self.portal.call(getattr(self.portal.catalog, method), request, role="editor")
        self.position = max(self.position, reply.position)
        await self.received("")
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

    async def publishes(self, time: facts.ProcessingTime) -> None:
        """The service with a processing time, as its next version."""
        named = catalog.GetServiceRequest(name="services/birth")
        service = await self.portal.call(self.portal.catalog.GetService, named, role="editor")
        service.processing_times.append(time)
        await self.edits("ReviseService", catalog.ReviseServiceRequest(service=service))
        await self.edits("PublishService", catalog.PublishServiceRequest(name=service.name))

    async def accepts(self, offering: str, unit: str) -> api.Dossier:
        """A dossier that comes in by post and is accepted without a stated due."""
        calls, seen = self.portal.submissions, {"catalog_position": self.position}
        submission = api.SubmitDossierRequest(
            offering=offering,
            receiving_unit=f"units/{unit}",
            channel=dossiers.CHANNEL_POST,
            request_id=str(uuid.uuid4()),
            **seen,
        )
        filed = await self.portal.call(calls.SubmitDossier, submission, role="portal")
        acceptance = api.AcceptDossierRequest(
            name=filed.dossier.name, request_id=str(uuid.uuid4()), **seen
        )
        found: api.Dossier = await self.portal.call(calls.AcceptDossier, acceptance, role="officer")
        return found

    async def differences(self, unit: str) -> list[Any]:
        """Dossiers whose level is not what the catalogue says now."""
        request = api.ListLevelDifferencesRequest(unit=unit, catalog_position=self.position)
        call = self.portal.submissions.ListLevelDifferences
        return list((await self.portal.call(call, request, role="inspector")).differences)

    async def received(self, unit: str) -> int:
        """How many dossiers count in a unit's subtree, by the tree of next year."""
        known = {"catalog": self.position, "submissions": self.submissions}
        question = one_rate("online_handling", PERIOD, unit=unit, at_least=known)
        return int((await get_rate(self.portal, question)).receipt.considered)


@pytest.fixture(scope="module")
async def town() -> AsyncIterator[Town]:
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        office = await Office.open(portal)
        for number in range(6):
            await office.handle(await office.submit(number), number)
        yield Town(portal, office.catalog_position, submissions=office.position)
    shutil.rmtree(path)


@pytest.fixture(autouse=True)
async def both_readings_agree_after_the_changes(town: Town) -> AsyncIterator[None]:
    yield
    found = await verified(town.portal)
    assert found.equal, found.differences
    assert found.positions["catalog"] >= town.position


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


async def test_a_due_goes_by_the_calendar_as_the_catalogue_answers_it(town: Town) -> None:
    """Five working days after the acceptance, by what ListDays says of the ward."""
    week = workdays.founding("vn", weekdays=range(1, 6), hours="07:30-11:30,13:00-17:00")
    swaps = workdays.read_swaps(SWAPPED)
    years = [workdays.year_of("vn", TODAY.year + n, swaps) for n in (0, 1)]
    for request in (week, *years):
        revised = await town.portal.call(
            town.portal.calendars.ReviseCalendar, request, role="editor"
        )
    town.position = revised.position
    assigned = catalog.AssignCalendarRequest(name="units/new", calendar="calendars/vn")
    await town.edits("AssignCalendar", assigned)
    on_duty = {"officer": OPERATOR, "duty": facts.DUTY_OFFICER}
    await town.edits("AppointOfficer", catalog.AppointOfficerRequest(name="units/new", **on_duty))
    five = facts.ProcessingTime(amount=5, unit=facts.TIME_UNIT_WORKING_DAY)
    await town.publishes(five)
    accepted = await town.accepts(WARD_1, "ward-1")
    start = accepted.deadline.start_time.ToDatetime(tzinfo=UTC).astimezone(LOCAL).date()
    asked = calendars.ListDaysRequest(
        name="units/ward-1",
        first_date=to_date(start + timedelta(days=1)),
        last_date=to_date(start + timedelta(days=40)),
    )
    answer = await town.portal.call(town.portal.calendars.ListDays, asked, role="inspector")
    worked = [day for day in answer.days if day.hours]
    due = accepted.due.time.ToDatetime(tzinfo=UTC).astimezone(LOCAL)
    assert (due.date(), f"{due:%H:%M}") == (from_date(worked[4].date), "17:00")
    dates = accepted.deadline
    assert (dates.calendar, dates.calendar_version) == ("calendars/vn", worked[4].version)


async def test_a_retired_service_takes_nothing(town: Town) -> None:
    await town.edits("RetireService", catalog.RetireServiceRequest(name="services/birth"))
    assert await town.submits(WARD_1, "ward-1", dossiers.CHANNEL_POST) == "SERVICE_RETIRED"

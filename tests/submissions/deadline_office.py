"""A unit with a calendar and a service with a processing time, as a stand-in catalogue tells them.

Acceptances there take the server's time, so tests compare dates with the pure functions.
"""

from __future__ import annotations

from typing import Any

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.domain.deadlines.calendar import WorkingCalendar, revised
from tests.submissions import deadline_tables as tables
from tests.submissions.fake_catalogue import SINCE
from tests.submissions.house import House
from tests.submissions.place import Place

WEEK = tables.usual("Mon-Sun 07:30-11:30 13:00-17:00")


class Office(Place):
    """A unit below a district of its own that has a calendar, and a service with a time."""

    calendar = ""
    revisions: list[catalog.CalendarRevised]

    async def with_times(self, *times: catalog.ProcessingTime) -> Office:
        content = catalog.ServiceContent(processing_times=times)
        await self.publish(catalog.ServicePublished, SINCE, version=1, content=content)
        return self

    async def with_calendar(self) -> Office:
        self.calendar, self.revisions = f"calendars/{self.id}", []
        await self.revise(week=WEEK)
        await self.publish(catalog.CalendarAssigned, SINCE, calendar=self.calendar)
        return self

    async def revise(self, **said: Any) -> None:
        version = len(self.revisions) + 1
        revision = catalog.CalendarRevised(calendar=self.calendar, version=version, **said)
        self.revisions.append(revision)
        self.position = await self.house.catalogue.publish(self.calendar, revision)

    def version(self, number: int) -> WorkingCalendar:
        """The calendar as the revisions up to one say."""
        known = WorkingCalendar()
        for each in self.revisions[:number]:
            known = revised(known, each)
        return known

    async def accepted(self, **changed: Any) -> Any:
        name = (await self.submit()).name
        seen = {"catalog_position": self.position}
        return await self.house.step("AcceptDossier", name, **(seen | changed))

    async def explained(self, name: str, **what_if: Any) -> list[Any]:
        request = api.ExplainDeadlineRequest(name=name, **what_if)
        call = self.house.calls.ExplainDeadline(request, **self.house.caller("officer", self.unit))
        return [answer async for answer in call]


async def opened(house: House) -> Office:
    """A unit with a calendar: open every day; 5 working days, whatever the channel."""
    office = Office(house)
    await office.opened()
    await office.with_times(catalog.ProcessingTime(amount=5, unit=catalog.TIME_UNIT_WORKING_DAY))
    return await office.with_calendar()

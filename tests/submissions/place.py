"""A unit of its own with an offering of its own, and what a stand-in catalogue tells of them.

Promises that no test meets another's. Must not wait for a clock.
"""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.submissions.fake_catalogue import assessed
from tests.submissions.house import House, Refused, refused, submission
from tests.submissions.test_records_served import record

DAY = timedelta(days=1)
AGO = datetime.now(UTC) - DAY
TOMORROW = datetime.now(UTC) + DAY


class Place:
    """A unit of its own, with an offering of its own service, and what befalls them."""

    def __init__(self, house: House) -> None:
        self.house, self.id = house, uuid.uuid4().hex
        self.unit, self.service = f"units/{self.id}", f"services/{self.id}"
        self.offering = f"{self.service}/offerings/{self.id}"
        self.position = 0

    async def opened(self, parent: str = "units/district", *, level: int = 3) -> "Place":
        await self.house.catalogue.unit(self.unit, parent)
        await self.house.catalogue.service(self.service)
        self.position = await self.house.catalogue.offering(self.offering, level=level)
        return self

    async def publish(self, kind: Any, at: datetime = AGO, **fields: Any) -> None:
        """One more fact, of the stream that its type belongs to."""
        named = {"unit": self.unit, "service": self.service, "offering": self.offering}
        stream = next(
            named[each]
            for each in ("offering", "service", "unit")
            if each in kind.DESCRIPTOR.fields_by_name
        )
        for name in kind.DESCRIPTOR.fields_by_name:
            if name in named:
                fields.setdefault(name, named[name])
        if "effective_time" in kind.DESCRIPTOR.fields_by_name:
            fields["effective_time"] = at
        self.position = await self.house.catalogue.publish(stream, kind(**fields))

    async def levels(self, levels: dict[datetime, int], *, since: datetime | None = None) -> None:
        """The levels from these instants on, or `CLOSED`."""
        fact = assessed(self.offering, levels, since=since)
        self.position = await self.house.catalogue.publish(self.offering, fact)

    def submission(self, **changed: Any) -> Any:
        """A request for a dossier here."""
        usual = {
            "offering": self.offering,
            "receiving_unit": self.unit,
            "catalog_position": self.position,
        }
        return submission(**(usual | changed))

    async def submit(self, **changed: Any) -> Any:
        request = self.submission(**changed)
        return (
            await self.house.calls.SubmitDossier(request, **self.house.caller("portal"))
        ).dossier

    async def refused(self, **changed: Any) -> Refused:
        why = await refused(self.submit(**changed))
        assert why.languages == {"vi", "en"}
        return why

    async def backfilled(self, key: str, **more: Any) -> Any:
        """The dossier that another system's record became."""
        source = f"s-{self.id}"
        answer = await self.house.backfill(
            [record(key, offering=self.offering, **more)], source=source
        )
        assert (answer.added, answer.refused) == (1, 0), answer
        return (await self.house.recorded(source))[key]

"""A ward with what is related to it: a department, desks that it has authorized or no longer does,
a province above it, and a ward that has nothing to do with it.

Promises an officer on duty at each, who holds a role there and nowhere else. Must not assert.
"""

import uuid
from typing import Any

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import submissions_pb2 as api
from motcua.submissions.v1.dossier_queries_pb2 import ListDossiersRequest
from motcua.submissions.v1.payments_pb2 import BeginPaymentRequest
from motcua.submissions.v1.slips_pb2 import GetSlipRequest
from tests.submissions.fake_catalogue import SINCE
from tests.submissions.house import REQUESTS, House, submission
from tests.submissions.place import AGO

UNITS = {
    "above": "",
    "competent": "above",
    "handling": "competent",  # a department of the ward
    "desk": "",  # authorized by the ward
    "another": "desk",  # below a desk that is authorized with all that lies below it
    "former": "",  # no longer authorized
    "foreign": "",
}
CALLERS = tuple(UNITS)


class Wards:
    """The ward `competent` and those around it, each an id of its own."""

    def __init__(self, house: House) -> None:
        self.house, self.id, self.position = house, uuid.uuid4().hex[:8], 0

    def unit(self, who: str) -> str:
        return f"units/{self.id}-{who}"

    def offering(self, who: str = "competent") -> str:
        """Everybody offers the same service."""
        return f"services/birth/offerings/{self.id}-{who}"

    def officer(self, who: str) -> str:
        return f"{who}-{self.id}"

    async def opened(self) -> "Wards":
        for who, parent in UNITS.items():
            await self.house.catalogue.unit(self.unit(who), parent and self.unit(parent))
            await self.house.catalogue.officer(self.unit(who), self.officer(who))
            await self.house.catalogue.offering(self.offering(who))
        await self.says("competent", desk="desk", desks_below=True)
        await self.says("competent", desk="former")
        revoked = catalog.DeskRevoked(
            unit=self.unit("competent"), desk=self.unit("former"), effective_time=AGO
        )
        self.position = await self.house.catalogue.publish(self.unit("competent"), revoked)
        return self

    async def says(self, who: str, *, desk: str, **more: Any) -> None:
        """A unit authorizes a desk, from long ago unless told otherwise."""
        given = {"effective_time": SINCE, **more}
        told = catalog.DeskAuthorized(unit=self.unit(who), desk=self.unit(desk), **given)
        self.position = await self.house.catalogue.publish(self.unit(who), told)

    async def known(self) -> None:
        """Until the service knows all that was told, also who asks without a position."""
        request = ListDossiersRequest(unit=self.unit("above"), catalog_position=self.position)
        await self.house.queries.ListDossiers(request, **self.house.caller("inspector"))

    def token(self, who: str, role: str = "officer") -> dict[str, Any]:
        return self.house.caller(role, self.unit(who), self.officer(who))

    def filed_at(self, caller: str) -> str:
        """Where the dossier came in that a caller meets."""
        return "former" if caller == "former" else "desk"

    async def submit(self, who: str, *, role: str = "officer", **changed: Any) -> Any:
        """A dossier of the ward that comes in at the caller's own unit."""
        usual = {"offering": self.offering(), "receiving_unit": self.unit(who)}
        request = submission(**(usual | {"catalog_position": self.position} | changed))
        answer = await self.house.calls.SubmitDossier(request, **self.token(who, role))
        return answer.dossier

    async def dossier(self, at: str = "desk", *, status: str = "submitted") -> str:
        """A dossier of the ward that came in at a desk, and how far it has come since."""
        whole = {"offering": self.offering(), "receiving_unit": self.unit(at)}
        submitted = await self.house.submit(**whole, catalog_position=self.position)
        name = str(submitted.dossier.name)
        if status in {"accepted", "ended"}:
            await self.step("AcceptDossier", name, "above", handling_unit=self.unit("handling"))
        if status == "ended":
            await self.step("RecordResult", name, "above")
        return name

    async def step(
        self, method: str, name: str, who: str, *, role: str = "officer", **fields: Any
    ) -> Any:
        usual = {"request_id": str(uuid.uuid4()), "catalog_position": self.position}
        usual |= {"etag": await self.house.etag(name)}
        request = REQUESTS[method](name=name, **(usual | fields))
        return await getattr(self.house.calls, method)(request, **self.token(who, role))

    async def get(self, name: str, who: str, role: str = "officer") -> Any:
        request = api.GetDossierRequest(name=name)
        return await self.house.calls.GetDossier(request, **self.token(who, role))

    async def slip(self, name: str, who: str, role: str) -> Any:
        request = GetSlipRequest(name=name)
        return await self.house.slips.GetSlip(request, **self.token(who, role))

    async def begin_payment(self, name: str, who: str, role: str) -> Any:
        asked = {"provider": "test", "purpose": 2, "request_id": str(uuid.uuid4())}
        request = BeginPaymentRequest(name=name, **asked)
        return await self.house.payments.BeginPayment(request, **self.token(who, role))

    async def facts_of_officers(self, name: str) -> list[Any]:
        """The facts of a dossier that name an officer, in order."""
        rows = await self.house.events(name)
        return [each for each in rows if hasattr(each, "officer")]

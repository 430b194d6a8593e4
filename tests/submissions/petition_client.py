"""Petitions of a ward and the calls about them, by whoever is around the ward (`wards.py`).

Promises a calendar of the ward, and that no two petitions have a word in common. Must not assert.
"""

from __future__ import annotations

import uuid
from typing import Any

import grpc

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import petitions_pb2 as api
from tests.submissions.fake_catalogue import SINCE
from tests.submissions.house import House
from tests.submissions.persons import Person
from tests.submissions.wards import Wards

SERVICE = api.DESCRIPTOR.services_by_name["PetitionService"]
REQUESTS: dict[str, Any] = {
    each.name: getattr(api, each.input_type.name) for each in SERVICE.methods
}
OFFICE = [catalog.WorkingHours(opens=450, closes=690), catalog.WorkingHours(opens=780, closes=1020)]
USUAL: dict[str, dict[str, Any]] = {
    "RequestPetitionSupplement": {"reason_code": "unclear"},
    "AnswerPetition": {"paragraphs": ["Đã sửa."]},
    "RefusePetition": {"reason_code": "not-competent"},
    "PublishAnswer": {"public_paragraphs": ["Đèn đường đã được sửa.", "Xin cảm ơn."]},
    "TransferPetition": {"reason_code": "competence"},
    "VoidPetition": {"reason_code": "typing-error"},
    "CorrectPetition": {"reason_code": "mistaken"},
    "ErasePetition": {"reason_code": "ordered-by-court"},
}
CITIZEN = api.PETITION_TEXT_KIND_PETITION


class Petitions:
    """The petitions of a ward, and who may ask what of them."""

    def __init__(self, house: House) -> None:
        self.house, self.wards = house, Wards(house)

    async def opened(self) -> Petitions:
        """With a calendar that the ward works by, and no other unit."""
        await self.wards.opened()
        unit, name = self.wards.unit("competent"), f"calendars/{self.wards.id}"
        week = [catalog.UsualDay(weekday=day, hours=OFFICE) for day in range(1, 8)]
        revised = catalog.CalendarRevised(calendar=name, version=1, week=week)
        await self.house.catalogue.publish(name, revised)
        assigned = catalog.CalendarAssigned(unit=unit, calendar=name, effective_time=SINCE)
        self.wards.position = await self.house.catalogue.publish(unit, assigned)
        await self.wards.known()
        return self

    async def submit(
        self, who: str = "desk", *, role: str = "portal", person: Person | None = None,
        everywhere: bool = False, **changed: Any,
    ) -> api.SubmitPetitionResponse:  # fmt: skip
        """A complaint for the ward that comes in at the caller's own unit; `everywhere`: sent by
        somebody who has the role in the whole tree.
        """
        said = person or Person()
        usual = {
            "receiving_unit": self.wards.unit(who),
            "unit": self.wards.unit("competent"),
            "kind": api.Petition(kind=1).kind,
            "channel": 1,
            "petitioner": said.applicant,
            "paragraphs": [f"Đèn đường hỏng {said.id}.", "Đề nghị sửa."],
            "catalog_position": self.wards.position,
            "request_id": str(uuid.uuid4()),
        }
        request = api.SubmitPetitionRequest(**(usual | changed))
        caller = self.house.caller(role) if everywhere else self.wards.token(who, role)
        return await self.house.petitions.SubmitPetition(request, **caller)

    async def petition(self, *methods: str, at: str = "desk", **changed: Any) -> str:
        """The name of one with these steps of the ward on it."""
        name = (await self.submit(at, **changed)).petition.name
        for each in methods:
            await self.step(each, name)
        return name

    async def step(
        self, method: str, name: str, who: str = "competent", *, role: str = "officer",
        **fields: Any,
    ) -> api.Petition:  # fmt: skip
        """A command, as the caller sees the petition now."""
        usual = {"name": name, "request_id": str(uuid.uuid4())}
        usual |= {"catalog_position": self.wards.position, "etag": await self.etag(name)}
        request = REQUESTS[method](**(usual | USUAL.get(method, {}) | fields))
        return await getattr(self.house.petitions, method)(request, **self.wards.token(who, role))

    async def etag(self, name: str) -> str:
        """Of a petition as it is now; of one that nobody has, any."""
        try:
            return str((await self.get(name)).etag)
        except grpc.aio.AioRpcError:
            return '"1"'

    async def get(self, name: str, who: str = "", role: str = "inspector") -> api.Petition:
        """As an inspector of the whole tree, unless told otherwise."""
        request = api.GetPetitionRequest(name=name)
        caller = self.wards.token(who, role) if who else self.house.caller("inspector")
        return await self.house.petitions.GetPetition(request, **caller)

    async def text(
        self, name: str, who: str = "competent", *, role: str = "officer", kind: int = CITIZEN,
        **more: Any,
    ) -> api.PetitionText:  # fmt: skip
        """Open a text of a petition."""
        usual = {"name": name, "kind": kind, "purpose": "giải quyết kiến nghị"}
        request = api.GetPetitionTextRequest(**(usual | more))
        return await self.house.petitions.GetPetitionText(request, **self.wards.token(who, role))

    async def listed(self, who: str = "", role: str = "inspector", **wanted: Any) -> list[str]:
        """The names of all pages, one after the other."""
        caller = self.wards.token(who, role) if who else self.house.caller(role)
        top = self.wards.unit(who) if who else self.wards.unit("above")
        found: list[str] = []
        request = api.ListPetitionsRequest(**({"unit": top, "page_size": 2} | wanted))
        while True:
            answer = await self.house.petitions.ListPetitions(request, **caller)
            found += [each.name for each in answer.petitions]
            request.page_token = answer.next_page_token
            if not request.page_token:
                return found

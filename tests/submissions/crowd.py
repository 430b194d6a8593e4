"""Dossiers of a district of its own, after random commands through the API.

Promises lives of every kind: transfers, corrections, voiding, records of another system that grow,
a ward that merges into another one. Must not know what may come when: what is refused is refused.
"""

from __future__ import annotations

import random
import uuid
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.house import OFFICER, House, is_at_rest, submission
from tests.submissions.place import AGO, Place
from tests.submissions.test_mergers_timed import followed
from tests.submissions.test_records_served import ACCEPTED, DAY, record
from tests.waiting import until

PORTALS = ("portal-1", "portal-2")
STEPS = (
    *("AcceptDossier", "StartHandling", "RequestSupplement", "AnswerSupplement") * 2,
    "AssignDossier", "TransferDossier", "RecordResult", "ReturnResult", "WithdrawDossier",
    "RefuseDossier", "StopDossier", "VoidDossier", "ExtendDue", "RequestObligation",
    "RecordPayment", "CorrectDossier", "CorrectDossier",
)  # fmt: skip
LATER = (4, 5, 4, 6, 4, 9, 10)  # statuses of a record, after its acceptance


class Crowd:
    """The dossiers, and where they are."""

    def __init__(self, house: House, *, seed: int = 9) -> None:
        self.house, self.chance = house, random.Random(seed)
        self.places: list[Place] = []
        self.top, self.left = "", Place(house)
        self.names: list[str] = []
        self.records: list[api.DossierRecord] = []

    async def opened(self) -> Crowd:
        """A district with two wards, and one that will merge into the first."""
        district = await Place(self.house).opened("")
        self.top = district.unit
        self.places = [await Place(self.house).opened(self.top) for _ in range(3)]
        for each in (district, *self.places):
            await self.house.catalogue.officer(each.unit, OFFICER)
        return self

    async def gathered(self, dossiers: int = 24, steps: int = 4) -> Crowd:
        """So many dossiers, each with so many commands tried on it; a ward merges meanwhile."""
        await self.opened()
        for number in range(dossiers):
            self.names.append(await self.filed(self.places[number % 3]))
        await self.recorded(dossiers // 4)
        for number in range(steps):
            if number == steps // 2:
                await self.merged()
            for name in self.names:
                await self.tried(name)
        for name in self.names:
            await self.tried(name, "CorrectDossier")
        await self.recorded(0)
        await self.settled()
        return self

    async def settled(self) -> None:
        """Until no timer is due any more: what it does would come between two readings."""
        await until(lambda: is_at_rest(self.house))

    async def filed(self, place: Place) -> str:
        """By a portal, or by an officer at a desk."""
        house = self.house
        request = submission(
            offering=place.offering,
            receiving_unit=place.unit,
            channel=self.chance.choice([1, 2, 3]),
            catalog_position=house.catalogue.position,
        )
        who = self.chance.choice([*PORTALS, ""])
        caller = house.caller("portal", "*", who) if who else house.caller("officer", "*", OFFICER)
        return str((await house.calls.SubmitDossier(request, **caller)).dossier.name)

    async def recorded(self, more: int) -> None:
        """So many new records, and those that there are, grown or told otherwise."""
        for old in self.records:
            done = len(old.steps)
            old.steps.append(self.step(done))
            if self.chance.random() < 0.4:
                old.correction_reason_code = "r"
                old.steps[0].time.FromDatetime(ACCEPTED - self.chance.randrange(9) * DAY)
        for number in range(more):
            steps = [self.step(n) for n in range(self.chance.randrange(1, 4))]
            place = self.chance.choice(self.places)
            new = record(f"k{number}", offering=place.offering, steps=steps)
            if self.chance.random() < 0.7:
                new.due.time.FromDatetime(ACCEPTED + self.chance.randrange(1, 9) * DAY)
            self.records.append(new)
        source = f"s-{self.top.removeprefix('units/')}"
        await self.house.backfill(self.records, source=source)
        self.names += {each.name for each in (await self.house.recorded(source)).values()} - {
            *self.names
        }

    def step(self, number: int) -> api.Step:
        """The next step of a record: a filing or an acceptance, and then whatever comes."""
        status = self.chance.choice(LATER if number else (1, 2, 2))
        at = ACCEPTED + number * DAY
        unit = self.chance.choice(self.places[:2]).unit if self.chance.random() < 0.3 else ""
        return api.Step(status=status, time=at, unit=unit)  # type: ignore[arg-type]

    async def read(self) -> list[api.Dossier]:
        """Each as its stream states it now."""
        caller = self.house.caller("inspector")
        return [
            await self.house.calls.GetDossier(api.GetDossierRequest(name=name), **caller)
            for name in self.names
        ]

    async def merged(self) -> None:
        """The third ward merges into the first; its open dossiers follow."""
        self.left = left = self.places.pop()
        into = self.places[0]
        await left.publish(catalog.UnitMerged, AGO, into=into.unit)
        await until(lambda: followed(self.house, left))

    async def tried(self, name: str, method: str = "") -> None:
        """One command, whatever becomes of it."""
        method = method or self.chance.choice(STEPS)
        with suppress(grpc.aio.AioRpcError):
            await self.house.step(method, name, **self.content(method))

    def content(self, method: str) -> dict[str, Any]:
        """What a command says; dues are some days apart."""
        later = datetime.now(UTC) + timedelta(days=self.chance.randrange(1, 9))
        if method == "AcceptDossier":
            return {"due": api.Deadline(time=later)} if self.chance.random() < 0.8 else {}
        if method == "CorrectDossier":
            return self.correction()
        unit = self.chance.choice(self.places).unit
        more: dict[str, dict[str, Any]] = {
            "AssignDossier": {"assignee": OFFICER},
            "TransferDossier": {"to_unit": unit, "reason_code": "r"},
            "ExtendDue": {"reason_code": "r", "extended": api.Deadline(time=later + timedelta(20))},
            "RequestSupplement": {"reason_code": "r"},
            "RefuseDossier": {"reason_code": "r"},
            "StopDossier": {"reason_code": "r"},
            "VoidDossier": {"reason_code": "r"},
            "RequestObligation": {"reason_code": "r", "amount": 1000},
            "RecordPayment": {
                "purpose": 2, "amount": 1000, "provider": "bank",
                "provider_reference": uuid.uuid4().hex,
            },
        }  # fmt: skip
        return more.get(method, {})

    def correction(self) -> dict[str, Any]:
        """Of some fact: that it never was, was a moment earlier, or elsewhere."""
        version = self.chance.choice([1, 2, 2, 3, 3, 4, 5, 6])
        statements = [
            None,
            None,
            api.Statement(time=datetime.now(UTC) - timedelta(milliseconds=1)),
            api.Statement(channel=self.chance.choice([1, 2, 3])),  # type: ignore[arg-type]
            api.Statement(receiving_unit=self.chance.choice(self.places).unit),
            api.Statement(to_unit=self.chance.choice(self.places).unit),
        ]
        return {
            "version": version, "reason_code": "r", "instead": self.chance.choice(statements),
        }  # fmt: skip

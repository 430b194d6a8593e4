"""A small world of dossiers, petitions, tickets, drafts, files and payments at five units, and what
the rules let a caller see of it, stated naively.

Promises rules that share no code with the service; what is there is asked of it as an inspector of
everything. Must not assert.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from deploy.embedded.tokens import sign
from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import attachments_pb2 as files
from motcua.submissions.v1 import counter_pb2 as counters
from motcua.submissions.v1 import drafts_pb2 as drafts
from motcua.submissions.v1 import payments_pb2 as payments
from motcua.submissions.v1 import personal_data_pb2 as persons
from motcua.submissions.v1 import petitions_pb2 as petitions
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.fake_catalogue import SINCE
from tests.submissions.house import DAY, House, end_of

PARENTS = {"province": "", "a": "province", "b": "province", "team": "a", "far": ""}
PLACES = tuple(PARENTS)
PORTALS, BOSS = ("portal-1", "portal-2"), "boss"
SUBJECTS = (*PORTALS, BOSS, "stranger")
ROLES = (
    "portal", "officer", "leader", "editor", "importer", "inspector", "publisher", "operator",
)  # fmt: skip
STAFF = {"officer", "leader", "inspector"}
READERS = {"portal", *STAFF}


class Caller(NamedTuple):
    """A subject with roles, each within the subtree of a unit."""

    subject: str
    grants: tuple[tuple[str, str], ...]


@dataclass
class World:
    """What is there, and who may see what of it."""

    house: House
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:6])
    position: int = 0
    begins: int = 0  # position of the log before anything of this was there
    dossiers: list[api.Dossier] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)  # dossiers and petitions that units handed on
    petitions: list[petitions.Petition] = field(default_factory=list)
    tickets: list[counters.Ticket] = field(default_factory=list)
    drafts: list[tuple[str, drafts.Draft]] = field(default_factory=list)  # with its portal
    attempts: list[tuple[str, str, api.Dossier]] = field(default_factory=list)  # begun by whom
    readings: list[str] = field(default_factory=list)  # by whose right

    def unit(self, place: str) -> str:
        return "" if place in {"", "*"} else f"units/{self.id}-{place}"

    def offering(self, place: str) -> str:
        return f"services/birth/offerings/{self.id}-{place}"

    def call(self, caller: Caller) -> dict[str, Any]:
        """What every call of a caller carries."""
        roles = [{"role": role, "unit": self.unit(place) or "*"} for role, place in caller.grants]
        token = sign(self.house.key, roles=roles, subject=caller.subject, ttl=DAY)
        return {"metadata": (("authorization", f"Bearer {token}"),), "timeout": 30}

    def all(self, role: str, subject: str = BOSS) -> dict[str, Any]:
        """Somebody with a role over the whole tree."""
        return self.call(Caller(subject, ((role, "*"),)))

    # The rules.

    def within(self, unit: str, place: str) -> bool:
        """Whether a unit is one of the places, or lies below it."""
        known = {self.unit(each): self.unit(parent) for each, parent in PARENTS.items()}
        while unit and unit != self.unit(place):
            unit = known[unit]
        return place == "*" or bool(unit)

    def reaches(self, caller: Caller, roles: Collection[str], unit: str) -> bool:
        """Whether one of these roles of the caller reaches a unit; "": the whole tree."""
        return any(
            place == "*" or (unit != "" and self.within(unit, place))
            for role, place in caller.grants
            if role in roles
        )

    def holds(self, caller: Caller, roles: Collection[str]) -> bool:
        return any(role in roles for role, _ in caller.grants)

    def is_filer(self, caller: Caller, portal: str, receiving: str) -> bool:
        return portal == caller.subject and self.reaches(caller, {"portal"}, receiving)

    def sees(self, caller: Caller, dossier: api.Dossier) -> bool:
        """Receiving, competent, handling and returning units see a dossier, and who filed it."""
        units = (
            dossier.receiving_unit, dossier.offering.unit, dossier.handling_unit,
            dossier.returning_unit,
        )  # fmt: skip
        staff = any(each and self.reaches(caller, STAFF, each) for each in units)
        return staff or self.is_filer(caller, dossier.portal, dossier.receiving_unit)

    def sees_petition(self, caller: Caller, petition: petitions.Petition) -> bool:
        """Receiving unit and holder see a petition, and who filed it."""
        units = (petition.receiving_unit, petition.holder)
        staff = any(self.reaches(caller, STAFF, each) for each in units)
        return staff or self.is_filer(caller, petition.portal, petition.receiving_unit)

    def listed(self, caller: Caller, place: str, holder: str, portal: str) -> bool:
        """Whether a list of a subtree shows what a unit holds: all of it to staff of the whole
        subtree, to others what they filed.
        """
        below = place == "*" or self.within(holder, place)
        everything = self.reaches(caller, STAFF, self.unit(place))
        return below and (everything or portal == caller.subject)


async def made(house: House, seed: int) -> World:
    """A world of its own."""
    world, chance = World(house), random.Random(seed)
    for place, parent in PARENTS.items():
        await house.catalogue.unit(world.unit(place), world.unit(parent))
        await house.catalogue.officer(world.unit(place), BOSS)
        await house.catalogue.offering(world.offering(place))
    told = catalog.DeskAuthorized(
        unit=world.unit("a"), desk=world.unit("b"), effective_time=SINCE, desks_below=True
    )
    world.position = await house.catalogue.publish(world.unit("a"), told)
    world.begins = await end_of(house)
    for _ in range(12):
        await file_dossier(world, chance)
    for _ in range(6):
        await file_petition(world, chance)
    for place in PLACES:
        await queue_at(world, place)
    for portal in PORTALS:
        await draft(world, portal, chance)
    await look_again(world)
    return world


async def file_dossier(world: World, chance: random.Random) -> None:
    """Filed by a portal or an officer, at the unit itself or its desk; and how far it came."""
    competent = chance.choice(PLACES)
    receiving = chance.choice(("b", "a")) if competent == "a" else competent
    by = chance.choice([*(("portal", each) for each in PORTALS), ("officer", BOSS)])
    usual = {"catalog_position": world.position, "request_id": str(uuid.uuid4())}
    request = api.SubmitDossierRequest(
        offering=world.offering(competent), receiving_unit=world.unit(receiving), channel=1,
        applicant={"full_name": "Nguyễn Văn An"}, **usual,
    )  # fmt: skip
    filed = await world.house.calls.SubmitDossier(request, **world.all(*by))
    name, steps = str(filed.dossier.name), chance.randrange(6)
    if steps > 0:
        handling = world.unit(chance.choice(PLACES))
        due = api.Deadline(date={"year": 2099, "month": 1, "day": 1})
        await step(world, "AcceptDossier", name, handling_unit=handling, due=due)
    if steps == 2:
        to = next(each for each in chance.sample(PLACES, 5) if world.unit(each) != handling)
        await step(world, "TransferDossier", name, to_unit=world.unit(to), reason_code="x")
        world.moved.add(name)
    if steps == 3:
        await pay(world, name, chance)
    if steps > 3:
        await step(world, "RecordResult", name)
    if steps > 4:
        await step(world, "ReturnResult", name, returning_unit=world.unit(chance.choice(PLACES)))
    if steps == 0:
        await read(world, name, receiving)
        await announce(world, name)
    world.dossiers.append(api.Dossier(name=name))


async def step(world: World, method: str, name: str, **fields: Any) -> None:
    """An officer's who reaches everything."""
    seen = await world.house.etag(name)
    usual = {"catalog_position": world.position, "request_id": str(uuid.uuid4()), "etag": seen}
    request = getattr(api, f"{method}Request")(name=name, **usual, **fields)
    await getattr(world.house.calls, method)(request, **world.all("officer"))


async def pay(world: World, name: str, chance: random.Random) -> None:
    """An obligation, and an attempt to pay it."""
    await step(world, "RequestObligation", name, amount=5, reason_code="x")
    request = payments.BeginPaymentRequest(
        name=name, provider="test", purpose=2, request_id=str(uuid.uuid4())
    )
    begun = await world.house.payments.BeginPayment(request, **world.all("officer"))
    world.attempts.append((begun.name, BOSS, api.Dossier(name=name)))


async def read(world: World, name: str, receiving: str) -> None:
    """What its applicant stated, by an officer of the receiving unit."""
    request = persons.GetPersonalDataRequest(name=name, purpose="complaint 7")
    officer = world.call(Caller(BOSS, (("officer", receiving),)))
    await world.house.persons.GetPersonalData(request, **officer)
    world.readings.append(world.unit(receiving))


async def announce(world: World, name: str) -> None:
    """A file that is to come."""
    request = files.CreateAttachmentRequest(
        parent=name, file_name="don.pdf", size=9, request_id=str(uuid.uuid4())
    )
    await world.house.files.CreateAttachment(request, **world.all("officer"))


async def file_petition(world: World, chance: random.Random) -> None:
    """Received where it is filed, and perhaps handed on."""
    place = chance.choice(PLACES)
    by = chance.choice([*(("portal", each) for each in PORTALS), ("officer", BOSS)])
    usual = {"catalog_position": world.position, "request_id": str(uuid.uuid4())}
    request = petitions.SubmitPetitionRequest(
        receiving_unit=world.unit(place), kind=1, channel=1, paragraphs=["x"], **usual
    )
    filed = (await world.house.petitions.SubmitPetition(request, **world.all(*by))).petition
    world.petitions.append(filed)
    if chance.random() < 0.5:
        to = next(each for each in chance.sample(PLACES, 5) if each != place)
        moved = petitions.TransferPetitionRequest(
            name=filed.name, to_unit=world.unit(to), reason_code="x", etag=filed.etag,
            catalog_position=world.position, request_id=str(uuid.uuid4()),
        )  # fmt: skip
        await world.house.petitions.TransferPetition(moved, **world.all("officer"))
        world.moved.add(filed.name)


async def queue_at(world: World, place: str) -> None:
    """Two tickets; for the first, which is called, a dossier was filed."""
    usual = {"unit": world.unit(place), "catalog_position": world.position}
    for _ in range(2):
        request = counters.TakeTicketRequest(request_id=str(uuid.uuid4()), **usual)
        taken = await world.house.counters.TakeTicket(request, **world.all("officer"))
        world.tickets.append(taken)
    call = counters.CallNextTicketRequest(counter="1", request_id=str(uuid.uuid4()), **usual)
    called = await world.house.counters.CallNextTicket(call, **world.all("officer"))
    recorded = counters.RecordTicketDossierRequest(
        name=called.ticket.name, dossier=world.dossiers[0].name, request_id=str(uuid.uuid4())
    )
    await world.house.counters.RecordTicketDossier(recorded, **world.all("officer"))


async def draft(world: World, portal: str, chance: random.Random) -> None:
    """One at each of three units."""
    for place in chance.sample(PLACES, 3):
        request = drafts.CreateDraftRequest(
            draft={"offering": world.offering(place), "receiving_unit": world.unit(place),
                   "channel": 1},
            catalog_position=world.position, request_id=str(uuid.uuid4()),
        )  # fmt: skip
        begun = await world.house.drafts.CreateDraft(request, **world.all("portal", portal))
        world.drafts.append((portal, begun))


async def look_again(world: World) -> None:
    """Everything as it is now."""
    inspector, house = world.all("inspector"), world.house
    world.dossiers = [
        await house.calls.GetDossier(api.GetDossierRequest(name=each.name), **inspector)
        for each in world.dossiers
    ]
    world.petitions = [
        await house.petitions.GetPetition(petitions.GetPetitionRequest(name=each.name), **inspector)
        for each in world.petitions
    ]
    world.tickets = [
        await house.counters.GetTicket(counters.GetTicketRequest(name=each.name), **inspector)
        for each in world.tickets
    ]
    now = {each.name: each for each in world.dossiers}
    world.attempts = [(name, by, now[each.name]) for name, by, each in world.attempts]

"""Two wards that have nothing to do with each other, and random calls of their small roles.

Promises calls of every unary method, of which some name what is the other side's: resources, units,
officers, numbers, page tokens, request ids. Must not assert, nor know who may do what.
"""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple

import grpc
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from google.protobuf.message_factory import GetMessageClass

from deploy.embedded.tokens import sign
from motcua.chassis.v1.access_pb2 import Role, access
from tests.submissions.house import DAY, House
from tests.submissions.side_steps import BEGIN, STEPS

CONTRACTS = (
    "attachments", "counter", "dossier_queries", "drafts", "filings", "payments", "personal_data",
    "petitions", "slips", "submissions",
)  # fmt: skip
ROLES = ("portal", "officer", "leader", "importer", "inspector", "operator")
ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NAME = re.compile(r"(.*/)?(dossiers|petitions|drafts|tickets|attachments|attempts|refunds)/")
REFERRING = {"name", "names", "parent", "root", "dossier", "petition", "into", "ticket"}
FOREIGN = 0.3  # how often a name in a request is the other side's
USUAL = {"request_id", "etag", "catalog_position", "name"}


@dataclass
class Side:
    """A ward, and what its people were told."""

    letter: str
    id: str
    names: list[str] = field(default_factory=list)
    etags: dict[str, str] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)  # numbers with their secrets
    requests: list[tuple[str, str]] = field(default_factory=list)  # methods with their ids
    tokens: list[str] = field(default_factory=list)  # of pages
    ids: set[bytes] = field(default_factory=set)

    @property
    def unit(self) -> str:
        return f"units/{self.id}-{self.letter}"

    @property
    def offering(self) -> str:
        return f"services/birth/offerings/{self.id}-{self.letter}"

    @property
    def mark(self) -> str:
        """Stands in each text and subject of the side, and in no other."""
        return f"canary_{self.letter}_{self.id}"

    def placed(self, value: str) -> str:
        known = {"{unit}": self.unit, "{offering}": self.offering, "{mark}": self.mark}
        return re.sub(r"\{\w+\}", lambda found: known[found[0]], value)


class Told(NamedTuple):
    """A call of a side, and all that it was told."""

    side: Side
    method: str
    asked: bytes
    raw: bytes
    answer: Any | None  # None: refused
    code: grpc.StatusCode


class Sides:
    """Both, and the calls that their people make."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.chance = house, random.Random(seed)
        id_ = uuid.uuid4().hex[:6]
        self.both = (Side("left", id_), Side("right", id_))
        self.position = 0
        self.methods = {each.name: each for each in methods()}

    async def open(self) -> None:
        catalogue = self.house.catalogue
        await catalogue.unit(f"units/{self.both[0].id}-top", "")
        for side in self.both:
            await catalogue.unit(side.unit, f"units/{side.id}-top")
            for role in ROLES:
                await catalogue.officer(side.unit, f"{role}-{side.mark}")
            self.position = await catalogue.offering(side.offering)

    async def call(self) -> Told:
        """One call of somebody of one side."""
        side = self.chance.choice(self.both)
        stated = self.chance.choices((BEGIN, STEPS, dict[str, Any]()), (20, 60, 20))[0]
        method = self.methods[self.chance.choice(sorted(stated or self.methods))]
        kind = GetMessageClass(method.input_type)
        if stated:
            request = kind(**self.filled(stated[method.name], side))
        else:
            request = self.message(method.input_type, side)
        self.usual(request, side, method)
        told = await self.sent(method, request, side)
        self.keep(told, getattr(request, "request_id", ""))
        return told

    def other(self, side: Side) -> Side:
        return self.both[side is self.both[0]]

    def either(self, side: Side) -> Side:
        return self.other(side) if self.chance.random() < FOREIGN else side

    def filled(self, value: Any, side: Side) -> Any:
        """What a table states, with names of this side or now and then the other's."""
        if isinstance(value, dict):
            return {name: self.filled(each, side) for name, each in value.items()}
        if isinstance(value, list):
            return [self.filled(each, side) for each in value]
        if not isinstance(value, str):
            return value
        if value.endswith("/"):
            return self.one_of(value, side)
        return side.placed(value) if "{mark}" in value else self.either(side).placed(value)

    def one_of(self, collection: str, side: Side) -> str:
        found = [each for each in self.either(side).names if collection in each]
        return self.chance.choice(found[-12:] or [f"{collection}{uuid.uuid4()}"])

    def message(self, kind: Any, side: Side, depth: int = 0) -> Any:
        """Any message, about half of whose fields are filled."""
        made = GetMessageClass(kind)()
        for each in kind.fields:
            if depth > 3 or self.chance.random() < 0.5 or is_map(each):
                continue
            if each.message_type is not None:
                value = self.message(each.message_type, side, depth + 1)
            else:
                value = self.scalar(each, side)
            if each.is_repeated:
                getattr(made, each.name).append(value)
            elif each.message_type is not None:
                getattr(made, each.name).CopyFrom(value)
            else:
                setattr(made, each.name, value)
        return made

    def scalar(self, each: FieldDescriptor, side: Side) -> Any:
        if each.enum_type is not None:
            return self.chance.choice(each.enum_type.values).number
        if each.type == FieldDescriptor.TYPE_STRING:
            return self.text(each.name, side)
        if each.type == FieldDescriptor.TYPE_BYTES:
            return b"x"
        return each.type != FieldDescriptor.TYPE_BOOL and self.chance.choice((1, 2, 5))

    def text(self, name: str, side: Side) -> str:
        of = self.either(side)
        pools = {
            "page_token": of.tokens[-5:],
            "offering": [of.offering],
            "officer": [f"officer-{of.mark}"],
            "number": [number for number, _ in of.pairs],
            "secret": [secret for _, secret in side.pairs],
            **dict.fromkeys(REFERRING, of.names[-40:]),
        }
        if "unit" in name or name == "subtree":
            return of.unit
        return self.chance.choice(pools.get(name) or [f"{side.mark}_{self.chance.randrange(9)}"])

    def usual(self, request: Any, side: Side, method: MethodDescriptor) -> None:
        """What every request needs; a few borrow an id of the other side, all may know its etag."""
        known = USUAL.intersection(request.DESCRIPTOR.fields_by_name)
        if "name" in known and not request.name:
            request.name = self.one_of(collection(method.name), side)
        if "request_id" in known:
            of_other = [each for name, each in self.other(side).requests if name == method.name]
            borrows = of_other and self.chance.random() < 0.1
            request.request_id = self.chance.choice(of_other) if borrows else str(uuid.uuid4())
        if "catalog_position" in known:
            request.catalog_position = self.position
        if "etag" in known:
            name = getattr(request, "name", "")
            found = (each.etags[name] for each in self.both if name in each.etags)
            request.etag = next(found, "") or '"1"'

    async def sent(self, method: MethodDescriptor, request: Any, side: Side) -> Told:
        stated: Any = method.GetOptions()
        allowed = [Role.Name(each)[5:].lower() for each in stated.Extensions[access].roles]
        role = self.chance.choice([each for each in ROLES if each in allowed] or ROLES)
        roles = [{"role": role, "unit": side.unit}]
        token = sign(self.house.key, roles=roles, subject=f"{role}-{side.mark}", ttl=DAY)
        assert self.house.channel is not None
        call = self.house.channel.unary_unary(
            f"/{method.containing_service.full_name}/{method.name}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=GetMessageClass(method.output_type).FromString,
        )
        asked = request.SerializeToString()
        try:
            answer = await call(
                request, metadata=(("authorization", f"Bearer {token}"),), timeout=60
            )
        except grpc.aio.AioRpcError as error:
            said = [error.details() or "", *(each for _, each in error.trailing_metadata() or ())]
            raw = b"".join(each if isinstance(each, bytes) else each.encode() for each in said)
            return Told(side, method.name, asked, raw, None, error.code())
        raw = answer.SerializeToString()
        return Told(side, method.name, asked, raw, answer, grpc.StatusCode.OK)

    def keep(self, told: Told, request_id: str) -> None:
        """What was answered is what this side may name from now on."""
        if told.answer is None:
            return
        side = told.side
        side.requests.append((told.method, request_id))
        side.ids |= {each for each in ID.findall(told.raw) if each not in told.asked}
        for each in walked(told.answer):
            name, number = getattr(each, "name", ""), getattr(each, "number", "")
            if isinstance(name, str) and NAME.match(name):
                side.names += [] if name in side.names else [name]
                side.etags[name] = getattr(each, "etag", "") or side.etags.get(name, "")
            if number and getattr(each, "secret", ""):
                side.pairs.append((number, each.secret))
            if getattr(each, "next_page_token", ""):
                side.tokens.append(each.next_page_token)

    def heard(self, told: Told) -> list[str]:
        """What of the other side stands in an answer, and did not in the request."""
        other = self.other(told.side)
        marks = re.findall(re.escape(other.mark.encode()) + rb"[a-z0-9_]*", told.raw)
        ids = [each for each in ID.findall(told.raw) if each in other.ids]
        return [each.decode() for each in (*marks, *ids) if each not in told.asked]


def methods() -> Iterator[MethodDescriptor]:
    """Those with one request and one answer."""
    for contract in CONTRACTS:
        described = import_module(f"motcua.submissions.v1.{contract}_pb2").DESCRIPTOR
        for service in described.services_by_name.values():
            for each in service.methods:
                if not each.client_streaming and not each.server_streaming:
                    yield each


def collection(method: str) -> str:
    """What the name in a method's request is of."""
    kinds = {"Petition": "petitions/", "Ticket": "tickets/", "Draft": "drafts/"}
    return next((each for word, each in kinds.items() if word in method), "dossiers/")


def is_map(each: FieldDescriptor) -> bool:
    return each.message_type is not None and each.message_type.GetOptions().map_entry


def walked(message: Any) -> Iterator[Any]:
    """A message, and those within it."""
    yield message
    for kind, value in message.ListFields():
        if kind.message_type is not None and not is_map(kind):
            for each in value if kind.is_repeated else [value]:
                yield from walked(each)

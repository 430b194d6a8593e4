"""Every method × role × subtree × fault of a token, against the services as they run.

Promises what the contracts declare, read by an oracle of its own (`access_matrix.py`), and a table
by hand, so that neither a contract nor the chassis is wrong unseen. A new method is in it at once;
`--matrix-all` tries every combination, without it each pair that can decide.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any, NamedTuple

import grpc
import pytest
from google.rpc import error_details_pb2

from deploy.embedded.tokens import OPERATOR
from motcua.submissions.v1 import petitions_pb2 as petitions
from services.console.portal.patience import details
from tests.e2e import access_requests
from tests.e2e.access_callers import FAULTS, Callers, grant
from tests.e2e.access_matrix import (
    METHODS,
    OWN,
    RELATIONS,
    ROLES,
    UNKNOWN_ROLE,
    Method,
    may_ask,
)
from tests.e2e.allowed import ALLOWED, MODULES, described
from tests.e2e.allowed_everywhere import ALLOWED_EVERYWHERE
from tests.e2e.foreign_issuer import DISTRICT, Foreign
from tests.e2e.world import World, filled

AT_ONCE = 8  # calls
UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOBODY = str(uuid.UUID(int=7))
# What must be there beside a world at work: things of ward 1 itself, and units around it.
AROUND = (
    ("catalog", "OpenUnit", f'unit_id: "hamlet" unit {{ parent: "{OWN}" kind: "team" }}'),
    ("catalog", "OpenUnit", 'unit_id: "elsewhere" unit { kind: "district" }'),
    ("catalog", "CreateService", f'service_id: "warded" service {{ authority: "{OWN}" }}'),
    ("catalog", "PublishService", 'name: "services/warded"'),
    ("target", "SetTarget", f'target_id: "warded" target {{ unit: "{OWN}" }}'),
)


class Outcome(NamedTuple):
    """What a caller was told."""

    code: grpc.StatusCode
    reason: str
    told: str  # everything, but the id of the call

    hides: bool  # of what is there: a method about a resource

    @property
    def is_hidden(self) -> bool:
        """Whether what is there is answered as if it were not."""
        return self.hides and self.code is grpc.StatusCode.NOT_FOUND

    @property
    def is_heard(self) -> bool:
        """Whether it was more than a question who asks."""
        return not self.is_hidden and self.reason not in {"NOT_PERMITTED", "TOKEN_MISSING"}


class Matrix:
    """The stack, and who calls it."""

    def __init__(self, world: World, foreign: Foreign) -> None:
        self.world = world
        self.callers = Callers(world.stack.data_dir, foreign)
        self.room = asyncio.Semaphore(AT_ONCE)

    async def ask(self, method: Method, request: Any, header: str | None) -> Outcome:
        """Send one request as whoever the header says."""
        metadata = () if header is None else (("authorization", header),)
        channel: Any = self.world.portal.channels[method.process]
        async with self.room:
            sent: Any = request.SerializeToString()
            opened = channel.unary_stream
            if method.described.client_streaming:
                opened, sent = channel.stream_stream, iter([sent])
            call = opened(method.path)(sent, metadata=metadata, timeout=60)
            try:
                told = b""
                async for part in call:
                    told += part
                    if method.endless:
                        break
            except grpc.aio.AioRpcError as failed:
                return outcome(failed, hides=method.scope == "RESOURCE")
            finally:
                call.cancel()
        in_batch = method.described.client_streaming and b"NOT_PERMITTED" in told
        reason = "NOT_PERMITTED" if in_batch else ""
        return Outcome(grpc.StatusCode.OK, reason, "", hides=False)

    async def of(self, method: Method, header: str | None) -> Outcome:
        """What somebody is told about ward 1."""
        request = access_requests.request(method, self.world.words)
        found = await self.ask(method, request, header)
        assert found.code not in {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN}, found
        return found


def outcome(failed: grpc.aio.AioRpcError, *, hides: bool) -> Outcome:
    found = [each.reason for each in details(failed, error_details_pb2.ErrorInfo)]
    kinds = (error_details_pb2.ErrorInfo, error_details_pb2.BadRequest)
    told = [str(each) for kind in kinds for each in details(failed, kind)]
    reason, everything = next(iter(found), ""), f"{failed.details()} {told}"
    return Outcome(failed.code(), reason, everything, hides)


@pytest.fixture(scope="module")
async def matrix() -> AsyncIterator[Matrix]:
    async with Foreign().published() as foreign, filled(MOTCUA_ISSUERS=foreign.file()) as world:
        for service, method, wrong in AROUND:
            await world.send(service, method, world.request(service, method, wrong))
        filed = world.request("petition", "SubmitPetition")
        answer = await world.send("petition", "SubmitPetition", filed, role="portal")
        petition = petitions.SubmitPetitionResponse.FromString(answer).petition
        world.words["petitioned"] = petition.name
        yield Matrix(world, foreign)


def id_of(method: Method) -> str:
    return f"{method.process}-{method.name}" if method.is_of_chassis else method.name


def asked_of(method: Method, *, every: bool) -> Iterator[tuple[str, str]]:
    """Roles and where they end: everywhere, for roles that the method names; for others once."""
    for number, role in enumerate(ROLES):
        ends = list(RELATIONS)
        decides = role in method.roles and "public" not in method.roles
        yield from (
            (role, end) for end in (ends if every or decides else [ends[number % len(ends)]])
        )


def test_the_contracts_declare_what_the_table_says() -> None:
    short = {described(each).full_name: each for each in MODULES}
    short_of = {each: short.get(each.path.strip("/").partition("/")[0], "") for each in METHODS}
    declared = {
        (short_of[each] or each.name.partition("/")[0], each.described.name): (
            set(ROLES) - {UNKNOWN_ROLE} if "public" in each.roles else each.roles
        )
        for each in METHODS
    }
    assert declared == {**ALLOWED, **ALLOWED_EVERYWHERE}


def test_every_method_has_a_request_that_asks_it_about_ward_1() -> None:
    unknown = [each.name for each in METHODS if access_requests.resource(each) is None]
    assert unknown == []
    by_resource = {each.name for each in METHODS if each.scope == "RESOURCE"}
    assert sorted(set(access_requests.RESOURCES) - by_resource) == []


@pytest.mark.parametrize("method", METHODS, ids=id_of)
async def test_whoever_may_ask_is_heard_and_nobody_else(
    matrix: Matrix, method: Method, request: pytest.FixtureRequest
) -> None:
    about = access_requests.resource(method)
    assert about is not None
    asked = list(asked_of(method, every=request.config.getoption("--matrix-all")))
    found = await asyncio.gather(
        *(
            matrix.of(
                method, matrix.callers.bearer(grant(role, RELATIONS[end]), subject=about.subject)
            )
            for role, end in asked
        )
    )
    expected = {each: may_ask(method, *each, about) for each in asked}
    told = dict(zip(asked, found, strict=True))
    heard = {each: told[each].is_heard for each in asked}
    wrong = {each: told[each] for each in asked if heard[each] != expected[each]}
    assert wrong == {}
    assert len({UUID.sub("", str(each)) for each in found if each.is_hidden}) <= 1


@pytest.mark.parametrize("method", METHODS, ids=id_of)
async def test_roles_do_not_lend_one_another_what_each_has_alone(
    matrix: Matrix, method: Method
) -> None:
    """Here with a role that the method does not name, elsewhere with one that it does."""
    public, about = "public" in method.roles, access_requests.resource(method)
    assert about is not None
    named = next(iter(sorted(method.roles)))
    other = next(role for role in ROLES if role not in method.roles)
    header = matrix.callers.bearer(
        grant(other, "*"), grant(named, RELATIONS["sibling"]), subject=about.subject
    )
    told = await matrix.of(method, header)
    assert told.is_heard == may_ask(method, named, "sibling", about), told
    nothing = await matrix.of(method, matrix.callers.bearer())
    assert nothing.is_heard == public, nothing
    missing = await matrix.of(method, None)
    assert missing.is_heard == public, missing
    assert public or missing.reason == "TOKEN_MISSING"


@pytest.mark.parametrize("method", METHODS[::4], ids=id_of)
async def test_a_city_s_own_issuer_opens_what_it_may_grant_and_nothing_else(
    matrix: Matrix, method: Method
) -> None:
    """The district, whatever its tokens say; what is somebody's own is not asked about. Where no
    unit is asked for, only what is told is cut.
    """
    about, role = access_requests.resource(method), min(method.roles)
    by_unit = about and about.unit is not None and about.subject == OPERATOR
    if not about or not by_unit or role in {"public", "portal"}:
        return
    within, beyond = (
        matrix.callers.foreign.header([grant(role, unit)]) for unit in (DISTRICT, "units/elsewhere")
    )
    told = await matrix.of(method, within)
    assert told.is_heard == may_ask(method, role, "above", about), told
    assert (await matrix.of(method, beyond)).is_heard == (method.scope == "ANYWHERE")


@pytest.mark.parametrize("method", METHODS, ids=id_of)
async def test_a_token_at_fault_opens_nothing(
    matrix: Matrix, method: Method, request: pytest.FixtureRequest
) -> None:
    every = request.config.getoption("--matrix-all")
    grants = [[grant(role, "*")] for role in (ROLES if every else [min(method.roles)])]
    faults = list(FAULTS) if every else list(FAULTS)[METHODS.index(method) % 6 :: 6]
    asked = [(name, FAULTS[name](matrix.callers, each)) for name in faults for each in grants]
    found = await asyncio.gather(*(matrix.of(method, header) for _, header in asked))
    wrong = {
        name: told
        for (name, _), told in zip(asked, found, strict=True)
        if told.code is not grpc.StatusCode.UNAUTHENTICATED or not told.reason.startswith("TOKEN_")
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "method", [each for each in METHODS if each.scope == "RESOURCE"], ids=id_of
)
async def test_what_is_not_the_callers_is_answered_as_what_does_not_exist(
    matrix: Matrix, method: Method
) -> None:
    """With one role at another ward, and by a name that nobody has."""
    request = access_requests.request(method, matrix.world.words)
    about = access_requests.resource(method)
    [*_, (field, value)] = [("", ""), *named(request)]
    if not field or (about and about.is_public):
        return
    for role in sorted(method.roles):
        header = matrix.callers.bearer(grant(role, RELATIONS["sibling"]), subject="stranger")
        there = await matrix.ask(method, request, header)
        if there.is_heard:  # the right is not a unit's
            continue
        nobodys = type(request)()
        nobodys.CopyFrom(request)
        setattr(nobodys, field, UUID.sub(NOBODY, value))
        nowhere = await matrix.ask(method, nobodys, header)
        assert UUID.sub("", str(nowhere)) == UUID.sub("", str(there))


def named(request: Any) -> Iterator[tuple[str, str]]:
    """The field by which a request names something with a random id."""
    for field in ("name", "parent"):
        if UUID.search(value := getattr(request, field, "")):
            yield field, value

"""Bad input of every kind, to all three services as they run: a clear error, and nothing stored.

Promises for each refusal its status, its stable reason, the field where there is one, and words in
Vietnamese and English. Must not accept an answer where one thing in a request is wrong.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import unicodedata
import uuid
from collections.abc import AsyncIterator
from string import Template
from typing import Any
from urllib.parse import quote

import asyncpg
import grpc
import pytest
from google.protobuf import text_format
from google.protobuf.descriptor import Descriptor
from google.rpc import error_details_pb2

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.portal import Portal, detail, details
from tests.e2e import around_dossiers
from tests.e2e.allowed import (
    ALLOWED,
    CLIENT_STREAMING,
    ENDLESS,
    METHODS,
    MODULES,
    PROCESS,
    SERVER_STREAMING,
    described,
    request_of,
)
from tests.e2e.bad_changes import BAD_CHANGES
from tests.e2e.bad_records import RECORDS
from tests.e2e.bad_requests import BAD, INVALID, TOO_LARGE
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.e2e.publication_requests import QUICK, publish
from tests.e2e.sound_requests import PREPARED, SOUND
from tests.e2e.statement_requests import state

CASES = [
    pytest.param(service, method, wrong, answer, id=f"{method}-{answer[1]}-{answer[2]}-{number}")
    for (service, method), cases in [*BAD.items(), *BAD_CHANGES.items()]
    for number, (wrong, *answer) in enumerate(cases)
]


class World:
    """A stack at work: what stands in it under which word, and how far its logs are."""

    def __init__(self, stack: Stack, portal: Portal) -> None:
        self.stack, self.portal = stack, portal
        self.words: dict[str, str] = {}
        self.connections: dict[str, asyncpg.Connection] = {}

    async def fill(self) -> None:
        """Dossiers in several states, a draft, a record; then wait until all is told."""
        office = self.office = await Office.open(self.portal)
        for service, method, wrong in PREPARED:
            await self.send(service, method, self.request(service, method, wrong))
        for word in ("submitted", "waiting", "accepted", "ended", "refused", "handled"):
            self.words[word] = (await office.submit(0)).name
        for word in ("accepted", "ended"):
            await self.step("AcceptDossier", word)
        await self.step("AcceptDossier", "handled", "due { time { seconds: 4100000000 } }")
        await self.step("RecordResult", "ended")
        await self.step("RefuseDossier", "refused")
        self.words |= {word: str(uuid.uuid4()) for word in ("drafting", "submitting", "paying")}
        wrong = f'service_id: "marriage" request_id: "{self.words["drafting"]}"'
        await self.send("catalog", "CreateService", self.request("catalog", "CreateService", wrong))
        again = f'request_id: "{self.words["submitting"]}"'
        request = self.request("submissions", "SubmitDossier", again)
        answer = api.SubmitDossierResponse.FromString(
            await self.send("submissions", "SubmitDossier", request)
        )
        self.words |= {"number": answer.dossier.number, "secret": answer.secret}
        self.words["rated"] = answer.dossier.name
        await self.step("RefuseDossier", "rated")
        await around_dossiers.fill(self)
        await publish(self)
        await state(self)
        await self.looked()

    async def step(self, method: str, word: str, more: str = "") -> None:
        """One step of a dossier."""
        request = self.request("submissions", method, f'name: "{self.words[word]}" {more}')
        await self.send("submissions", method, request)

    async def looked(self) -> None:
        """Metrics keeps a log too, of what is published: wait until nothing is left to revise."""
        heads, looked = await self.positions(), "select {} from revised_up_to"
        for name, column in (("catalog", "catalog_position"), ("submissions", "position")):
            while await self.value("metrics", looked.format(column)) < heads[name]:
                await asyncio.sleep(0.05)
        stale = "select count(*) from figures where stale_since is not null"
        while await self.value("metrics", stale):
            await asyncio.sleep(0.05)

    async def positions(self) -> dict[str, int]:
        """Where each service's log ends."""
        query = "select position from head"
        return {name: await self.value(name, query) for name in MODULES.keys() - PROCESS.keys()}

    async def value(self, service: str, query: str) -> int:
        """One number out of a service's database; asked so often that connections are kept."""
        if service not in self.connections:
            dsn = self.stack.services[service].wiring.owner_dsn
            self.connections[service] = await asyncpg.connect(dsn)
        return int(await self.connections[service].fetchval(query))

    async def close(self) -> None:
        """Let go of the databases."""
        for connection in self.connections.values():
            await connection.close()

    def request(self, service: str, method: str, wrong: str = "") -> bytes:
        """The sound request of a method, with something else in it."""
        request = request_of(service, method)
        if "request_id" in request.DESCRIPTOR.fields_by_name:
            request.request_id = str(uuid.uuid4())
        for part in (SOUND.get((service, method), ""), wrong):
            text_format.Merge(Template(part).safe_substitute(self.words), request)
        return bytes(request.SerializeToString())

    async def send(self, service: str, method: str, request: bytes) -> bytes:
        """The answer to these very bytes, sent by somebody who may send them."""
        role = min(ALLOWED[service, method] - {"public"})
        process = PROCESS.get(service, service)
        path = f"/{described(service).full_name}/{method}"
        channel: Any = self.portal.channels[process]
        sending: Any = {"metadata": self.portal.bearer(role), "timeout": 30}
        if method in CLIENT_STREAMING & SERVER_STREAMING:
            stream = channel.stream_stream(path)(iter([request]), **sending)
            return b"".join([part async for part in stream])
        if method in CLIENT_STREAMING:
            return bytes(await channel.stream_unary(path)(iter([request]), **sending))
        if method in ENDLESS:
            return bytes(await anext(aiter(channel.unary_stream(path)(request, **sending))))
        if method in SERVER_STREAMING:
            return b"".join([part async for part in channel.unary_stream(path)(request, **sending)])
        return bytes(await channel.unary_unary(path)(request, **sending))

    async def refused(self, service: str, method: str, request: bytes) -> grpc.aio.AioRpcError:
        """Why a request is refused; and that no log has grown by it."""
        before = await self.positions()
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await self.send(service, method, request)
        assert await self.positions() == before
        return refused.value


@pytest.fixture(scope="module")
async def world() -> AsyncIterator[World]:
    path = make_temporary()
    async with MigratedStack(path, environment=QUICK) as stack, Portal(stack.describe()) as portal:
        world = World(stack, portal)
        await world.fill()
        yield world
        await world.close()
    shutil.rmtree(path)


def assert_clear(
    failed: grpc.aio.AioRpcError, code: grpc.StatusCode, reason: str, field: str
) -> None:
    """All that AIP-193 asks of an error, and words in both languages."""
    info = detail(failed, error_details_pb2.ErrorInfo)
    assert info is not None, (failed.code(), failed.details())
    bad = detail(failed, error_details_pb2.BadRequest)
    fields = [each.field for each in bad.field_violations] if bad else []
    assert (failed.code(), info.reason, fields) == (code, reason, [field] if field else [])
    assert info.domain == "motcua"
    trailers = failed.trailing_metadata() or ()
    sizes = [len(name) + len(value) + 32 for name, value in trailers]
    # Beyond 8 KiB of trailers a gRPC client may give up; the status's message is one of them.
    assert sum(sizes) + len(quote(failed.details() or "")) < 8000
    assert_in_both_languages(
        {each.locale: each.message for each in details(failed, error_details_pb2.LocalizedMessage)}
    )


def assert_in_both_languages(words: dict[str, str]) -> None:
    assert set(words) == {"vi", "en"}
    assert words["vi"].strip() != words["en"].strip() != ""
    assert all(unicodedata.is_normalized("NFC", each) for each in words.values())
    assert words["en"].replace("…", "").isascii() or "\U00020000" in words["en"]


def in_a_text(message: Descriptor, text: bytes) -> bytes:
    """A message on the wire with this in its first text, however deep that lies; b"" without."""
    for field in message.fields:
        if field.type == field.TYPE_STRING:
            return tagged(field.number, text)
        if field.message_type and (inner := in_a_text(field.message_type, text)):
            return tagged(field.number, inner)
    return b""


def tagged(number: int, content: bytes) -> bytes:
    """A field of bytes: tag, length, content."""
    length, digits = len(content), bytearray()
    while length > 127:
        digits.append(length & 127 | 128)
        length >>= 7
    return bytes([number << 3 | 2, *digits, length]) + content


@pytest.mark.parametrize(("service", "method", "wrong", "answer"), CASES)
async def test_what_is_wrong_is_said_and_nothing_is_stored(
    world: World, service: str, method: str, wrong: str, answer: tuple[Any, str, str]
) -> None:
    failed = await world.refused(service, method, world.request(service, method, wrong))
    assert_clear(failed, *answer)


@pytest.mark.parametrize(("service", "method"), METHODS)
async def test_what_cannot_be_read_is_refused_by_every_method(
    world: World, service: str, method: str
) -> None:
    contract: Any = request_of(service, method).DESCRIPTOR
    unreadable = [b"\xff", tagged(1, b"cut")[:-1], b"\x0c"]
    unreadable += filter(
        None, (in_a_text(contract, text) for text in (b"\xc3\x28", b"\xed\xa0\x80"))
    )
    for request in unreadable:
        failed = await world.refused(service, method, request)
        assert_clear(failed, INVALID, "REQUEST_MALFORMED", "")


@pytest.mark.parametrize(("service", "method"), METHODS)
async def test_five_megabytes_are_refused_by_the_transport_of_every_method(
    world: World, service: str, method: str
) -> None:
    contract: Any = request_of(service, method).DESCRIPTOR
    request = in_a_text(contract, b"x" * 5_000_000) or tagged(1, b"x" * 5_000_000)
    failed = await world.refused(service, method, request)
    assert failed.code() == TOO_LARGE
    assert re.search(r"larger than max \(5\d{6} vs\. 4194304\)", failed.details() or "")


@pytest.mark.parametrize(("wrong", "reason", "field"), RECORDS)
async def test_a_bad_record_is_refused_by_name_and_nothing_is_stored(
    world: World, wrong: str, reason: str, field: str
) -> None:
    before = await world.positions()
    request = api.BackfillDossiersRequest.FromString(
        world.request("submissions", "BackfillDossiers")
    )
    text_format.Merge(wrong, request.records[0])
    answer = api.BackfillDossiersResponse.FromString(
        await world.send("submissions", "BackfillDossiers", request.SerializeToString())
    )
    [refusal] = answer.refusals
    assert (answer.added, answer.known, answer.refused) == (0, 0, 1)
    assert (refusal.source, refusal.reason, refusal.field) == ("old", reason, field)
    assert_in_both_languages({"vi": refusal.message_vi, "en": refusal.message_en})
    assert await world.positions() == before


async def test_nothing_else_was_wrong(world: World) -> None:
    """What all of the above started from is carried out; a changed record is then refused."""
    before = await world.positions()
    for service, method in SOUND:
        await world.send(service, method, world.request(service, method))
    await world.looked()
    after = await world.positions()
    assert {name for name in before if after[name] > before[name]} >= {"catalog", "submissions"}
    await test_a_bad_record_is_refused_by_name_and_nothing_is_stored(
        world, "assisted: true", "RECORD_CHANGED", "assisted"
    )


def test_every_method_has_a_sound_request() -> None:
    assert sorted(SOUND) == METHODS


def test_every_change_with_a_time_is_tried_with_one_that_cannot_be() -> None:
    tried = {
        (service, method)
        for (service, method), cases in [*BAD.items(), *BAD_CHANGES.items()]
        if any(reason == "TIME_OUT_OF_RANGE" for _, _, reason, _ in cases)
    }
    dated = {each for each in METHODS if "effective_time" in fields_of(*each)}
    assert sorted(dated - tried) == []


def fields_of(service: str, method: str) -> set[str]:
    """The fields of a method's request."""
    return set(request_of(service, method).DESCRIPTOR.fields_by_name)

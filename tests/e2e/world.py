"""A stack at work: dossiers in several states, drafts, files, tickets, payments, petitions.

Promises what the sound request of every method needs, each thing under a word. Not a test itself.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from string import Template
from typing import Any

import asyncpg
import grpc
import pytest
from google.protobuf import text_format
from google.rpc import error_details_pb2

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.portal.client import Portal
from services.console.portal.patience import detail
from tests.e2e import around_dossiers, federation_requests
from tests.e2e.allowed import (
    ALLOWED,
    CLIENT_STREAMING,
    ENDLESS,
    MODULES,
    PROCESS,
    SERVER_STREAMING,
    described,
    request_of,
)
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.e2e.publication_requests import QUICK, publish
from tests.e2e.sound_requests import PREPARED, SOUND
from tests.e2e.statement_requests import state

REVOKED = "7-revoked"

# Why a service that is slow to follow, or to fill its tables, refuses what it would answer.
BEHIND = {"CATALOG_BEHIND", "TRACKING_BEHIND", "NOT_SHOWN_YET", "POSITION_NOT_REACHED"}
BY = {"RateDossier": "portal"}  # who sends a sound request, where not each role may


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
        await federation_requests.state(self)
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

    async def send(self, service: str, method: str, request: bytes, *, role: str = "") -> bytes:
        """The answer to these very bytes, sent by somebody who may send them; again, as a portal
        does, while the service says that it is a moment behind.
        """
        while True:
            try:
                return await self.send_once(service, method, request, role=role)
            except grpc.aio.AioRpcError as failed:
                said = detail(failed, error_details_pb2.ErrorInfo)
                if not said or said.reason not in BEHIND:
                    raise
                await asyncio.sleep(0.1)

    async def send_once(self, service: str, method: str, request: bytes, *, role: str) -> bytes:
        """The same once, by somebody with that role or who may."""
        role = role or BY.get(method, "") or min(ALLOWED[service, method] - {"public"})
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
        """Why a request is refused; and that the log of its service has not grown by it."""
        process, query = PROCESS.get(service, service), "select position from head"
        before = await self.value(process, query)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await self.send(service, method, request)
        assert await self.value(process, query) == before
        return refused.value


@asynccontextmanager
async def filled(**more: str) -> AsyncIterator[World]:
    """A stack of its own, filled, with `more` settings; a token with the id `REVOKED` is revoked
    there.
    """
    path, around = make_temporary(), make_temporary()
    revoked = around / "revoked.json"
    revoked.write_text(json.dumps({"tokens": [REVOKED], "subjects": {}}), encoding="ascii")
    # One caller makes thousands of calls here.
    settings = {**QUICK, "MOTCUA_REVOKED_TOKENS": str(revoked), "MOTCUA_LIMITS": "none", **more}
    starting = MigratedStack(path, environment=settings)
    async with starting as stack, Portal(stack.describe()) as portal:
        world = World(stack, portal)
        await world.fill()
        yield world
        await world.close()
    shutil.rmtree(path)
    shutil.rmtree(around)

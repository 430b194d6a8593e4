"""Submissions as a big city runs them: two processes that serve on one port, and one that publishes
and folds; each of them killed.

Promises real processes. Must not judge how long anything took.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import grpc
import pytest

from deploy.embedded.databases import Database
from deploy.embedded.description import ServiceAddress
from deploy.embedded.directory import make_temporary
from deploy.embedded.services import Service
from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1.dossier_queries_pb2_grpc import DossierQueryServiceStub
from motcua.submissions.v1.submissions_pb2_grpc import DossierServiceStub
from services.chassis import balancing
from services.chassis.settings import API, PROJECTOR, RELAY
from services.console.commands.verify import verified
from services.console.portal.client import Portal
from tests.e2e.demanding import demand_published, demand_recorded
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.waiting import until

pytestmark = pytest.mark.long
SERVICE = "submissions"
CONNECTIONS = 24  # which the system deals out between two: all to one is one in eight million
ANSWERED = re.compile(
    r"^motcua_requests_total\{code=\"OK\",method=\"([^\"]+)\"\} (\d+)", re.MULTILINE
)
LEADS = re.compile(r'^motcua_leads\{role="(\w+)"\} 1\.0$', re.MULTILINE)
SUBMIT = "/motcua.submissions.v1.DossierService/SubmitDossier"


class Apart(MigratedStack):
    """Of submissions the first process leads and answers nobody, and the others share a port."""

    def service(self, database: Database, number: int = 1) -> Service:
        made = super().service(database, number)
        if database.name == SERVICE:
            roles = f"{RELAY},{PROJECTOR}" if number == 1 else API
            wanted = {"MOTCUA_ROLES": roles, "MOTCUA_REUSE_PORT": str(int(number > 1))}
            made.wiring = replace(made.wiring, extra={**made.wiring.extra, **wanted})
        if number > 2:
            made.grpc = self.replicas["submissions-2"].grpc
        return made

    async def start_replicas(self, database: Database) -> None:
        for number in (1, 2, 3) if database.name == SERVICE else (1,):
            made = self.service(database, number)
            self.replicas[made.key] = made
            await made.start()

    def offered(self, service: str) -> ServiceAddress:
        found = super().offered(service)
        shared = self.replicas.get(f"{service}-2")
        return replace(found, grpc=shared.grpc) if shared else found

    @property
    def leading(self) -> Service:
        return self.replicas[SERVICE]

    @property
    def serving(self) -> list[Service]:
        return [self.replicas[f"{SERVICE}-{number}"] for number in (2, 3)]


@pytest.fixture(scope="module")
async def stack() -> AsyncIterator[Apart]:
    path = make_temporary()
    async with Apart(path) as running:
        yield running
    shutil.rmtree(path)


@pytest.fixture(scope="module")
async def office(stack: Apart) -> AsyncIterator[Office]:
    async with Portal(stack.describe()) as portal:
        yield await Office.open(portal)


async def measured(process: Service) -> str:
    """What a process says of itself, on an address of its own."""

    def asked() -> str:
        with urllib.request.urlopen(f"http://{process.prometheus}/metrics") as answer:
            return str(answer.read().decode())

    return await asyncio.to_thread(asked)


async def submitted(process: Service) -> int:
    """How many submissions a process has answered."""
    return int(dict(ANSWERED.findall(await measured(process))).get(SUBMIT, 0))


async def has_answered(process: Service, count: int) -> bool:
    return await submitted(process) >= count


async def leads(process: Service) -> set[str]:
    return set(LEADS.findall(await measured(process)))


async def leads_in_all(process: Service) -> bool:
    return await leads(process) == {RELAY, PROJECTOR}


async def submit_by_many(office: Office, address: str) -> None:
    """A dossier by each of many connections, as portals have them."""
    local = ("grpc.use_local_subchannel_pool", 1)
    bearer = office.portal.bearer("portal")
    async with AsyncExitStack() as held:
        channels = [
            await held.enter_async_context(
                grpc.aio.insecure_channel(address, options=[local, *balancing.OPTIONS])
            )
            for _ in range(CONNECTIONS)
        ]
        for number, channel in enumerate(channels):
            request = office.submission(number)
            reply = await DossierServiceStub(channel).SubmitDossier(
                request, metadata=bearer, timeout=60, wait_for_ready=True
            )
            office.acknowledge(request.request_id, reply.dossier)


async def test_two_processes_answer_on_one_port_and_lead_in_nothing(
    stack: Apart, office: Office
) -> None:
    first, second = stack.serving
    assert first.grpc == second.grpc != stack.leading.grpc
    assert first.prometheus != second.prometheus
    await submit_by_many(office, first.grpc)
    answered = Counter(
        {each.key: await submitted(each) for each in (*stack.serving, stack.leading)}
    )
    assert answered["submissions-2"] > 0
    assert answered["submissions-3"] > 0
    assert answered["submissions"] == 0
    assert [await leads(each) for each in stack.serving] == [set(), set()]
    await until(lambda: leads_in_all(stack.leading))


async def test_who_is_for_other_roles_answers_no_calls(stack: Apart, office: Office) -> None:
    async with grpc.aio.insecure_channel(stack.leading.grpc) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await DossierQueryServiceStub(channel).ListDossiers(
                queries.ListDossiersRequest(unit="units/ward-1"),
                metadata=office.portal.bearer("officer"),
                timeout=60,
            )
    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_commands_go_on_when_one_of_the_port_ends(stack: Apart, office: Office) -> None:
    gone, left = stack.serving
    before = await submitted(left)
    await gone.kill()
    await submit_by_many(office, left.grpc)
    await until(lambda: has_answered(left, before + CONNECTIONS))
    await gone.start()


async def test_what_is_recorded_while_nobody_publishes_is_published_and_shown_later(
    stack: Apart, office: Office
) -> None:
    """Reads of lists wait for the projection, and are refused meanwhile; commands do not."""
    await stack.leading.kill()
    dossier = await office.submit()
    await stack.leading.start()
    asked = queries.ListDossiersRequest(unit=dossier.receiving_unit, page_size=1000)
    portal = office.portal
    listed = await portal.call(portal.dossier_queries.ListDossiers, asked, role="officer")
    assert dossier.name in {row.name for row in listed.dossiers}
    await demand_recorded(stack, office)
    await demand_published(stack)
    await until(lambda: equal(portal))


async def equal(portal: Portal) -> bool:
    return bool((await verified(portal)).equal)

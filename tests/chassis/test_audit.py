"""What inspectors may list of refusals and readings: all of it, bounded, and nobody's data.

Promises that a flood is a number, that nothing waits for the audit, and that what cannot be written
is written later.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import grpc
import pytest

from deploy.embedded.databases import Database
from motcua.chassis.v1 import audit_pb2 as api
from motcua.chassis.v1.audit_pb2_grpc import AuditServiceStub
from services.chassis import gauges
from services.chassis.audit.record import Audit
from services.chassis.audit.tally import unit_in
from services.chassis.call import current
from services.chassis.database import SQL, Pool, open_pool
from services.chassis.errors import Refusal
from services.chassis.keys import Keyring
from services.chassis.reasons import Kind, Reason
from services.chassis.sealing import Reading, Vault
from tests.chassis.echo import Client, Echo, refused, request, running, token
from tests.templates import Templates

KEYS = Keyring({"1": b"a key of the tests"})
SAY, RULE, FIND = (f"/motcua.echo.v1.EchoService/{name}" for name in ("Say", "Rule", "Find"))


class HiddenReason(Reason):
    """Of the tests."""

    THING_UNKNOWN = (Kind.NOT_FOUND, "Không có.", "There is none.")


@pytest.fixture(scope="module")
async def kept(module_database: Database) -> AsyncIterator[Pool]:
    async with await open_pool(module_database.dsn, largest=4) as pool:
        yield pool


@pytest.fixture(scope="module")
async def module_database(templates: Templates) -> AsyncIterator[Database]:
    found = await templates.copy("audit", [SQL])
    yield found
    await templates.drop(found)


class World:
    """A server with an audit, and inspectors who ask it."""

    def __init__(self, client: Client, audit: Audit, echo: Echo) -> None:
        self.client, self.audit, self.echo = client, audit, echo
        self.stub = AuditServiceStub(client.channel)

    async def entries(self, *, unit: str = "*", **asked: Any) -> list[Any]:
        """All pages, after what is waiting was written."""
        await self.audit.write()
        auth = token("inspector", unit, sub="inspectors/1")
        asked.setdefault("subtree", "" if unit == "*" else unit)
        question = api.ListAuditEntriesRequest(page_size=2, **asked)
        found: list[Any] = []
        while True:
            answer = await self.stub.ListAuditEntries(question, metadata=(("authorization", auth),))
            assert len(answer.entries) <= 2
            found += answer.entries
            question.page_token = answer.next_page_token
            if not question.page_token:
                return found


@pytest.fixture
async def world(kept: Pool, module_database: Database) -> AsyncIterator[World]:
    owner = await asyncpg.connect(module_database.owner_dsn)
    await owner.execute("truncate refusals")
    await owner.close()
    async with audited(kept) as world:
        yield world


@asynccontextmanager
async def audited(pool: Pool) -> AsyncIterator[World]:
    audit, echo = Audit(pool, KEYS, days=30), Echo()
    async with running(echo, audit=audit) as client:
        yield World(client, audit, echo)


def at(unit: str) -> Any:
    return request(place={"unit": unit})


async def test_refusals_by_permission_are_listed_with_who_when_which_and_why(world: World) -> None:
    before = datetime.now(UTC)
    for _ in range(3):
        await refused(world.client.call("Say", at("units/elsewhere")))
    await refused(world.client.call("Rule", request()))
    said, ruled = sorted(await world.entries(), key=lambda each: each.method, reverse=True)
    assert (said.kind, said.caller, said.method, said.reason, said.unit, said.count) == (
        api.AuditEntry.KIND_PERMISSION,
        "officers/1",
        SAY,
        "NOT_PERMITTED",
        "units/elsewhere",
        3,
    )
    assert (ruled.method, ruled.unit, ruled.count) == (RULE, "", 1)
    times = [each.ToDatetime(tzinfo=UTC) for each in (said.first_time, said.last_time)]
    assert before <= times[0] <= times[1] <= datetime.now(UTC)


async def test_one_who_is_told_that_there_is_nothing_shows_too(world: World) -> None:
    async def hidden(_: Any) -> Any:
        call = current()
        if not call.permits("units/elsewhere"):
            raise Refusal(HiddenReason.THING_UNKNOWN)

    async def missing(_: Any) -> Any:
        current().permit("units/ward")
        raise Refusal(HiddenReason.THING_UNKNOWN)

    for act in (hidden, missing):
        world.echo.act = act
        assert (await refused(world.client.call("Find", request()))).reason == "THING_UNKNOWN"
    (entry,) = await world.entries()
    assert (entry.method, entry.reason, entry.unit) == (FIND, "THING_UNKNOWN", "units/elsewhere")
    assert (entry.kind, entry.count) == (api.AuditEntry.KIND_PERMISSION, 1)


async def test_who_shows_no_sound_token_has_a_pseudonym_and_no_address(world: World) -> None:
    await refused(world.client.call("Say", request(), auth=None))
    await refused(world.client.call("Say", request(), auth="Bearer made-up"))
    entries = await world.entries(kinds=[api.AuditEntry.KIND_TOKEN])
    assert {each.reason for each in entries} == {"TOKEN_MISSING", "TOKEN_INVALID"}
    (caller,) = {each.caller for each in entries}
    assert caller.startswith("visitor:")
    assert "127.0.0.1" not in str(entries)


async def test_what_a_caller_sends_is_in_it_only_where_it_names_a_unit(world: World) -> None:
    for unit in ("Nguyễn Văn A", "units/012345678901", "units/" + "x" * 100, "units/a b"):
        await refused(world.client.call("Say", at(unit)))
    assert {each.unit for each in await world.entries()} == {""}
    assert unit_in("units/ward-7.2") == "units/ward-7.2"


async def test_an_inspector_sees_his_subtree_and_only_one_of_everything_sees_the_rest(
    world: World,
) -> None:
    for unit in ("units/ward", "units/street", "units/city"):
        auth = token("officer", "units/elsewhere", sub="officers/9")
        await refused(world.client.call("Say", at(unit), auth=auth))
    await refused(world.client.call("Say", request(), auth=None))
    assert {each.unit for each in await world.entries(unit="units/ward")} == {
        "units/ward",
        "units/street",
    }
    assert len(await world.entries()) == 4
    stub = AuditServiceStub(world.client.channel)
    for role, unit in (("inspector", "units/ward"), ("operator", "*"), ("leader", "*")):
        bearer = (("authorization", token(role, unit, sub="inspectors/2")),)
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await stub.ListAuditEntries(api.ListAuditEntriesRequest(), metadata=bearer)
        assert failed.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_entries_are_found_by_kind_caller_method_and_time(world: World) -> None:
    await refused(world.client.call("Say", at("units/elsewhere")))
    await refused(world.client.call("Rule", request(), auth=token(sub="officers/2")))
    await refused(world.client.call("Say", request(), auth=None))
    day = timedelta(days=1)
    for asked, count in (
        ({"kinds": [api.AuditEntry.KIND_PERMISSION]}, 2),
        ({"caller": "officers/2"}, 1),
        ({"method": SAY}, 2),
        ({"start_time": datetime.now(UTC) - day, "end_time": datetime.now(UTC) + day}, 3),
        ({"end_time": datetime.now(UTC) - day}, 0),
        ({"start_time": datetime.now(UTC) + day}, 0),
    ):
        assert len(await world.entries(**asked)) == count, asked


async def test_readings_of_what_is_sealed_are_listed_among_the_rest(
    world: World, kept: Pool
) -> None:
    reading = Reading(datetime.now(UTC), "officers/3", "units/ward", ["dossiers/1"], "decide")
    await Vault(kept, KEYS).read(reading, "submission")
    await refused(world.client.call("Say", at("units/ward"), auth=token(unit="units/no")))
    read = await world.entries(kinds=[api.AuditEntry.KIND_READING], caller="officers/3")
    assert (read[-1].reason, read[-1].unit, read[-1].count) == ("decide", "units/ward", 1)
    assert list(read[-1].resources) == ["dossiers/1"]
    both = {each.kind for each in await world.entries(unit="units/ward")}
    assert both == {api.AuditEntry.KIND_READING, api.AuditEntry.KIND_PERMISSION}


async def test_what_was_counted_in_one_minute_by_two_processes_is_one_row(
    world: World, kept: Pool
) -> None:
    async with audited(kept) as other:
        for each in (world, other, world):
            await refused(each.client.call("Rule", request()))
            await each.audit.write()
    entries = await world.entries(method=RULE)
    assert sum(each.count for each in entries) == 3
    assert len(entries) <= 2  # where a minute ended between


async def test_what_cannot_be_written_waits_and_is_written_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> None:
        raise OSError

    await refused(world.client.call("Rule", request()))
    with monkeypatch.context() as broken:
        broken.setattr(world.audit, "_execute", away)
        with pytest.raises(OSError):  # noqa: PT011
            await world.audit.write()
    assert gauges.AUDIT_WAITING._value.get() == 1
    await refused(world.client.call("Rule", request()))
    assert sum(each.count for each in await world.entries(method=RULE)) == 2


async def test_the_task_writes_at_its_end_and_removes_what_has_expired(
    world: World, module_database: Database, kept: Pool
) -> None:
    await refused(world.client.call("Rule", request()))
    await world.audit.write()
    owner = await asyncpg.connect(module_database.owner_dsn)
    await owner.execute("update refusals set expires_on = current_date - 2")
    await owner.close()
    await refused(world.client.call("Say", at("units/elsewhere")))
    running_ = asyncio.ensure_future(world.audit.run())
    await asyncio.sleep(0)
    running_.cancel()
    await asyncio.gather(running_, return_exceptions=True)
    await world.audit.expire()
    (left,) = await kept.fetch("select method, expires_on, minute::date as day from refusals")
    assert left["method"] == SAY
    assert left["expires_on"] - left["day"] == timedelta(days=30)


async def test_a_service_can_neither_change_nor_remove_what_is_written(kept: Pool) -> None:
    for statement in ("update refusals set count = 1", "delete from refusals"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await kept.execute(statement)

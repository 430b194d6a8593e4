"""Who may publish and read what on NATS, asked of a real server.

Promises a try for every refusal, and a control for the tries: they succeed where one may. Must not
rely on the client: only what the server let through counts.
"""

import itertools
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from deploy.embedded.accounts import ACCOUNTS, SERVICES, configuration
from deploy.embedded.stack import Stack
from services.chassis import wakes
from services.chassis.bus import OWN, Bus, Unreachable
from services.console.reading.folding import streams
from tests.e2e.intruder import CONSUMER, EXISTING, Try, attempt, connected, consumer, settled, tries
from tests.forwarders import answered
from tests.waiting import until

USERS = [each.name for each in ACCOUNTS]
READS = {each.name: each.reads for each in ACCOUNTS}
OWNER = {stream: each.name for each in ACCOUNTS for stream in each.owns}
FOREIGN = [(user, stream) for user in USERS for stream in OWNER if user != OWNER[stream]]
READABLE = [(user, stream) for user in USERS for stream in READS[user]]


def has(kind: str) -> list[str]:
    return [each.name for each in ACCOUNTS if each.is_service == (kind == "service")]


@pytest.fixture
async def owners(stack: Stack) -> AsyncIterator[dict[str, Bus]]:
    """All streams, each with three messages and a consumer, and their owners' connections."""
    async with AsyncExitStack() as held:
        await held.enter_async_context(answered(stack))
        buses = {
            stream: await held.enter_async_context(connected(stack, name))
            for stream, name in OWNER.items()
        }
        for name, bus in buses.items():
            await bus.delete_stream(name)
            await bus.ensure_stream(name)
            for _ in range(3):
                await say(bus, name)
            config = {**CONSUMER, "name": EXISTING, "ack_policy": "explicit"}
            body = {"stream_name": name, "config": config}
            await bus.api(f"CONSUMER.CREATE.{name}.{EXISTING}", body)
        yield buses
        for name, bus in buses.items():
            await bus.delete_stream(name)


async def say(owner: Bus, stream: str) -> int:
    """Publish without any condition, so that nothing but the accounts hinders a copy of it."""
    subject = f"motcua.{stream}.test"
    reply = await owner.client.request(subject, stream.encode(), timeout=30)
    return int(json.loads(reply.data)["seq"])


@pytest.mark.parametrize(("user", "target"), FOREIGN)
async def test_nobody_touches_a_stream_of_another(
    stack: Stack, owners: dict[str, Bus], user: str, target: str
) -> None:
    others = {name: bus for name, bus in owners.items() if OWNER[name] != user}
    before = {name: await settled(bus, name) for name, bus in others.items()}
    async with connected(stack, user) as bus:
        # A service that follows the stream could pull from another's consumer, if it knew the name:
        # names are random, and nobody else may ask for them.
        followed = READS[user] if user in SERVICES else ()
        known = {each: "guessed" if each in followed else EXISTING for each in OWNER}
        await attempt(bus, tries(target, known))
        after = {name: await settled(bus, name) for name, bus in others.items()}
    assert after == before
    assert await say(owners[target], target) == 4


async def test_the_tries_would_succeed_within_one_account(
    stack: Stack, owners: dict[str, Bus]
) -> None:
    """Otherwise the refusals above would say nothing."""
    forged = "motcua.catalog.X.y"
    ways = (
        Try(f"{OWN}.INFO", reply=forged),
        Try(f"{OWN}.DIRECT.GET.catalog", b'{"seq":1,"batch":2}', reply=forged),
        Try(f"{OWN}.CONSUMER.MSG.NEXT.other.pull", b'{"batch":2}', reply=forged),
        Try("any.subject", b"", headers={"Nats-Trace-Dest": forged}),
    )
    async with connected(stack, "catalog") as bus:
        await bus.ensure_stream("other")
        await say(bus, "other")
        await attempt(bus, iter([Try(f"{OWN}.CONSUMER.CREATE.other.pull", consumer("other"))]))
        for way in ways:
            before = (await settled(owners["catalog"], "catalog"))["state"]["last_seq"]
            await attempt(bus, iter([way]))
            await until(lambda before=before: grown(owners["catalog"], before))
        await attempt(bus, iter([Try(f"{OWN}.CONSUMER.DELETE.catalog.{EXISTING}")]))
        await until(lambda: lost_its_consumer(owners["catalog"]))
        await bus.delete_stream("other")


async def grown(owner: Bus, before: int) -> bool:
    state = await owner.state("catalog")
    return state is not None and state.last > before


async def lost_its_consumer(owner: Bus) -> bool:
    return EXISTING not in ((await owner.api("CONSUMER.NAMES.catalog"))["consumers"] or [])


@pytest.mark.parametrize(("user", "stream"), READABLE)
async def test_who_reads_a_stream_looks_at_it_and_hears_it(
    stack: Stack, owners: dict[str, Bus], user: str, stream: str
) -> None:
    async with streams.connected(stack.nats_url(user)) as client:
        heard = await client.subscribe(f"motcua.{stream}.>")
        await client.flush()
        assert await streams.count(client, stream) == 3
        async with streams.Batches(client, stream) as batches:
            assert [each.data.decode() for each in await batches.take(2, 10)] == [stream] * 2
        await say(owners[stream], stream)
        assert (await heard.next_msg(30)).subject == f"motcua.{stream}.test"


@pytest.mark.parametrize(("user", "stream"), [pair for pair in FOREIGN if pair not in READABLE])
async def test_who_does_not_read_a_stream_learns_nothing_of_it(
    stack: Stack, owners: dict[str, Bus], user: str, stream: str
) -> None:
    heard: list[str] = []

    async def hear(message: Any) -> None:
        heard.append(message.subject)

    async with connected(stack, user) as bus:
        await bus.client.subscribe(f"motcua.{stream}.>", cb=hear)
        await bus.client.flush()
        for action, body in (("STREAM.INFO", None), ("DIRECT.GET", {"seq": 1})):
            with pytest.raises(Unreachable):
                await bus.imported(stream).api(f"{action}.{stream}", body)
        await say(owners[stream], stream)
        await bus.client.flush()  # whatever was sent to it has arrived by then
    assert heard == []


@pytest.mark.parametrize("service", has("service"))
async def test_a_service_follows_what_it_reads_and_readers_make_no_consumer(
    stack: Stack, owners: dict[str, Bus], service: str
) -> None:
    async with connected(stack, service) as bus:
        for stream in READS[service]:
            async with bus.imported(stream).reading(stream, start=2) as pull:
                taken = [await pull.take(1, within=30) for _ in range(2)]
            assert [each.data.decode() for [each] in taken] == [stream] * 2
    for name in has("reader"):
        async with connected(stack, name) as bus:
            for stream in READS[name]:
                with pytest.raises(Unreachable):
                    async with bus.imported(stream).reading(stream, start=1):
                        pass


def forged_by(user: str) -> str:
    """The subject of what a user publishes on his own, outside every stream."""
    return f"motcua.metrics.from.{user}"


async def listen(bus: Bus, user: str, heard: list[str]) -> None:
    """Note every subject of a user's account that another one could have sent to. Where a reader is
    refused to listen it hears nothing; where it may, it must hear nobody else's.
    """

    async def hear(message: Any) -> None:
        if message.subject.startswith(("_INBOX", "JS.", "$JS", "motcua", "answers")):
            heard.append(message.subject)

    others = (f"motcua.{stream}.>" for stream in READS[user] if user not in SERVICES)
    for subject in ("_INBOX.>", "JS.>", "$JS.>", "motcua.>", "answers.>", *others):
        await bus.client.subscribe(subject, cb=hear)
    await bus.client.flush()


async def speak(bus: Bus, user: str) -> None:
    """Ask all that a user may ask, and publish."""
    for stream in READS[user]:
        await bus.imported(stream).state(stream)
        request = f"JS.{stream}.API.DIRECT.GET.{stream}"
        await bus.client.publish(request, b'{"seq":1,"batch":3}', reply=f"answers.to.{user}")
    await bus.client.publish(forged_by(user), b"forged")
    await bus.client.flush()


async def test_nobody_overhears_another(stack: Stack, owners: dict[str, Bus]) -> None:
    """Neither replies, nor requests, nor what readers send: they cannot forge for each other."""
    heard: dict[str, list[str]] = {user: [] for user in USERS}
    expected = {user: [forged_by(user)] if user in SERVICES else [] for user in USERS}
    for user in USERS:
        if "metrics" in READS[user]:
            expected[user].insert(0, forged_by("metrics"))

    def published() -> dict[str, list[str]]:
        return {user: [each for each in heard[user] if "from" in each] for user in USERS}

    async with AsyncExitStack() as held:
        buses = {u: await held.enter_async_context(connected(stack, u)) for u in USERS}
        for user, bus in buses.items():
            await listen(bus, user, heard[user])
        for user, bus in buses.items():
            await speak(bus, user)
        await until(lambda: sum(map(len, published().values())) >= sum(map(len, expected.values())))
        for bus in buses.values():
            await bus.client.flush()  # what should not have been heard has arrived by then
    assert published() == expected
    for user in USERS:
        answers = {each for each in heard[user] if each.startswith("answers")}
        assert answers <= {f"answers.to.{user}"}
    inboxes = [each for each in itertools.chain(*heard.values()) if each.startswith("_INBOX")]
    assert len(inboxes) == len(set(inboxes))


@pytest.mark.parametrize("name", ["x" * 4040, "\u00e9" * 1900])
async def test_a_request_that_makes_a_long_line_leaves_the_others_answered(
    stack: Stack, owners: dict[str, Bus], name: str
) -> None:
    subject = "JS.metrics.API.DIRECT.GET.metrics"
    async with connected(stack, "city") as bus:
        for _ in range(2):
            reply = f"_INBOX.{name}"
            await bus.client._send_publish(subject, reply, b'{"seq":1}', 9, None)
            answer = await bus.client.request(subject, b'{"seq":1}', timeout=30)
            assert answer.data == b"metrics"


def shares(one: str, other: str) -> bool:
    """Whether either reads a stream of the other: a reader is asked by the owner, and answered."""
    pairs = ((one, other), (other, one))
    return any(OWNER[stream] == owner for owner, user in pairs for stream in READS[user])


def test_an_account_is_open_to_those_it_names_and_to_nobody_else() -> None:
    found = configuration(ACCOUNTS, {name: {name: name * 2} for name in USERS})
    for name, account in found.items():
        assert [user["user"] for user in account["users"]] == [name]
        assert ("jetstream" in account) == (name in SERVICES)
        for export in account["exports"]:
            assert export["accounts"]
            assert name not in export["accounts"]
            assert not set(export["accounts"]) - {u for u in USERS if shares(name, u)}
    offered = json.dumps([account["exports"] for account in found.values()])
    for never in ("DELETE", "UPDATE", "PURGE", "ACK", "MSG.GET", "CONSUMER.INFO", "NAMES"):
        assert f".{never}" not in offered.replace("DIRECT.GET", "")
    for name in has("reader"):
        assert "CONSUMER" not in json.dumps(found[name])


@pytest.mark.parametrize("service", SERVICES)
async def test_only_a_service_wakes_itself_and_hears_that(stack: Stack, service: str) -> None:
    """Not even as the reply to what another account may ask for."""
    subject, heard = wakes.subject(service), dict[str, list[bytes]]()

    async with AsyncExitStack() as held:
        buses = {
            name: await held.enter_async_context(connected(stack, name)) for name in sorted(USERS)
        }
        buses["same"] = await held.enter_async_context(connected(stack, service))
        for name, bus in buses.items():
            heard[name] = []

            async def hear(message: Any, name: str = name) -> None:
                heard[name].append(message.data)

            for each in ("motcua-wake.>", subject):
                await bus.client.subscribe(each, cb=hear)
            await bus.client.flush()
        for name, bus in buses.items():
            await bus.client.publish(subject, name.encode())
            for stream in READS.get(name, ()) if name != service else ():
                asked = f"JS.{stream}.API.STREAM.INFO.{stream}"
                await bus.client.publish(asked, b"", reply=subject)
        own = {service.encode(), b"same"}
        for name in (service, "same"):
            await until(lambda name=name: heard[name].count(b"same") == 2)
        for bus in buses.values():
            await bus.client.flush()
    assert set(heard[service]) <= own
    assert set(heard["same"]) <= own
    others = {name: told for name, told in heard.items() if name not in {service, "same"}}
    said = {each for told in others.values() for each in told}
    assert not said & own
    # A service hears what it says itself: it does listen. A reader may not even do that.
    assert {name for name, told in others.items() if told} == set(SERVICES) - {service}

"""Who may publish and read what on NATS, asked of a real server.

Promises a try for every refusal. Must not rely on the client: only what the server let through
counts.
"""

from collections.abc import AsyncIterator
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.js.api import ConsumerConfig, StreamConfig

from deploy.embedded.permissions import CITY_INBOX, SERVICES
from deploy.embedded.stack import Stack
from tests.waiting import until

REFUSED = (nats.errors.TimeoutError, nats.js.errors.NoStreamResponseError)


@pytest.fixture
async def streams(stack: Stack) -> AsyncIterator[None]:
    """The three streams, each with one message, made and published by their own services."""
    for name in SERVICES:
        client = await connect(stack, name)
        await client.jetstream(timeout=30).add_stream(
            StreamConfig(name=name, subjects=[f"motcua.{name}.>"])
        )
        await client.jetstream(timeout=30).publish(f"motcua.{name}.test", name.encode())
        await client.close()
    yield
    client = await connect(stack, "admin")
    for name in SERVICES:
        await client.jetstream(timeout=30).delete_stream(name)
    await client.close()


async def connect(
    stack: Stack, user: str, *, forbidden: list[str] | None = None, **options: Any
) -> Client:
    """A client of that user; what the server forbids it is kept, not printed."""

    async def keep(error: Exception) -> None:
        if forbidden is not None and "permissions violation" in str(error).lower():
            forbidden.append(str(error).lower())

    return await nats.connect(stack.nats_url(user), error_cb=keep, **options)


async def pulled(client: Client, stream: str, *, within: float = 30) -> bytes:
    """The first message of a stream, through a pull consumer."""
    context = client.jetstream(timeout=within)
    info = await context.add_consumer(stream, ConsumerConfig(ack_policy="none"))
    pull = await context.pull_subscribe_bind(stream=stream, consumer=info.name)
    [message] = await pull.fetch(1, timeout=within)
    return message.data


@pytest.mark.parametrize("user", [*SERVICES, "inspector"])
@pytest.mark.parametrize("stream", SERVICES)
async def test_services_and_inspectors_read_every_stream(
    stack: Stack, streams: None, user: str, stream: str
) -> None:
    client = await connect(stack, user)
    assert await pulled(client, stream) == stream.encode()
    await client.close()


@pytest.mark.parametrize("user", ["submissions", "metrics", "inspector", "city"])
async def test_only_the_owner_publishes_facts(stack: Stack, streams: None, user: str) -> None:
    client = await connect(stack, user, inbox_prefix=CITY_INBOX.encode())
    await client.publish("motcua.catalog.test", b"forged")
    await client.flush()
    await client.close()
    admin = await connect(stack, "admin")
    assert (await admin.jetstream(timeout=30).stream_info("catalog")).state.messages == 1
    await admin.close()


@pytest.mark.parametrize("user", ["submissions", "metrics", "inspector", "city"])
async def test_only_the_owner_deletes_its_stream(stack: Stack, streams: None, user: str) -> None:
    forbidden: list[str] = []
    client = await connect(stack, user, forbidden=forbidden)
    with pytest.raises(REFUSED):
        await client.jetstream(timeout=0.3).delete_stream("catalog")
    await until(lambda: any("stream.delete.catalog" in each for each in forbidden))
    await client.close()
    admin = await connect(stack, "admin")
    assert (await admin.jetstream(timeout=30).stream_info("catalog")).state.messages == 1
    await admin.close()


async def test_the_city_consumes_metric_events_only(stack: Stack, streams: None) -> None:
    forbidden: list[str] = []
    options = {"inbox_prefix": CITY_INBOX.encode(), "forbidden": forbidden}
    client = await connect(stack, "city", **options)
    assert await pulled(client, "metrics") == b"metrics"
    with pytest.raises(REFUSED):
        await pulled(client, "submissions", within=0.5)
    await until(lambda: any("consumer.create.submissions" in each for each in forbidden))
    await client.close()


async def test_the_city_overhears_nobody(stack: Stack, streams: None) -> None:
    city = await connect(stack, "city")
    heard: list[str] = []

    async def hear(message: Any) -> None:
        heard.append(message.subject)

    for subject in (">", "_INBOX.>", "motcua.submissions.>", "motcua.metrics.>"):
        await city.subscribe(subject, cb=hear)
    await city.flush()
    for name in ("metrics", "submissions"):
        client = await connect(stack, name)
        await client.jetstream(timeout=30).publish(f"motcua.{name}.said", b"x")
        await client.close()
    await city.flush()  # whatever was sent to it has arrived by then
    await city.drain()  # and was heard
    assert heard == ["motcua.metrics.said"]

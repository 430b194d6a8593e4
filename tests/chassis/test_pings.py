"""When a connection to NATS is taken for dead, when it is only busy, and what a ping waits for.

Must not need a server that hangs: test_cluster.py has one.
"""

from __future__ import annotations

import pytest
from nats.aio.client import Client

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from services.chassis.client import FastClient


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> FastClient:
    """A client whose pings go nowhere."""

    async def sent(*_: object) -> None:
        return None

    monkeypatch.setattr(Client, "_send_ping", sent)
    return FastClient()


async def test_messages_since_the_last_ping_are_a_sign_of_life(client: FastClient) -> None:
    client._pings_outstanding = 2
    client.stats["in_msgs"] += 1
    await client._send_ping()
    assert client._pings_outstanding == 1


async def test_silence_since_the_last_ping_is_none(client: FastClient) -> None:
    client.stats["in_msgs"] += 1
    await client._send_ping()
    client._pings_outstanding = 2
    await client._send_ping()
    assert client._pings_outstanding == 2


async def test_what_was_said_before_a_flush_is_on_its_way_before_the_ping(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = await Bus.connect(stack.nats_url("metrics"))
    sent: list[bytes] = []
    transport = bus.client._transport
    write, writelines = transport.write, transport.writelines
    monkeypatch.setattr(transport, "write", lambda data: (sent.append(data), write(data)))
    monkeypatch.setattr(
        transport, "writelines", lambda lines: (sent.extend(lines), writelines(lines))
    )
    heard = await bus.client.subscribe("motcua.figures.live.a")
    await bus.client.publish("motcua.figures.live.a", b"1")
    await bus.client.flush()
    assert [each.split()[0] for each in sent] == [b"SUB", b"PUB", b"PING"]
    assert (await heard.next_msg(30)).data == b"1"
    await bus.close()

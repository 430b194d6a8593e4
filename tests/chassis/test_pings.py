"""When a connection to NATS is taken for dead, and when it is only busy.

Must not need a server that hangs: test_cluster.py has one.
"""

from __future__ import annotations

import pytest
from nats.aio.client import Client

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

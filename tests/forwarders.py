"""Forwarders of readers' requests, without the services that they run in.

Promises that their subscriptions are open while they are held, as far as their own server has
heard; of a cluster's nodes the others hear of them a little later.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from deploy.embedded.accounts import SERVICES
from services.chassis.process import background
from services.chassis.tls.client import SYSTEM, ClientTls
from services.console.outcome import Unavailable
from services.console.reading.folding import streams
from services.readers.forwarder import Forwarder
from tests.waiting import has_heard, until


class Addressed(Protocol):
    """A stack, or a cluster."""

    def nats_url(self, account: str) -> str:
        """How the current user of an account connects."""


@asynccontextmanager
async def answered(
    stack: Addressed, *services: str, tls: ClientTls = SYSTEM
) -> AsyncIterator[dict[str, Forwarder]]:
    """While this is held, whoever reads the streams of these services is answered."""
    forwarders = {name: Forwarder(name, stack.nats_url(name), tls) for name in services or SERVICES}
    async with background(**{name: each.run for name, each in forwarders.items()}):
        await until(lambda: all(each.lanes and each.lanes.are_open for each in forwarders.values()))
        for each in forwarders.values():
            await has_heard(each.bus.client)
        yield forwarders


async def is_empty(url: str, stream: str) -> bool:
    """Whether a reader is told so; not yet, while its requests find nobody."""
    with suppress(Unavailable):
        async with streams.connected(url) as client:
            return await streams.count(client, stream) == 0
    return False


async def reads(url: str, stream: str) -> list[bytes]:
    """The first message of a stream, as a reader of a cluster gets it."""
    async with (
        streams.connected(url) as client,
        streams.Batches(client, stream, replicated=True) as batches,
    ):
        return [each.data for each in await batches.take(1, 1)]

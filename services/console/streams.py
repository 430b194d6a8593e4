"""Reading the event streams from NATS: from the first message to the last, in order, as facts.

Promises every message once, or an error. Must not touch a stream or leave a consumer behind.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from services.console.fold import BrokenStreamError, Fact
from services.console.outcome import Unavailable

BATCH = 2000
PATIENCE = 10.0


class QuickClient(Client):
    """The client's own reading of headers costs ten times as much as everything else here."""

    @staticmethod
    def _parse_header_lines(raw: bytes) -> dict[str, str]:
        """Ours are printable ASCII, as the contract has them."""
        pairs = (line.partition(": ") for line in raw.decode().split("\r\n"))
        return {name: value for name, found, value in pairs if found}


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    """A connection as the user in the address."""
    try:
        client = QuickClient()
        await client.connect(url, connect_timeout=5, max_reconnect_attempts=3)
    except (OSError, nats.errors.Error) as failed:
        raise Unavailable(
            f"NATS does not answer ({type(failed).__name__}): is the stack up?"
        ) from None
    try:
        yield client
    finally:
        await client.close()


async def count(client: Client, stream: str) -> int:
    """How many messages the stream holds now; one that starts later than 1 has lost its
    beginning.
    """
    state = (await ask(client, f"STREAM.INFO.{stream}"))["state"]
    if state["messages"] and state["messages"] != state["last_seq"] - state["first_seq"] + 1:
        raise BrokenStreamError(
            f"{stream}: {state['messages']} messages, {state['first_seq']} to {state['last_seq']}"
        )
    return int(state["messages"])


async def read(client: Client, stream: str, *, after: int, until: int) -> AsyncIterator[Fact]:
    """Messages number `after` + 1 to `until` of the stream, counted from its first."""
    if until <= after:
        return
    first = int((await ask(client, f"STREAM.INFO.{stream}"))["state"]["first_seq"])
    consumer = await open_consumer(client, stream, sequence=first + after)
    try:
        async with pulled(client, stream, consumer) as pull:
            for begin in range(after, until, BATCH):
                for message in await pull(min(BATCH, until - begin)):
                    yield as_fact(stream, message)
    except TimeoutError:
        raise Unavailable(f"the stream {stream} stopped before message {until}") from None
    finally:
        await ask(client, f"CONSUMER.DELETE.{stream}.{consumer}")


@asynccontextmanager
async def pulled(
    client: Client, stream: str, consumer: str
) -> AsyncIterator[Callable[[int], Awaitable[list[Msg]]]]:
    """A function that asks for so many messages and returns when they are there."""
    inbox, arrived, whole = client.new_inbox(), [], asyncio.Event()
    wanted = 0

    async def take(message: Msg) -> None:
        arrived.append(message)
        if len(arrived) >= wanted:
            whole.set()

    async def pull(count: int) -> list[Msg]:
        nonlocal wanted
        wanted = count
        arrived.clear()
        whole.clear()
        request = json.dumps({"batch": count, "expires": int(PATIENCE * 1e9)}).encode()
        await client.publish(f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}", request, reply=inbox)
        await asyncio.wait_for(whole.wait(), PATIENCE)
        return list(arrived)

    subscription = await client.subscribe(
        inbox, cb=take, pending_msgs_limit=-1, pending_bytes_limit=-1
    )
    try:
        yield pull
    finally:
        await subscription.unsubscribe()


async def open_consumer(client: Client, stream: str, *, sequence: int) -> str:
    """An ephemeral, in-memory consumer without acknowledgements; it ends by itself if we are
    killed.
    """
    config = {
        "deliver_policy": "by_start_sequence",
        "opt_start_seq": sequence,
        "ack_policy": "none",
        "mem_storage": True,
        "num_replicas": 1,
        "inactive_threshold": int(30e9),
    }
    made = await ask(client, f"CONSUMER.CREATE.{stream}", {"stream_name": stream, "config": config})
    return str(made["name"])


async def ask(client: Client, action: str, request: dict[str, Any] | None = None) -> dict[str, Any]:
    """One call of the JetStream API."""
    body = json.dumps(request).encode() if request else b""
    try:
        answer = json.loads((await client.request(f"$JS.API.{action}", body, timeout=5)).data)
    except (TimeoutError, nats.errors.Error) as failed:
        raise Unavailable(f"JetStream does not answer {action} ({type(failed).__name__})") from None
    if "error" in answer:
        raise Unavailable(
            f"JetStream refuses {action}: {answer['error'].get('description', answer['error'])}"
        )
    return dict(answer)


def as_fact(stream: str, message: Msg) -> Fact:
    """A message with its headers; a status without data is the server's word that something went
    wrong.
    """
    headers = message.headers or {}
    if "Status" in headers:
        raise BrokenStreamError(
            f"{stream}: NATS says {headers['Status']} {headers.get('Description', '')}"
        )
    try:
        return Fact(
            stream=stream,
            position=int(headers["Motcua-Position"]),
            type=headers["ce-type"],
            occurred_at=instant(headers["ce-time"]),
            recorded_at=instant(headers["Motcua-Recorded"]),
            payload=message.data,
            version=int(headers["Motcua-Version"]),
        )
    except (KeyError, ValueError) as failed:
        raise BrokenStreamError(
            f"{stream}: a message without proper headers ({failed!r})"
        ) from None


def instant(text: str) -> datetime:
    """RFC 3339, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)

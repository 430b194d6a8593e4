"""Reading the event streams from NATS as a reader: from the first message to the last, in order.

Promises every message once, or an error, and that each is one of the stream's own. Must not make a
consumer: a reader's account may not, and needs none.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from services.chassis.tls.bus import TlsClient
from services.chassis.tls.client import SYSTEM, ClientTls
from services.console.outcome import Unavailable
from services.console.reading.folding.dossier_fold import Fact
from services.console.reading.folding.fold import BrokenStreamError

BATCH = 2000
PATIENCE = 10.0
ONE_ANSWERS_WITHIN = 4.0
AGAIN = 0.2
END_OF_BATCH = "204"
NOTHING_THERE = "404"
NOBODY = "503"  # has the stream yet: its server is just starting


class QuickClient(TlsClient):
    """The client's own reading of headers costs ten times as much as everything else here."""

    @staticmethod
    def _parse_header_lines(raw: bytes) -> dict[str, str]:
        """Ours are printable ASCII, as the contract has them."""
        pairs = (line.partition(": ") for line in raw.decode(errors="replace").split("\r\n"))
        return {name: value for name, found, value in pairs if found}


@asynccontextmanager
async def connected(url: str, tls: ClientTls = SYSTEM) -> AsyncIterator[Client]:
    """A connection as the user in the address; `tls`: whom to believe at a `tls://` one."""
    try:
        client = QuickClient(tls)
        await client.connect(url.split(","), connect_timeout=5, max_reconnect_attempts=3)
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
    state = (await request(client, stream, "STREAM.INFO"))["state"]
    if state["messages"] and state["messages"] != state["last_seq"] - state["first_seq"] + 1:
        raise BrokenStreamError(
            f"{stream}: {state['messages']} messages, {state['first_seq']} to {state['last_seq']}"
        )
    return int(state["messages"])


async def read(client: Client, stream: str, *, after: int, until: int) -> AsyncIterator[Fact]:
    """Messages number `after` + 1 to `until` of the stream, counted from its first."""
    if until <= after:
        return
    info = await request(client, stream, "STREAM.INFO")
    first = int(info["state"]["first_seq"])
    replicated = bool((info.get("cluster") or {}).get("replicas"))
    async with Batches(client, stream, replicated=replicated) as batches:
        while after < until:
            messages = await batches.take(first + after, min(BATCH, until - after))
            for message in messages:
                yield as_fact(stream, message)
            after += len(messages)


class Batches:
    """Messages of a stream, as many as are asked for at a time (batched DIRECT.GET)."""

    def __init__(self, client: Client, stream: str, *, replicated: bool = False) -> None:
        self.client, self.stream, self.replicated = client, stream, replicated
        self.number = self.most = 0
        self.inbox = client.new_inbox()
        self.arrived: list[Msg] = []
        self.ended = asyncio.Event()
        self.nobody = False

    async def __aenter__(self) -> "Batches":
        self.subscription = await self.client.subscribe(
            f"{self.inbox}.*", cb=self._arrive, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.subscription.unsubscribe()

    async def take(self, sequence: int, count: int) -> list[Msg]:
        """Messages from a sequence on, one at least, `count` at most. In a cluster any replica
        answers: one that comes back lacks the newest for some seconds, and one that hangs answers
        nothing. Where nobody has the stream yet, it is asked for again, too.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        answered = await self._request(sequence, count)
        while not self.arrived and (self.replicated or self.nobody) and loop.time() < deadline:
            await asyncio.sleep(AGAIN)
            answered = await self._request(sequence, count)
        if self.arrived:
            return self.arrived
        if answered and not self.nobody:
            raise BrokenStreamError(f"{self.stream}: message {sequence} is not there")
        raise Unavailable(f"the stream {self.stream} stopped at message {sequence}")

    async def _request(self, sequence: int, count: int) -> bool:
        """Ask one replica, whichever it is; whether it answered to the end."""
        self.arrived, self.ended, self.number = [], asyncio.Event(), self.number + 1
        self.nobody = False
        self.most = count
        request = json.dumps({"seq": sequence, "batch": count}).encode()
        await self.client.publish(
            f"{api_of(self.stream)}.DIRECT.GET.{self.stream}",
            request,
            reply=f"{self.inbox}.{self.number}",
        )
        within = ONE_ANSWERS_WITHIN if self.replicated else PATIENCE
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self.ended.wait()
        return self.ended.is_set()

    async def _arrive(self, message: Msg) -> None:
        """A message, or the end of a batch; not of one that was asked for again since."""
        if message.subject != f"{self.inbox}.{self.number}":
            return
        status = (message.headers or {}).get("Status")
        self.nobody = status == NOBODY
        if len(self.arrived) < self.most and status not in {END_OF_BATCH, NOTHING_THERE, NOBODY}:
            self.arrived.append(message)  # any other status is found when it is read
        if status:
            self.ended.set()


def api_of(stream: str) -> str:
    """Where a reader's account has the API of the stream's account."""
    return f"JS.{stream}.API"


async def request(client: Client, stream: str, action: str) -> dict[str, Any]:
    """One call of the JetStream API about a stream."""
    try:
        reply = await client.request(f"{api_of(stream)}.{action}.{stream}", timeout=5)
    except (TimeoutError, nats.errors.Error) as failed:
        raise Unavailable(f"JetStream does not answer {action} ({type(failed).__name__})") from None
    answer = json.loads(reply.data)
    if "error" in answer:
        raise Unavailable(
            f"JetStream refuses {action}: {answer['error'].get('description', answer['error'])}"
        )
    return dict(answer)


def as_fact(stream: str, message: Msg) -> Fact:
    """A message with its headers; a status without data is the server's word that something went
    wrong, and a message of another subject or type is none of the stream's events.
    """
    headers = message.headers or {}
    if "Status" in headers:
        raise BrokenStreamError(
            f"{stream}: NATS says {headers['Status']} {headers.get('Description', '')}"
        )
    own = f"motcua.{stream}."
    if not all(headers.get(name, "").startswith(own) for name in ("Nats-Subject", "ce-type")):
        raise BrokenStreamError(f"{stream}: a message that is none of its events")
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

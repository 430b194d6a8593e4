"""JetStream as relay and projectors need it: streams, atomic batches, reading from a sequence.

No call hangs (a second at most), and nothing is buffered while the connection is away.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple, Self
from uuid import uuid4

from nats import errors as nats_errors

from services.chassis import bus_user
from services.chassis.client import FastClient
from services.chassis.followed import Text, now
from services.chassis.pull import SECOND, Pull
from services.chassis.replicas import State, is_settled, state_of
from services.chassis.tls.client import SYSTEM, ClientTls
from services.chassis.wire import batch_mark, parse_headers, publication

OWN = "$JS.API"
TIMEOUT = 1.0  # a request to a server that went away hangs until its own time-out
LARGEST_BATCH = 1000  # JetStream refuses an atomic batch of more
STREAM_MISSING = 10059
STREAM_DIFFERS = 10058
MESSAGE_MISSING = 10037
WRONG_SEQUENCE = 10071
LEADERLESS = 10008  # "JetStream system temporarily unavailable": it sees no majority
AWAY = (nats_errors.Error, TimeoutError, OSError)


class Unreachable(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """NATS did not answer: whether it did what was asked is unknown."""


class Refused(Exception):  # noqa: N818
    """JetStream said no, with its own error code."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(f"{error.get('description')} ({error.get('err_code')})")
        self.code = int(error.get("err_code", 0))


class Placement(NamedTuple):
    """On how many servers of a cluster a stream lies, and which tags those have."""

    replicas: int = 1
    tags: tuple[str, ...] = ()


class Message(NamedTuple):
    """One message, to publish or as stored."""

    subject: str
    headers: Mapping[str, str]
    payload: bytes


class Bus:
    """One connection, and the streams of one account: the connection's own, or an imported one."""

    def __init__(
        self,
        client: "FastClient | None" = None,
        *,
        prefix: str = OWN,
        placement: Placement = Placement(),  # noqa: B008 — it cannot be changed
    ) -> None:
        self.client = client or FastClient()
        self.prefix = prefix  # of JetStream's API
        self.placement = placement  # of the streams that are made

    @classmethod
    async def connect(cls, url: Text, *, name: str = "", tls: ClientTls = SYSTEM) -> Self:
        """Connect, however long it takes, to servers of one cluster with commas between them."""
        bus = cls.connecting(url, name=name, tls=tls)
        try:
            await bus.client.connecting
        except BaseException:
            await bus.close()
            raise
        return bus

    @classmethod
    def connecting(
        cls,
        url: Text,
        *,
        name: str = "",
        placement: Placement = Placement(),  # noqa: B008 — it cannot be changed
        tls: ClientTls = SYSTEM,
    ) -> Self:
        """Connect in the background, however long it takes; until then all is Unreachable."""
        bus = cls(FastClient(tls), placement=placement)
        bus.client.connecting = asyncio.create_task(bus._connect(url, name))
        return bus

    async def _connect(self, url: Text, name: str) -> None:
        await self.client.connect(
            now(url).split(","),
            name=name,
            connect_timeout=1,
            reconnect_time_wait=0.2,  # type: ignore[arg-type]  # any number will do
            max_reconnect_attempts=-1,
            # A server that hangs is noticed by pings alone, and another one tried then.
            ping_interval=1,
            pending_size=0,  # what is published while away must fail, not arrive later
            error_cb=self.client.log_refusal,
            reconnected_cb=self.client.reconnected,
            **bus_user.credentials(url),
        )
        self.client.connections = 1

    def imported(self, account: str) -> "Bus":
        """The streams of another account, as far as it exports them to ours."""
        return Bus(self.client, prefix=f"JS.{account}.API")

    @property
    def connections(self) -> int:
        """How often the connection was made; it comes back by itself."""
        return self.client.connections

    @property
    def is_connected(self) -> bool:
        """Whether NATS is there, as far as is known."""
        return bool(self.client.is_connected)

    def must_be_connected(self) -> None:
        """Raises Unreachable."""
        if not self.is_connected:
            raise Unreachable("not connected")

    async def tried(self) -> None:
        """Until a first attempt to connect has succeeded, or had its time; raises what no later
        attempt could mend, such as an address that is none.
        """
        done, _ = await asyncio.wait([self.client.connecting], timeout=2 * TIMEOUT)
        for task in done:
            task.result()

    async def close(self) -> None:
        """Close the connection; never fails."""
        self.client.connecting.cancel()
        with suppress(*AWAY):
            await self.client.close()

    async def publish_batch(self, messages: Sequence[Message], *, after: int) -> int:
        """Publish all or none, if the stream ends at `after`; the sequence where it ends then."""
        batch, size, last = uuid4().hex, len(messages), messages[-1]
        wires = [
            publication(*message, mark=batch_mark(batch, n, after=after, size=size))
            for n, message in enumerate(messages[:-1], 1)
        ]
        await self._send(b"".join(wires))
        headers = {**last.headers, **batch_mark(batch, size, after=after, size=size)}
        return int((await self._request(last._replace(headers=headers)))["seq"])

    async def api(self, action: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A request to JetStream's API."""
        return await self._request(
            Message(f"{self.prefix}.{action}", {}, json.dumps(body).encode() if body else b"")
        )

    async def ensure_stream(self, name: str, *, latest: bool = False) -> None:
        """Make a stream or update its settings; `latest`: of each subject it keeps the last one."""
        replicas, tags = self.placement
        settings = {
            "name": name,
            "subjects": [f"motcua.{name}.>"],
            "storage": "file",
            "retention": "limits",
            "num_replicas": replicas,
            **({"placement": {"tags": tags}} if tags else {}),
            "allow_atomic": True,
            "allow_direct": True,  # how other accounts read it
            "deny_delete": True,
            "deny_purge": not latest,
            "max_msgs_per_subject": 1 if latest else -1,
            # The expected sequence keeps duplicates out; a long memory of ids would only be in the
            # way when messages that were lost are published again.
            "duplicate_window": 10 * SECOND,
        }
        try:
            await self.api(f"STREAM.CREATE.{name}", settings)
        except Refused as refused:
            if refused.code != STREAM_DIFFERS:
                raise
            await self.api(f"STREAM.UPDATE.{name}", settings)

    async def delete_stream(self, name: str) -> None:
        """Delete it with all messages; nothing happens when there is none."""
        with _absent(STREAM_MISSING):
            await self.api(f"STREAM.DELETE.{name}")

    async def state(self, name: str) -> State | None:
        """First and last sequence and count; None when there is no such stream."""
        with _absent(STREAM_MISSING):
            return state_of(await self.api(f"STREAM.INFO.{name}"))
        return None

    async def message(self, stream: str, sequence: int) -> Message | None:
        """The message at a sequence; None when it is not there or cannot be read."""
        with _absent(MESSAGE_MISSING):
            found = (await self.api(f"STREAM.MSG.GET.{stream}", {"seq": sequence}))["message"]
            raw = base64.b64decode(found.get("hdrs", ""))
            headers = parse_headers(raw.partition(b"\r\n")[2])
            return Message(found["subject"], headers, base64.b64decode(found.get("data", "")))
        return None

    @asynccontextmanager
    async def reading(
        self, stream: str, *, start: int, headers_only: bool = False
    ) -> AsyncIterator[Pull]:
        """Messages from a sequence on; the consumer leaves no trace, a foreign one ends itself."""
        self.must_be_connected()
        name = f"{stream}.{uuid4().hex}"
        pull = Pull(self.client, name, prefix=self.prefix, away=self._away_since())
        async with self.client.taking(pull.inbox, pull.deliver):
            try:
                await self._create_consumer(pull.consumer, start=start, headers_only=headers_only)
                yield pull
            finally:
                if self.prefix == OWN:
                    with suppress(*AWAY):
                        await self.client.publish(f"{OWN}.CONSUMER.DELETE.{pull.consumer}")

    async def _create_consumer(self, consumer: str, *, start: int, headers_only: bool) -> None:
        stream, _, name = consumer.partition(".")
        settings = {
            "name": name,
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": max(start, 1),
            "ack_policy": "none",
            "mem_storage": True,
            "num_replicas": 1,
            "headers_only": headers_only,
            "inactive_threshold": 30 * SECOND,
        }
        body = {"stream_name": stream, "config": settings}
        await self.api(f"CONSUMER.CREATE.{consumer}", body)

    def _away_since(self) -> Any:
        """A question that says whether the connection was lost since now."""
        before = self.connections
        return lambda: self.connections != before or not self.client.is_connected

    async def _request(self, message: Message) -> dict[str, Any]:
        subject, headers, payload = message
        self.must_be_connected()
        try:
            reply = await self.client.request(
                subject, payload, timeout=TIMEOUT, headers=dict(headers) or None
            )
        except AWAY as error:
            await self.client.answered(False)
            raise Unreachable(f"no answer to {subject}: {error!r}") from error
        finally:  # before Python 3.12 the client's `wait_for` swallows a cancellation meeting it
            if (task := asyncio.current_task()) and task.cancelling():
                raise asyncio.CancelledError
        answer: dict[str, Any] = json.loads(reply.data)
        if "error" in answer:
            refused = Refused(answer["error"])
            if refused.code == LEADERLESS:
                await self.client.answered(False)
            raise refused
        if "message" not in answer:  # which a server that is cut off from the others has, too
            await self.client.answered(is_settled(answer))
        return answer

    async def _send(self, wire: bytes) -> None:
        """Bytes of the protocol. The client's `publish` needs 67 µs for a message with twenty
        headers, ten times what all else costs, and would make the relay as slow as one by one.
        """
        self.must_be_connected()
        await self.client._send_command(wire)  # noqa: SLF001


class _absent(suppress):  # noqa: N801 — used like `suppress`
    """Suppress one of JetStream's refusals: what was asked for is not there."""

    def __init__(self, code: int) -> None:
        super().__init__(Refused)
        self.code = code

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        return isinstance(error, Refused) and error.code == self.code

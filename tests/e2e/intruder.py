"""Every way in which a user of NATS could try to write, delete or overhear what is another's.

Promises to try, under its own account's names and under those imported, and to wait until the
server has dealt with all of it. Not a test itself.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from deploy.embedded.stack import Stack
from services.chassis.bus import OWN, Bus

CONSUMER = {"deliver_policy": "all", "ack_policy": "none", "mem_storage": True}
EXISTING = "existing"  # a consumer that every stream's owner has


class Try(NamedTuple):
    """One message; the reply, or a header, names a subject that is not the sender's."""

    subject: str
    body: bytes = b""
    reply: str = ""
    headers: dict[str, str] | None = None


def tries(target: str, known: Mapping[str, str]) -> Iterator[Try]:
    """All of them against one stream, by way of itself and of the others; `known` names a consumer
    of each.
    """
    streams = tuple(known)
    forged = f"motcua.{target}.X.y"
    yield Try(forged, b"forged")
    yield Try(forged, b"forged", headers={"Nats-Expected-Stream": target})
    yield Try(f"{OWN}.INFO", reply=forged)
    yield Try("any.subject", b"forged", headers={"Nats-Trace-Dest": forged})
    for prefix in (OWN, *(f"JS.{stream}.API" for stream in streams)):
        for stream in streams:
            for subject, body in requests(stream, known[stream]):
                yield Try(f"{prefix}.{subject}", body, reply=forged)
            for deliver in (forged, f"{OWN}.STREAM.DELETE.{target}", f"_INBOX.{target}"):
                yield Try(f"{prefix}.CONSUMER.CREATE.{stream}.push", consumer(stream, deliver))
        for action in ("DELETE", "PURGE", "UPDATE"):
            yield Try(f"{prefix}.STREAM.{action}.{target}", settings(target))
        yield Try(f"{prefix}.CONSUMER.DELETE.{target}.{known[target]}")
        yield Try(
            f"{prefix}.CONSUMER.PAUSE.{target}.{known[target]}", b'{"pause_until":"2999-01-01"}'
        )
        yield Try(f"{prefix}.STREAM.MSG.DELETE.{target}", b'{"seq":1}')
    yield Try(f"$JS.ACK.{target}.{known[target]}.1.1.1.1.0", b"+TERM")


def requests(stream: str, known: str) -> Iterator[tuple[str, bytes]]:
    """What answers with something, to whoever is named in the reply."""
    yield f"STREAM.INFO.{stream}", b""
    yield f"STREAM.MSG.GET.{stream}", b'{"seq":1}'
    yield f"DIRECT.GET.{stream}", b'{"seq":1,"batch":10}'
    yield f"DIRECT.GET.{stream}.motcua.{stream}.test", b""
    yield f"CONSUMER.CREATE.{stream}.pull", consumer(stream)
    yield f"CONSUMER.MSG.NEXT.{stream}.pull", b'{"batch":10,"expires":1000000000}'
    yield f"CONSUMER.MSG.NEXT.{stream}.{known}", b'{"batch":10,"expires":1000000000}'


def consumer(stream: str, deliver: str = "") -> bytes:
    """A request for a consumer that pushes, or is pulled from."""
    name = "push" if deliver else "pull"
    more = {"deliver_subject": deliver} if deliver else {}
    return json.dumps(
        {"stream_name": stream, "config": {"name": name, **CONSUMER, **more}}
    ).encode()


def settings(stream: str) -> bytes:
    """A stream that would hold something else."""
    return json.dumps({"name": stream, "subjects": ["other.>"], "storage": "file"}).encode()


@asynccontextmanager
async def connected(stack: Stack, name: str) -> AsyncIterator[Bus]:
    """A connection as the user of that account."""
    bus = await Bus.connect(stack.nats_url(name))
    try:
        yield bus
    finally:
        await bus.close()


async def attempt(bus: Bus, attempts: Iterator[Try]) -> None:
    """Send them, subscribed to all that could be delivered to, and wait until they are answered:
    the server answers a connection, and each of its subjects, in order.
    """
    await bus.client.subscribe("motcua.>", cb=ignore)
    for each in attempts:
        await bus.client.publish(each.subject, each.body, reply=each.reply, headers=each.headers)
    await bus.client.flush()


async def ignore(_: Any) -> None:
    """What is heard does not matter here."""


async def settled(owner: Bus, stream: str) -> dict[str, Any]:
    """A stream after all that was sent to its account was dealt with: its state, settings and
    consumers.
    """
    for _ in range(3):  # pushes and pulls go on for some turns of the server
        await owner.api(f"STREAM.INFO.{stream}")
        await asyncio.sleep(0.02)
    info = await owner.api(f"STREAM.INFO.{stream}")
    names = (await owner.api(f"CONSUMER.NAMES.{stream}"))["consumers"] or []
    kept = await owner.api(f"CONSUMER.INFO.{stream}.{EXISTING}") if EXISTING in names else {}
    state = {name: info["state"][name] for name in ("messages", "first_seq", "last_seq")}
    fixed = {name: kept.get(name) for name in ("config", "delivered", "ack_floor", "paused")}
    return {"state": state, "config": info["config"], "consumer": fixed}

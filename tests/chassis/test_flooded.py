"""A server that `h2load` floods, on 64 connections with 100 calls each, one that nobody reads, and
one that is asked and asked again by who takes back each call at once (RFC 9113, section 10.5).

Promises that whoever else asks is answered, health included, that memory stays bounded, and that
all is over with the flood. `./motcua bench flood` does the same for a minute, with real services.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from services.chassis.server_options import OPTIONS
from tests.chassis.echo import Client, request
from tests.waiting import until

H2LOAD = shutil.which("h2load")
ASK = "motcua.echo.v1.EchoService/Ask"
MOST = 300_000  # KiB of memory
pytestmark = pytest.mark.long


class Alone:
    """The service in a process, and one of its clients."""

    def __init__(self, pid: int, client: Client, auth: str) -> None:
        self.pid, self.client, self.auth = pid, client, auth

    @property
    def memory(self) -> int:
        """The most that it ever had, in KiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]

    async def serves_others(self) -> None:
        """Who has a token, and who asks for its health."""
        answer = await self.client.call("Say", request(), auth=self.auth)
        assert answer.text == "xin chào"
        health = health_pb2_grpc.HealthStub(self.client.channel)
        checked = await health.Check(health_pb2.HealthCheckRequest())
        assert checked.status == health_pb2.HealthCheckResponse.SERVING


@pytest.fixture
async def alone() -> AsyncIterator[Alone]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.chassis.served_alone", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    address, _, auth = (await process.stdout.readline()).decode().strip().partition(" ")
    async with grpc.aio.insecure_channel(address) as channel:
        yield Alone(process.pid, Client(channel, address), auth)
    process.terminate()
    assert await process.wait() == 0


@asynccontextmanager
async def flooding(address: str, body: Path, *, seconds: int) -> AsyncIterator[Any]:
    """Calls without a token from one address; what h2load says at its end is in `said`."""
    body.write_bytes(b"\0" + len(request().SerializeToString()).to_bytes(4, "big"))
    body.write_bytes(body.read_bytes() + request().SerializeToString())
    headers = ("-H", "content-type: application/grpc", "-H", "te: trailers")
    words = ["-c", "64", "-m", "100", "-D", str(seconds), "-d", str(body), *headers]
    process = await asyncio.create_subprocess_exec(
        str(H2LOAD), *words, f"http://{address}/{ASK}", stdout=asyncio.subprocess.PIPE
    )
    said: list[str] = []
    yield said
    said.append((await process.communicate())[0].decode())


@pytest.mark.skipif(H2LOAD is None, reason="no h2load (Debian's nghttp2-client)")
async def test_others_are_answered_while_one_address_floods(alone: Alone, tmp_path: Path) -> None:
    async with flooding(alone.client.address, tmp_path / "body", seconds=3) as said:
        for _ in range(5):
            await alone.serves_others()
            await asyncio.sleep(0.2)
    found = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", said[0])
    assert found is not None, said[0]
    answered, *failed = map(int, found.groups())
    assert answered > 0
    assert failed == [0, 0, 0]
    assert alone.memory < MOST
    await until(lambda: is_answered(alone))


async def is_answered(alone: Alone) -> bool:
    """Whether the address that flooded may ask again."""
    ask = alone.client.channel.unary_stream(f"/{ASK}")
    return await outcome(ask(request().SerializeToString())) == "OK"


async def test_others_are_answered_while_nobody_reads_what_was_asked_for(alone: Alone) -> None:
    """400 streams of large answers, none of which is read beyond what gRPC reads by itself."""
    large = request(long_text="a" * 100_000)
    channels = [
        grpc.aio.insecure_channel(alone.client.address, options=(("test.own", n),))
        for n in range(4)
    ]
    clients = [Client(each) for each in channels]
    asked = [
        each.stream("Follow", large, shape="unary_stream", auth=alone.auth)
        for each in clients
        for _ in range(100)
    ]
    refused = await asyncio.gather(*(outcome(each) for each in asked))
    assert refused.count("OK") == 100
    assert set(refused) == {"OK", "RESOURCE_EXHAUSTED"}
    for _ in range(5):
        await alone.serves_others()
    assert alone.memory < MOST
    await asyncio.gather(*(each.close() for each in channels))


async def test_others_are_answered_while_one_takes_back_all_that_he_asks(alone: Alone) -> None:
    """Which costs him nothing, and no connection has more than its bound of calls by it."""
    host, _, port = alone.client.address.rpartition(":")
    many = b"".join(map(taken_back, range(1, 100_001, 2)))
    taking_back = []
    for _ in range(2):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4) + frame(4, flags=1) + many)
        taking_back.append((asyncio.create_task(reader.read()), writer))
    for _ in range(5):
        await alone.serves_others()
    await asyncio.gather(*(writer.drain() for _, writer in taking_back))
    for reading, writer in taking_back:
        writer.close()
        reading.cancel()
    await alone.serves_others()
    assert alone.memory < MOST


@pytest.mark.parametrize("method", ["Ask", "Say"])
async def test_as_many_calls_as_one_connection_may_carry_are_answered(
    alone: Alone, method: str
) -> None:
    """Half as many at once as gRPC lets a client begin: a call counts until it is let go, which is
    later than its answer.
    """
    auth = alone.auth if method == "Say" else None
    places = asyncio.Semaphore(dict(OPTIONS)["grpc.max_concurrent_streams"] // 2)
    health = health_pb2_grpc.HealthStub(alone.client.channel)

    async def in_turn(asked: Callable[[], Awaitable[Any]]) -> Any:
        async with places:
            return await asked()

    answers = await asyncio.gather(
        *(in_turn(lambda: alone.client.call(method, request(), auth=auth)) for _ in range(500)),
        *(in_turn(lambda: health.Check(health_pb2.HealthCheckRequest())) for _ in range(500)),
    )
    assert sum(each is not None for each in answers) == 1000


def taken_back(call: int) -> bytes:
    """A call, and its end."""
    named = {b":path": f"/{ASK}", b":authority": "a", b"content-type": "application/grpc"}
    fields = b"\x83\x86" + b"".join(  # POST, http, and each of these by its name
        b"\0" + b"".join(bytes([len(each)]) + each for each in (name, value.encode()))
        for name, value in (named | {b"te": "trailers"}).items()
    )
    return frame(1, fields, call, flags=4) + frame(3, b"\0\0\0\x08", call)


def frame(kind: int, content: bytes = b"", call: int = 0, *, flags: int = 0) -> bytes:
    """Of HTTP/2."""
    return len(content).to_bytes(3) + bytes([kind, flags]) + call.to_bytes(4) + content


async def outcome(stream: Any) -> str:
    """How a stream began."""
    try:
        await stream.read()
    except grpc.aio.AioRpcError as failed:
        return failed.code().name
    return "OK"

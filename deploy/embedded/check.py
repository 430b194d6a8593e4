"""Whether the parts of a running stack answer, asked of each: a process that lives may still hang.

Promises an answer within seconds. Must not start or end anything.
"""

import asyncio
from contextlib import suppress

import asyncpg
import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.embedded.description import Description

ANSWERS_WITHIN = 3.0
READY, CURRENT, PUBLISHED = (
    "",
    "current",
    "published",
)  # names under which a service tells its health
SERVING = health_pb2.HealthCheckResponse.SERVING


async def ailing(described: Description) -> list[str]:
    """The names of the parts that do not answer, or say that they cannot serve."""
    services = described.services.items()
    asked = {
        "PostgreSQL": postgres_answers(described.postgres_dsn),
        "NATS": nats_answers(described.nats_monitor),
        **{name: is_serving(each.grpc, READY) for name, each in services},
    }
    answers = await asyncio.gather(*asked.values())
    return [name for name, answer in zip(asked, answers, strict=True) if not answer]


async def outdated(described: Description, reader: str, *followed: str) -> list[str]:
    """The services by whom what `reader` shows may not be current: itself, if it does not hear the
    others, or one that it follows, if that does not publish what it recorded.
    """
    states = {reader: CURRENT, **dict.fromkeys(followed, PUBLISHED)}
    services = described.services
    asked = {name: is_serving(services[name].grpc, state) for name, state in states.items()}
    answers = await asyncio.gather(*asked.values())
    return [name for name, answer in zip(asked, answers, strict=True) if not answer]


async def is_serving(address: str, name: str = READY) -> bool:
    """Whether a service says SERVING under that name."""
    async with grpc.aio.insecure_channel(address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        with suppress(grpc.aio.AioRpcError):
            request = health_pb2.HealthCheckRequest(service=name)
            return bool((await stub.Check(request, timeout=ANSWERS_WITHIN)).status == SERVING)
    return False


async def postgres_answers(dsn: str) -> bool:
    """Whether it takes a connection and answers on it."""
    with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        async with asyncio.timeout(ANSWERS_WITHIN):
            connection = await asyncpg.connect(dsn)
            try:
                return bool(await connection.fetchval("select true"))
            finally:
                connection.terminate()
    return False


async def nats_answers(monitor: str) -> bool:
    """Whether its JetStream is on; a damaged stream does not matter: its owner repairs it."""
    host, _, port = monitor.removeprefix("http://").rpartition(":")
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(ANSWERS_WITHIN):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"GET /healthz?js-enabled-only=true HTTP/1.0\r\n\r\n")
            line = await reader.readline()
            writer.close()
            return b" 200 " in line
    return False

"""Whether the parts of a running stack answer, asked of each: a process that lives may still hang.

Promises an answer within seconds. Must not start or end anything.
"""

import asyncio
import http.client
from collections.abc import Awaitable, Mapping
from contextlib import suppress

import asyncpg
import grpc.aio
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.embedded.description import Description, ServerAddress
from deploy.embedded.nats import is_healthy
from deploy.embedded.trust import PLAIN, Trust

ANSWERS_WITHIN = 3.0
# Names under which a service tells its health.
READY, CURRENT, PUBLISHED = "", "current", "published"
LAG = "motcua_projection_lag_events"
# Of several processes one that hangs must not be the only one asked.
IN_TURN = (("grpc.service_config", '{"loadBalancingConfig": [{"round_robin": {}}]}'),)
SERVING = health_pb2.HealthCheckResponse.SERVING


async def ailing(described: Description) -> list[str]:
    """The names of the parts that do not answer, or say that they cannot serve."""
    asked = {
        **{name: server_answers(each) for name, each in described.servers.items()},
        **{
            name: is_serving(each.grpc, trust=described.trust)
            for name, each in described.replicas.items()
        },
    }
    if described.pages:
        asked["pages"] = pages_answer(described.pages.rpartition("/")[2], described.trust)
    return await failing(asked)


async def missing(described: Description, *services: str) -> list[str]:
    """Which of PostgreSQL and these services nobody can use: of several, one is enough."""
    asked = {
        "PostgreSQL": postgres_answers(described.postgres_dsn),
        **{
            name: is_serving(described.services[name].grpc, trust=described.trust)
            for name in services
        },
    }
    return await failing(asked)


async def failing(asked: Mapping[str, Awaitable[bool]]) -> list[str]:
    """The names of those that answer no."""
    found = await asyncio.gather(*asked.values())
    return [name for name, answer in zip(asked, found, strict=True) if not answer]


async def server_answers(server: ServerAddress) -> bool:
    """Whether a server of PostgreSQL or NATS is well."""
    if server.dsn:
        return await postgres_answers(server.dsn)
    return await is_healthy(int(server.monitor.rpartition(":")[2]), within=ANSWERS_WITHIN)


async def outdated(described: Description, reader: str, *followed: str) -> list[str]:
    """The services by whom what `reader` shows may not be current: itself, if it does not hear the
    others, or one that it follows, if that does not publish what it recorded.
    """
    states = {reader: CURRENT, **dict.fromkeys(followed, PUBLISHED)}
    services = described.services
    return await failing(
        {
            name: is_serving(services[name].grpc, state, trust=described.trust)
            for name, state in states.items()
        }
    )


async def is_serving(address: str, name: str = READY, *, trust: Trust = PLAIN) -> bool:
    """Whether a service says SERVING under that name."""
    async with trust.channel(address, IN_TURN) as channel:
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


async def pages_answer(address: str, trust: Trust = PLAIN) -> bool:
    """Whether the pages say that they are well."""
    return await asyncio.to_thread(is_well, address, trust)


def is_well(address: str, trust: Trust) -> bool:
    """The same, asked and waited for."""
    return read_from(address, "/healthz", trust) is not None


async def events_left(address: str, trust: Trust = PLAIN) -> float:
    """How many events a service has yet to follow, as its metrics say; 0 where they do not."""
    text = await asyncio.to_thread(read_from, address, "/metrics", trust) or b""
    lines = text.decode(errors="replace").splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{LAG}{{"))


def read_from(address: str, path: str, trust: Trust) -> bytes | None:
    """What is answered over HTTP; None unless that is OK."""
    connection = connection_to(address, trust)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read() if answer.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def connection_to(address: str, trust: Trust) -> http.client.HTTPConnection:
    """One of HTTP, or of HTTPS where the stack speaks TLS."""
    if context := trust.context():
        return http.client.HTTPSConnection(address, timeout=ANSWERS_WITHIN, context=context)
    return http.client.HTTPConnection(address, timeout=ANSWERS_WITHIN)

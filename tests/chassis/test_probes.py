"""Health over HTTP: as grpc.health.v1 says it, also under TLS and while the loop does not turn.

Real sockets on loopback. Promises that metrics stay where they were.
"""

import asyncio
import http.client
import ssl
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from services.chassis import gauges, probes, process
from services.chassis.probes import PROBES
from services.chassis.server import Server
from tests.certified import Certified
from tests.chassis.echo import Echo, add, contract, settings
from tests.chassis.secured import shown


def get(address: str, path: str, tls: ssl.SSLContext | None = None) -> tuple[int, bytes]:
    opened = (
        partial(http.client.HTTPSConnection, context=tls) if tls else http.client.HTTPConnection
    )
    connection = opened(address)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def status(address: str, name: str, tls: ssl.SSLContext | None = None) -> int:
    return get(address, f"/health/{name}", tls)[0]


def served(given: object) -> Server:
    offered = [(add, Echo(), contract())]
    return Server(given, offered, within=lambda *_: True, starting=lambda: None)  # type: ignore[arg-type]


async def test_health_over_http_is_that_over_grpc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PROBES, "health_of", None)
    asked = partial(asyncio.to_thread, status, gauges.listen("127.0.0.1:0"))
    assert await asked("liveness") == 503  # there is no server yet
    async with served(settings()) as server:
        assert [await asked(each) for each in ("liveness", "readiness")] == [200, 503]
        server.show(ready=True, current=False, published=True)
        names = ("readiness", "", "current", "published", "nobody")
        assert [await asked(each) for each in names] == [200, 200, 503, 200, 404]
    assert await asked("readiness") == 503


async def test_a_loop_that_does_not_turn_is_not_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "WITHIN", 0.01)
    address = gauges.listen("127.0.0.1:0")
    async with served(settings()):
        with ThreadPoolExecutor() as threads:
            asking = threads.submit(status, address, "liveness")
            assert asking.result() == 503  # waited for in the loop, so it does not turn


async def test_health_and_metrics_come_under_the_certificate(tmp_path: Path) -> None:
    certified = Certified(tmp_path)
    given, trust = shown(certified), certified.client().context()
    address = gauges.listen("127.0.0.1:0", process.metrics_tls(given))
    async with served(given):
        assert await asyncio.to_thread(status, address, "liveness", trust) == 200
        assert b"motcua_ready" in (await asyncio.to_thread(get, address, "/metrics", trust))[1]

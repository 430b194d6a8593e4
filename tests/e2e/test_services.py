"""How the stack runs services, with a stand-in for one that follows the same agreement of settings
and health.

Promises real processes. Must not need the real services, so that a failure here is the starter's.
"""

import asyncio
import textwrap
import time
from pathlib import Path

import pytest

from deploy.embedded.description import attach
from deploy.embedded.errors import StackError
from deploy.embedded.stack import Stack

STAND_IN = """
import json, os, signal, sys, threading, time
from wsgiref.simple_server import make_server
from concurrent import futures

told = {key: value for key, value in os.environ.items() if key.startswith("MOTCUA_")}
note = open(os.path.join(os.path.dirname(told["MOTCUA_READY_FILE"]), "told.jsonl"), "a")
print(json.dumps([sys.argv[1:], told]), file=note, flush=True)
if sys.argv[1:] == ["migrate"]:
    sys.exit(0)
if told.get("MOTCUA_BROKEN"):
    sys.exit("cannot work like this")
def tell_lag(environ, start_response):
    start_response("200 OK", [])
    return [b'motcua_projection_lag_events{projection="submissions"} %d\\n' % behind]

behind = int(told.get("MOTCUA_BEHIND", 0))
if behind:
    host, port = told["MOTCUA_METRICS_LISTEN"].split(":")
    metrics = make_server(host, int(port), tell_lag)
    threading.Thread(target=metrics.serve_forever, daemon=True).start()
while behind > 1 or told.get("MOTCUA_STUCK"):
    time.sleep(0.2)
    behind -= not told.get("MOTCUA_STUCK")
import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
server = grpc.server(futures.ThreadPoolExecutor(2))
check = health.HealthServicer()
health_pb2_grpc.add_HealthServicer_to_server(check, server)
port = server.add_insecure_port(told["MOTCUA_LISTEN"])
server.start()
ended = threading.Event()  # whoever reads that it is ready may end it at once
signal.signal(signal.SIGTERM, lambda *_: ended.set())
ready = {"grpc": f"127.0.0.1:{port}", "pid": os.getpid()}
ready["prometheus"] = told["MOTCUA_METRICS_LISTEN"]
with open(told["MOTCUA_READY_FILE"] + ".new", "w") as file:
    json.dump(ready, file)
os.replace(told["MOTCUA_READY_FILE"] + ".new", told["MOTCUA_READY_FILE"])
ended.wait()
print("drained", flush=True)
server.stop(1)
"""


@pytest.fixture
def stand_in(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package `services.catalog` that shadows the real one in child processes; gives the data
    directory.
    """
    package = tmp_path / "services"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "catalog.py").write_text(textwrap.dedent(STAND_IN))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return data_dir


async def test_a_service_is_migrated_started_killed_and_started_again(stand_in: Path) -> None:
    stack = await Stack(stand_in).start(services=["catalog"])
    try:
        service = stack.services["catalog"]
        address, first = service.grpc, service.pid
        found = attach(stand_in)
        assert found is not None
        assert (found.services["catalog"].grpc, found.services["catalog"].pid) == (address, first)
        await service.kill()
        assert service.pid is None
        await service.start()
        assert (service.grpc, service.pid == first) == (address, False)
    finally:
        await stack.stop()
    starts = (stand_in / "told.jsonl").read_text().splitlines()
    assert [line.startswith('[["migrate"]') for line in starts] == [True, False, False]
    assert "drained" in (stand_in / "logs" / "catalog.log").read_text()


async def test_a_service_is_told_its_own_secrets_only(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_REVOKED_TOKENS", "/of/the/operator.json")
    stack = Stack(stand_in, environment={"MOTCUA_EXTRA": "yes"})
    await stack.start(services=["catalog"])
    await stack.stop()
    told = (stand_in / "told.jsonl").read_text()
    assert '"MOTCUA_EXTRA": "yes"' in told
    assert "/of/the/operator.json" in told
    assert f'MOTCUA_TOKEN_KEYS_FILE": "{stand_in}/keys/tokens.pem' in told
    for name, secret in stack.credentials.known.items():
        assert secret.rpartition(":")[2] not in told, name
    assert "PRIVATE" not in told


async def test_a_service_that_ends_is_reported_with_its_words(stand_in: Path) -> None:
    stack = Stack(stand_in, environment={"MOTCUA_BROKEN": "1"})
    with pytest.raises(StackError, match="cannot work like this"):
        await stack.start(services=["catalog"])
    await asyncio.sleep(0)
    assert attach(stand_in) is None
    assert stack.postgres.pid is None


ONE_TAKES = 0.2  # seconds, as the stand-in follows


async def seconds_to_start(data_dir: Path) -> float:
    """How long a process that missed nothing takes here, now."""
    stack = await Stack(data_dir).start(services=["catalog"])
    service = stack.services["catalog"]
    await service.stop()
    began = time.monotonic()
    await service.start()
    took = time.monotonic() - began
    await stack.stop()
    return took


async def test_a_service_that_follows_what_it_missed_has_the_time_it_takes(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Several times as long, and longer than a busy machine halts.
    within = max(4.0, 4 * await seconds_to_start(stand_in))
    monkeypatch.setattr("deploy.embedded.services.STARTS_WITHIN", within)
    behind = str(int(2.5 * within / ONE_TAKES))
    stack = await Stack(stand_in, environment={"MOTCUA_BEHIND": behind}).start(services=["catalog"])
    await stack.stop()
    stack = Stack(stand_in, environment={"MOTCUA_BEHIND": "40", "MOTCUA_STUCK": "1"})
    with pytest.raises(StackError, match="catalog did not serve in time"):
        await stack.start(services=["catalog"])

"""Whom a server lets in under TLS, and how its files are exchanged while it answers.

Real handshakes on loopback. Promises that no call is lost by an exchange, and that files which
cannot be used change nothing.
"""

import asyncio
import contextlib
import http.client
import operator
import socket
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import pytest
from cryptography import x509
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.embedded.authority import Authority
from services.chassis import gauges, process
from services.chassis.server import Server
from services.chassis.tls import server as tls
from services.chassis.tls.certificates import Unusable
from services.chassis.tls.channels import open_channel
from services.chassis.tls.client import ClientTls
from tests.certified import Certified, write
from tests.chassis.echo import Client, request, settings
from tests.chassis.secured import serving, shook_hands, shown
from tests.waiting import until

CERTIFICATE, EXPIRY = "motcua_tls_files_usable", "motcua_tls_expiry_timestamp_seconds"


@pytest.fixture(autouse=True)
def looks_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "CHECKED_EVERY", 0.01)
    monkeypatch.setattr("services.chassis.tls.channels.CHECKED_EVERY", 0.0)


@pytest.fixture
def certified(tmp_path: Path) -> Certified:
    return Certified(tmp_path)


async def says(server: Server, tls: ClientTls) -> bool:
    """Whether somebody who connects now is answered."""
    async with open_channel(server.address, tls) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        try:
            await stub.Check(health_pb2.HealthCheckRequest(), wait_for_ready=False)
        except grpc.aio.AioRpcError as failed:
            if failed.code() != grpc.StatusCode.UNAVAILABLE:
                raise
            return False
        return True


async def serial(server: Server) -> int:
    return (await asyncio.to_thread(shook_hands, server.address)).serial_number


def loaded(certificate: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(Path(certificate).read_bytes())


def serial_of(certificate: str) -> int:
    return loaded(certificate).serial_number


def measured(name: str) -> float | None:
    return gauges.REGISTRY.get_sample_value(name)


async def test_a_call_under_tls_is_a_call(certified: Certified) -> None:
    async with (
        serving(shown(certified)) as server,
        open_channel(server.address, certified.client()) as channel,
    ):
        answer = await Client(channel).call("Say", request())
        assert answer.text
        plain = grpc.aio.insecure_channel(server.address)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await Client(plain).call("Say", request())
        await plain.close()
        assert refused.value.code() == grpc.StatusCode.UNAVAILABLE


async def test_callers_without_a_certificate_of_the_authority_stay_outside(
    certified: Certified, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other, late = Certified(tmp_path / "other", "other"), certified.expired("late")
    async with serving(shown(certified, tls_client_ca=certified.ca)) as server:
        assert await says(server, certified.client("portal"))
        assert not await says(server, certified.client())
        foreign = other.issue("portal")
        assert not await says(server, shows(certified, *foreign))
        monkey = Unchecked(ca=certified.ca, certificate=late[0], key=late[1])
        assert not await says(server, monkey)


def shows(certified: Certified, certificate: str, key: str) -> ClientTls:
    return ClientTls(ca=certified.ca, certificate=certificate, key=key)


class Unchecked(ClientTls):
    """A client that shows whatever it has."""

    def pair(self) -> Any:
        from services.chassis.tls.certificates import Pair

        read = Path(self.certificate).read_bytes(), Path(self.key).read_bytes()
        return Pair(*read, began=None, expires=None)  # type: ignore[arg-type]


async def test_a_certificate_is_exchanged_and_no_call_is_lost(certified: Certified) -> None:
    """Some callers stay connected, others come anew for each call."""
    given, going = shown(certified), True
    answered = [0, 0]

    async def stay(channel: grpc.aio.Channel) -> None:
        while going:
            await Client(channel).call("Say", request())
            answered[0] += 1

    async def come() -> None:
        while going:
            assert await says(server, certified.client())
            answered[1] += 1

    async with (
        serving(given) as server,
        open_channel(server.address, certified.client()) as channel,
        asyncio.TaskGroup() as callers,
    ):
        callers.create_task(stay(channel))
        callers.create_task(come())
        for days in (2, 3, 4):
            certificate, _ = certified.issue("server", lasts=timedelta(days=days))
            await until(partial(is_shown, server, certificate))
            assert measured(EXPIRY) == loaded(certificate).not_valid_after_utc.timestamp()
            await until(partial(are_more, answered, list(answered)))
        going = False


def are_more(now: list[int], before: list[int]) -> bool:
    return all(map(operator.gt, now, before))


async def is_shown(server: Server, certificate: str) -> bool:
    return await serial(server) == serial_of(certificate)


async def test_who_is_let_in_is_exchanged_too(certified: Certified, tmp_path: Path) -> None:
    believed = str(write(tmp_path / "clients.crt", certified.authority.pem.certificate))
    next_ = Authority.made("next")
    newcomer = certified.keep("newcomer", next_.issue("newcomer"))
    async with serving(shown(certified, tls_client_ca=believed)) as server:
        old, new = certified.client("portal"), shows(certified, *newcomer)
        assert await says(server, old)
        assert not await says(server, new)
        write(Path(believed), certified.authority.pem.certificate + next_.pem.certificate)
        await until(lambda: says(server, new))
        assert await says(server, old)
        write(Path(believed), next_.pem.certificate)
        await until(lambda: became(says(server, old), so=False))
        assert await says(server, new)


async def became(question: Any, *, so: bool) -> bool:
    return (await question) == so


async def test_a_pair_that_does_not_fit_changes_nothing(
    certified: Certified, capsys: pytest.CaptureFixture[str]
) -> None:
    given = shown(certified)
    async with serving(given) as server:
        before = await serial(server)
        new = certified.authority.issue("server", hosts=("localhost", "127.0.0.1"))
        write(Path(given.tls_certificate), new.certificate)  # its key comes later
        await until(lambda: measured(CERTIFICATE) == 0)
        assert await serial(server) == before
        assert "tls.unusable" in (logged := capsys.readouterr()).out + logged.err
        write(Path(given.tls_key), new.key)
        await until(lambda: measured(CERTIFICATE) == 1)
        assert await serial(server) == serial_of(given.tls_certificate) != before
        certified.expired("server")
        await until(lambda: measured(CERTIFICATE) == 0)
        Path(given.tls_key).unlink()
        assert await says(server, certified.client())


def test_a_server_does_not_begin_with_such_a_pair(certified: Certified) -> None:
    (certificate, _), (_, key) = certified.issue("one"), certified.issue("two")
    with pytest.raises(Unusable, match="not the key of"):
        Server(settings(tls_certificate=certificate, tls_key=key), [], within=lambda *_: True)


async def test_metrics_are_under_the_same_certificate(certified: Certified) -> None:
    """Somebody who connects and says nothing holds up nobody."""
    given = shown(certified)
    address = gauges.listen("127.0.0.1:0", process.metrics_tls(given))
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port))):
        assert b"motcua_tls_files_usable 1.0" in await asyncio.to_thread(
            scraped, address, certified
        )
        certified.issue("server")
        known = tls.of(given)
        assert known
        known.reload()
        found = await asyncio.to_thread(shook_hands, address)
        assert found.serial_number == serial_of(given.tls_certificate)
        with pytest.raises((OSError, http.client.HTTPException)):
            await asyncio.to_thread(scraped, address, None)
    assert process.metrics_tls(shown(certified, plaintext=frozenset({"metrics"}))) is None


def scraped(address: str, certified: Certified | None) -> bytes:
    """The metrics, as whoever believes the authority reads them; None: in plain text."""
    if certified:
        context = certified.client().context()
        connection = http.client.HTTPSConnection(address, timeout=30, context=context)
    else:
        connection = http.client.HTTPConnection(address, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", "/metrics")
        return connection.getresponse().read()

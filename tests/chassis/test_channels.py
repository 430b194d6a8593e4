"""Whom a client believes, and where it speaks plain text, over real handshakes on loopback.

Promises that no token goes to another machine in plain text unless somebody allowed it.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from services.chassis.tls import channels, plaintext
from services.chassis.tls.certificates import Unusable, read_authorities, read_pair
from services.chassis.tls.channels import is_plain, open_channel
from services.chassis.tls.client import ClientTls
from tests.certified import Certified, write
from tests.waiting import until

NOBODY = ClientTls()


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return Certified(tmp_path_factory.mktemp("tls"))


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "CHECKED_EVERY", 0.0)


@asynccontextmanager
async def serving(
    certified: Certified, certificate: tuple[str, str] = ("", ""), *, asks: bool = False
) -> AsyncIterator[int]:
    """A server with health behind that certificate; its port."""
    chain, key = certificate if certificate[0] else certified.issue("server")
    pair = (Path(key).read_bytes(), Path(chain).read_bytes())
    server, servicer = grpc.aio.server(), health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    believed = Path(certified.ca).read_bytes() if asks else None
    credentials = grpc.ssl_server_credentials([pair], believed, require_client_auth=asks)
    port = server.add_secure_port("127.0.0.1:0", credentials)
    await servicer.set("", health_pb2.HealthCheckResponse.SERVING)
    await server.start()
    try:
        yield port
    finally:
        await server.stop(0)


async def is_answered(channel: grpc.aio.Channel) -> bool:
    """Whether a call gets through; a handshake that fails is UNAVAILABLE."""
    try:
        answer = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())
    except grpc.aio.AioRpcError as failed:
        if failed.code() != grpc.StatusCode.UNAVAILABLE:
            raise
        return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


async def asked(target: str, tls: ClientTls) -> bool:
    async with open_channel(target, tls) as channel:
        return await is_answered(channel)


@pytest.mark.parametrize(
    "target",
    [
        *("localhost:7000", "127.0.0.1:7000", "127.9.9.9:7000", "[::1]:7000", "unix:/run/x"),
        *("dns:///localhost:7000", "ipv4:127.0.0.1:1,127.0.0.2:2", "ipv6:[::1]:1,[::1]:2"),
        *("dns:localhost:7000", "catalog.localhost:1", "unix-abstract:motcua"),
    ],
)
def test_plain_text_is_spoken_on_loopback(target: str) -> None:
    assert is_plain(target, NOBODY)
    assert not is_plain(target, ClientTls(ca="ca.crt"))


@pytest.mark.parametrize(
    "target",
    [
        *("catalog.city.example:7000", "10.0.0.7:7000", "dns:///catalog:7000", "[2001:db8::1]:1"),
        *("ipv4:127.0.0.1:1,10.0.0.7:1", "0.0.0.0:1", "localhost.example:1", "catalog:1", ":7000"),
        *("dns://10.0.0.1/localhost.example:1", "xds:///catalog", "127.0.0.1.example:1"),
    ],
)
def test_outside_it_only_where_somebody_allows_it(target: str) -> None:
    assert not is_plain(target, NOBODY)
    assert is_plain(target, ClientTls(plaintext=True))
    assert not is_plain(target, ClientTls(plaintext=True, ca="ca.crt"))


async def test_a_server_is_believed_by_its_authority_and_its_name(certified: Certified) -> None:
    async with serving(certified) as port:
        for target in (f"127.0.0.1:{port}", f"localhost:{port}", f"dns:///localhost:{port}"):
            assert await asked(target, certified.client())
        assert await asked(f"127.0.0.1:{port}", certified.client(server_name="localhost"))
        assert not await asked(f"127.0.0.1:{port}", certified.client(server_name="other.example"))


async def test_so_are_several_of_one_machine(certified: Certified) -> None:
    async with (
        serving(certified) as one,
        serving(certified) as two,
        open_channel(f"ipv4:127.0.0.1:{one},127.0.0.1:{two}", certified.client()) as both,
    ):
        assert await is_answered(both)


async def test_a_server_of_another_authority_is_not(certified: Certified, tmp_path: Path) -> None:
    other = Certified(tmp_path, "another authority").client()
    async with serving(certified) as port:
        assert not await asked(f"127.0.0.1:{port}", other)
        assert not await asked(f"127.0.0.1:{port}", ClientTls(server_name="localhost"))
        assert await asked(f"127.0.0.1:{port}", certified.client())


async def test_nor_one_whose_certificate_expired(certified: Certified) -> None:
    async with serving(certified, certified.expired("late")) as port:
        assert not await asked(f"127.0.0.1:{port}", certified.client())


async def test_nor_one_that_speaks_plain_text(certified: Certified) -> None:
    server = grpc.aio.server()
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    assert not await asked(f"127.0.0.1:{port}", certified.client())
    await server.stop(0)


async def test_a_client_shows_its_certificate_to_a_server_that_asks(certified: Certified) -> None:
    async with serving(certified, asks=True) as port:
        assert await asked(f"127.0.0.1:{port}", certified.client("portal"))
        assert not await asked(f"127.0.0.1:{port}", certified.client())


async def test_what_is_exchanged_counts_for_the_next_call(tmp_path: Path) -> None:
    """The authority, too; what cannot be used changes nothing."""
    old, new = Certified(tmp_path, "old"), Certified(tmp_path_of(tmp_path, "new"), "new")
    tls = old.client("portal")
    async with serving(new, asks=True) as port, open_channel(f"127.0.0.1:{port}", tls) as channel:
        assert not await is_answered(channel)
        write(Path(tls.ca), new.authority.pem.certificate)
        assert not await is_answered(channel)  # the certificate is the old authority's
        old.keep("portal", new.authority.issue("portal"))
        await until(lambda: is_answered(channel))
        write(Path(tls.key), "none")
        write(Path(tls.ca), "none")
        assert await is_answered(channel)


def tmp_path_of(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    certified = Certified(tmp_path)
    certificate, key = certified.issue("one")
    other = certified.issue("other")[1]
    late, late_key = certified.expired("late")
    open_to_all = write(tmp_path / "open.key", Path(key).read_text())
    open_to_all.chmod(0o604)
    absent, text = str(tmp_path / "absent"), str(write(tmp_path / "text", "text"))
    cases: list[tuple[Callable[..., Any], tuple[str, ...], str, str]] = [
        (read_pair, (certificate, other), other, "not the key of"),
        (read_pair, (late, late_key), late, "in force from"),
        (read_pair, (certificate, str(open_to_all)), str(open_to_all), "everybody"),
        (read_pair, (certificate, absent), absent, "cannot be read"),
        (read_pair, (certificate, text), text, "no private key"),
        (read_pair, (text, key), text, "no certificate"),
        (read_authorities, (text,), text, "no certificate"),
        (read_authorities, (str(tmp_path),), str(tmp_path), "cannot be read"),
    ]
    for reading, files, named, why in cases:
        with pytest.raises(Unusable, match=why) as refused:
            reading(*files)
        assert str(refused.value).startswith(named)
        assert "PRIVATE KEY" not in str(refused.value)
    with pytest.raises(Unusable, match="together"):
        ClientTls(certificate=certificate)
    with pytest.raises(Unusable, match="cannot be read"):
        ClientTls(ca=absent).checked()


def test_what_may_go_in_plain_text_is_named() -> None:
    assert plaintext.allowed("api, nats") == {"api", "nats"}
    assert plaintext.allowed("all") == plaintext.EVERY
    for text in ("1", "API", "api;nats", "everything"):
        with pytest.raises(ValueError, match=r"^$"):
            plaintext.allowed(text)

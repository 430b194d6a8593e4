"""NATS under TLS: nodes let only each other in, and a client goes on once its files are right.

A cluster of three real nodes without services. Promises that nothing is restarted for an exchange.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.embedded import binaries
from deploy.embedded.authority import Authority
from deploy.embedded.credentials import Credentials
from deploy.embedded.directory import make_temporary, prepare, take_lock
from deploy.embedded.nats_cluster import NatsCluster
from deploy.embedded.ports import Ports
from deploy.embedded.tls import Certificates
from services.chassis.bus import Bus
from services.chassis.tls.client import ClientTls
from tests.certified import write
from tests.waiting import until

USER = "catalog"


@pytest.fixture(scope="module")
async def certificates() -> AsyncIterator[Certificates]:
    path = make_temporary()
    made = Certificates(prepare(path), mutual=True)
    made.ensure()
    yield made
    shutil.rmtree(path)


@pytest.fixture(scope="module")
async def cluster(certificates: Certificates) -> AsyncIterator[NatsCluster]:
    directory = certificates.directory
    lock = take_lock(directory)
    nodes = NatsCluster(
        directory=directory,
        program=binaries.find(directory).nats,
        credentials=Credentials(directory),
        lock=lock,
        ports=Ports(directory),
        certificates=certificates,
    )
    await nodes.start()
    yield nodes
    await nodes.stop()
    os.close(lock)


async def test_nodes_meet_under_tls_and_ask_clients_for_a_certificate(cluster: NatsCluster) -> None:
    assert await cluster.has_leader()
    for node in cluster.nodes:
        told = await greeting(node.port)
        assert (told["tls_required"], told["tls_verify"]) == (True, True)


async def greeting(port: int) -> dict[str, object]:
    """What a server says before anything else."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    line = await reader.readline()
    writer.close()
    return dict(json.loads(line.partition(b" ")[2]))


async def test_who_believed_the_wrong_authority_goes_on_once_the_file_is_exchanged(
    cluster: NatsCluster,
    certificates: Certificates,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    certificate, key = certificates.pair(USER)
    believed = write(tmp_path / "ca.crt", Authority.made("other").pem.certificate)
    tls = ClientTls(ca=str(believed), certificate=certificate, key=key)
    bus, heard = Bus.connecting(cluster.url(USER), name="test", tls=tls), list[str]()
    await until(lambda: "certificate verify failed" in said(capsys, heard))
    assert not bus.is_connected
    write(believed, "none")  # what cannot be read is told, too, and waited for
    await until(lambda: "no certificate in PEM" in said(capsys, heard))
    write(believed, Path(certificates.ca).read_text())
    await until(lambda: bus.is_connected)
    assert said(capsys, heard).count("bus.refused") == 2  # each is told once
    await bus.close()


def said(capsys: pytest.CaptureFixture[str], heard: list[str]) -> str:
    """All that was logged until now."""
    heard += capsys.readouterr()
    return "".join(heard)

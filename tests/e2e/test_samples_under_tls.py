"""The samples call services under TLS: by the authority that they are given, and no other.

Handshakes on loopback with a server that knows no method: whoever hears that was let in.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import pytest

from tests.certified import Certified

ROOT = Path(__file__).resolve().parents[2]
PYTHON = """
import asyncio, sys
import grpc
from snapshot import opened

async def ask():
    async with opened(*sys.argv[1:]) as channel:
        try:
            await channel.unary_unary("/motcua.X/Y")(b"", timeout=60)
        except grpc.aio.AioRpcError as failed:
            print(failed.code().name)

asyncio.run(ask())
"""
PORTAL = """
const [address, ca] = process.argv.slice(2);
const { connect } = await import("./contracts.js");
const clients = connect({ catalog: address, submissions: address, ca });
clients.CatalogService.ListServices({}, { deadline: Date.now() + 60000 }, (failed) => {
  console.log({ 12: "UNIMPLEMENTED", 14: "UNAVAILABLE" }[failed.code] ?? failed.code);
  process.exit();
});
"""
SAMPLES = {
    "consumer-python": (sys.executable, "-c", PYTHON),
    "portal": ("node", "--input-type=module", "-", PORTAL),
}
NO_NODE = not shutil.which("node") or not (ROOT / "node_modules" / "@grpc" / "grpc-js").exists()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[tuple[str, Certified]]:
    """Under a certificate for localhost."""
    certified, running = Certified(tmp_path), grpc.aio.server()
    certificate, key = (Path(each).read_bytes() for each in certified.issue("server"))
    port = running.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, certificate)]))
    await running.start()
    yield f"127.0.0.1:{port}", certified
    await running.stop(0)


@pytest.mark.parametrize("sample", SAMPLES)
async def test_a_sample_believes_its_authority_alone(
    sample: str, server: tuple[str, Certified], tmp_path: Path
) -> None:
    if sample == "portal" and NO_NODE:
        pytest.skip("no Node, or no packages for it: npm ci --ignore-scripts")
    address, certified = server
    (tmp_path / "other").mkdir()
    other = Certified(tmp_path / "other", "other")
    assert await said(sample, address, certified.ca) == "UNIMPLEMENTED"
    assert await said(sample, address, other.ca) == "UNAVAILABLE"
    assert await said(sample, address) == "UNAVAILABLE"  # plain text, on this machine alone


async def said(sample: str, *words: str) -> str:
    """The status that a call of the sample ends with."""
    program, *options = SAMPLES[sample]
    script = options.pop() if sample == "portal" else ""
    process = await asyncio.create_subprocess_exec(
        *(program, *options, *words),
        cwd=ROOT / "examples" / sample,
        env={**os.environ, "PYTHONPATH": str(ROOT / "proto" / "gen")},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate(script.encode())
    return out.decode().strip()

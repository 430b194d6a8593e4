"""Which versions and ciphers a server speaks: none that is broken or without forward secrecy.

Promises that the clients of these tests could speak the others: a lenient server is spoken to.
"""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.chassis import gauges, process
from services.chassis.settings import Settings
from tests.certified import Certified
from tests.chassis.secured import Spoken, serving, shook_hands, shown

SAFE = (
    Spoken(ssl.TLSVersion.TLSv1_2, "ECDHE+AESGCM"),
    Spoken(ssl.TLSVersion.TLSv1_3, "ALL"),
)
WEAK = (
    Spoken(ssl.TLSVersion.TLSv1, "ALL"),
    Spoken(ssl.TLSVersion.TLSv1_1, "ALL"),
    Spoken(ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-SHA256"),
    Spoken(ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES256-SHA"),
)


async def test_old_versions_and_weak_ciphers_are_refused(tmp_path: Path) -> None:
    given = shown(Certified(tmp_path))
    metrics = gauges.listen("127.0.0.1:0", process.metrics_tls(given))
    async with serving(given) as server:
        for address in (server.address, metrics):
            for spoken in SAFE:
                await asyncio.to_thread(shook_hands, address, spoken)
            for spoken in WEAK:
                with pytest.raises(OSError, match=r"EOF|reset|alert"):
                    await asyncio.to_thread(shook_hands, address, spoken)
    for spoken in WEAK:  # that is how it is: a server which takes anything is spoken to
        async with lenient(given) as address:
            await asyncio.to_thread(shook_hands, address, spoken)


@asynccontextmanager
async def lenient(given: Settings) -> AsyncIterator[str]:
    """A server that takes what nobody should."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(given.tls_certificate, given.tls_key)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", ssl=context)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"

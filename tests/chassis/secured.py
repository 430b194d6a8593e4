"""The service of the tests behind a certificate, and handshakes that speak what a test wants.

Promises real sockets on loopback.
"""

import socket
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from cryptography import x509

from services.chassis.server import Server
from services.chassis.settings import Settings
from tests.certified import Certified
from tests.chassis.echo import Echo, add, contract, settings


class Spoken(NamedTuple):
    """One version of TLS, with the ciphers that are offered."""

    version: ssl.TLSVersion
    ciphers: str

    def limit(self, context: ssl.SSLContext) -> None:
        """Speak nothing else."""
        context.set_ciphers(f"{self.ciphers}:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = self.version


def shown(certified: Certified, **more: Any) -> Settings:
    certificate, key = certified.issue("server")
    return settings(tls_certificate=certificate, tls_key=key, **more)


@asynccontextmanager
async def serving(given: Settings) -> AsyncIterator[Server]:
    services = [(add, Echo(), contract())]
    async with Server(given, services, within=lambda *_: True) as server:
        yield server


def shook_hands(address: str, spoken: Spoken | None = None) -> x509.Certificate:
    """What a server shows; raises OSError where no handshake comes about."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    if spoken:
        spoken.limit(context)
    host, _, port = address.rpartition(":")
    with (
        socket.create_connection((host, int(port))) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        return x509.load_der_x509_certificate(secured.getpeercert(binary_form=True) or b"")

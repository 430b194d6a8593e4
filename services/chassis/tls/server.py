"""What a server shows: a certificate and its key in files, which may be exchanged while it serves.

Promises that every handshake gets a certificate with its own key: files that do not fit each other
change nothing. Who must show a certificate is exchanged, too.
"""

import asyncio
import os
import ssl
from functools import lru_cache
from typing import Any, Protocol

import grpc

from services.chassis import gauges, telemetry
from services.chassis.tls.certificates import Pair, Unusable, read_authorities, read_pair, stamp

CHECKED_EVERY = 2.0  # seconds
BEGAN = gauges.gauge(
    "motcua_tls_start_timestamp_seconds", "From when the certificate in use is in force"
)
EXPIRES = gauges.gauge(
    "motcua_tls_expiry_timestamp_seconds", "Until when the certificate in use is in force"
)
USABLE = gauges.gauge(
    "motcua_tls_files_usable", "0: the files of the certificate changed and cannot be used"
)


class Shown(Protocol):
    """Settings of a server."""

    @property
    def tls_certificate(self) -> str:
        """A file of PEM, as the others."""
        ...

    @property
    def tls_key(self) -> str:
        """Its key."""
        ...

    @property
    def tls_client_ca(self) -> str:
        """Whose certificates callers must show; empty: they need none."""
        ...

    @property
    def plaintext(self) -> frozenset[str]:
        """What may go in plain text outside loopback."""
        ...


class ServerTls:
    """Of one process. Raises Unusable where the files cannot be used at the start."""

    def __init__(self, certificate: str, key: str, client_ca: str = "") -> None:
        """See the settings."""
        self.certificate, self.key, self.client_ca = certificate, key, client_ca
        self.stamp = stamp(self.files)
        self.take()

    @property
    def files(self) -> tuple[str, ...]:
        """Which are followed."""
        return tuple(filter(None, (self.certificate, self.key, self.client_ca)))

    def take(self) -> None:
        """Use the files as they are, all of them or none."""
        pair = read_pair(self.certificate, self.key)
        believed = read_authorities(self.client_ca) if self.client_ca else None
        self.context = server_context(pair)
        self.configuration = grpc.ssl_server_certificate_configuration(
            [(pair.key, pair.chain)], believed
        )
        BEGAN.set(pair.began.timestamp())
        EXPIRES.set(pair.expires.timestamp())
        USABLE.set(1)

    def reload(self) -> None:
        """Reload certificates that were exchanged; keep the old ones if unusable."""
        if (found := stamp(self.files)) == self.stamp:
            return
        self.stamp = found
        try:
            self.take()
        except Unusable as error:
            USABLE.set(0)
            telemetry.log().error("tls.unusable", error=str(error))
        else:
            telemetry.log().info("tls.exchanged")

    async def watch(self) -> None:
        """Reload every CHECKED_EVERY seconds, until cancelled."""
        while True:
            self.reload()
            await asyncio.sleep(CHECKED_EVERY)

    def credentials(self) -> grpc.ServerCredentials:
        """For a port of gRPC, which asks at each handshake whether something else is shown now."""
        shown = self.configuration

        def fetch() -> Any:
            nonlocal shown
            if shown is self.configuration:
                return None
            shown = self.configuration
            return shown

        return grpc.dynamic_ssl_server_credentials(
            shown, fetch, require_client_authentication=bool(self.client_ca)
        )

    def following(self) -> ssl.SSLContext:
        """For other servers: each handshake is made with what is shown then."""
        context = strict()

        def choose(connection: Any, _name: str | None, _context: ssl.SSLContext) -> None:
            connection.context = self.context

        context.sni_callback = choose
        return context


@lru_cache(maxsize=8)
def shared(certificate: str, key: str, client_ca: str = "") -> ServerTls:
    """One configuration for all ports of a process."""
    return ServerTls(certificate, key, client_ca)


def of(settings: Shown) -> ServerTls | None:
    """None where no certificate is named."""
    if not settings.tls_certificate:
        return None
    return shared(settings.tls_certificate, settings.tls_key, settings.tls_client_ca)


def strict() -> ssl.SSLContext:
    """What gRPC speaks: TLS 1.2 at least, with forward secrecy and authenticated encryption."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
    return context


def server_context(pair: Pair) -> ssl.SSLContext:
    """The library reads files only, and those may be exchanged between its looks at the one and the
    other: it is given one in memory.
    """
    context = strict()
    memory = os.memfd_create("certificate")
    try:
        os.write(memory, pair.chain + b"\n" + pair.key)
        context.load_cert_chain(f"/proc/self/fd/{memory}")
    finally:
        os.close(memory)
    return context

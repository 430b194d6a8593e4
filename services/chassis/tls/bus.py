"""NATS's client under TLS: whom it believes is read at every connection, and a password goes to no
server in plain text whose address says tls://.
"""

import ssl
from asyncio import Future
from typing import Any

from nats.aio.client import Client
from nats.errors import Error

from services.chassis.tls.certificates import Unusable
from services.chassis.tls.client import SYSTEM, ClientTls


class PlainText(Error):  # noqa: N818 — what is the case, as below
    """The address says TLS, and the server, or somebody before it, speaks none."""

    def __str__(self) -> str:
        return "the server of a tls:// address speaks plain text: it gets no password"


class NoCertificate(Error):  # noqa: N818
    """A file of ours cannot be used now: the certificate, its key, or the authorities."""


class TlsClient(Client):
    """A client that reads its files at every connection, and never gives a password in plain text
    where the address says tls://, as the library would to whoever announces no TLS.
    """

    def __init__(self, tls: ClientTls = SYSTEM) -> None:
        super().__init__()
        self.tls = tls

    @property
    def ssl_context(self) -> ssl.SSLContext:
        """As the files are now; the library goes on trying after an error of its own only."""
        try:
            return self.tls.context()
        except Unusable as error:
            raise NoCertificate(str(error)) from None

    async def _send_ping(self, future: "Future[bool] | None" = None) -> None:
        """What waits to be sent goes first. The library's own ping overtakes it, so that `flush`
        ended before the server had heard of a subscription, and a request was answered by nobody.
        """
        if self.is_connected and self._pending and self._transport:
            self._transport.writelines(self._pending)
            self._pending, self._pending_data_size = [], 0
        await super()._send_ping(future)

    async def _process_connect_init(self) -> None:
        """After a handshake that failed the library would wait for a connection to close which it
        has let go of, for ever, and never try again.
        """
        try:
            await super()._process_connect_init()
        except BaseException:
            writer: Any = getattr(self._transport, "_io_writer", None)
            if writer:
                writer.transport.abort()
            self._transport = None
            raise

    def _connect_command(self) -> bytes:
        """What gives the password."""
        writer: Any = getattr(self._transport, "_io_writer", None)
        meant = self._current_server is not None and self._current_server.uri.scheme == "tls"
        if meant and not (writer and writer.get_extra_info("ssl_object")):
            raise PlainText
        return bytes(super()._connect_command())

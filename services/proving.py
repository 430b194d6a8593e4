"""PostgreSQL in plain text has to prove that it knows the password before it is believed.

Promises that whoever else listens at its port gets no password: on a machine with other users, one
of them may have taken the port while the server was started again. The proof is that of SCRAM (RFC
5802): asyncpg checks it where it is given, and otherwise says the password itself where a server
asks for it. Must not ask more of a server whose certificate was checked.
"""

import ssl
import struct
from collections.abc import Callable
from typing import Any

import asyncpg

AUTHENTICATION, HEADER = b"R", struct.Struct(">cI")
# Codes of that message: that SCRAM is asked for, its challenge, its proof; the password was taken.
PROOF = (10, 11, 12, ACCEPTED := 0)
LONGEST = 65_536  # bytes of a message before the server is believed
REFUSED = (
    b"SFATAL\0C08004\0MThe server at PostgreSQL's address did not prove in plain text that it "
    b"knows the password: another program may have taken its port. It needs the method "
    b"scram-sha-256, or a certificate that is checked (sslmode=verify-full).\0\0"
)


def install() -> None:
    """Whatever asyncpg connects from now on, in this process."""
    asyncpg.protocol.Protocol = Proving


class Proving(asyncpg.protocol.Protocol):  # type: ignore[misc]  # asyncpg says nothing of its types
    """One connection, whose messages are looked at until its server has taken the password."""

    def __init__(self, address: Any, connected: Any, parameters: Any, *others: Any) -> None:
        super().__init__(address, connected, parameters, *others)
        # A socket of this machine lies in a folder, and not everybody may put one there.
        self.is_believed = isinstance(address, str) or not parameters.password
        self.unread, self.steps = b"", iter(PROOF)
        self.read: Callable[[bytes], None] = self.look

    def connection_made(self, transport: Any) -> None:
        """See asyncio."""
        if encrypted := transport.get_extra_info("ssl_object"):
            self.is_believed |= encrypted.context.verify_mode is ssl.CERT_REQUIRED
        self.connection = transport
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """See asyncio; some loops ask for this method once."""
        self.read(data)

    def look(self, data: bytes) -> None:
        """Message by message, until one says that the password was taken."""
        self.unread += data
        while len(self.unread) >= HEADER.size:
            kind, length = HEADER.unpack_from(self.unread)
            if (end := 1 + length) > max(len(self.unread), LONGEST):
                self.refuse()
                return
            if end > len(self.unread):
                return
            message, self.unread = self.unread[:end], self.unread[end:]
            code = int.from_bytes(message[HEADER.size :][:4]) if kind == AUTHENTICATION else None
            if not self.is_next(code):
                self.refuse()
                return
            super().data_received(message)
            if code == ACCEPTED:
                self.read, rest, self.unread = super().data_received, self.unread, b""
                self.read(rest)
                return

    def is_next(self, code: int | None) -> bool:
        """Whether a server may say this now: one that is not believed goes through all steps."""
        return self.is_believed or code is None or code == next(self.steps)

    def refuse(self) -> None:
        """As if the server had said so itself; nothing more of it is read."""
        super().data_received(HEADER.pack(b"E", 4 + len(REFUSED)) + REFUSED)
        self.read = self.pass_over
        self.connection.abort()

    def pass_over(self, data: bytes) -> None:
        """What had come before it was heard no more."""

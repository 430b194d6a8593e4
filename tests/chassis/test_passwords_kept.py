"""A server of PostgreSQL in plain text proves that it knows the password, or gets none.

Promises servers that say what no right one says, and the real one. Must not wait for a time-out.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from services.chassis.hosts import connected

PASSWORD = "not-to-be-told"
CHALLENGE = b"r=x,s=c2FsdA==,i=4096"


def asks(code: int, rest: bytes = b"") -> bytes:
    """A message of authentication."""
    return b"R" + struct.pack(">II", 8 + len(rest), code) + rest


@asynccontextmanager
async def other_program(*said: bytes, heard: bytearray) -> AsyncIterator[int]:
    """The port of a server that says this, whatever it hears."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(8)
        if first[4:] == struct.pack(">I", 80_877_103):  # for TLS
            writer.write(b"N")
        for each in said:
            if not each.startswith(b"\0"):  # the rest of a message
                heard.extend(await reader.read(4096))
            writer.write(each)
            await writer.drain()
        heard.extend(await reader.read())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1")
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    "said",
    [
        (asks(3),),
        (asks(5, b"salt"),),
        (asks(0),),
        (asks(12, b"v=x"),),
        (asks(10, b"SCRAM-SHA-256\0\0"), asks(0)),
        (asks(10, b"SCRAM-SHA-256\0\0"), asks(3)),
        (asks(10, b"SCRAM-SHA-256\0\0") + asks(12, b"v=x"),),
        (b"R\0\0", b"\0\x08\0\0\0\x03"),
        (b"R" + struct.pack(">I", 1 << 30),),
        (b"N" + struct.pack(">I", 5) + b"\0" + asks(3),),
    ],
)
async def test_a_server_that_proves_nothing_gets_no_password(said: tuple[bytes, ...]) -> None:
    heard = bytearray()
    async with other_program(*said, heard=heard) as port:
        dsn = f"postgresql://catalog:{PASSWORD}@127.0.0.1:{port}/catalog"
        with pytest.raises(asyncpg.ConnectionRejectionError, match="did not prove"):
            await connected(dsn, timeout=5)
    assert b"catalog" in heard
    assert PASSWORD.encode() not in heard
    assert b"md5" not in heard


async def test_nor_is_one_believed_with_a_wrong_proof() -> None:
    heard = bytearray()
    said = (asks(10, b"SCRAM-SHA-256\0\0"), asks(11, CHALLENGE))
    async with other_program(*said, heard=heard) as port:
        dsn = f"postgresql://catalog:{PASSWORD}@127.0.0.1:{port}/catalog"
        with pytest.raises(Exception, match=r"nonce|server|connection"):
            await connected(dsn, timeout=5)
    assert PASSWORD.encode() not in heard


async def test_who_has_no_password_has_none_to_lose() -> None:
    heard = bytearray()
    starting = b"SFATAL\0C57P03\0Mit starts\0\0"
    error = b"E" + struct.pack(">I", 4 + len(starting)) + starting
    async with other_program(asks(0) + error, heard=heard) as port:
        with pytest.raises(asyncpg.CannotConnectNowError):
            await connected(f"postgresql://catalog@127.0.0.1:{port}/catalog", timeout=5)
    assert b"catalog" in heard

"""The network between a service and its servers, as a TCP proxy that can be cut.

Promises to pass on every byte while it is whole. Must not lose bytes of a connection that goes on:
TCP does not either.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import ClassVar

from deploy.embedded.ports import HOST, taken

CHUNK = 1 << 16
AT_ONCE = struct.pack("ii", 1, 0)  # closing resets, and waits for nothing


class Link:
    """One address that leads to another."""

    WAYS: ClassVar = ("hangs", "is reset", "is closed")

    def __init__(self, leads_to: int, *, known: bool = False) -> None:
        """`known`: its port is, before it is opened."""
        self.leads_to = leads_to
        self.port, self.held = taken() if known else (0, None)
        self.server: asyncio.Server | None = None
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.refusing = False
        self.pairs: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        """Listen at a port of its own."""
        self.server = await asyncio.start_server(self.joined, HOST, self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on both directions until one of them ends."""
        if self.refusing:
            end(writer)
            return
        try:
            there, to = await asyncio.open_connection(HOST, self.leads_to)
        except OSError:
            end(writer)
            return
        both = {writer, to}
        self.pairs |= both
        passing = [
            asyncio.ensure_future(self.passed(*each)) for each in ((reader, to), (there, writer))
        ]
        await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
        for task in passing:
            task.cancel()
        self.pairs -= both
        for each in both:
            end(each)

    async def passed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One direction."""
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                await self.flowing.wait()
                writer.write(data)
                await writer.drain()

    @contextmanager
    def cut(self, how: str) -> Iterator[None]:
        """`hangs`: nothing comes through, and nobody is told; otherwise connections end, at once or
        in order, and new ones are refused.
        """
        self.refusing = how != "hangs"
        if not self.refusing:
            self.flowing.clear()
        for each in list(self.pairs) if self.refusing else ():
            end(each, reset=how == "is reset")
        try:
            yield
        finally:
            self.refusing = False
            self.flowing.set()

    async def close(self) -> None:
        """End all connections."""
        if self.server is not None:
            self.server.close()
        if self.held is not None:
            self.held.close()
        for each in list(self.pairs):
            end(each)


def end(writer: asyncio.StreamWriter, *, reset: bool = False) -> None:
    """Close a connection, in order or not."""
    if reset:
        found: socket.socket = writer.get_extra_info("socket")
        with suppress(OSError):
            found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        writer.transport.abort()
    else:
        writer.close()

"""A TCP relay between the log and PostgreSQL that a test can cut at the worst moment.

Promises to pass bytes unchanged until it is told otherwise. Must not know the protocol.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Wire:
    """`dsn` leads through it; while `deaf`, answers are swallowed and then the line is cut."""

    dsn: str
    deaf: bool = False
    cuts: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    def cut(self) -> None:
        """Close every connection, as a broken network does."""
        self.cuts += 1
        for writer in self.writers:
            writer.close()
        self.writers.clear()


@asynccontextmanager
async def wire_to(dsn: str) -> AsyncIterator[Wire]:
    """Listen on a port of its own, and pass everything to where the address leads."""
    target = urlsplit(dsn)

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, back: bool) -> None:
        while data := await reader.read(65536):
            if back and wire.deaf:
                wire.deaf = False
                wire.cut()
                return
            writer.write(data)
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(target.hostname, target.port)
        wire.writers += [writer, far_writer]
        await asyncio.gather(
            pump(reader, far_writer, back=False),
            pump(far_reader, writer, back=True),
            return_exceptions=True,
        )

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    wire = Wire(dsn.replace(f":{target.port}/", f":{port}/"))
    try:
        yield wire
    finally:
        server.close()
        wire.cut()

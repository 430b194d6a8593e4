"""Files of any size in an object store: cut into chunks, each sealed and an object of its own.

Promises that a chunk opens only in its place, and that what was put outlasts a crash.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import obstore
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.store import from_url

from services.chassis.sealing import NONCE, Damaged, OwnerKey, bound

CHUNK, TAG = 4 * 1024 * 1024, 16  # bytes of content, and of the tag by which an object is named


class Chunk(NamedTuple):
    """Which part of which file."""

    file: str  # an opaque id
    number: int
    last: bool

    def bound(self) -> bytes:
        """What its ciphertext is bound to."""
        return bound(("chunk", self.file, str(self.number), "last" if self.last else ""))

    def path(self, tag: bytes) -> str:
        """Of its object. Two attempts at one chunk are two objects, so neither spoils the other."""
        return f"{self.file}/{self.number:05}-{tag.hex()}"


class Blobs:
    """An object store by its address: `file:///path`, `s3://bucket/path`, `memory:///`."""

    def __init__(self, url: str) -> None:
        self.root = Path(unquote(url[7:])) if url.startswith("file://") else None
        if self.root:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._store = from_url(url, automatic_cleanup=True) if self.root else from_url(url)
        self._buffers: list[bytearray] = []  # a fresh one costs as much as all else of a chunk

    async def put(self, key: OwnerKey, chunk: Chunk, content: memoryview) -> bytes:
        """Seal and keep a chunk; the tag by which it is got again. After an OSError perhaps too."""
        buffer = self._buffers.pop() if self._buffers else bytearray(NONCE + CHUNK + TAG)
        sealed = memoryview(buffer)[: NONCE + len(content) + TAG]
        sealed[:NONCE] = nonce = os.urandom(NONCE)
        AESGCM(key.key).encrypt_into(nonce, content, chunk.bound(), sealed[NONCE:])
        path = chunk.path(tag := bytes(sealed[-TAG:]))
        try:
            await obstore.put_async(self._store, path, sealed, use_multipart=False)
        except obstore.exceptions.BaseError:
            raise OSError("the object store does not answer") from None
        self._buffers = [*self._buffers, buffer][:2]
        if self.root:  # what the store wrote is on the disk only now
            await asyncio.to_thread(_flush, self.root, path, chunk)
        return tag

    async def get(self, key: OwnerKey, chunk: Chunk, tag: bytes) -> bytes:
        """The content of a chunk; Damaged when it is gone, or is not what was put."""
        try:
            with suppress(FileNotFoundError, InvalidTag, ValueError):
                found = await obstore.get_async(self._store, chunk.path(tag))
                sealed = memoryview(await found.bytes_async())
                if sealed[-TAG:] == tag:
                    return AESGCM(key.key).decrypt(sealed[:NONCE], sealed[NONCE:], chunk.bound())
        except obstore.exceptions.BaseError:
            raise OSError("the object store does not answer") from None
        raise Damaged(chunk.file)

    async def listed(self, file: str = "") -> AsyncIterator[list[tuple[str, datetime]]]:
        """All objects, or those of a file, page by page: path, and when it was put."""
        async for page in obstore.list(self._store, prefix=file or None, chunk_size=1000):
            yield [(each["path"], each["last_modified"]) for each in page]

    async def delete(self, paths: Iterable[str]) -> None:
        """Remove objects; some may be gone already."""
        for path in paths:
            with suppress(FileNotFoundError):
                await obstore.delete_async(self._store, path)

    def forget_unfinished(self, before: datetime) -> None:
        """Remove what a process that was killed had begun to write into a local store."""
        for path in self.root.rglob("*#*") if self.root else ():
            if path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)


def _flush(root: Path, path: str, chunk: Chunk) -> None:
    for each in (path, chunk.file, "")[: 3 if chunk.number == 0 else 2]:  # which made its folder
        os.fsync(descriptor := os.open(root / each, os.O_RDONLY))
        os.close(descriptor)

"""Uploading a file of 200 MiB, sealed and on the disk, against a plain copy through gRPC; and what
memory it takes the service.

Promises the same client, messages and disk for both. Must not count a file that is not whole.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import grpc

from bench import size
from bench.pairs import Row, compare
from bench.world import World
from motcua.submissions.v1 import attachments_pb2 as api
from motcua.submissions.v1.attachments_pb2_grpc import AttachmentServiceStub

PIECE = 1024 * 1024
MIB = 1024 * 1024


async def row(world: World) -> Row:
    """The ratio of speeds."""
    files = world.portal.attachments
    async with copying(world.stack.data_dir) as copies:

        async def ours() -> float:
            name = await announced(world, files)
            return await speed(files, name, world.portal.bearer("portal"))

        async def theirs() -> float:
            return await speed(copies, "dossiers/1/attachments/1", ())

        await ours()
        ratio, mine, other = await compare(ours, theirs)
    what = f"upload of {size.SIZE.upload} MiB, sealed and flushed"
    return Row(what, "plain copy through gRPC, flushed", "≥ 0.60", ratio, mine, other, "MiB/s")


async def lines(world: World) -> list[tuple[str, str]]:
    """Memory that one upload takes the service at its peak."""
    files = world.portal.attachments
    added = await added_memory(world, files)
    return [(f"memory added by an upload of {size.SIZE.upload} MiB", f"{added:.0f} MiB")]


async def added_memory(world: World, files: AttachmentServiceStub) -> float:
    """MiB beyond what the process had before, at its highest."""
    pid = world.stack.services["submissions"].pid
    assert pid
    forget_peak(pid)
    before = memory(pid, "VmRSS")
    await speed(files, await announced(world, files), world.portal.bearer("portal"))
    return memory(pid, "VmHWM") - before


def forget_peak(pid: int) -> None:
    """Let the peak of a process be what it has now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def memory(pid: int, key: str) -> float:
    """MiB of a process, as the kernel counts them."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.split(f"{key}:")[1].split()[0]) / 1024


async def announced(world: World, files: AttachmentServiceStub) -> str:
    """A file of a new dossier."""
    portal = world.portal
    submitted = await portal.call(
        portal.submissions.SubmitDossier, world.submission(0), role="portal"
    )
    request = api.CreateAttachmentRequest(
        parent=submitted.dossier.name,
        file_name="a.pdf",
        size=size.SIZE.upload * MIB,
        request_id=str(uuid.uuid4()),
    )
    return str((await portal.call(files.CreateAttachment, request, role="portal")).name)


async def speed(
    files: AttachmentServiceStub, name: str, metadata: tuple[tuple[str, str], ...]
) -> float:
    """MiB in a second."""
    total = size.SIZE.upload * MIB
    began = time.perf_counter()
    answer = await files.UploadAttachment(messages(name, total), metadata=metadata)
    took = time.perf_counter() - began
    assert answer.offset == total, answer
    return total / MIB / took


def messages(name: str, total: int) -> Iterator[api.UploadAttachmentRequest]:
    """A file that begins as a PDF."""
    piece = os.urandom(PIECE)
    for offset in range(0, total, PIECE):
        data = b"%PDF-1.7" + piece[8:] if offset == 0 else piece
        yield api.UploadAttachmentRequest(name=name, offset=offset, data=data)


@asynccontextmanager
async def copying(directory: Path) -> AsyncIterator[AttachmentServiceStub]:
    """A client of the server that only copies."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bench.copying", str(directory)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout
    port = int(await process.stdout.readline())
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield AttachmentServiceStub(channel)
    finally:
        process.kill()
        await process.wait()

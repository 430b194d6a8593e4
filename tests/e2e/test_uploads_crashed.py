"""Uploads to a service that is killed again and again, and one of the largest file that is taken.

Promises `kill -9` at random moments, a client that only goes on from what it was told, and a look
into the object store itself. Must not choose its moments kindly.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import shutil
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import grpc
import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.errors import StackError
from deploy.embedded.processes import Child
from deploy.embedded.stack import Stack
from motcua.submissions.v1 import attachments_pb2 as api
from services.console.portal.client import Portal
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.files import paths_below
from tests.waiting import until

MIB = 1024 * 1024
CHUNK, PIECE = 4 * MIB, 256 * 1024
FILES, SIZE, FEWEST_CRASHES, CRASHES = 3, 3 * CHUNK + 77, 2, 6
LARGEST = 200 * MIB
MOST_ADDED = 32  # MiB of memory
# What waits for a scan is due now, for the tenth time or after it.
DUE = """update attachments set scans = greatest(scans, 9), scan_at = now()
  where state = 2 and scan_at is not null"""
AGAIN = {
    grpc.StatusCode.OK,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.ABORTED,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.INTERNAL,  # a stream that was reset
}


@dataclass
class File:
    """What is uploaded, and up to where its client was told that it is kept; its last piece is not
    sent before it may end.
    """

    seed: int
    size: int = SIZE
    name: str = ""
    told: list[int] = field(default_factory=list)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)

    async def messages(self, offset: int) -> AsyncIterator[api.UploadAttachmentRequest]:
        """From an offset on."""
        for start in range(offset, self.size, PIECE):
            if start + PIECE >= self.size:
                await self.may_end.wait()
            data = self.content(start, min(start + PIECE, self.size))
            yield api.UploadAttachmentRequest(name=self.name, offset=start, data=data)

    def content(self, start: int, end: int) -> bytes:
        """Bytes that are told by their place."""
        block = random.Random(self.seed + start // PIECE).randbytes(PIECE)
        found = block[start % PIECE :][: end - start]
        return b"%PDF-1.7" + found[8:] if start == 0 else found


class Client:
    """Announces, uploads and downloads in the name of a portal."""

    def __init__(self, portal: Portal) -> None:
        self.files = portal.attachments
        self.portal = portal
        self.caller = {"metadata": portal.bearer("portal"), "timeout": 240}

    async def announce(self, dossier: str, file: File) -> None:
        request = api.CreateAttachmentRequest(
            parent=dossier, file_name="a.pdf", size=file.size, request_id=str(uuid.uuid4())
        )
        method = self.portal.attachments.CreateAttachment
        file.name = (await self.portal.call(method, request, role="portal")).name

    async def kept(self, file: File) -> api.Attachment:
        """What the service says of a file, as soon as it says anything."""
        request = api.GetAttachmentRequest(name=file.name)
        answer = await self.portal.call(self.files.GetAttachment, request, role="portal")
        file.told.append(answer.offset)
        return answer

    async def upload(self, file: File) -> None:
        """Go on from what is kept, until it is whole."""
        while (answer := await self.kept(file)).state == api.Attachment.STATE_UPLOADING:
            messages = file.messages(answer.offset)
            call = self.files.UploadAttachment(messages, **self.caller)
            assert await call.code() in AGAIN, call
            await asyncio.sleep(0.05)

    async def is_the_same(self, file: File) -> bool:
        request = api.DownloadAttachmentRequest(name=file.name, purpose="look")
        _, *pieces = [each async for each in self.files.DownloadAttachment(request, **self.caller)]
        found = b"".join(each.data for each in pieces)
        parts = (file.content(at, min(at + PIECE, file.size)) for at in range(0, file.size, PIECE))
        return found == b"".join(parts)


@pytest.fixture(scope="module")
async def stack() -> AsyncIterator[Stack]:
    path = make_temporary()
    async with MigratedStack(path) as running:
        yield running
    shutil.rmtree(path)


@pytest.fixture(scope="module")
async def office(stack: Stack) -> AsyncIterator[Office]:
    async with Portal(stack.describe()) as portal:
        yield await Office.open(portal)


async def crash(stack: Stack, uploading: asyncio.Future[object], files: list[File]) -> None:
    """Kill the service, and PostgreSQL now and then, while files are uploaded; however fast that
    is, some kills find all of them at it.
    """
    chance, count = random.Random(20261128), 0
    while not uploading.done() and count < CRASHES:
        await asyncio.sleep(chance.uniform(0.05, 0.4))
        part = stack.postgres if count % 4 == 3 else stack.services["submissions"]
        await part.kill()
        await part.start()
        count += 1
        if count == FEWEST_CRASHES:
            for file in files:
                file.may_end.set()


@pytest.mark.timeout(300)
async def test_killed_uploads_go_on_and_leave_nothing_behind(stack: Stack, office: Office) -> None:
    client, files = Client(office.portal), [File(seed) for seed in range(FILES)]
    dossier, given_up = (await office.submit()).name, File(99)
    for file in files:
        await client.announce(dossier, file)
    await client.announce(dossier, given_up)
    uploading = asyncio.gather(*map(client.upload, files))
    await crash(stack, uploading, files)
    await uploading
    dsn = stack.services["submissions"].wiring.owner_dsn
    await run(dsn, DUE)  # a scan that a kill ended is due again after twice its longest time
    for file in files:
        assert file.told == sorted(file.told)  # nothing that was told as kept is lost
        assert file.told[-1] == SIZE
        await until(lambda name=file.name: is_clean(client, name))
        assert await client.is_the_same(file)
    await until(lambda: are_told(dsn))
    await client.files.RemoveAttachment(
        api.RemoveAttachmentRequest(name=files[0].name, request_id=str(uuid.uuid4())),
        **client.caller,
    )
    await sweep(stack)
    assert objects(stack) == await known(dsn)
    assert {len(each) for each in (await known(dsn)).values()} == {4}
    assert len(objects(stack)) == FILES - 1
    assert await are_told(dsn)


async def are_told(dsn: str) -> bool:
    """Whether the log has two facts of each file, no more: they follow within seconds."""
    told = await counted(dsn)
    return told.get("AttachmentUploaded") == told.get("AttachmentScanned") == FILES


async def is_clean(client: Client, name: str) -> bool:
    request = api.GetAttachmentRequest(name=name)
    answer = await client.portal.call(client.files.GetAttachment, request, role="portal")
    return bool(answer.state == api.Attachment.STATE_CLEAN)


async def sweep(stack: Stack) -> None:
    """As an operator does it, of all objects whatever their age."""
    child = Child(stack.services["submissions"].program("sweep", "0"))
    assert await child.ended(within=60)
    assert child.process.returncode == 0, child.said()


def objects(stack: Stack) -> dict[str, set[str]]:
    """What lies in the store, by file; nothing that was only begun."""
    root = stack.data_dir / "blobs"
    found: dict[str, set[str]] = {}
    for path in paths_below(root):
        if path.is_file():
            assert re.fullmatch(r"\d{5}-[0-9a-f]{32}", path.name), path
            found.setdefault(path.parent.name, set()).add(path.name)
    return found


async def known(dsn: str) -> dict[str, set[str]]:
    """The same by the rows of files."""
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("select attachment, tags from attachments where tags <> ''")
    await connection.close()
    return {
        str(row["attachment"]): {
            f"{n:05}-{row['tags'][16 * n :][:16].hex()}" for n in range(len(row["tags"]) // 16)
        }
        for row in rows
        if row["tags"]
    }


async def counted(dsn: str) -> dict[str, int]:
    """Events about files, by kind."""
    connection = await asyncpg.connect(dsn)
    wanted = "select type, count(*) from events where stream like 'attachments/%' group by type"
    rows = await connection.fetch(wanted)
    await connection.close()
    return {row["type"].rpartition(".")[2]: row["count"] for row in rows}


@pytest.mark.timeout(300)
async def test_the_largest_file_takes_little_memory(stack: Stack, office: Office) -> None:
    client, file = Client(office.portal), File(7, size=LARGEST)
    await client.announce((await office.submit()).name, File(8, size=CHUNK))
    await client.announce((await office.submit()).name, file)
    pid = stack.services["submissions"].pid
    status = Path(f"/proc/{pid}/status")
    Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak is what it has now
    before = memory(status, "VmRSS")
    file.may_end.set()
    answer = await client.files.UploadAttachment(file.messages(0), **client.caller)
    assert answer.offset == LARGEST
    assert memory(status, "VmHWM") - before <= MOST_ADDED
    await until(lambda: is_clean(client, file.name))
    async for each in client.files.DownloadAttachment(
        api.DownloadAttachmentRequest(name=file.name, purpose="look"), **client.caller
    ):
        last = each
    assert last.offset + len(last.data) == LARGEST
    assert memory(status, "VmHWM") - before <= MOST_ADDED


def memory(status: Path, key: str) -> float:
    """MiB, as the kernel counts them."""
    return int(status.read_text().split(f"{key}:")[1].split()[0]) / 1024


@pytest.mark.timeout(300)
async def test_a_file_that_ends_the_service_while_it_is_scanned_is_left_to_an_operator(
    stack: Stack, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, client, file = stack.services["submissions"], Client(office.portal), File(5, size=9)
    dossier = (await office.submit()).name
    monkeypatch.setenv("MOTCUA_SCAN_COMMAND", "sh -c 'kill -9 $PPID'")
    await service.stop()
    await service.start()
    await client.announce(dossier, file)
    file.may_end.set()
    uploading, ends = asyncio.create_task(client.upload(file)), 0
    await until(lambda: service.pid is None)
    dsn = service.wiring.owner_dsn
    while not await is_left(dsn):
        ends += 1
        await run(dsn, DUE)
        with contextlib.suppress(StackError):  # it may end while it starts
            await service.start()
        await until(lambda: ended_or_left(stack))
    await uploading
    assert (await client.kept(file)).unscannable
    assert ends == 2
    assert service.pid


async def ended_or_left(stack: Stack) -> bool:
    service = stack.services["submissions"]
    return service.pid is None or await is_left(service.wiring.owner_dsn)


async def is_left(dsn: str) -> bool:
    """Whether a file is scanned no more by itself."""
    return bool(await run(dsn, "select from attachments where state = 2 and scan_at is null"))


async def run(dsn: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    try:
        return list(await connection.fetch(statement))
    finally:
        await connection.close()

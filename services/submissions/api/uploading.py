"""One upload: its messages cut into chunks, each looked at, sealed and kept while the next ones
come in.

Promises three chunks in memory, whatever the size of the file, and that what is told as kept is on
the disk. An upload that goes on reads back what is kept, so that its digest is that of all.
"""

import asyncio
import hashlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from functools import partial

from motcua.submissions.v1 import attachments_pb2 as api
from services.chassis.blobs import CHUNK
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.chassis.sealing import Damaged, OwnerKey
from services.submissions.api import attaching, sweeping
from services.submissions.api.attaching import Found
from services.submissions.api.commands import clock
from services.submissions.api.context import Context
from services.submissions.domain.attachment import files
from services.submissions.domain.attachment.facts import State
from services.submissions.domain.attachment.media_types import ZIP, Content
from services.submissions.domain.attachment.refusals import AttachmentReason
from services.submissions.queries.attachments import Row, Whole

SILENCE = 60.0  # seconds without a message
AT_ONCE = 2  # chunks that are being kept: the disk, or the store, takes its time for each
# What is wrong with the file itself: it is not kept.
_FILE_FAULTS = {
    AttachmentReason.FILE_LONGER,
    AttachmentReason.FILE_DIFFERS,
    AttachmentReason.MEDIA_TYPE_NOT_TAKEN,
    AttachmentReason.FILE_NAME_MISLEADING,
}


async def upload(context: Context, requests: AsyncIterator[api.UploadAttachmentRequest]) -> Row:
    """A file with as much of it as came and is kept."""
    messages = _audible(requests)
    first = await anext(messages, None)
    if first is None:
        raise Refusal(ChassisReason.FIELD_REQUIRED, field="name", values={"field": "name"})
    found = await _writable(context, first)
    row = found.row
    if row.state is not State.UPLOADING:
        raise Refusal(AttachmentReason.UPLOAD_ENDED, field="name")
    key = await context.attachments.key(row.owner)
    if key is None:
        raise attaching.unknown(first.name)
    if first.offset != row.offset:
        raise _wrong_offset(row.offset)
    receiving = Receiving(context, row, key)
    try:
        await receiving.read_back()
        await receiving.take(first)
        async for message in messages:
            await receiving.take(message)
        whole = await receiving.end(found, partial(_writable, context, first))
    except Refusal as refusal:
        if refusal.reason in _FILE_FAULTS:
            await receiving.settle()
            if await context.attachments.give_up(row):
                await sweeping.discard(context, row.id)
        raise
    except Damaged:
        raise Refusal(AttachmentReason.ATTACHMENT_DAMAGED, field="name") from None
    finally:
        await receiving.settle()
    return whole or await context.attachments.get(row.id) or row


async def _writable(context: Context, first: api.UploadAttachmentRequest) -> Found:
    """The file, as long as the caller may send more of it."""
    found = await attaching.find(context, first)
    found.require_uploader()
    return found


async def _audible(
    requests: AsyncIterator[api.UploadAttachmentRequest],
) -> AsyncIterator[api.UploadAttachmentRequest]:
    """The messages; who sends none for long may not keep a place among the uploads."""
    incoming = aiter(requests)
    while True:
        try:
            async with asyncio.timeout(SILENCE):
                message = await anext(incoming)
        except StopAsyncIteration:
            return
        except TimeoutError:
            values = {"seconds": str(int(SILENCE))}
            raise Refusal(AttachmentReason.UPLOAD_SILENT, values=values, retry_after=1.0) from None
        yield message


class Receiving:
    """What has come of a file: its chunks so far, and what is not a chunk yet."""

    def __init__(self, context: Context, row: Row, key: OwnerKey) -> None:
        self._context, self._row, self._key = context, row, key
        self._number = row.chunks  # of the chunk that is being filled
        self._filling, self._filled = bytearray(CHUNK), 0
        self._free: list[bytearray] = []  # to be filled again
        self._keeping: deque[asyncio.Task[None]] = deque()  # the chunks before, in order
        self._content, self._digest = Content(), hashlib.sha256()

    @property
    def _offset(self) -> int:
        return self._number * CHUNK + self._filled

    async def read_back(self) -> None:
        """Look at what earlier calls left."""
        for number in range(self._row.chunks):
            row = self._row
            piece = await self._context.blobs.get(self._key, row.chunk(number), row.tag(number))
            await asyncio.to_thread(self._inspect, memoryview(piece))

    async def take(self, message: api.UploadAttachmentRequest) -> None:
        """The next bytes; none may lie between them and those before."""
        if message.offset != self._offset or message.name != self._row.name:
            raise _wrong_offset(self._number * CHUNK)
        data = memoryview(message.data)
        if not data and self._offset < self._row.size:  # it would only keep a place
            raise Refusal(ChassisReason.FIELD_REQUIRED, field="data", values={"field": "data"})
        if self._offset + len(data) > self._row.size:
            values = {"size": str(self._row.size)}
            raise Refusal(AttachmentReason.FILE_LONGER, field="data", values=values)
        while data:
            part = data[: CHUNK - self._filled]
            self._filling[self._filled : self._filled + len(part)] = part
            self._filled += len(part)
            data = data[len(part) :]
            if self._filled == CHUNK and self._offset < self._row.size:
                await self._next_chunk()

    async def end(self, found: Found, again: Callable[[], Awaitable[Found]]) -> Row | None:
        """Keep the last chunk, if all has come: the whole file. Part of a chunk is not kept. Where
        its dossier has changed since it was found, it is looked at again.
        """
        while self._keeping:
            await self._keeping.popleft()
        if self._offset < self._row.size:
            return None
        piece = memoryview(self._filling)[: self._filled]
        await asyncio.to_thread(self._inspect, piece)
        media_type = self._content.end()
        details = self._require_sound(media_type)
        tag = await self._context.blobs.put(self._key, self._row.chunk(self._number), piece)
        sealed = self._key.sealed(self._row.field, details.SerializeToString())
        try:
            await self._finish(tag, Whole(media_type, *sealed, clock()), found, again)
        except Refusal:
            await self._context.blobs.delete([self._row.chunk(self._number).path(tag)])
            raise
        self._context.files.scannable.set()
        revision = self._row.revision + 1
        return replace(self._row, state=State.QUARANTINED, media_type=media_type, revision=revision)

    async def _finish(
        self, tag: bytes, whole: Whole, found: Found, again: Callable[[], Awaitable[Found]]
    ) -> None:
        """Refuse where another upload was quicker, and where the dossier takes no more by now."""
        finish = self._context.attachments.finish
        while not await finish(self._row, tag, whole, version=found.parent.filed.version):
            now = await again()
            if now.parent.filed.version == found.parent.filed.version:
                raise await self._overtaken()
            found = now

    async def settle(self) -> None:
        """Let the chunks that are being kept come to their end, whatever that is: nothing goes on
        behind a call that ended.
        """
        await asyncio.gather(*self._keeping, return_exceptions=True)

    async def _next_chunk(self) -> None:
        full = self._filling
        await asyncio.to_thread(self._inspect, memoryview(full))
        if self._content.media_type != ZIP:  # of an archive more is known at its end
            self._context.files.rules.require_type(self._content.media_type)
        before = self._keeping[-1] if self._keeping else None
        self._keeping.append(asyncio.create_task(self._keep(self._number, full, before)))
        if len(self._keeping) > AT_ONCE:
            await self._keeping.popleft()
        self._filling = self._free.pop() if self._free else bytearray(CHUNK)
        self._number, self._filled = self._number + 1, 0

    async def _keep(
        self, number: int, full: bytearray, before: "asyncio.Task[None] | None"
    ) -> None:
        """Put a chunk, and once the one before is kept keep it too."""
        chunk, blobs = self._row.chunk(number), self._context.blobs
        tag = await blobs.put(self._key, chunk, memoryview(full))
        self._free.append(full)
        if before:
            await asyncio.wait([before])
        patience, kept = self._context.files.rules.patience, self._context.attachments.add_chunk
        if (before and before.exception()) or not await kept(
            self._row, number, tag, patience=patience
        ):
            await blobs.delete([chunk.path(tag)])  # surely nobody's
            raise await self._overtaken()

    def _inspect(self, piece: memoryview) -> None:
        self._digest.update(piece)
        self._content.read(piece)

    def _require_sound(self, media_type: str) -> api.FileDetails:
        """What is sealed of a whole file, if it is what was announced."""
        rules, row = self._context.files.rules, self._row
        rules.require_type(media_type)
        details = api.FileDetails.FromString(self._key.opened(row.field, row.nonce, row.details))
        if details.sha256 not in {b"", self._digest.digest()}:
            raise Refusal(AttachmentReason.FILE_DIFFERS, field="data")
        files.require_fitting_name(details.file_name, media_type)
        details.sha256 = self._digest.digest()
        return details

    async def _overtaken(self) -> Refusal:
        """Another call kept this chunk first, or the file is gone."""
        now = await self._context.attachments.get(self._row.id)
        if now is None:
            return attaching.unknown(self._row.name)
        if now.state is not State.UPLOADING:
            return Refusal(AttachmentReason.UPLOAD_ENDED, field="name")
        return _wrong_offset(now.offset)


def _wrong_offset(offset: int) -> Refusal:
    return Refusal(AttachmentReason.OFFSET_WRONG, field="offset", values={"offset": str(offset)})

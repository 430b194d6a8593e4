"""One download: a clean file, or a range of it, chunk by chunk.

Promises one chunk in memory, and that who asks, and why, is recorded before anything is opened.
"""

from collections.abc import AsyncIterator

from motcua.submissions.v1 import attachments_pb2 as api
from services.chassis.blobs import CHUNK
from services.chassis.errors import Refusal
from services.chassis.sealing import Damaged, OwnerKey, Reading
from services.submissions.api import attaching
from services.submissions.api.attaching import Found
from services.submissions.api.context import Context
from services.submissions.domain import personal_data
from services.submissions.domain.attachment.facts import State
from services.submissions.domain.attachment.refusals import AttachmentReason
from services.submissions.queries.attachments import Row

PIECE = 512 * 1024  # bytes in one message


async def download(
    context: Context, request: api.DownloadAttachmentRequest
) -> AsyncIterator[api.DownloadAttachmentResponse]:
    """What the file is, and then its bytes."""
    await context.catalogue.wait_for(request.catalog_position)
    found = await attaching.find(context, request)
    key = await _opened_for(context, found, request)
    row = found.row
    end = request.offset + request.length if request.length else row.size
    try:
        details = api.FileDetails.FromString(key.opened(row.field, row.nonce, row.details))
        details.media_type, details.size = row.media_type, row.size
        yield api.DownloadAttachmentResponse(file=details)
        async for offset, data in _pieces(context, row, key, request.offset, end):
            yield api.DownloadAttachmentResponse(offset=offset, data=data)
    except Damaged:
        raise Refusal(AttachmentReason.ATTACHMENT_DAMAGED, field="name") from None


async def content(context: Context, row: Row, key: OwnerKey) -> AsyncIterator[bytes]:
    """All chunks of a whole file."""
    for number in range(row.chunk_count):
        yield await context.blobs.get(key, row.chunk(number), row.tag(number))


async def _opened_for(
    context: Context, found: Found, request: api.DownloadAttachmentRequest
) -> OwnerKey:
    """The key, once it is recorded who asks for it, and why."""
    row, by = found.row, found.by
    with attaching.refused_as_file(row.name):
        unit = found.parent.reader(by, name=row.owner)
    purpose = personal_data.require_purpose(request.purpose)
    _require_range(row, request)
    if row.state is not State.CLEAN:
        raise Refusal(AttachmentReason.ATTACHMENT_NOT_CLEAN, field="name")
    reading = Reading(by.now, by.subject, unit, [row.owner, row.name], purpose)
    await context.vault.read(reading, row.field)
    key = await context.attachments.key(row.owner)
    if key is None:
        raise attaching.unknown(row.name)
    return key


def _require_range(row: Row, request: api.DownloadAttachmentRequest) -> None:
    values = {"size": str(row.size)}
    if not 0 <= request.offset <= row.size:
        raise Refusal(AttachmentReason.RANGE_INVALID, field="offset", values=values)
    if not 0 <= request.length <= row.size - request.offset:
        raise Refusal(AttachmentReason.RANGE_INVALID, field="length", values=values)


async def _pieces(
    context: Context, row: Row, key: OwnerKey, start: int, end: int
) -> AsyncIterator[tuple[int, bytes]]:
    """The bytes from `start` to before `end`, with where each piece begins."""
    while start < end:
        number, inside = divmod(start, CHUNK)
        chunk = await context.blobs.get(key, row.chunk(number), row.tag(number))
        upto = min(len(chunk), inside + end - start)
        for first in range(inside, upto, PIECE):
            yield number * CHUNK + first, chunk[first : min(first + PIECE, upto)]
        start = number * CHUNK + upto

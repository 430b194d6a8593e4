"""AttachmentService: each message becomes one call and one reply; and the facts that follow.

What is opened goes into the answer and nowhere else.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from motcua.submissions.v1 import attachments_pb2 as api
from motcua.submissions.v1.attachments_pb2_grpc import AttachmentServiceServicer
from services.chassis.store import Change, Decision, Executed
from services.chassis.timers import Timer
from services.submissions.api import announcing, attaching
from services.submissions.api.attaching import shown
from services.submissions.api.context import Context
from services.submissions.api.downloading import download
from services.submissions.api.uploading import upload
from services.submissions.domain.attachment import access
from services.submissions.domain.attachment.facts import ATTACHMENTS, Attachment, missing


class AttachmentServicer(AttachmentServiceServicer):
    """Serves motcua.submissions.v1.AttachmentService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def CreateAttachment(
        self, request: api.CreateAttachmentRequest, context: Any
    ) -> api.Attachment:
        """Announce a file."""
        return shown(await announcing.announce(self._context, request))

    async def UploadAttachment(
        self, request_iterator: AsyncIterator[api.UploadAttachmentRequest], context: Any
    ) -> api.Attachment:
        """Take bytes of a file."""
        return shown(await upload(self._context, request_iterator))

    async def GetAttachment(
        self, request: api.GetAttachmentRequest, context: Any
    ) -> api.Attachment:
        """What became of a file."""
        found = await attaching.find(self._context, request)
        return shown(found.row)

    async def ListAttachments(
        self, request: api.ListAttachmentsRequest, context: Any
    ) -> api.ListAttachmentsResponse:
        """The files of a dossier that are the caller's business."""
        name, proved = await attaching.parent(self._context, request)
        with attaching.at_parent():
            of, by = await attaching.related(self._context, name, request.holder, proved)
        rows = await self._context.attachments.of(name)
        own = [shown(row) for row in rows if access.is_shown(by, of, row)]
        return api.ListAttachmentsResponse(attachments=own)

    async def DownloadAttachment(
        self, request: api.DownloadAttachmentRequest, context: Any
    ) -> AsyncIterator[api.DownloadAttachmentResponse]:
        """The bytes of a file."""
        async for answer in download(self._context, request):
            yield answer

    async def RemoveAttachment(
        self, request: api.RemoveAttachmentRequest, context: Any
    ) -> api.Attachment:
        """Take a file away."""
        return shown(await announcing.remove(self._context, request))


async def follow_attachment(context: Context, timer: Timer) -> bool:
    """Tell of a file whatever the log has not, once what it belongs to is filed."""
    row = await context.attachments.get(UUID(timer.subject.rpartition("/")[2]))
    if row is None:
        return False
    of = await attaching.load(context, row.owner)
    if not of.filed.name:
        return False

    async def decide(now: Executed[Attachment]) -> Decision:
        position = context.catalogue.position
        facts = missing(
            now.state, row, since=of.since, unit=of.filed.holder, catalog_position=position
        )
        return Decision([Change(now.stream, now.version, facts)])

    done = await context.store.carry_out(
        timer.command(), stream=row.stream, decider=ATTACHMENTS, decide=decide
    )
    return bool(done.facts)

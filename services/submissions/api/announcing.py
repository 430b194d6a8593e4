"""Announcing a file, and removing one.

If a request id already succeeded, its answer instead of a refusal.
"""

from uuid import UUID

from motcua.submissions.v1 import attachments_pb2 as api
from services.chassis.call import current
from services.chassis.errors import Refusal, faults, refuse_all
from services.chassis.ids import derived
from services.chassis.reasons import ChassisReason
from services.chassis.sealing import OwnerKey
from services.chassis.store import Command
from services.submissions.api import attaching
from services.submissions.api.commands import clock
from services.submissions.api.context import Context
from services.submissions.domain import documents
from services.submissions.domain.attachment import access, files
from services.submissions.domain.attachment.facts import State
from services.submissions.domain.attachment.parents import Parent
from services.submissions.domain.attachment.refusals import AttachmentReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.queries.attachments import Announced, Removal, Row


async def announce(context: Context, request: api.CreateAttachmentRequest) -> Row:
    """A file that is to come."""
    command = current().command(request)
    id_ = derived("attachment", command.actor, str(command.id))
    parent = await attaching.parent(context, request)
    if (row := await context.attachments.get(id_)) is None:
        return await _announced(context, request, command, id_, parent)
    await attaching.shown_to_caller(context, request, row, parent.proved)
    await _require_same(context, row, command)
    return row


async def remove(context: Context, request: api.RemoveAttachmentRequest) -> Row:
    """A file that is gone."""
    command = current().command(request)
    await context.catalogue.wait_for(request.catalog_position)
    found = await attaching.find(context, request)
    row = found.row
    if row.removal_id == command.id:
        if not command.is_known_by(row.removal_fingerprint or b""):
            raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
        return row
    accountable = found.remover()
    if row.state is State.REMOVED:
        raise attaching.unknown(request.name)
    removal = Removal(clock(), *accountable, request.reason_code, command.id, command.fingerprint)
    if request.etag not in {"", row.etag} or not await context.attachments.remove(row, removal):
        raise Refusal(AttachmentReason.ATTACHMENT_CHANGED, field="etag")
    context.files.discarded.set()
    return await context.attachments.get(row.id) or row


async def _announced(
    context: Context,
    request: api.CreateAttachmentRequest,
    command: Command,
    id_: UUID,
    parent: attaching.Named,
) -> Row:
    name = parent.name
    await context.catalogue.wait_for(request.catalog_position)
    with attaching.at_parent():
        of, by = await attaching.related(context, name, request.holder, parent.proved)
        accountable = access.require_writer(by, of, name=name, result=request.result)
    refuse_all(
        faults(
            lambda: files.require_name(request.file_name),
            lambda: files.require_digest(request.sha256),
            lambda: context.files.rules.require_size(request.size),
        )
    )
    await _require_document(context, request.document_code, of)
    key = await context.attachments.key(name) or await context.attachments.make_key(name)
    if key is None:
        raise _changed()
    details = api.FileDetails(file_name=request.file_name, sha256=request.sha256)
    file = Announced(
        id=id_,
        owner=name,
        document_code=request.document_code,
        size=request.size,
        **_sealed(key, id_, details),
        command_id=command.id,
        fingerprint=command.fingerprint,
        attached_by=by.subject,
        officer=accountable.officer,
        unit=accountable.unit,
        created_at=by.now,
        result=request.result,
    )
    row = await context.attachments.announce(
        file, patience=context.files.rules.patience, bounds=context.files.rules.bounds
    )
    if row is None:
        if (row := await context.attachments.get(id_)) is None:
            raise await _why_not(context, name, request.size)
        await _require_same(context, row, command)  # which was quicker
    return row


def _sealed(key: OwnerKey, id_: UUID, details: api.FileDetails) -> dict[str, bytes]:
    nonce, ciphertext = key.sealed(f"attachments/{id_}", details.SerializeToString())
    return {"nonce": nonce, "details": ciphertext}


async def _why_not(context: Context, name: str, size: int) -> Refusal:
    """Nothing was announced: the dossier was erased meanwhile, or has as much as it may."""
    of = await attaching.load(context, name)
    if of.filed.erased:
        await context.attachments.destroy_key(name)
        with attaching.at_parent():
            of.require_kept()
    held = await context.attachments.held(name)
    return context.files.rules.bounds.reached(held, size) or _changed()


def _changed() -> Refusal:
    """Somebody was quicker: the dossier, or the draft, is not what it was."""
    return Refusal(AttachmentReason.ATTACHMENT_CHANGED, field="parent", retry_after=0.1)


async def _require_document(context: Context, code: str, of: Parent) -> None:
    """Refuse a document that the service version of the dossier does not have, where it gives its
    documents codes.
    """
    dossier = of.filed if isinstance(of.filed, Dossier) else None
    if not code or dossier is None or (about := dossier.offering) is None:
        return
    offering = (await context.catalogue.offering(about.offering)).offering
    for refusal in documents.unknown([code], offering.documents(about.service_version)):
        refusal.field = "document_code"
        raise refusal


async def _require_same(context: Context, row: Row, command: Command) -> None:
    """Refuse an id that stands for another announcement."""
    key = await context.attachments.key(row.owner)
    sent = api.CreateAttachmentRequest.FromString(command.sealed)
    same = key is not None and command.is_known_by(row.fingerprint)
    if same and key is not None and row.details:
        details = api.FileDetails.FromString(key.opened(row.field, row.nonce, row.details))
        same = details.file_name == sent.file_name
        same = same and sent.sha256 in {b"", details.sha256}
    if not same:
        raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")

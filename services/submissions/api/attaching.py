"""Files and what they belong to: whose business they are, and by whom they are attached, removed
and read.

A file that does not exist and one that is none of the caller's business get the same answer.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

from motcua.submissions.v1 import attachments_pb2 as api
from motcua.submissions.v1.events_pb2 import STATUS_SUBMITTED, OfferingFacts
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.submissions.api.commands import actor, must_be_a_name
from services.submissions.api.context import Context
from services.submissions.api.petitions import commands as petitions
from services.submissions.api.proving import require_pair
from services.submissions.domain.attachment import access
from services.submissions.domain.attachment import parents as files
from services.submissions.domain.attachment.facts import State
from services.submissions.domain.attachment.refusals import AttachmentReason
from services.submissions.domain.authority import Accountable, Actor
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.drafts.draft import is_held_by
from services.submissions.domain.instants import stamp
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.attachments import Row
from services.submissions.queries.catalogue import service_of, unit_of

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAME = re.compile(f"((?:dossiers|petitions)/{_UUID})/attachments/({_UUID})")
FORM = "dossiers/{uuid}/attachments/{uuid}"
_UNKNOWN = {SubmissionsReason.DOSSIER_UNKNOWN, PetitionReason.PETITION_UNKNOWN}


class Found(NamedTuple):
    """A file, what it belongs to, and who asks."""

    row: Row
    parent: files.Parent
    by: Actor

    def require_uploader(self) -> None:
        """Refuse whoever may not send more of it."""
        with refused_as_file(self.row.name):
            access.require_uploader(self.by, self.parent, self.row)

    def remover(self) -> Accountable:
        """Who answers for its removal."""
        with refused_as_file(self.row.name):
            return access.require_remover(self.by, self.parent, self.row)


@contextmanager
def refused_as_file(name: str) -> Iterator[None]:
    """Refusals of what it belongs to, said of a file."""
    try:
        yield
    except Refusal as refusal:
        if refusal.reason not in _UNKNOWN:
            raise
        raise unknown(name, hides=refusal.hides) from None


@contextmanager
def at_parent() -> Iterator[None]:
    """Refusals of a dossier or petition, said of the field that names it."""
    try:
        yield
    except Refusal as refusal:
        refusal.field = "parent" if refusal.field == "name" else refusal.field
        raise


def unknown(name: str, *, hides: str | None = None) -> Refusal:
    """No such file, or none of the caller's."""
    values = {"name": name}
    return Refusal(AttachmentReason.ATTACHMENT_UNKNOWN, field="name", values=values, hides=hides)


async def find(context: Context, request: Any) -> Found:
    """The file that a request names, if it is the caller's business."""
    name = request.name
    parsed = _NAME.fullmatch(name)
    if parsed is None:
        raise Refusal(SubmissionsReason.NAME_MALFORMED, field="name", values={"form": FORM})
    proved = await proved_by(context, request, parsed[1])
    row = await context.attachments.get(UUID(parsed[2]))
    if row is None or row.owner != parsed[1]:
        raise unknown(name)
    return await shown_to_caller(context, request, row, proved)


async def shown_to_caller(context: Context, request: Any, row: Row, proved: str) -> Found:
    """A file that is there, if it is the caller's business."""
    with refused_as_file(row.name):
        of, by = await related(context, row.owner, request.holder, proved)
    if not access.is_shown(by, of, row):
        raise unknown(row.name)
    return Found(row, of, by)


class Named(NamedTuple):
    """The dossier or petition that a request names or proves, and the one that it proves or ""."""

    name: str
    proved: str


async def parent(context: Context, request: Any) -> Named:
    """To what the files of a request belong."""
    proved = await proved_by(context, request, request.parent)
    name = proved or request.parent
    if not name.startswith(files.PETITIONS):
        must_be_a_name(name, field="parent")
    else:
        petitions.must_be_a_name(name, field="parent")
    return Named(name, proved)


async def proved_by(context: Context, request: Any, named: str) -> str:
    """The dossier or petition whose number and secret a request has; "" where it has none. The
    work is the same whichever of both has the number.
    """
    if not request.HasField("proof"):
        return ""
    number, secret = request.proof.number, request.proof.secret
    dossier = await context.tracking.dossier_of(number)
    petition = await context.petitions.of_number(number)
    name = await require_pair(context, number=number, secret=secret, name=dossier or petition)
    if named not in {"", name}:
        raise Refusal(SubmissionsReason.NUMBER_OR_SECRET_WRONG)
    current().exempt()  # the secret is the permission
    return name


async def related(
    context: Context, name: str, holder: str, proved: str = ""
) -> tuple[files.Parent, Actor]:
    """A dossier or petition that is the caller's business, or what his draft will be; and who asks.
    `proved`: the one of which he has number and secret.
    """
    by = actor(current(), context.catalogue, proved=proved)
    of = await load(context, name)
    if isinstance(of, files.DossierFiles) and not of.filed.version:
        of = files.DossierFiles(await _drafted(context, name, holder, by))
    of.require_related(by, name=name)
    return of, by


async def load(context: Context, name: str) -> files.Parent:
    """A dossier or petition as its facts state it."""
    if name.startswith(files.PETITIONS):
        return files.PetitionFiles((await context.store.load(name, PETITIONS)).state)
    return files.DossierFiles((await context.store.load(name, DOSSIERS)).state)


async def _drafted(context: Context, name: str, holder: str, by: Actor) -> Dossier:
    """What the portal whose draft it is may be told that a dossier will be, as if it had submitted
    it; nobody else has anything to do with it.
    """
    found = await context.drafts.find(UUID(name.removeprefix("dossiers/")))
    holders = context.drafts.hashes(by.subject, holder)
    if found is None or not is_held_by(found.draft, by.subject, holders):
        return Dossier()
    stated = found.draft.resource()
    offering = OfferingFacts(
        offering=stated.offering,
        service=service_of(stated.offering),
        unit=unit_of(stated.offering),
        service_version=stated.service_version,
    )
    drafted = Dossier(
        name=name,
        portal=by.subject,
        status=STATUS_SUBMITTED,
        receiving_unit=stated.receiving_unit,
        offering=offering,
    )
    return drafted if by.is_for_citizen(drafted) else Dossier()


def shown(row: Row) -> api.Attachment:
    """A file as a caller may know it."""
    answer = api.Attachment(
        name=row.name,
        state=int(row.state),  # type: ignore[arg-type]  # the same numbers
        document_code=row.document_code,
        media_type=row.media_type,
        size=row.size,
        offset=row.offset,
        create_time=stamp(row.created_at),
        etag=row.etag,
        result=row.result,
        unscannable=row.unscannable,
    )
    if row.state is State.UPLOADING:
        answer.expire_time.CopyFrom(stamp(row.expires_at))
    return answer

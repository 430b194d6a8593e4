"""What is done with drafts: begun, saved, read and deleted, each for the portal whose own it is.

A draft is saved however incomplete it is, and held against all rules when it is submitted.
"""

import hmac
import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any
from uuid import UUID

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import ServiceContent
from motcua.submissions.v1 import drafts_pb2 as api
from motcua.submissions.v1.submissions_pb2 import SubmitDossierRequest
from services.chassis import masks
from services.chassis.call import Call, current
from services.chassis.errors import Refusal, faults, refuse_all
from services.chassis.ids import derived, request_uuid
from services.chassis.reasons import ChassisReason
from services.chassis.sealing import Reading
from services.chassis.validation import Validator, compiled_validator
from services.submissions.api.commands import clock
from services.submissions.api.context import Context
from services.submissions.domain import documents, names, personal_data
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.drafts import changes, draft
from services.submissions.domain.drafts.draft import DraftReason
from services.submissions.domain.forms import reading
from services.submissions.domain.forms.evaluation import violations
from services.submissions.domain.offerings import Offering, Version
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.catalogue import service_of
from services.submissions.queries.drafts import Found, Saving

PURPOSE = "draft"  # of a reading by the portal whose it is
_NAME = re.compile(r"drafts/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


async def create(context: Context, request: api.CreateDraftRequest) -> api.Draft:
    """Begin a draft, whose id follows from who asks and from the request's id."""
    call, drafts = current(), context.drafts
    await context.catalogue.wait_for(request.catalog_position)
    subject, content = call.caller.subject, _content_of(call, request)
    id_ = derived("draft", subject, str(request_uuid(request.request_id)))
    if (earlier := await drafts.find(id_)) is not None:
        return await _begun_before(context, content, earlier)
    offering = await _offering(context, request.draft, in_force=True)
    _require_keepable(request.draft, offering)
    request.draft.service_version = request.draft.service_version or version_now(offering)
    holders = drafts.hashes(subject, request.holder)
    saving = _saving(request.draft, request.request_id, content)
    await drafts.begin(id_, subject, holders, saving)
    if (found := await drafts.find(id_)) is None:
        raise await _why_not_begun(context, id_, subject, holders)
    return await _begun_before(context, content, found)


async def save(context: Context, request: api.UpdateDraftRequest) -> api.Draft:
    """The next revision of a draft; of the last saving that is sent again, the same answer."""
    call = current()
    await context.catalogue.wait_for(request.catalog_position)
    content = _content_of(call, request)
    found = await own(context, request.draft.name, request.holder, field="draft.name")
    if found.draft.request == request_uuid(request.request_id):
        if not _is_same(found, content, found.draft.mark):
            raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
        return await shown(context, found)
    draft.require_seen(found.draft, request.etag)
    if paths := masks.paths_of(request):
        before = found.draft.resource(SubmitDossierRequest.FromString(found.content))
        request.draft.CopyFrom(masks.merged(before, request.draft, paths))
    offering = await _offering(context, request.draft, in_force=False)
    _require_keepable(request.draft, offering)
    request.draft.service_version = request.draft.service_version or _as_before(found, offering)
    if not await context.drafts.save(found, _saving(request.draft, request.request_id, content)):
        raise Refusal(ChassisReason.VERSION_CONFLICT, field="etag")
    return await shown(context, await own(context, request.draft.name, request.holder))


async def delete(context: Context, request: api.DeleteDraftRequest) -> None:
    """Delete a draft as it was seen, with its key; or find it gone, where that will do as well."""
    try:
        found = await own(context, request.name, request.holder)
    except Refusal as refusal:
        if request.allow_missing and refusal.reason is DraftReason.DRAFT_UNKNOWN:
            return
        raise
    draft.require_seen(found.draft, request.etag)
    if not await context.drafts.delete(found.draft):
        raise Refusal(ChassisReason.VERSION_CONFLICT, field="etag")
    context.files.discarded.set()


async def opened(context: Context, request: api.GetDraftRequest) -> api.Draft:
    """A draft with its personal data, once it is recorded who asks for that."""
    await context.catalogue.wait_for(request.catalog_position)
    found = await own(context, request.name, request.holder)
    unit = found.draft.resource().receiving_unit
    subject = current().caller.subject
    asked = Reading(clock(), subject, unit, [found.draft.dossier], PURPOSE)
    await context.vault.read(asked, personal_data.FIELD)
    return await shown(context, found, whole=True)


async def own(context: Context, name: str, holder: str, *, field: str = "name") -> Found:
    """A draft of the caller's, for the holder who is named."""
    call, subject = current(), current().caller.subject
    call.exempt()  # what is not the caller's own does not exist
    found = await context.drafts.find(id_of(name, field=field))
    hashes = context.drafts.hashes(subject, holder)
    if found is None or not draft.is_held_by(found.draft, subject, hashes):
        raise draft.unknown(name, field=field, hides="" if found else None)
    if not call.permits(unit := found.draft.resource().receiving_unit):
        raise draft.unknown(name, field=field, hides=unit)
    return found


async def shown(context: Context, found: Found, *, whole: bool = False) -> api.Draft:
    """A draft as its portal sees it, with what is wrong with it and what changed; `whole`: with its
    personal data.
    """
    sealed = SubmitDossierRequest.FromString(found.content)
    answer = found.draft.resource(sealed if whole else None)
    offering = (await context.catalogue.offering(answer.offering)).offering
    then = _version(offering, answer.service_version)
    schema = await context.forms.of(offering.service, then)
    if schema is not None and sealed.form:
        wrong = violations(schema, reading.read(sealed.form))
        answer.violations.extend(
            draft.form_violation(each.pointer, each.refusal()) for each in wrong
        )
    versions = await versions_since(context, offering, answer.service_version)
    answer.changes.extend(changes.changes(*versions) if versions else ())
    return answer


async def versions_since(
    context: Context, offering: Offering, version: int
) -> list[changes.VersionContent]:
    """A version and the one in force now; none where that is the same, or nobody knows it."""
    then, now = _version(offering, version), offering.version(clock())
    if then is None or now is None or then.number == now.number:
        return []
    return [await _content(context, offering, each) for each in (then, now)]


def version_now(offering: Offering) -> int:
    """The number of the version in force; 0: there is none."""
    version = offering.version(clock())
    return version.number if version else 0


def wrong_with(message: Message) -> Sequence[Refusal]:
    """All that its contract finds wrong with a message."""
    return _validator(message.DESCRIPTOR)(message) or ()


def id_of(name: str, *, field: str = "name") -> UUID:
    """The id in a draft's name."""
    if (found := _NAME.fullmatch(name)) is None:
        values = {"form": "drafts/{uuid}"}
        raise Refusal(SubmissionsReason.NAME_MALFORMED, field=field, values=values)
    return UUID(found[1])


async def _begun_before(context: Context, content: bytes, found: Found) -> api.Draft:
    """The draft that this request began, as it is now."""
    if not _is_same(found, content, found.draft.created_mark):
        raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
    return await shown(context, found)


async def _why_not_begun(
    context: Context, id_: UUID, portal: str, holders: Sequence[bytes]
) -> Refusal:
    name = f"dossiers/{id_}"
    if (await context.store.load(name, DOSSIERS)).version:
        return Refusal(DraftReason.DRAFT_SUBMITTED, field="request_id", values={"name": name})
    full = await context.drafts.why_full(portal, holders)
    return full or draft.unknown(f"drafts/{id_}", field="request_id")  # it has just expired


async def _offering(context: Context, filled_in: api.Draft, *, in_force: bool) -> Offering:
    """What a draft is about, at a unit that is known."""
    catalogue = context.catalogue
    names.require(
        {
            "draft.offering": (names.OFFERING, filled_in.offering),
            "draft.receiving_unit": (names.UNIT, filled_in.receiving_unit),
        }
    )
    await catalogue.must_know_unit(filled_in.receiving_unit, field="draft.receiving_unit")
    try:
        if in_force:
            return (await catalogue.offering_in_force(filled_in.offering, clock)).offering
        return (await catalogue.offering(filled_in.offering)).offering
    except Refusal as refusal:
        raise refusal.below("draft") from None


def _require_keepable(filled_in: api.Draft, offering: Offering) -> None:
    """Refuse what cannot be kept, however incomplete a draft may be."""
    wrong = faults(
        *([partial(reading.read, filled_in.form)] if filled_in.form else []),
        partial(personal_data.require_few, filled_in.applicant),
        partial(_require_version, filled_in.service_version, offering),
    )
    refuse_all(each.below("draft") for each in (*wrong, *_malformed(filled_in)))


def _malformed(filled_in: api.Draft) -> Iterator[Refusal]:
    for each in wrong_with(filled_in.applicant):
        if each.reason is not ChassisReason.FIELD_REQUIRED:
            yield each.below("applicant")
    if len(filled_in.documents) > documents.MOST_HANDED_IN:
        yield documents.too_many(documents.MOST_HANDED_IN)


@cache
def _validator(contract: Any) -> Validator:
    return compiled_validator(contract, {})


def _require_version(number: int, offering: Offering) -> None:
    if number and _version(offering, number) is None:
        values = {"version": str(number)}
        raise Refusal(DraftReason.SERVICE_VERSION_UNKNOWN, field="service_version", values=values)


def _as_before(found: Found, offering: Offering) -> int:
    """The version by which a draft was filled in, unless it is of another service now."""
    before = found.draft.resource()
    same = service_of(before.offering) == offering.service
    return before.service_version if same else version_now(offering)


async def _content(
    context: Context, offering: Offering, version: Version
) -> changes.VersionContent:
    content = await context.catalogue.service_content(offering.service, version.number)
    form = await context.forms.of(offering.service, version)
    return changes.VersionContent(content or ServiceContent(), form)


def _version(offering: Offering, number: int) -> Version | None:
    return next((each for each in offering.versions if each.number == number), None)


def _content_of(call: Call, request: api.CreateDraftRequest | api.UpdateDraftRequest) -> bytes:
    """All that a request says, by which a repeat of it is known."""
    return call.content(request.SerializeToString(deterministic=True))


def _saving(filled_in: api.Draft, request_id: str, content: bytes) -> Saving:
    kept, sealed = draft.content_of(filled_in), draft.sealed_of(filled_in)
    return Saving(kept, sealed, request_uuid(request_id), content)


def _is_same(found: Found, content: bytes, mark: bytes) -> bool:
    return hmac.compare_digest(found.key.fingerprint(content), mark)

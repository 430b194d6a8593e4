"""A draft becomes a dossier: held against all rules, and gone with the dossier's first fact.

Example: on Monday a draft is filled in by version 2 of its service, on Tuesday version 3 comes into
force. Submitted on Wednesday it is refused with what version 3 changed, and what it breaks of that.
"""

from motcua.submissions.v1 import drafts_pb2 as api
from motcua.submissions.v1.submissions_pb2 import SubmitDossierRequest
from services.chassis.call import current
from services.chassis.errors import Refusal, refuse_all
from services.chassis.reasons import ChassisReason
from services.chassis.store import Change, Decision, Executed
from services.submissions.api import drafting, submitting
from services.submissions.api.commands import clock
from services.submissions.api.context import Context
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.drafts import changes, draft
from services.submissions.queries.drafts import Found


async def submit(context: Context, request: api.SubmitDraftRequest) -> Executed[Dossier]:
    """The dossier that a draft becomes. If this request id already succeeded, its answer."""
    command, name = current().command(request), f"dossiers/{drafting.id_of(request.name)}"
    try:
        found = await drafting.own(context, request.name, request.holder)
        submission = await _submission(context, request, found)
        fileable = await submitting.require_fileable(context, submission)
        facts = await submitting.numbered_facts(context, submission, fileable, name)
    except Refusal as refusal:
        return await submitting.answer_of_first_attempt(context, command, name, refusal)
    append = context.store.append_of(command, Decision([Change(name, 0, facts)]))
    if (outcome := await context.drafts.submit(found, append)) is not None:
        state = DOSSIERS.fold(DOSSIERS.initial(), facts)
        return Executed(state, name, outcome.version, outcome.position, tuple(facts))
    quicker = Refusal(ChassisReason.VERSION_CONFLICT, field="etag")
    return await submitting.answer_of_first_attempt(context, command, name, quicker)


async def validate(context: Context, request: api.SubmitDraftRequest) -> Executed[Dossier]:
    """What the dossier would be; refused as it would be."""
    found = await drafting.own(context, request.name, request.holder)
    return await submitting.validate(context, await _submission(context, request, found))


async def _submission(
    context: Context, request: api.SubmitDraftRequest, found: Found
) -> SubmitDossierRequest:
    """What a draft says, as the request to submit it; refused where it is not as it was seen, or
    another version of the service is in force: with what changed, and what it breaks of that one.
    """
    draft.require_seen(found.draft, request.etag)
    filled_in = found.draft.resource(SubmitDossierRequest.FromString(found.content))
    filled_in.documents.extend(await _handed_in(context, filled_in))
    submission = draft.submission_of(
        filled_in, position=request.catalog_position, request_id=request.request_id
    )
    await context.catalogue.wait_for(request.catalog_position)
    offering = (await context.catalogue.offering_in_force(filled_in.offering, clock)).offering
    wrong = list(drafting.wrong_with(submission))
    if filled_in.service_version != (now := drafting.version_now(offering)):
        versions = await drafting.versions_since(context, offering, filled_in.service_version)
        changed = changes.changes(*versions) if versions else []
        names = changes.names_of(versions)
        wrong = [*changes.refusals(filled_in.service_version, now, changed, names), *wrong]
        wrong += await _why_unfileable(context, submission)
    refuse_all(wrong)
    return submission


async def _handed_in(context: Context, filled_in: api.Draft) -> list[str]:
    """Documents that came as files, where the draft does not name them itself."""
    files = await context.attachments.documents(filled_in.dossier)
    return sorted(code for code in files if code and code not in filled_in.documents)


async def _why_unfileable(context: Context, submission: SubmitDossierRequest) -> list[Refusal]:
    try:
        await submitting.require_fileable(context, submission)
    except Refusal as refusal:
        return [refusal]
    return []

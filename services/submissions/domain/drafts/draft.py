"""A draft as it is kept: whose it is, in which revision, and until when.

Example: portal A begins a draft for the holder h-1. Portal B, and A with another holder, get the
answer for a draft that does not exist.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from motcua.submissions.v1 import drafts_pb2 as api
from motcua.submissions.v1.submissions_pb2 import SubmitDossierRequest
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason, Kind, Reason
from services.submissions.domain.forms.reasons import briefly
from services.submissions.domain.instants import stamp


class DraftReason(Reason):
    """Why a command or a question on drafts is refused."""

    DRAFT_UNKNOWN = (Kind.NOT_FOUND, "Không có bản nháp {name}.", "There is no draft {name}.")
    DRAFT_SUBMITTED = (
        Kind.STATE,
        "Bản nháp của yêu cầu này đã được nộp thành hồ sơ {name}.",
        "The draft of this request was submitted already, as the dossier {name}.",
    )
    DRAFTS_TOO_MANY = (
        Kind.STATE,
        "Cổng đã có {most} bản nháp; hãy nộp hoặc xóa bớt.",
        "The portal has {most} drafts already: submit or delete some.",
    )
    HOLDER_DRAFTS_TOO_MANY = (
        Kind.STATE,
        "Người này đã có {most} bản nháp ở cổng; hãy nộp hoặc xóa bớt.",
        "This holder has {most} drafts at the portal already: submit or delete some.",
    )
    DRAFT_DAMAGED = (
        Kind.INTERNAL,
        "Bản nháp không mở được: dữ liệu hoặc khóa đã bị thay đổi.",
        "The draft cannot be opened: it or its key was changed.",
    )
    SERVICE_VERSION_UNKNOWN = (
        Kind.INVALID,
        "Thủ tục không có phiên bản {version}.",
        "The service has no version {version}.",
    )


class Draft(NamedTuple):
    """What is stored of a draft but for what is sealed."""

    id: UUID
    portal: str  # the subject of the token that began it
    holder: bytes | None  # the keyed hash of whose it is; None: the portal did not say
    revision: int
    content: bytes  # the resource without what is sealed or follows from elsewhere
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    request: UUID  # the last saving's
    mark: bytes  # by which a repeat of that one is known, keyed with the draft's own key
    created_mark: bytes  # the same of the beginning

    @property
    def dossier(self) -> str:
        """The name of the dossier that it becomes."""
        return f"dossiers/{self.id}"

    @property
    def etag(self) -> str:
        """What a caller sends back to say which revision it saw."""
        return f'"{self.revision}"'

    def resource(self, sealed: SubmitDossierRequest | None = None) -> api.Draft:
        """As its portal sees it."""
        shown = api.Draft.FromString(self.content)
        shown.name, shown.dossier, shown.etag = f"drafts/{self.id}", self.dossier, self.etag
        shown.create_time.CopyFrom(stamp(self.created_at))
        shown.update_time.CopyFrom(stamp(self.updated_at))
        shown.expire_time.CopyFrom(stamp(self.expires_at))
        if sealed is not None:
            shown.form = sealed.form
            if sealed.HasField("applicant"):
                shown.applicant.CopyFrom(sealed.applicant)
        return shown


def sealed_of(draft: api.Draft) -> bytes:
    """What is sealed of a draft, exactly as it is for a dossier; b"": nothing."""
    sealed = SubmitDossierRequest(form=draft.form)
    if draft.HasField("applicant"):
        sealed.applicant.CopyFrom(draft.applicant)
    return sealed.SerializeToString(deterministic=True)


def content_of(draft: api.Draft) -> bytes:
    """What is stored beside that."""
    kept = api.Draft()
    kept.CopyFrom(draft)
    for field in ("name", "applicant", "form", "etag"):
        kept.ClearField(field)
    return kept.SerializeToString(deterministic=True)


def submission_of(draft: api.Draft, *, position: int, request_id: str) -> SubmitDossierRequest:
    """The request to submit what a draft says."""
    submission = SubmitDossierRequest(
        offering=draft.offering,
        receiving_unit=draft.receiving_unit,
        channel=draft.channel,
        assisted=draft.assisted,
        root=draft.root,
        task=draft.task,
        documents=draft.documents,
        form=draft.form,
        catalog_position=position,
        request_id=request_id,
    )
    if draft.HasField("applicant"):
        submission.applicant.CopyFrom(draft.applicant)
    return submission


def form_violation(pointer: str, refusal: Refusal) -> api.FormViolation:
    """A violation of its form by a draft, as messages in both languages."""
    return api.FormViolation(
        pointer=pointer,
        reason=refusal.reason.code,
        message_vi=refusal.message("vi"),
        message_en=refusal.message("en"),
        brief_vi=briefly(refusal, "vi"),
        brief_en=briefly(refusal, "en"),
    )


def unknown(name: str, *, field: str = "name", hides: str | None = None) -> Refusal:
    """Of a draft that does not exist, or is somebody else's."""
    return Refusal(DraftReason.DRAFT_UNKNOWN, field=field, values={"name": name}, hides=hides)


def is_held_by(draft: Draft, portal: str, holders: Sequence[bytes]) -> bool:
    """Whether a draft is this portal's, for whoever has one of these hashes (none: nobody's)."""
    if draft.portal != portal:
        return False
    if draft.holder is None:
        return not holders
    return any(hmac.compare_digest(draft.holder, each) for each in holders)


def require_seen(draft: Draft, etag: str) -> None:
    """Refuse who saw another revision."""
    if etag not in {"", draft.etag}:
        raise Refusal(ChassisReason.VERSION_CONFLICT, field="etag")

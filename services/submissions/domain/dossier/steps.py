"""What a live command may do in which status: the table of `domain.md` §4.

Another system's records do not follow it: those are facts, however they contradict one another, and
have only the order of a life.
"""

from datetime import datetime

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.events_pb2 import (
    STATUS_ACCEPTED,
    STATUS_OBLIGATION_PENDING,
    STATUS_PROCESSING,
    STATUS_REFUSED,
    STATUS_RESULT_READY,
    STATUS_RESULT_RETURNED,
    STATUS_STOPPED,
    STATUS_SUBMITTED,
    STATUS_SUPPLEMENT_REQUESTED,
    STATUS_WITHDRAWN,
    Status,
)
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.status_changes import LEADS_TO
from services.submissions.domain.field_names import in_english

# As the national list of statuses names them to citizens.
IN_VIETNAMESE: dict[int, str] = {
    STATUS_SUBMITTED: "Mới đăng ký",
    STATUS_ACCEPTED: "Được tiếp nhận",
    STATUS_REFUSED: "Không được tiếp nhận",
    STATUS_PROCESSING: "Đang xử lý",
    STATUS_SUPPLEMENT_REQUESTED: "Yêu cầu bổ sung giấy tờ",
    STATUS_OBLIGATION_PENDING: "Yêu cầu thực hiện nghĩa vụ tài chính",
    STATUS_WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    STATUS_STOPPED: "Dừng xử lý",
    STATUS_RESULT_READY: "Đã xử lý xong",
    STATUS_RESULT_RETURNED: "Đã trả kết quả",
}
OPEN = frozenset(
    {
        STATUS_SUBMITTED,
        STATUS_ACCEPTED,
        STATUS_PROCESSING,
        STATUS_SUPPLEMENT_REQUESTED,
        STATUS_OBLIGATION_PENDING,
    }
)
IN_HANDLING = OPEN - {STATUS_SUBMITTED}
CLOSED = frozenset(Status.values()) - OPEN - {events.STATUS_UNSPECIFIED}
ANY = OPEN | CLOSED
MOST_FACTS = 2000  # of a dossier; an erasure always finds room
_HANDLED = frozenset({STATUS_ACCEPTED, STATUS_PROCESSING})
_NOT_OBLIGED = frozenset({STATUS_SUBMITTED}) | _HANDLED

# In which status each fact may be added live.
ALLOWED_IN: dict[type[Message], frozenset[int]] = {
    events.DossierAccepted: frozenset({STATUS_SUBMITTED}),
    events.DossierRefused: frozenset({STATUS_SUBMITTED}),
    events.HandlingStarted: frozenset({STATUS_ACCEPTED}),
    events.SupplementRequested: _NOT_OBLIGED,
    events.SupplementAnswered: frozenset({STATUS_SUPPLEMENT_REQUESTED}),
    events.ObligationRequested: _HANDLED,
    events.ObligationMet: frozenset({STATUS_OBLIGATION_PENDING}),
    events.DossierWithdrawn: OPEN,
    events.DossierStopped: IN_HANDLING,
    events.ResultRecorded: _HANDLED,
    events.ResultReturned: frozenset({STATUS_RESULT_READY}),
    events.DossierAssigned: OPEN,
    events.DossierTransferred: OPEN,
    events.DueExtended: IN_HANDLING,
    events.PaymentRecorded: ANY,
    events.PaymentRefunded: ANY,
    events.FeeWaived: OPEN,
    events.DossierRated: CLOSED,
    events.DossierArchived: CLOSED,
    events.PaperFileHandedOver: CLOSED,
    events.DossierLinked: ANY,
    events.DossierVoided: ANY,
}


def require_allowed(dossier: Dossier, kind: type[Message]) -> None:
    """Refuse a fact that the dossier's status does not allow, or any when it is voided."""
    if dossier.voided:
        raise Refusal(DossierReason.DOSSIER_VOIDED, field="name")
    if dossier.status not in ALLOWED_IN[kind]:
        raise _not_allowed(dossier, kind)


def is_open(dossier: Dossier) -> bool:
    """Whether it is on its way, neither ended nor entered in error."""
    return dossier.status in OPEN and not dossier.voided


def require_room(dossier: Dossier, *, for_citizen: bool) -> None:
    """Refuse one fact too many: all are read at each step. Of whoever speaks for the citizen half
    as many are taken, so that officers can always end what he filled.
    """
    most = MOST_FACTS // 2 if for_citizen else MOST_FACTS
    if dossier.version >= most:
        raise Refusal(DossierReason.DOSSIER_FULL, field="name", values={"most": str(most)})


def live_time(dossier: Dossier, clock: datetime) -> datetime:
    """The clock, or the last live fact where that is later; a record's times do not count."""
    return clock if dossier.last_live is None else max(clock, dossier.last_live)


def status_in_words(status: Status, name: str = "status") -> dict[str, str]:
    """A status for a refusal: as the contract names it, and in the words of both languages."""
    code = Status.Name(status).removeprefix("STATUS_")
    return {name: code, f"{name}_vi": IN_VIETNAMESE[status], f"{name}_en": in_english(code)}


def _not_allowed(dossier: Dossier, kind: type[Message]) -> Refusal:
    values = status_in_words(dossier.status)
    wanted = _wanted(dossier, kind)
    if wanted is None or wanted == dossier.status:  # it "cannot become" what it is
        return Refusal(DossierReason.ACTION_NOT_ALLOWED, field="name", values=values)
    values |= status_in_words(wanted, "wanted")
    return Refusal(DossierReason.STEP_NOT_ALLOWED, field="name", values=values)


def _wanted(dossier: Dossier, kind: type[Message]) -> Status | None:
    if kind is events.SupplementAnswered:
        return STATUS_PROCESSING if dossier.accepted else STATUS_SUBMITTED
    return LEADS_TO.get(kind)

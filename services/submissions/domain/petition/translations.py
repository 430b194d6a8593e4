"""Petitions in the words of the people who read refusals: their facts, and what they are at.

Each event has its words in both languages.
"""

from motcua.submissions.v1 import petition_events_pb2 as events
from services.submissions.domain.field_names import in_english

EVENTS_IN_VIETNAMESE: dict[str, str] = {
    "PetitionReceived": "tiếp nhận phản ánh, kiến nghị",
    "PetitionHandlingStarted": "bắt đầu giải quyết",
    "PetitionTransferred": "chuyển đơn vị giải quyết",
    "PetitionAssigned": "phân công cán bộ",
    "PetitionSupplementRequested": "yêu cầu bổ sung thông tin",
    "PetitionSupplementAnswered": "nhận thông tin bổ sung",
    "PetitionAnswered": "trả lời",
    "PetitionRefused": "từ chối giải quyết",
    "PetitionPublished": "công khai kết quả trả lời",
    "PetitionMerged": "gộp vào phản ánh, kiến nghị khác",
    "PetitionWithdrawn": "rút phản ánh, kiến nghị",
    "PetitionVoided": "hủy do nhập nhầm",
    "PetitionCorrected": "đính chính",
    "PetitionErased": "xóa nội dung và dữ liệu cá nhân",
    "PetitionTermApproached": "sắp hết thời hạn",
    "PetitionTermPassed": "quá thời hạn",
}
EVENTS_IN_ENGLISH: dict[str, str] = {
    "PetitionReceived": "the reception",
    "PetitionHandlingStarted": "the start of the handling",
    "PetitionTransferred": "the transfer to another unit",
    "PetitionAssigned": "the assignment to an officer",
    "PetitionSupplementRequested": "the request for more information",
    "PetitionSupplementAnswered": "the information that was asked for",
    "PetitionAnswered": "the answer",
    "PetitionRefused": "the refusal",
    "PetitionPublished": "the publication of the answer",
    "PetitionMerged": "the merging into another petition",
    "PetitionWithdrawn": "the withdrawal",
    "PetitionVoided": "the voiding of what was entered in error",
    "PetitionCorrected": "the correction",
    "PetitionErased": "the erasure of texts and personal data",
    "PetitionTermApproached": "the notice that a term is near",
    "PetitionTermPassed": "the notice that a term has passed",
}
IN_VIETNAMESE: dict[int, str] = {
    events.PETITION_STATUS_RECEIVED: "Đã tiếp nhận",
    events.PETITION_STATUS_HANDLING: "Đang giải quyết",
    events.PETITION_STATUS_SUPPLEMENT_REQUESTED: "Yêu cầu bổ sung thông tin",
    events.PETITION_STATUS_ANSWERED: "Đã trả lời",
    events.PETITION_STATUS_PUBLISHED: "Đã công khai",
    events.PETITION_STATUS_REFUSED: "Từ chối giải quyết",
    events.PETITION_STATUS_MERGED: "Đã gộp",
    events.PETITION_STATUS_WITHDRAWN: "Đã rút",
}


def event_in_words(event: str) -> dict[str, str]:
    """An event for a refusal: as the contract names it, and in the words of both languages."""
    return {
        "event": event,
        "event_vi": EVENTS_IN_VIETNAMESE[event],
        "event_en": EVENTS_IN_ENGLISH[event],
    }


def status_in_words(status: int) -> dict[str, str]:
    """A status for a refusal: as the contract names it, and in the words of both languages."""
    name = events.PetitionStatus.Name(status).removeprefix("PETITION_STATUS_")
    return {"status": name, "status_vi": IN_VIETNAMESE[status], "status_en": in_english(name)}

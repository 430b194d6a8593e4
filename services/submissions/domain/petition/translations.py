"""Petitions in the words of the people who read refusals: their facts, and what they are at.

The contract's own names are the English ones.
"""

from motcua.submissions.v1 import petition_events_pb2 as events

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


def status_name(status: int) -> str:
    """The status as a refusal names it."""
    return events.PetitionStatus.Name(status).removeprefix("PETITION_STATUS_")

"""The table of `Status`: which step a live command may take from where, and the order of a life.

Promises the ten national statuses and nothing between them. The table is not for another system's
records: those are facts, however they contradict one another, and only have the order.
"""

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
# How far a step leads: times of another system often contradict it.
LIFE: dict[int, int] = {
    STATUS_SUBMITTED: 0,
    STATUS_ACCEPTED: 1,
    STATUS_PROCESSING: 2,
    STATUS_REFUSED: 3,
    STATUS_WITHDRAWN: 3,
    STATUS_STOPPED: 3,
    STATUS_RESULT_READY: 3,
    STATUS_RESULT_RETURNED: 4,
}
CLOSED = 3
_HANDLED = {
    STATUS_PROCESSING,
    STATUS_SUPPLEMENT_REQUESTED,
    STATUS_OBLIGATION_PENDING,
    STATUS_WITHDRAWN,
    STATUS_STOPPED,
    STATUS_RESULT_READY,
}
_NEXT: dict[int, frozenset[int]] = {
    STATUS_SUBMITTED: frozenset(
        {STATUS_ACCEPTED, STATUS_REFUSED, STATUS_SUPPLEMENT_REQUESTED, STATUS_WITHDRAWN}
    ),
    STATUS_ACCEPTED: frozenset(_HANDLED),
    STATUS_PROCESSING: frozenset(_HANDLED - {STATUS_PROCESSING}),
    STATUS_SUPPLEMENT_REQUESTED: frozenset({STATUS_WITHDRAWN, STATUS_STOPPED}),
    STATUS_OBLIGATION_PENDING: frozenset({STATUS_PROCESSING, STATUS_WITHDRAWN, STATUS_STOPPED}),
    STATUS_RESULT_READY: frozenset({STATUS_RESULT_RETURNED}),
}


def allows(status: Status, wanted: Status, *, accepted: bool) -> bool:
    """Whether a live dossier of this status, accepted or not yet, may reach the wanted one."""
    if status == STATUS_SUPPLEMENT_REQUESTED and wanted in {STATUS_SUBMITTED, STATUS_PROCESSING}:
        # An answered request leads back to where the dossier was.
        return wanted == (STATUS_PROCESSING if accepted else STATUS_SUBMITTED)
    return wanted in _NEXT.get(status, frozenset())


def word(status: Status) -> str:
    """The status as a refusal names it."""
    return Status.Name(status).removeprefix("STATUS_")

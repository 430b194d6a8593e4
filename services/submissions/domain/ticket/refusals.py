"""Every ground on which a ticket, or the queue that it waits in, says no.

Promises stable codes.
"""

from services.chassis.reasons import Kind, Reason


class TicketReason(Reason):
    """Why a command on a ticket is refused."""

    TICKET_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có phiếu {name}.",
        "There is no ticket {name}.",
    )
    TICKET_NOT_CALLED = (
        Kind.STATE,
        "Phiếu {number} hiện không được gọi đến quầy nào ({state_vi}).",
        "The ticket {number} is not at a counter now: {state_en}.",
    )
    TICKET_ENDED = (
        Kind.STATE,
        "Phiếu {number} đã kết thúc ({state_vi}).",
        "The ticket {number} has ended: {state_en}.",
    )
    TICKET_DAY_OVER = (
        Kind.STATE,
        "Phiếu {number} chỉ có giá trị trong ngày {day}.",
        "The ticket {number} is of {day} alone, and that day is over.",
    )
    TICKET_VOIDED = (
        Kind.STATE,
        "Phiếu {number} đã bị hủy vì lấy nhầm.",
        "The ticket {number} was taken in error.",
    )
    TICKET_FULL = (
        Kind.STATE,
        "Phiếu đã có {most} sự kiện; chỉ còn kết thúc được.",
        "The ticket has {most} events; it can only be ended.",
    )
    MOVE_TO_NOWHERE = (
        Kind.INVALID,
        "Phải nêu quầy hoặc nhóm quầy khác để chuyển phiếu đến.",
        "Name another counter, or another group, to move the ticket to.",
    )
    COUNTER_BUSY = (
        Kind.STATE,
        "Quầy {counter} còn phiếu {number}: hãy ghi nhận đã phục vụ hoặc vắng mặt trước.",
        (
            "The counter {counter} still has the ticket {number}: record first that it was "
            "served, or that nobody came."
        ),
    )
    QUEUE_FULL = (
        Kind.STATE,
        "Đã có {most} phiếu đang chờ tại đơn vị này; hãy lấy phiếu sau.",
        "There are {most} tickets waiting at this unit; take one later.",
    )
    TAKEN_TOO_MANY = (
        Kind.STATE,
        "Có {most} phiếu do bạn lấy đang chờ tại đơn vị này; hãy lấy phiếu sau.",
        "There are {most} tickets waiting at this unit that you took; take one later.",
    )
    BOARDS_TOO_MANY = (
        Kind.BUSY,
        "Bạn đang mở {most} bảng hiển thị; hãy đóng bớt.",
        "You have {most} boards open; close one of them first.",
    )
    PRIORITY_CLASS_UNKNOWN = (
        Kind.INVALID,
        "Không có diện ưu tiên “{given}”; các diện ưu tiên là: {classes}.",
        "There is no priority class {given}; the classes are {classes}.",
    )
    DOSSIER_RECORDED = (
        Kind.EXISTS,
        "Hồ sơ này đã được ghi vào phiếu.",
        "The dossier is recorded of this ticket already.",
    )

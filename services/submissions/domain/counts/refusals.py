"""Every ground on which a counted fact is not taken in, in words for the person who reads it.

Promises stable codes.
"""

from services.chassis.reasons import Kind, Reason


class CountingReason(Reason):
    """Why a counted fact or a standard is refused."""

    PERIOD_EMPTY = (
        Kind.INVALID,
        (
            "Kỳ báo cáo phải kết thúc sau khi bắt đầu; ngày kết thúc là ngày đầu tiên không còn "
            "thuộc kỳ."
        ),
        (
            "The period must end after it starts; its end is the first day that no longer belongs "
            "to it."
        ),
    )
    COUNTED_NEGATIVE = (
        Kind.INVALID,
        "Số lượng không được nhỏ hơn 0.",
        "A number must not be less than 0.",
    )
    COUNT_FACT_INVALID = (
        Kind.INVALID,
        "Điều này không áp dụng cho nhóm được đếm, hoặc giá trị không hợp lệ.",
        "This does not apply to what is counted, or has no such value.",
    )
    MET_ABOVE_VOLUME = (
        Kind.INVALID,
        "Số lần đạt không được lớn hơn tổng số.",
        "What met the standard must not be more than all.",
    )
    TARGET_INVALID = (
        Kind.INVALID,
        "Chỉ tiêu phải là phân số tối giản, lớn hơn 0 và không quá 1.",
        "A target is a reduced fraction, more than 0 and at most 1.",
    )
    COUNT_OVERLAPS = (
        Kind.STATE,
        "Nguồn này đã có số liệu cho kỳ từ {start} đến {end}.",
        "This source has counted the period from {start} to {end} already.",
    )
    DOSSIERS_EXIST = (
        Kind.STATE,
        "Đã có từng hồ sơ của đơn vị và thủ tục này trong kỳ, chẳng hạn {dossier}.",
        "There are single dossiers of this unit and service on these days, such as {dossier}.",
    )
    SERVICE_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có thủ tục {service}.",
        "There is no service {service}.",
    )

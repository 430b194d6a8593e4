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
    COUNTED_TOO_MANY = (
        Kind.INVALID,
        "Số lượng không được lớn hơn {most}.",
        "A number must not be more than {most}.",
    )
    COUNT_FACT_INVALID = (
        Kind.INVALID,
        "Điều này không áp dụng cho nhóm được đếm, hoặc giá trị không hợp lệ.",
        "This does not apply to what is counted, or has no such value.",
    )
    PERIOD_NOT_OVER = (
        Kind.INVALID,
        "Kỳ báo cáo chỉ gồm những ngày đã đến, từ năm 1900.",
        "A period holds only days that have come, since 1900.",
    )
    PARTS_ABOVE_TOTAL = (
        Kind.INVALID,
        "Các phần cộng lại là {sum}, lớn hơn tổng số {n}.",
        "The parts are {sum} together, which is more than the total of {n}.",
    )
    PARTS_NOT_APART = (
        Kind.INVALID,
        (
            "Một hồ sơ có thể thuộc cả phần này và phần thứ {other}; hai phần phải khác nhau ở một "
            "trường mà cả hai đều có."
        ),
        (
            "An item could belong to this part and to part {other}; two parts must differ in a "
            "field that both have."
        ),
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

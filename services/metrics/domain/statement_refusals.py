"""Why a statement is not recorded, in words for who records it.

Promises stable codes.
"""

from services.chassis.reasons import Kind, Reason


class StatementReason(Reason):
    """Why an asserted figure or an inspection is refused."""

    STATEMENT_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có {name}.",
        "There is no {name}.",
    )
    STATEMENT_WITHDRAWN = (
        Kind.STATE,
        "{name} đã được rút lại.",
        "{name} was withdrawn.",
    )
    STATEMENT_PUBLISHED = (
        Kind.STATE,
        "{name} đã được công bố.",
        "{name} is public already.",
    )
    DAY_IMPOSSIBLE = (
        Kind.INVALID,
        "Ngày phải từ năm 1900, không ở tương lai và đúng thứ tự.",
        "A day must lie since 1900, not in the future, and in its order.",
    )
    NUMBER_NOT_WHOLE = (
        Kind.INVALID,
        "Số lượng phải là số nguyên; chỉ tỷ lệ phần trăm mới có phần thập phân.",
        "A number of items must be whole; only per cent has decimals.",
    )
    SAMPLE_IMPOSSIBLE = (
        Kind.INVALID,
        "Số người được hỏi và trả lời là của khảo sát, từ 0; không trả lời nhiều hơn được hỏi.",
        "Sample and responses are of surveys, 0 or more, and no more answer than were asked.",
    )
    STATED_TWICE = (
        Kind.INVALID,
        "“{value}” được nêu hai lần.",
        "“{value}” is stated twice.",
    )
    RECEIPT_OF_OTHER_UNIT = (
        Kind.INVALID,
        "Chứng từ của {unit} không thuộc đơn vị được kiểm tra.",
        "The receipt of {unit} is not of the unit that was inspected.",
    )
    FINDING_UNKNOWN = (
        Kind.NOT_FOUND,
        "Cuộc kiểm tra không có phát hiện {finding}.",
        "The inspection has no finding {finding}.",
    )
    FINDING_REMEDIED = (
        Kind.STATE,
        "Phát hiện {finding} đã được khắc phục.",
        "The finding {finding} is remedied already.",
    )

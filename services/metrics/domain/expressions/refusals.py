"""Why a text is not an expression, or not a reason.

A refusal names the place or the part at fault, and what could stand there instead.
"""

from services.chassis.reasons import Kind, Reason


class ExpressionReason(Reason):
    """Why it is refused."""

    EXPRESSION_TOO_LONG = (
        Kind.INVALID,
        "Biểu thức dài quá {most} ký tự.",
        "The expression is longer than {most} characters.",
    )
    EXPRESSION_TOO_DEEP = (
        Kind.INVALID,
        "Biểu thức lồng sâu quá {most} cấp.",
        "The expression is nested deeper than {most} levels.",
    )
    EXPRESSION_MALFORMED = (
        Kind.INVALID,
        "Không hiểu biểu thức từ ký tự thứ {place}: {rest}",
        "The expression is not understood from character {place} on: {rest}",
    )
    EXPRESSION_FACT_UNKNOWN = (
        Kind.INVALID,
        "Loại mục này không có dữ kiện {fact}; các dữ kiện: {facts}.",
        "Items of this kind have no fact {fact}; the facts are {facts}.",
    )
    EXPRESSION_WORD_UNKNOWN = (
        Kind.INVALID,
        "Không có giá trị “{word}” ở đây; các giá trị: {words}.",
        "There is no value “{word}” here; the values are {words}.",
    )
    EXPRESSION_TYPE_MISMATCH = (
        Kind.INVALID,
        "Kiểu {type} ở chỗ cần kiểu {expected}.",
        "A {type} stands where a {expected} is needed.",
    )
    EXPRESSION_TYPE_UNORDERED = (
        Kind.INVALID,
        "Kiểu {type} không có thứ tự; chỉ dùng được ==, != và in.",
        "A {type} has no order; only ==, != and in apply to it.",
    )
    EXPRESSION_LIST_NOT_LITERAL = (
        Kind.INVALID,
        "Bên trái của in phải là dữ kiện, trong danh sách chỉ có giá trị cho sẵn.",
        "Before `in` stands a fact, and within its list stand literals only.",
    )
    EXPRESSION_DIFFERENCE_TWICE = (
        Kind.INVALID,
        "Chỉ được trừ một khoảng thời gian khỏi một thời điểm.",
        "Only one duration may be taken from an instant.",
    )
    EXPRESSION_NUMBER_TOO_LARGE = (
        Kind.INVALID,
        "Số phải nằm trong khoảng ±{most}.",
        "A number must lie within ±{most}.",
    )
    EXPRESSION_INSTANT_INVALID = (
        Kind.INVALID,
        "“{text}” không phải thời điểm có múi giờ, từ năm 1900 đến năm 2199.",
        "“{text}” is not an instant with its offset between the years 1900 and 2199.",
    )
    REASONS_TOO_MANY = (
        Kind.INVALID,
        "Các lý do có quá {most} điều kiện và dữ kiện có thể thiếu.",
        "The reasons have more than {most} conditions and optional facts.",
    )

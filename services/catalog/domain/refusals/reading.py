"""Grounds of refusal that concern reading: what cannot be found, shown or paged.

A code never changes its meaning: portals decide by it.
"""

from services.chassis.reasons import Kind, Reason


class ReadingReason(Reason):
    """Why a question is refused."""

    NONE_THEN = (
        Kind.NOT_FOUND,
        "Không có {name} vào thời điểm {time}.",
        "There was no {name} at {time}.",
    )
    ANSWER_TOO_LARGE = (
        Kind.TOO_LARGE,
        "Câu trả lời sẽ dài hơn {most} byte; hãy hỏi ít hơn: chỉ {fits} tên đầu tiên là vừa.",
        "The answer would be over {most} bytes; ask for less: only the first {fits} names fit.",
    )
    NOT_SHOWN_YET = (
        Kind.UNAVAILABLE,
        "Thay đổi vừa ghi chưa đọc được; hãy thử lại.",
        "What was just written cannot be read yet; try again.",
    )
    KNOWN_TWICE = (
        Kind.INVALID,
        "Chỉ được nêu vị trí hoặc thời điểm đã biết, không nêu cả hai.",
        "Either the position or the moment of knowledge can be given, not both.",
    )
    KNOWN_TIME_AHEAD = (
        Kind.INVALID,
        "Chưa đến {time}: chưa thể biết đến lúc đó có những gì.",
        "{time} has not come: what will be known by then is not known yet.",
    )
    ORDER_UNKNOWN = (
        Kind.INVALID,
        "Không sắp xếp được theo {order}; chỉ có name hoặc display_name.",
        "There is no order by {order}; it is name or display_name.",
    )
    QUERY_WITHOUT_WORDS = (
        Kind.INVALID,
        "Nội dung tìm kiếm phải có 1 đến {most} từ.",
        "What is searched for must have 1 to {most} words.",
    )
    FILTER_MALFORMED = (
        Kind.INVALID,
        "Không đọc được bộ lọc từ ký tự thứ {place}: cần {expected}.",
        "The filter cannot be read from character {place} on: {expected} is expected there.",
    )
    FILTER_FIELD_UNKNOWN = (
        Kind.INVALID,
        "Không lọc được theo {name} (ký tự thứ {place}); chỉ có {fields}.",
        "There is no filter by {name} (character {place}); there are {fields}.",
    )
    FILTER_VALUE_UNKNOWN = (
        Kind.INVALID,
        "{name} không thể là {value} (ký tự thứ {place}); chỉ có {known}.",
        "{name} cannot be {value} (character {place}); there are {known}.",
    )
    NO_HISTORY = (
        Kind.NOT_FOUND,
        "Chưa có gì được ghi về {name}.",
        "Nothing was ever recorded about {name}.",
    )

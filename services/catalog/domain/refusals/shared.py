"""Grounds of refusal that concern any command: names, ids, dates and lists.

A code never changes its meaning: portals decide by it.
"""

from services.chassis.reasons import Kind, Reason


class CatalogReason(Reason):
    """Why any command of the catalogue is refused."""

    NAME_MALFORMED = (
        Kind.INVALID,
        "Tên phải có dạng {form}.",
        "The name must have the form {form}.",
    )
    ID_MALFORMED = (
        Kind.INVALID,
        "Mã phải có 1 đến 64 ký tự, không có dấu gạch chéo và khoảng trắng.",
        "An id must have 1 to 64 characters, without slash and space.",
    )
    ID_RESERVED = (Kind.INVALID, "Mã {id} được dành riêng.", "The id {id} is reserved.")
    PAST_WITHOUT_REASON = (
        Kind.INVALID,
        "Thay đổi có hiệu lực từ {time}, đã qua; việc đính chính phải nêu lý do.",
        "The change takes effect at {time}, which has passed; a correction must state its reason.",
    )
    TIME_OUT_OF_RANGE = (
        Kind.INVALID,
        "Thời điểm có hiệu lực phải từ {earliest} đến {latest}.",
        "A change takes effect between {earliest} and {latest}.",
    )
    REASON_MISSING = (Kind.INVALID, "Phải nêu lý do.", "A reason is needed.")
    CHANGE_UNKNOWN = (
        Kind.STATE,
        "{name} không có thay đổi số {version} để rút lại.",
        "{name} has no change {version} that could be withdrawn.",
    )
    CHANGE_BEGUN = (
        Kind.STATE,
        "Thay đổi số {version} của {name} đã có hiệu lực từ {time}, không thể rút lại.",
        "Change {version} of {name} took effect at {time}, and cannot be withdrawn.",
    )
    DISPLAY_NAME_MISSING = (
        Kind.INVALID,
        "Phải có tên bằng tiếng Việt, hoặc bằng ngôn ngữ khác kèm thẻ ngôn ngữ.",
        "A name is needed in Vietnamese, or in another language with its tag.",
    )
    VIETNAMESE_MISSING = (
        Kind.INVALID,
        "Văn bản tiếng Anh phải đi kèm văn bản tiếng Việt hoặc ngôn ngữ khác.",
        "A text in English must stand beside one in Vietnamese or another language.",
    )
    LANGUAGE_MISSING = (
        Kind.INVALID,
        "Văn bản bằng ngôn ngữ khác phải kèm thẻ ngôn ngữ, như fr.",
        "A text in another language needs the tag of that language, such as fr.",
    )
    LANGUAGE_WITHOUT_TEXT = (
        Kind.INVALID,
        "Có thẻ ngôn ngữ {language} nhưng không có văn bản.",
        "The language {language} is named, but there is no text in it.",
    )
    LANGUAGE_MALFORMED = (
        Kind.INVALID,
        (
            "{language} không phải là thẻ ngôn ngữ theo BCP 47 viết hoa thường đúng lệ, như fr, "
            "zh-Hant, pt-BR."
        ),
        "{language} is no language tag by BCP 47 in its usual case, such as fr, zh-Hant or pt-BR.",
    )
    LANGUAGE_HAS_A_FIELD = (
        Kind.INVALID,
        "Văn bản ngôn ngữ {language} thuộc trường {own}.",
        "A text in the language {language} belongs into the field {own}.",
    )
    ROW_EMPTY = (Kind.INVALID, "Dòng này không nêu nội dung nào.", "The row says nothing.")

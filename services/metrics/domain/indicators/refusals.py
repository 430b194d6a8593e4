"""Why a text is not a definition.

A refusal names the field at fault; what is wrong within an expression is an `ExpressionReason`.
"""

from services.chassis.reasons import Kind, Reason


class DefinitionReason(Reason):
    """Why it is refused."""

    DEFINITION_MALFORMED = (
        Kind.INVALID,
        "Định nghĩa phải là một văn bản TOML: {why}",
        "A definition is a TOML text: {why}",
    )
    DEFINITION_FIELD_UNKNOWN = (
        Kind.INVALID,
        "Định nghĩa không có mục {field}; các mục: {fields}.",
        "A definition has no field {field}; its fields are {fields}.",
    )
    DEFINITION_FIELD_MISSING = (
        Kind.INVALID,
        "Định nghĩa thiếu mục {field}.",
        "The definition lacks its field {field}.",
    )
    DEFINITION_FIELD_INVALID = (
        Kind.INVALID,
        "Mục {field} phải là {vi}.",
        "The field {field} must be {en}.",
    )
    DEFINITION_WORD_UNKNOWN = (
        Kind.INVALID,
        "Mục {field} không nhận giá trị “{word}”; các giá trị: {words}.",
        "The field {field} cannot be “{word}”; it is one of {words}.",
    )
    DEFINITION_COUNTS_NOTHING = (
        Kind.INVALID,
        "Định nghĩa phải có numerator, hoặc có value cùng bounds, không có cả hai.",
        "A definition has either a numerator, or a value with bounds.",
    )
    VOIDED_NOT_FIRST = (
        Kind.INVALID,
        "Lý do loại trừ đầu tiên phải là voided.",
        "The first reason must be voided.",
    )
    REASON_REPEATED = (
        Kind.INVALID,
        "Lý do {reason} được nêu hai lần.",
        "Reason {reason} stands there twice.",
    )
    REASON_CAN_BE_ABSENT = (
        Kind.INVALID,
        "Lý do {reason} có thể không xác định được với một mục mà các lý do đứng trước không loại.",
        "Reason {reason} can be absent for an item that no earlier reason excludes.",
    )

"""Grounds of refusal that concern offerings, their capabilities and ceilings.

A code never changes its meaning: portals decide by it.
"""

from services.chassis.reasons import Kind, Reason


class OfferingReason(Reason):
    """Why a command on an offering is refused."""

    OFFERING_EXISTS = (
        Kind.EXISTS,
        "{unit} đã cung cấp thủ tục {service}.",
        "{unit} already offers the service {service}.",
    )
    OFFERING_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có dịch vụ {offering}.",
        "There is no offering {offering}.",
    )
    BEFORE_OPENING = (
        Kind.STATE,
        "Dịch vụ {offering} chỉ được cung cấp từ {time}.",
        "The offering {offering} opens only at {time}.",
    )
    OFFERING_CLOSED_THEN = (
        Kind.STATE,
        "Dịch vụ {offering} không được cung cấp vào thời điểm {time}.",
        "The offering {offering} is closed at {time}.",
    )
    OFFERING_ENDS_ALREADY = (
        Kind.STATE,
        "Dịch vụ {offering} đã được ghi nhận chấm dứt từ {time}.",
        "The offering {offering} ends already, at {time}.",
    )
    LEVEL_RULE_UNKNOWN = (
        Kind.INVALID,
        "Không có quy tắc {rule}; các quy tắc hiện có: {rules}.",
        "There is no rule {rule}; there are: {rules}.",
    )
    LEVEL_RULE_FIXED = (
        Kind.STATE,
        "Dịch vụ này được đánh giá theo quy tắc {rule} và không thể đổi quy tắc.",
        "This offering is assessed under the rule {rule}, which cannot be changed.",
    )
    CAPABILITIES_MISSING = (
        Kind.INVALID,
        "Phải nêu ít nhất một khả năng.",
        "At least one capability must be named.",
    )
    CAPABILITY_UNNAMED = (
        Kind.INVALID,
        "Phải nêu rõ khả năng và trạng thái của nó.",
        "A capability and its state must be named.",
    )
    CAPABILITY_REPEATED = (
        Kind.INVALID,
        "Khả năng {capability} được nêu nhiều lần.",
        "The capability {capability} is named more than once.",
    )
    OFFERING_OPENS_THEN = (
        Kind.STATE,
        "Dịch vụ {offering} sẽ mở vào thời điểm {time}; hãy rút lại việc mở đó.",
        "The offering {offering} is to open at {time}; withdraw that opening.",
    )
    NO_OPENING_AFTER = (
        Kind.STATE,
        "Sau thời điểm {time}, dịch vụ {offering} không có lần mở tiếp theo nào để đính chính.",
        "After {time} the offering {offering} does not open next, so there is nothing to correct.",
    )
    CEILING_OUT_OF_RANGE = (Kind.INVALID, "Mức trần phải từ 1 đến 4.", "A ceiling must be 1 to 4.")
    REASON_WITHOUT_CEILING = (
        Kind.INVALID,
        "Có lý do nhưng không có mức trần.",
        "A reason is given, and no ceiling.",
    )
    CEILING_ABOVE_EARNED = (
        Kind.STATE,
        "Không thể khai mức {ceiling} khi mới đạt mức {earned}; còn thiếu: {missing_vi}.",
        "Level {ceiling} cannot be declared where level {earned} is earned; missing: {missing_en}.",
    )
    RULE_WITHOUT_LEVELS = (
        Kind.STATE,
        "Quy tắc {rule} không xếp mức nên không có mức trần.",
        "The rule {rule} claims no level, so there is no ceiling.",
    )
    SUCCESSOR_AFFECTED = (
        Kind.DENIED,
        "Đính chính này mở hoặc đóng dịch vụ của {unit} trong quá khứ; cần có quyền với đơn vị đó.",
        (
            "This correction opens or closes an offering of {unit} in the past; it needs a role "
            "over that."
        ),
    )
    OFFERING_TOO_LONG = (
        Kind.STATE,
        "Sau thay đổi này {offering} có {spans} giai đoạn, nhiều hơn một sự kiện chứa được.",
        "After this change {offering} would have {spans} spans, more than one event holds.",
    )

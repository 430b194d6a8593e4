"""Grounds of refusal that concern offerings, their capabilities and ceilings.

Promises codes that never change their meaning. Must not decide anything.
"""

from services.chassis.errors import Kind, Reason

OFFERING_EXISTS = Reason(
    "OFFERING_EXISTS",
    Kind.EXISTS,
    "{unit} đã cung cấp thủ tục {service}.",
    "{unit} already offers the service {service}.",
)
OFFERING_UNKNOWN = Reason(
    "OFFERING_UNKNOWN",
    Kind.NOT_FOUND,
    "Không có dịch vụ {offering}.",
    "There is no offering {offering}.",
)
BEFORE_OPENING = Reason(
    "BEFORE_OPENING",
    Kind.STATE,
    "Dịch vụ {offering} chỉ được cung cấp từ {time}.",
    "The offering {offering} opens only at {time}.",
)
OFFERING_CLOSED_THEN = Reason(
    "OFFERING_CLOSED_THEN",
    Kind.STATE,
    "Dịch vụ {offering} không được cung cấp vào thời điểm {time}.",
    "The offering {offering} is closed at {time}.",
)
OFFERING_ENDS_ALREADY = Reason(
    "OFFERING_ENDS_ALREADY",
    Kind.STATE,
    "Dịch vụ {offering} đã được ghi nhận chấm dứt từ {time}.",
    "The offering {offering} ends already, at {time}.",
)
CLOSING_WITHOUT_REASON = Reason(
    "CLOSING_WITHOUT_REASON",
    Kind.INVALID,
    "Việc chấm dứt cung cấp phải có lý do.",
    "The closing of an offering needs a reason.",
)
LEVEL_RULE_UNKNOWN = Reason(
    "LEVEL_RULE_UNKNOWN",
    Kind.INVALID,
    "Không có quy tắc {rule}; các quy tắc hiện có: {rules}.",
    "There is no rule {rule}; there are: {rules}.",
)
LEVEL_RULE_FIXED = Reason(
    "LEVEL_RULE_FIXED",
    Kind.STATE,
    "Dịch vụ này được đánh giá theo quy tắc {rule} và không thể đổi quy tắc.",
    "This offering is assessed under the rule {rule}, which cannot be changed.",
)
CAPABILITIES_MISSING = Reason(
    "CAPABILITIES_MISSING",
    Kind.INVALID,
    "Phải nêu ít nhất một khả năng.",
    "At least one capability must be named.",
)
CAPABILITY_UNNAMED = Reason(
    "CAPABILITY_UNNAMED",
    Kind.INVALID,
    "Phải nêu rõ khả năng và trạng thái của nó.",
    "A capability and its state must be named.",
)
CAPABILITY_REPEATED = Reason(
    "CAPABILITY_REPEATED",
    Kind.INVALID,
    "Khả năng {capability} được nêu nhiều lần.",
    "The capability {capability} is named more than once.",
)
CLOSING_UNKNOWN = Reason(
    "CLOSING_UNKNOWN",
    Kind.STATE,
    "Chưa có kế hoạch đóng dịch vụ {offering}.",
    "The offering {offering} is not planned to close.",
)
CLOSING_BEGUN = Reason(
    "CLOSING_BEGUN",
    Kind.STATE,
    "Dịch vụ {offering} đã đóng từ {time} nên không thể rút lại; hãy mở lại.",
    "The offering {offering} closed at {time}, so that cannot be withdrawn; open it again.",
)
OFFERING_OPENS_AGAIN = Reason(
    "OFFERING_OPENS_AGAIN",
    Kind.STATE,
    "Dịch vụ {offering} mở lại từ {time} sau khi đóng; hãy rút lại việc mở đó trước.",
    "The offering {offering} opens again at {time} after it closes; withdraw that opening first.",
)
CLOSING_FOLLOWS = Reason(
    "CLOSING_FOLLOWS",
    Kind.STATE,
    "Dịch vụ {offering} đóng từ {time} cùng với đơn vị hoặc thủ tục của nó; hãy rút lại việc đó.",
    "The offering {offering} closes at {time} with its unit or its service; withdraw that.",
)
CEILING_OUT_OF_RANGE = Reason(
    "CEILING_OUT_OF_RANGE",
    Kind.INVALID,
    "Mức trần phải từ 1 đến 4.",
    "A ceiling must be 1 to 4.",
)
CEILING_WITHOUT_REASON = Reason(
    "CEILING_WITHOUT_REASON",
    Kind.INVALID,
    "Mức trần phải có lý do.",
    "A ceiling needs a reason.",
)
REASON_WITHOUT_CEILING = Reason(
    "REASON_WITHOUT_CEILING",
    Kind.INVALID,
    "Có lý do nhưng không có mức trần.",
    "A reason is given, and no ceiling.",
)
CEILING_ABOVE_EARNED = Reason(
    "CEILING_ABOVE_EARNED",
    Kind.STATE,
    "Không thể khai mức {ceiling} khi mới đạt mức {earned}; còn thiếu: {missing_vi}.",
    "Level {ceiling} cannot be declared where level {earned} is earned; missing: {missing_en}.",
)
RULE_WITHOUT_LEVELS = Reason(
    "RULE_WITHOUT_LEVELS",
    Kind.STATE,
    "Quy tắc {rule} không xếp mức nên không có mức trần.",
    "The rule {rule} claims no level, so there is no ceiling.",
)

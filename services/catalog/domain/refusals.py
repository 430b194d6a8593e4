"""Every ground on which the catalogue refuses, in Vietnamese and English.

Promises codes that never change their meaning. Must not decide anything.
"""

from services.chassis.errors import Kind, Reason

NAME_MALFORMED = Reason(
    "NAME_MALFORMED",
    Kind.INVALID,
    "Tên phải có dạng {form}.",
    "The name must have the form {form}.",
)
ID_MALFORMED = Reason(
    "ID_MALFORMED",
    Kind.INVALID,
    "Mã phải có 1 đến 64 ký tự, không có dấu gạch chéo và khoảng trắng.",
    "An id must have 1 to 64 characters, without slash and space.",
)
ID_RESERVED = Reason(
    "ID_RESERVED",
    Kind.INVALID,
    "Mã {id} được dành riêng.",
    "The id {id} is reserved.",
)
NONE_THEN = Reason(
    "NONE_THEN",
    Kind.NOT_FOUND,
    "Không có {name} vào thời điểm {time}.",
    "There was no {name} at {time}.",
)
NOT_SHOWN_YET = Reason(
    "NOT_SHOWN_YET",
    Kind.UNAVAILABLE,
    "Thay đổi vừa ghi chưa đọc được; hãy thử lại.",
    "What was just written cannot be read yet; try again.",
)
PAGE_TOKEN_INVALID = Reason(
    "PAGE_TOKEN_INVALID",
    Kind.INVALID,
    "Mã trang không thuộc về câu hỏi này.",
    "The page token does not belong to this question.",
)
PAGE_SIZE_INVALID = Reason(
    "PAGE_SIZE_INVALID",
    Kind.INVALID,
    "Kích thước trang không được âm.",
    "The page size must not be negative.",
)
PAST_WITHOUT_REASON = Reason(
    "PAST_WITHOUT_REASON",
    Kind.INVALID,
    "Thay đổi có hiệu lực từ {time}, đã qua; việc đính chính phải nêu lý do.",
    "The change takes effect at {time}, which has passed; a correction must state its reason.",
)
DISPLAY_NAME_MISSING = Reason(
    "DISPLAY_NAME_MISSING",
    Kind.INVALID,
    "Phải có tên bằng tiếng Việt.",
    "A name in Vietnamese is needed.",
)
LIST_TOO_LONG = Reason(
    "LIST_TOO_LONG",
    Kind.INVALID,
    "Danh sách có quá {most} mục.",
    "The list has more than {most} items.",
)
FEE_NEGATIVE = Reason(
    "FEE_NEGATIVE",
    Kind.INVALID,
    "Lệ phí {code} không được âm.",
    "The fee {code} must not be negative.",
)

UNIT_EXISTS = Reason(
    "UNIT_EXISTS",
    Kind.EXISTS,
    "Đơn vị {unit} đã tồn tại.",
    "The unit {unit} already exists.",
)
UNIT_UNKNOWN = Reason(
    "UNIT_UNKNOWN",
    Kind.NOT_FOUND,
    "Không có đơn vị {unit}.",
    "There is no unit {unit}.",
)
UNIT_NOT_OPEN_THEN = Reason(
    "UNIT_NOT_OPEN_THEN",
    Kind.STATE,
    "Đơn vị {unit} chưa tồn tại vào thời điểm {time}.",
    "The unit {unit} did not exist yet at {time}.",
)

SERVICE_EXISTS = Reason(
    "SERVICE_EXISTS",
    Kind.EXISTS,
    "Thủ tục {service} đã tồn tại.",
    "The service {service} already exists.",
)
SERVICE_UNKNOWN = Reason(
    "SERVICE_UNKNOWN",
    Kind.NOT_FOUND,
    "Không có thủ tục {service}.",
    "There is no service {service}.",
)
SERVICE_NOT_IN_FORCE_THEN = Reason(
    "SERVICE_NOT_IN_FORCE_THEN",
    Kind.STATE,
    "Thủ tục {service} chưa có hiệu lực vào thời điểm {time}.",
    "The service {service} was not in force at {time}.",
)
NOTHING_DRAFTED = Reason(
    "NOTHING_DRAFTED",
    Kind.STATE,
    "Thủ tục {service} không có bản dự thảo nào chờ công bố.",
    "The service {service} has no draft that waits to be published.",
)
BEFORE_PREVIOUS_VERSION = Reason(
    "BEFORE_PREVIOUS_VERSION",
    Kind.STATE,
    "Phiên bản mới không thể có hiệu lực trước phiên bản trước đó ({time}).",
    "A version cannot take effect before the version before it ({time}).",
)

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
    "Không thể khai mức {ceiling} khi mới đạt mức {earned}; còn thiếu: {missing}.",
    "Level {ceiling} cannot be declared where level {earned} is earned; missing: {missing}.",
)

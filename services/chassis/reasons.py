"""Grounds of refusal: each is known by its name, which callers read as its code.

Example: `Refusal(ChassisReason.LIST_TOO_LONG, field="steps", values={"most": "9"})`. A service has
enumerations of its own. A code never changes its meaning.
"""

from enum import Enum, auto


class Kind(Enum):
    """What a refusal means to the caller; the border has one status for each."""

    INVALID = auto()
    NOT_FOUND = auto()
    EXISTS = auto()
    STATE = auto()  # the resource is not in a state that allows it
    CONFLICT = auto()  # somebody else changed it first: read again
    REUSED = auto()  # the request id already stands for another command
    DENIED = auto()
    UNAUTHENTICATED = auto()
    UNAVAILABLE = auto()  # repeat with the same request id
    TOO_LARGE = auto()
    BUSY = auto()  # nothing was done: repeat after the time given
    DEADLINE = auto()
    UNIMPLEMENTED = auto()
    INTERNAL = auto()


class Reason(Enum):
    """A ground of refusal; `vi` and `en` are templates over the refusal's values."""

    def __init__(self, kind: Kind, vi: str, en: str) -> None:
        self.kind, self.vi, self.en = kind, vi, en

    @property
    def code(self) -> str:
        """Its name."""
        return self.name


class ChassisReason(Reason):
    """What any service refuses."""

    REQUEST_TOO_LARGE = (
        Kind.TOO_LARGE,
        "Thông điệp lớn hơn {most} KiB, hoặc không có.",
        "The message is larger than {most} KiB, or missing.",
    )
    REQUEST_TOO_MANY_PARTS = (
        Kind.TOO_LARGE,
        "Thông điệp gồm hơn {most} phần.",
        "The message consists of more than {most} parts.",
    )
    REQUEST_MALFORMED = (
        Kind.INVALID,
        "Không đọc được thông điệp: không đúng dạng, hoặc văn bản không phải UTF-8.",
        "The message cannot be read: it is malformed, or a text in it is not UTF-8.",
    )
    REQUEST_ID_INVALID = (
        Kind.INVALID,
        "Mã yêu cầu phải là một UUID, không thuộc phiên bản 8.",
        "The request id must be a UUID, of any version but 8.",
    )
    REQUEST_ID_REUSED = (
        Kind.REUSED,
        "Mã yêu cầu này đã được dùng cho một yêu cầu có nội dung khác.",
        "This request id was already used for a request with other content.",
    )
    LIST_TOO_LONG = (
        Kind.INVALID,
        "Danh sách có quá {most} mục.",
        "The list has more than {most} items.",
    )
    MASK_PATH_UNKNOWN = (
        Kind.INVALID,
        "{resource} không có trường “{path}” để thay đổi.",
        "{resource} has no field {path} to change.",
    )
    POSITION_INVALID = (Kind.INVALID, "Vị trí không được âm.", "A position cannot be negative.")
    POSITION_UNKNOWN = (
        Kind.STATE,
        "Luồng {stream} chưa có vị trí {position}; hiện kết thúc trước vị trí đó.",
        "The stream {stream} has no position {position}: it ends before that.",
    )
    VERSION_CONFLICT = (
        Kind.CONFLICT,
        "Dữ liệu đã được thay đổi trong lúc đó; hãy đọc lại rồi thử lại.",
        "It was changed in the meantime; read it again and repeat.",
    )
    ALREADY_EXISTS = (Kind.EXISTS, "{name} đã tồn tại.", "{name} already exists.")
    NOT_STORABLE = (
        Kind.INVALID,
        "Yêu cầu chứa giá trị không thể lưu; chưa có gì được ghi.",
        "The request contains a value that cannot be stored; nothing was recorded.",
    )
    EVENT_TOO_LARGE = (
        Kind.TOO_LARGE,
        "Nội dung cần ghi của yêu cầu này lớn hơn {most} byte; chưa có gì được ghi.",
        "What this request would record has more than {most} bytes; nothing was recorded.",
    )
    STORE_UNAVAILABLE = (
        Kind.UNAVAILABLE,
        "Chưa biết kết quả vì cơ sở dữ liệu không trả lời; hãy gửi lại với cùng mã yêu cầu.",
        (
            "The outcome is unknown, because the database did not answer; repeat with the same "
            "request id."
        ),
    )
    STORE_FULL = (
        Kind.UNAVAILABLE,
        (
            "Ổ đĩa của cơ sở dữ liệu đã đầy nên chưa có gì được ghi; người vận hành phải giải "
            "phóng chỗ. Hãy gửi lại sau với cùng mã yêu cầu."
        ),
        (
            "The database's disk is full, and nothing was recorded; an operator must make room. "
            "Repeat later with the same request id."
        ),
    )
    STORE_BUSY = (
        Kind.UNAVAILABLE,
        "Hệ thống đang quá tải; chưa có gì được ghi. Hãy gửi lại với cùng mã yêu cầu.",
        "Too many commands are waiting; nothing was recorded. Repeat with the same request id.",
    )
    NOT_PERMITTED = (
        Kind.DENIED,
        "Bạn không có vai trò cần thiết: cần vai trò {roles_vi} tại {unit_vi}.",
        "None of your roles allows this: it takes the role {roles_en} for {unit_en}.",
    )
    TOKEN_MISSING = (
        Kind.UNAUTHENTICATED,
        "Yêu cầu này cần mã truy cập.",
        "This call needs a bearer token.",
    )
    LOG_STARTING = (
        Kind.UNAVAILABLE,
        "Dịch vụ đang kiểm tra nhật ký của mình; hãy gửi lại sau giây lát.",
        "The service is still checking its log; repeat in a moment.",
    )
    LOG_HALTED = (
        Kind.UNAVAILABLE,
        "Nhật ký của dịch vụ khác với luồng sự kiện đã phát; người vận hành phải khắc phục trước.",
        "The service's log differs from what was published; an operator must repair it first.",
    )
    TOKEN_INVALID = (
        Kind.UNAUTHENTICATED,
        "Mã truy cập không hợp lệ.",
        "The bearer token is not valid.",
    )
    TOKEN_NAMES_SOMEBODY = (
        Kind.UNAUTHENTICATED,
        "Chủ thể của mã truy cập phải là bí danh: không có @ hay 9 chữ số liền nhau.",
        "The token's subject must be a pseudonym: no @ and no nine digits in a row.",
    )
    TOKENS_TOO_MANY_WRONG = (
        Kind.BUSY,
        "Từ địa chỉ này có quá nhiều mã truy cập không hợp lệ; hãy gửi lại sau ít lâu.",
        "Too many tokens from this address were not valid; this one was not looked at: repeat it.",
    )
    TOKEN_EXPIRED = (
        Kind.UNAUTHENTICATED,
        "Mã truy cập đã hết hạn; hãy lấy mã mới.",
        "The bearer token has expired; get a new one.",
    )
    TOKEN_TOO_LONG_LIVED = (
        Kind.UNAUTHENTICATED,
        "Mã truy cập có thời hạn quá {hours} giờ; hãy lấy mã có thời hạn ngắn hơn.",
        "The bearer token is valid for more than {hours} hours; get one that lives less long.",
    )
    TOKEN_KEY_UNKNOWN = (
        Kind.UNAVAILABLE,
        "Chưa lấy được khoá của nơi cấp mã truy cập; hãy gửi lại sau giây lát.",
        "The keys of the token's issuer could not be fetched yet; repeat after a moment.",
    )
    SERVER_BUSY = (
        Kind.BUSY,
        "Máy chủ đang có quá nhiều yêu cầu; yêu cầu này chưa được xử lý. Hãy gửi lại sau giây lát.",
        "Too many calls are waiting; nothing was done for this one. Repeat it after a moment.",
    )
    RATE_EXCEEDED = (
        Kind.BUSY,
        "Quá nhiều yêu cầu loại {limit} (tối đa {most} mỗi giây); hãy gửi lại sau ít lâu.",
        "Too many calls of the class {limit} (bound: {most} a second): repeat it later.",
    )
    TOO_MANY_AT_ONCE = (
        Kind.BUSY,
        "Quá nhiều yêu cầu loại {limit} cùng lúc (tối đa {most}); hãy kết thúc một yêu cầu trước.",
        "Too many calls of the class {limit} under way (bound: {most}): end one of them first.",
    )
    SERVICE_STARTING = (
        Kind.UNAVAILABLE,
        "Dịch vụ đang khởi động; hãy gửi lại sau giây lát.",
        "The service is starting; repeat in a moment.",
    )
    TOKEN_REVOKED = (
        Kind.UNAUTHENTICATED,
        "Mã truy cập đã bị thu hồi.",
        "The bearer token was revoked.",
    )
    DEADLINE_PASSED = (
        Kind.DEADLINE,
        "Đã quá thời hạn, chưa biết kết quả; hãy gửi lại với cùng mã yêu cầu.",
        "The deadline passed, and the outcome is unknown; repeat with the same request id.",
    )
    REQUEST_LATE = (
        Kind.DEADLINE,
        "Thông điệp không đến kịp; chưa có gì được xử lý cho thông điệp này.",
        "The message did not arrive in time; nothing was done for it.",
    )
    SERVER_ENDING = (
        Kind.UNAVAILABLE,
        "Máy chủ đang dừng; hãy kết nối lại và tiếp tục từ chỗ đã nhận, hoặc gửi lại cùng yêu cầu.",
        "The server ends. Connect again and go on after what you got, or repeat the same request.",
    )
    INTERNAL_ERROR = (
        Kind.INTERNAL,
        "Lỗi nội bộ; hãy báo mã yêu cầu cho người vận hành.",
        "Internal error; tell the operators the id of this call.",
    )
    BACKEND_UNAVAILABLE = (
        Kind.UNAVAILABLE,
        "Một phần của hệ thống không trả lời; hãy gửi lại với cùng mã yêu cầu.",
        "A part of the system does not answer; repeat with the same request id.",
    )
    SERVICE_NOT_SERVED = (
        Kind.NOT_FOUND,
        "Máy chủ không có dịch vụ này.",
        "This server has no such service.",
    )
    FIELD_REQUIRED = (Kind.INVALID, "Trường {field} là bắt buộc.", "The field {field} is required.")
    TEXT_TOO_LONG = (
        Kind.INVALID,
        "Trường {field} dài quá {longest} ký tự.",
        "The field {field} has more than {longest} characters.",
    )
    TEXT_NOT_NFC = (
        Kind.INVALID,
        "Trường {field} không ở dạng chuẩn Unicode NFC.",
        "The field {field} is not in Unicode normalization form NFC.",
    )
    TEXT_HAS_CONTROLS = (
        Kind.INVALID,
        "Trường {field} chứa ký tự điều khiển hoặc ký tự xuống dòng.",
        "The field {field} contains control characters or line breaks.",
    )
    TEXT_MALFORMED = (
        Kind.INVALID,
        "Trường {field} không đúng dạng quy định: {pattern}",
        "The field {field} does not have the required form: {pattern}",
    )
    TEXT_NAMES_SOMEBODY = (
        Kind.INVALID,
        "Trường {field} là mã: không được có @ hay 9 chữ số liền nhau, như số của cá nhân.",
        "The field {field} is a code: no @ and no nine digits in a row, as personal numbers have.",
    )
    ENUM_UNKNOWN = (
        Kind.INVALID,
        "Trường {field} có giá trị không thuộc danh mục.",
        "The field {field} has a value that is not defined.",
    )
    TIME_INVALID = (
        Kind.INVALID,
        "Trường {field} không phải là một ngày hoặc thời điểm có thật.",
        "The field {field} is not a real date or time.",
    )
    PROJECTION_NOT_HALTED = (
        Kind.STATE,
        "Phép chiếu {projection} không dừng ở sự kiện nào.",
        "The projection {projection} stands still at no event.",
    )
    PROJECTION_HALTED_ELSEWHERE = (
        Kind.STATE,
        "Phép chiếu {projection} dừng ở vị trí {position}, tại sự kiện {event}.",
        "The projection {projection} stands still at position {position}, event {event}.",
    )
    METHOD_UNKNOWN = (
        Kind.UNIMPLEMENTED,
        "Máy chủ không có phương thức này.",
        "This server has no such method.",
    )
    PAGE_TOKEN_INVALID = (
        Kind.INVALID,
        "Mã trang không hợp lệ, hoặc thuộc về một câu hỏi hay một người hỏi khác.",
        "The page token is not valid, or belongs to another question or another caller.",
    )
    PAGE_SIZE_INVALID = (
        Kind.INVALID,
        "Số mục mỗi trang không được âm.",
        "The page size must not be negative.",
    )

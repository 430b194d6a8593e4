"""Why a member is not admitted or changed, in words for whoever keeps the register.

Promises stable codes.
"""

from services.chassis.reasons import Kind, Reason


class FederationReason(Reason):
    """Why a command on a member, or a question about a nation's figures, is refused."""

    MEMBER_EXISTS = (
        Kind.EXISTS,
        "Đã có thành viên {member}.",
        "There is a member {member} already.",
    )
    MEMBER_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có thành viên {member}.",
        "There is no member {member}.",
    )
    MEMBER_ENDED_ALREADY = (
        Kind.STATE,
        "{member} đã thôi là thành viên từ ngày {day}.",
        "{member} is no member since {day}.",
    )
    MEMBER_ENDS_BEFORE_IT_STARTS = (
        Kind.INVALID,
        "Ngày thôi là thành viên phải sau ngày bắt đầu ({day}).",
        "A membership ends after the day on which it starts ({day}).",
    )
    VERIFIER_KEYS_MISSING = (
        Kind.INVALID,
        "Cần ít nhất một khóa công khai.",
        "At least one public key is needed.",
    )
    VERIFIER_KEY_REPEATED = (
        Kind.INVALID,
        "Khóa công khai này được nêu hai lần.",
        "This public key is stated twice.",
    )
    VERIFIER_KEY_MALFORMED = (
        Kind.INVALID,
        "Khóa công khai phải được viết dạng TÊN+MÃ+BASE64 (Ed25519).",
        "A public key is written as NAME+HASH+BASE64 (Ed25519).",
    )
    NATIONAL_STREAM_UNKNOWN = (
        Kind.INVALID,
        "Luồng phải là metrics hoặc tên một thành viên, mỗi luồng một lần; nhận được {stream}.",
        "A stream is metrics or a member's name, each at most once; this names {stream}.",
    )
    MEMBER_POSITION_NOT_REACHED = (
        Kind.UNAVAILABLE,
        "Chưa đọc đến vị trí {wanted} của {stream}; hiện ở vị trí {position}. Hãy thử lại sau.",
        "Position {wanted} of {stream} is not read yet; it stands at {position}. Try again.",
    )

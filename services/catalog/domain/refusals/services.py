"""Grounds of refusal that concern public services, their versions and their end.

A code never changes its meaning: portals decide by it.
"""

from services.chassis.reasons import Kind, Reason


class ServiceReason(Reason):
    """Why a command on a service is refused."""

    SERVICE_EXISTS = (
        Kind.EXISTS,
        "Thủ tục {service} đã tồn tại.",
        "The service {service} already exists.",
    )
    SERVICE_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có thủ tục {service}.",
        "There is no service {service}.",
    )
    SERVICE_NOT_IN_FORCE_THEN = (
        Kind.STATE,
        "Thủ tục {service} chưa có hiệu lực vào thời điểm {time}.",
        "The service {service} was not in force at {time}.",
    )
    NOTHING_DRAFTED = (
        Kind.STATE,
        "Thủ tục {service} không có bản dự thảo nào chờ công bố.",
        "The service {service} has no draft that waits to be published.",
    )
    BEFORE_PREVIOUS_VERSION = (
        Kind.STATE,
        "Phiên bản mới không thể có hiệu lực trước phiên bản trước đó ({time}).",
        "A version cannot take effect before the version before it ({time}).",
    )
    VERSION_UNKNOWN = (
        Kind.NOT_FOUND,
        "Thủ tục {service} không có phiên bản {version}.",
        "The service {service} has no version {version}.",
    )
    VERSION_WITHDRAWN = (
        Kind.STATE,
        "Phiên bản {version} (dự kiến có hiệu lực từ {time}) đã được rút lại.",
        "Version {version}, which was to take effect at {time}, was withdrawn.",
    )
    VERSION_SETTLED = (
        Kind.STATE,
        (
            "Phiên bản {version} đã có hiệu lực từ {time} và chỉ được đính chính trong ngày công "
            "bố; hãy công bố phiên bản mới."
        ),
        (
            "Version {version} took effect at {time} and can be corrected only on the day on "
            "which it was published; publish a new version."
        ),
    )
    VERSION_NOT_FIRST = (
        Kind.STATE,
        (
            "Phiên bản {version} có hiệu lực từ {time}; chỉ thời điểm có hiệu lực của phiên bản "
            "đầu tiên được đính chính."
        ),
        "Version {version} takes effect at {time}; only the first version can take effect earlier.",
    )
    VERSION_NOT_EARLIER = (
        Kind.STATE,
        "Phiên bản {version} có hiệu lực từ {time}; chỉ có thể đính chính thành thời điểm sớm hơn.",
        "Version {version} takes effect at {time}, which can be corrected only to an earlier time.",
    )
    VERSION_BEGUN = (
        Kind.STATE,
        (
            "Phiên bản {version} đã có hiệu lực từ {time} nên không thể rút lại; hãy công bố "
            "phiên bản mới."
        ),
        (
            "Version {version} took effect at {time}, so it cannot be withdrawn; publish a new "
            "version."
        ),
    )
    VERSION_OFFERED = (
        Kind.STATE,
        (
            "Rút phiên bản {version} thì thủ tục không còn hiệu lực khi các dịch vụ này mở: "
            "{offerings}."
        ),
        (
            "Without version {version} nothing would be in force when these offerings open: "
            "{offerings}."
        ),
    )
    RETIRED_BY_THEN = (
        Kind.STATE,
        "Thủ tục {service} bị bãi bỏ từ {time}.",
        "The service {service} is retired from {time} on.",
    )
    RETIRED_ALREADY = (
        Kind.STATE,
        "Thủ tục {service} đã được bãi bỏ từ {time}.",
        "The service {service} was retired already, from {time} on.",
    )
    NOT_RETIRED = (
        Kind.STATE,
        "Chưa có quyết định bãi bỏ thủ tục {service}.",
        "The service {service} is not known to retire.",
    )
    RETIREMENT_BEGUN = (
        Kind.STATE,
        "Thủ tục {service} đã bị bãi bỏ từ {time} nên không thể rút lại.",
        "The service {service} has been retired since {time}, so that cannot be withdrawn.",
    )
    VERSION_TAKES_EFFECT_LATER = (
        Kind.STATE,
        (
            "Phiên bản {version} có hiệu lực từ {time}, sau thời điểm bãi bỏ; hãy rút lại phiên "
            "bản đó hoặc bãi bỏ muộn hơn."
        ),
        (
            "Version {version} takes effect at {time}, after the retirement; withdraw it, or "
            "retire later."
        ),
    )

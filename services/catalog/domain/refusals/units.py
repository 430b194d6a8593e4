"""Grounds of refusal that concern units.

A code never changes its meaning: portals decide by it.
"""

from services.chassis.reasons import Kind, Reason


class UnitReason(Reason):
    """Why a command on units is refused."""

    UNIT_EXISTS = (Kind.EXISTS, "Đơn vị {unit} đã tồn tại.", "The unit {unit} already exists.")
    OPENING_NOT_EARLIER = (
        Kind.STATE,
        "Đơn vị {unit} hoạt động từ {time}; chỉ có thể đính chính thành thời điểm sớm hơn.",
        "The unit {unit} opens at {time}; its opening can be corrected only to an earlier time.",
    )
    UNIT_UNKNOWN = (Kind.NOT_FOUND, "Không có đơn vị {unit}.", "There is no unit {unit}.")
    UNIT_NOT_OPEN_THEN = (
        Kind.STATE,
        "Đơn vị {unit} chưa tồn tại vào thời điểm {time}.",
        "The unit {unit} did not exist yet at {time}.",
    )
    UNIT_ENDED = (
        Kind.STATE,
        "Đơn vị {unit} chấm dứt hoạt động từ {time}.",
        "The unit {unit} ends at {time}.",
    )
    UNIT_ENDS_ALREADY = (
        Kind.STATE,
        (
            "Đơn vị {unit} đã được ghi nhận chấm dứt từ {time}; nếu chưa đến lúc đó, hãy rút lại "
            "trước."
        ),
        "The unit {unit} is already known to end at {time}; withdraw that first if it lies ahead.",
    )
    UNIT_ENDS_BEFORE_OPENING = (
        Kind.STATE,
        "Đơn vị {unit} hoạt động từ {time}, nên chỉ có thể chấm dứt sau thời điểm đó.",
        "The unit {unit} opens at {time}, and can end only after that.",
    )
    PARENT_ENDS = (
        Kind.STATE,
        "Đơn vị cấp trên {unit} chấm dứt từ {time}; không thể mở đơn vị trực thuộc.",
        "The parent {unit} ends at {time}; no unit can be opened below it.",
    )
    PARENT_NOT_OPEN = (
        Kind.STATE,
        (
            "Vào thời điểm {time}, đơn vị {unit} sẽ trực thuộc {parent}, là đơn vị không hoạt "
            "động khi đó."
        ),
        "At {time} the unit {unit} would lie below {parent}, which is not open then.",
    )
    UNIT_CYCLE = (
        Kind.STATE,
        "Vào thời điểm {time}, đơn vị {unit} sẽ trực thuộc chính nó.",
        "At {time} the unit {unit} would lie below itself.",
    )
    UNIT_HAS_CHILDREN = (
        Kind.STATE,
        "Đơn vị {unit} không thể chấm dứt khi các đơn vị trực thuộc còn hoạt động: {children}.",
        "The unit {unit} cannot end while units below it go on: {children}.",
    )
    UNIT_SUCCEEDS = (
        Kind.STATE,
        "Đơn vị {unit} kế thừa {other} từ {time}, nên phải hoạt động vào thời điểm đó.",
        "The unit {unit} takes over from {other} at {time}, and must be open then.",
    )
    UNIT_REPEATED = (
        Kind.INVALID,
        "Đơn vị {unit} được nêu nhiều lần.",
        "The unit {unit} is named more than once.",
    )
    NOTHING_MERGED = (
        Kind.INVALID,
        "Phải có ít nhất một đơn vị khác được hợp nhất vào {into}.",
        "At least one other unit must be merged into {into}.",
    )
    PARTS_TOO_FEW = (
        Kind.INVALID,
        "Một đơn vị phải được chia thành ít nhất hai phần.",
        "A unit must be divided into at least two parts.",
    )
    SHARE_INVALID = (
        Kind.INVALID,
        "Tỷ lệ của {unit} phải là một phân số dương.",
        "The share of {unit} must be a fraction above zero.",
    )
    SHARES_INCOMPLETE = (
        Kind.INVALID,
        "Phải nêu tỷ lệ của mọi phần, hoặc không nêu tỷ lệ nào; còn thiếu: {units}.",
        "Every part has a share, or none has; missing: {units}.",
    )
    SHARES_NOT_WHOLE = (
        Kind.INVALID,
        "Tổng các tỷ lệ là {sum}, phải bằng đúng 1.",
        "The shares add up to {sum}; they must add up to exactly 1.",
    )
    SHARE_TOO_FINE = (
        Kind.STATE,
        "Tỷ lệ của {unit} có mẫu số quá lớn để biểu diễn.",
        "The share of {unit} has a denominator too large to be shown.",
    )
    NOTHING_RENAMED = (
        Kind.INVALID,
        "Phải nêu tên, mã hoặc loại mới.",
        "A new name, code or kind must be given.",
    )
    KIND_MISSING = (Kind.INVALID, "Phải nêu loại đơn vị.", "The kind of the unit must be given.")
    OFFICER_ON_DUTY_ALREADY = (
        Kind.STATE,
        "Cán bộ {officer} đã giữ nhiệm vụ này tại {unit} vào thời điểm {time}.",
        "The officer {officer} already has that duty at {unit} at {time}.",
    )
    DUTY_NOT_HELD = (
        Kind.STATE,
        "Cán bộ {officer} không giữ nhiệm vụ này tại {unit} vào thời điểm {time}.",
        "The officer {officer} does not have that duty at {unit} at {time}.",
    )
    DESK_IS_OWN = (
        Kind.INVALID,
        "Đơn vị {unit} luôn tiếp nhận hồ sơ của chính mình, không cần ủy quyền.",
        "The unit {unit} always receives for itself, without an authorization.",
    )
    AUTHORIZATION_ENDS_BEFORE = (
        Kind.INVALID,
        "Ủy quyền có hiệu lực từ {time}, nên chỉ có thể kết thúc sau thời điểm đó.",
        "The authorization begins at {time}, and can end only after that.",
    )
    DESK_NOT_AUTHORIZED_THEN = (
        Kind.STATE,
        "Vào thời điểm {time}, đơn vị {unit} không ủy quyền cho {desk}.",
        "The unit {unit} does not authorize {desk} at {time}.",
    )
    OPENING_REFERENCED = (
        Kind.STATE,
        "Không thể rút lại việc thành lập đơn vị {unit} vì còn liên quan đến: {others}.",
        "The opening of {unit} cannot be withdrawn while these rely on it: {others}.",
    )
    UNIT_PLACED_TOO_OFTEN = (
        Kind.STATE,
        (
            "Với vai trò của bạn, trong một năm đơn vị {unit} được thành lập, chuyển, hợp nhất, "
            "chia hoặc chấm dứt nhiều nhất {most} lần; vai trò ở cấp trên được nhiều hơn."
        ),
        (
            "With your role the unit {unit} is opened, moved, merged, split or closed at most "
            "{most} times a year; a role over a unit above can do so more often."
        ),
    )
    UNIT_TOO_DEEP = (
        Kind.STATE,
        "Đơn vị {unit} hoặc đơn vị trực thuộc sẽ ở sâu hơn {most} cấp trong cây đơn vị.",
        "The unit {unit}, or one below it, would lie deeper than {most} levels in the tree.",
    )
    UNITS_TOO_MANY = (
        Kind.STATE,
        "Dưới đơn vị {unit} có nhiều nhất {most} đơn vị, kể cả các đơn vị đã chấm dứt.",
        "At most {most} units lie below the unit {unit}, those that have ended among them.",
    )

"""Every ground on which this service says no, in words for the person who reads it.

Promises stable codes. Must not name a person or repeat more of a request than resource names.
"""

from services.chassis.errors import Refusal
from services.chassis.reasons import Kind, Reason


class SubmissionsReason(Reason):
    """Why any command or question of this service is refused."""

    DOSSIER_UNKNOWN = (Kind.NOT_FOUND, "Không có hồ sơ {name}.", "There is no dossier {name}.")
    DOSSIER_NONE_THEN = (
        Kind.NOT_FOUND,
        "Khi đó chưa có hồ sơ {name}.",
        "There was no dossier {name} then.",
    )
    STATUSES_OF_VOIDED = (
        Kind.INVALID,
        "Hồ sơ nhập nhầm được liệt kê không theo trạng thái.",
        "What was entered in error is not listed by its status.",
    )
    DAYS_INVALID = (
        Kind.INVALID,
        "Ngày cuối phải sau ngày đầu, nhiều nhất {most} ngày.",
        "The end must come after the start, at most {most} days.",
    )
    NUMBER_OR_SECRET_WRONG = (
        Kind.NOT_FOUND,
        "Số hồ sơ hoặc mã tra cứu không đúng.",
        "The number or the secret is wrong.",
    )
    WRONG_PAIRS_TOO_MANY = (
        Kind.BUSY,
        (
            "Số này, hoặc nơi gửi, đã có quá nhiều lần nhập sai số và mã tra cứu; hãy thử lại sau. "
            "Số và mã đúng vẫn dùng được ngay."
        ),
        (
            "Too many wrong pairs of number and secret came for this number, or from here: try "
            "again later. The right pair still opens."
        ),
    )
    TASK_UNKNOWN = (
        Kind.INVALID,
        "Thủ tục không có bước “{task}”; các bước có mã là: {tasks}.",
        "The service has no step {task}; its steps have the codes {tasks}.",
    )
    DOSSIER_NOT_ACCEPTED = (
        Kind.STATE,
        "Hồ sơ chưa được tiếp nhận nên chưa có thời hạn.",
        "The dossier was not accepted, and so has no deadline.",
    )
    CALENDAR_VERSION_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có phiên bản {version} của lịch {calendar}.",
        "There is no version {version} of the calendar {calendar}.",
    )
    CALENDAR_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có lịch làm việc {calendar}.",
        "There is no calendar {calendar}.",
    )
    OFFERING_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có dịch vụ {offering}.",
        "There is no offering {offering}.",
    )
    OFFERING_NOT_IN_FORCE = (
        Kind.STATE,
        "Dịch vụ {name} chưa có hiệu lực.",
        "The offering {name} is not in force yet.",
    )
    OFFERING_CLOSED = (
        Kind.STATE,
        "Dịch vụ {name} đã ngừng cung cấp từ {time}.",
        "The offering {name} is closed since {time}.",
    )
    SERVICE_RETIRED = (
        Kind.STATE,
        "Thủ tục của dịch vụ {name} đã bị bãi bỏ từ {time}.",
        "The service of the offering {name} is retired since {time}.",
    )
    ONLINE_BELOW_LEVEL_3 = (
        Kind.STATE,
        "Dịch vụ {name} đang ở mức độ {level}; đơn vị không nhận hồ sơ trực tuyến dưới mức độ 3.",
        (
            "The offering {name} stands at level {level}; its unit takes no online filing below "
            "level 3."
        ),
    )
    UNIT_UNKNOWN = (Kind.NOT_FOUND, "Không có đơn vị {unit}.", "There is no unit {unit}.")
    UNIT_NOT_OPEN_YET = (
        Kind.STATE,
        "Đơn vị {unit} chỉ hoạt động từ {time}.",
        "The unit {unit} opens only at {time}.",
    )
    UNIT_ENDED = (
        Kind.STATE,
        "Đơn vị {unit} chấm dứt hoạt động từ {time}.",
        "The unit {unit} ends at {time}.",
    )
    ROOT_UNKNOWN = (
        Kind.NOT_FOUND,
        "{name} không phải là hồ sơ gốc của một nhóm hồ sơ liên thông.",
        "{name} is not the root of linked filings.",
    )
    DESK_NOT_AUTHORIZED = (
        Kind.DENIED,
        "Đơn vị {unit} chưa ủy quyền cho {desk} tiếp nhận hồ sơ.",
        "The unit {unit} has not authorized {desk} to receive for it.",
    )
    STEP_NOT_YOURS = (
        Kind.DENIED,
        "Chỉ người có vai trò tại {units} mới được thực hiện bước này.",
        "Only who has a role at {units} may take this step.",
    )
    UNIT_NOT_YOURS = (
        Kind.DENIED,
        "Bạn không có vai trò cần thiết để nêu đơn vị {name}.",
        "None of your roles allows you to name the unit {name}.",
    )
    OFFICER_NOT_YOURS = (
        Kind.DENIED,
        "Chỉ người có quyền phân công mới được nêu cán bộ khác.",
        "Only who may assign it names another officer.",
    )
    OFFICER_NOT_ON_DUTY = (
        Kind.STATE,
        "Cán bộ này không có nhiệm vụ tại {unit} hay đơn vị cấp trên thuộc phạm vi của bạn.",
        "That officer has no duty at {unit}, nor above it where your roles reach.",
    )
    NAME_MALFORMED = (
        Kind.INVALID,
        "Tên phải có dạng {form}.",
        "The name must have the form {form}.",
    )
    CATALOG_BEHIND = (
        Kind.UNAVAILABLE,
        "Chưa nhận được danh mục dịch vụ đến vị trí {position}; hãy gửi lại với cùng mã yêu cầu.",
        (
            "The catalogue is not known up to position {position} yet; repeat with the same "
            "request id."
        ),
    )
    TRACKING_BEHIND = (
        Kind.UNAVAILABLE,
        "Dữ liệu tra cứu chưa cập nhật xong; hãy thử lại sau.",
        "The tracking data is not up to date yet; try again later.",
    )
    NUMBERS_NOT_READY = (
        Kind.UNAVAILABLE,
        "Chưa thể cấp số hồ sơ; hãy gửi lại với cùng mã yêu cầu.",
        "Numbers cannot be given yet; repeat with the same request id.",
    )
    TOO_MANY_RECORDS = (
        Kind.INVALID,
        "Mỗi lần gửi nhiều nhất {most} bản ghi.",
        "At most {most} records in one message.",
    )
    DUE_STATED_TWICE = (
        Kind.INVALID,
        "Chỉ nêu một trong hai: hạn đã biết hoặc quy tắc tính hạn.",
        "State one of the two: a known due or the rule by which it is computed.",
    )
    DUE_RULE_OUT_OF_RANGE = (
        Kind.INVALID,
        "Thời hạn theo quy tắc phải từ 1 đến {most}.",
        "The period of a rule must be from 1 to {most}.",
    )
    RECORD_CHANGED = (
        Kind.REUSED,
        (
            "Bản ghi này mâu thuẫn với điều đã biết ở trường được nêu; hãy gửi như lần đầu, hoặc "
            "đính chính hồ sơ."
        ),
        (
            "This record contradicts what is known, in the field that is named: send it as it was "
            "first, or correct the dossier."
        ),
    )
    STEPS_MISSING = (Kind.INVALID, "Bản ghi không có bước nào.", "The record has no steps.")
    STEP_UNSUPPORTED = (
        Kind.INVALID,
        "Bước này phải nêu một trạng thái có thật hoặc một việc đã làm.",
        "The step must state one of the ten statuses, or what else was done.",
    )
    STEP_OF_CLOSED = (
        Kind.INVALID,
        "Hồ sơ đã kết thúc nên bước này không thể xảy ra sau đó.",
        "The dossier is closed before this step, which is then impossible.",
    )
    STEP_UNIT_MISSING = (
        Kind.INVALID,
        "Bước chuyển hồ sơ phải nêu đơn vị tiếp nhận.",
        "A transfer needs the unit that has the dossier from then on.",
    )
    STEP_REPEATED = (
        Kind.INVALID,
        "Bước này chỉ được xuất hiện một lần.",
        "This step may occur only once.",
    )
    STEPS_CONTRADICT = (
        Kind.INVALID,
        "Hồ sơ chỉ có thể kết thúc theo một cách: có kết quả, bị từ chối, rút hoặc dừng.",
        "A dossier ends in one way only: with a result, refused, withdrawn or stopped.",
    )
    STEP_TIME_MISSING = (Kind.INVALID, "Bước này phải có thời điểm.", "This step needs a time.")


def unknown(
    reason: SubmissionsReason, name: str, *, field: str = "name", hides: str | None = None
) -> Refusal:
    """Nothing has that name, or the caller may not know of it; the audit tells inspectors which."""
    return Refusal(reason, field=field, values={"name": name}, hides=hides)

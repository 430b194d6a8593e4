"""Grounds of refusal that concern working calendars and the days that are asked of them.

A code never changes its meaning: portals decide by it.
"""

from services.chassis.reasons import Kind, Reason


class CalendarReason(Reason):
    """Why a command on a calendar, or a question about days, is refused."""

    RANGE_REVERSED = (
        Kind.INVALID,
        "Ngày cuối {last} đứng trước ngày đầu {first}.",
        "The last day {last} lies before the first one, {first}.",
    )
    RANGE_TOO_LONG = (
        Kind.INVALID,
        "Ngày cuối chỉ được cách ngày đầu nhiều nhất {most} ngày.",
        "The last day may lie at most {most} days after the first one.",
    )
    DAYS_OF_WHAT = (
        Kind.INVALID,
        "Tên phải có dạng units/{{unit}} hoặc calendars/{{calendar}}.",
        "The name must have the form units/{{unit}} or calendars/{{calendar}}.",
    )
    CALENDAR_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có lịch làm việc {calendar}.",
        "There is no calendar {calendar}.",
    )
    NOTHING_REVISED = (
        Kind.INVALID,
        "Bản sửa đổi không nêu tên, tuần làm việc hay ngày nào.",
        "The revision names no display name, no week and no day.",
    )
    SOURCE_MISSING = (
        Kind.INVALID,
        "Phải nêu nguồn: một thư viện với phiên bản của nó, hoặc một văn bản.",
        "A source is needed: a library with its version, or a document.",
    )
    REVISION_WITHOUT_REASON = (
        Kind.INVALID,
        "Lịch {calendar} đã có; bản sửa đổi phải nêu lý do.",
        "The calendar {calendar} exists; a revision must state its reason.",
    )
    WEEK_MISSING = (Kind.INVALID, "Phải nêu cả tuần làm việc.", "A whole week is needed.")
    WEEK_REPEATED = (
        Kind.INVALID,
        "Từ cùng một ngày chỉ được có một tuần làm việc.",
        "From one day on there can be one week only.",
    )
    WEEK_WITHOUT_WORK = (
        Kind.INVALID,
        "Tuần làm việc phải có ít nhất một ngày làm việc.",
        "A week must have at least one working day.",
    )
    FIRST_WEEK_DATED = (
        Kind.INVALID,
        (
            "Tuần làm việc đầu tiên của một lịch không có ngày bắt đầu: trước ngày đó sẽ không "
            "biết gì."
        ),
        "The first week of a calendar has no date: nothing would be known before it.",
    )
    WEEKDAY_NOT_REAL = (
        Kind.INVALID,
        "Ngày trong tuần phải từ 1 (thứ Hai) đến 7 (Chủ nhật).",
        "A weekday must be 1 (Monday) to 7 (Sunday).",
    )
    WEEKDAY_REPEATED = (
        Kind.INVALID,
        "Ngày {weekday} trong tuần được nêu nhiều lần.",
        "The weekday {weekday} is named more than once.",
    )
    HOURS_OUT_OF_RANGE = (
        Kind.INVALID,
        "Giờ làm việc phải nằm trong ngày (phút 0 đến 1440) và mở trước khi đóng.",
        "Working hours must lie within the day (minutes 0 to 1440), and open before they close.",
    )
    HOURS_OVERLAP = (
        Kind.INVALID,
        "Các khoảng giờ làm việc trong một ngày phải theo thứ tự và không chồng nhau.",
        "The working hours of a day must be in order, and must not overlap.",
    )
    HOURS_ON_A_DAY_OFF = (
        Kind.INVALID,
        "{date} là ngày nghỉ nên không có giờ làm việc.",
        "{date} is a day off, so it has no working hours.",
    )
    DAY_KIND_MISSING = (
        Kind.INVALID,
        "Phải nêu {date} là ngày gì.",
        "What kind of day {date} is must be named.",
    )
    DAY_REPEATED = (
        Kind.INVALID,
        "Ngày {date} được nêu nhiều lần.",
        "The date {date} is named more than once.",
    )
    DAY_NOT_SPECIAL = (
        Kind.STATE,
        "{date} vốn là ngày bình thường, không có gì để xóa.",
        "{date} is as usual already: there is nothing to clear.",
    )
    SWAPPED_BUT_WORKED = (
        Kind.STATE,
        "{date} vốn là ngày làm việc nên không thể là ngày làm bù; hãy xóa ngày đó.",
        "{date} is worked as usual, so it cannot be a swapped working day; clear it.",
    )
    SWAPPED_WITHOUT_HOURS = (
        Kind.STATE,
        "Ngày làm bù {date} cần giờ làm việc: thứ Hai thường không làm việc.",
        "The swapped working day {date} needs hours: a usual Monday has none.",
    )
    CALENDAR_TOO_LARGE = (
        Kind.TOO_LARGE,
        "Lịch {calendar} sẽ lớn hơn {most} byte; hãy rút ngắn tên các ngày hoặc lập lịch khác.",
        (
            "The calendar {calendar} would exceed {most} bytes; shorten its names, or begin "
            "another one."
        ),
    )

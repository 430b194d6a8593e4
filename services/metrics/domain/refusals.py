"""Why a question about figures is not answered, in words for the asker.

Promises stable codes. Must not be raised for something that has an answer: an empty figure is an
answer with a reason, not a refusal.
"""

from services.chassis.reasons import Kind, Reason


class MetricsReason(Reason):
    """Why a question is refused."""

    DEFINITION_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có định nghĩa chỉ số {definition}. Hãy xem danh sách các định nghĩa.",
        "There is no definition {definition}: see the list of definitions.",
    )
    DEFINITION_NOT_OWN = (
        Kind.INVALID,
        "Mã định nghĩa riêng phải bắt đầu bằng {prefix}; nhận được {definition}.",
        "The id of one's own definition begins with {prefix}; this one is {definition}.",
    )
    DEFINITION_VERSION_NOT_NEXT = (
        Kind.INVALID,
        "Phiên bản tiếp theo của {definition} là {next}.",
        "The next version of {definition} is {next}.",
    )
    DRAFT_OF_OTHER_ITEMS = (
        Kind.INVALID,
        "Bản thảo phải có cùng {field} với {definition}, và đối tượng phải được lưu trong bảng.",
        "The draft must have the same {field} as {definition}, whose items are kept in a table.",
    )
    DRAFT_BUSY = (
        Kind.BUSY,
        "Một bản thảo khác đang được tính. Hãy thử lại sau.",
        "Another draft is being counted by; try again later.",
    )
    DRAFT_TOO_SLOW = (
        Kind.TOO_LARGE,
        "Bản thảo cần hơn {seconds} giây; hãy chọn đơn vị hoặc kỳ nhỏ hơn.",
        "The draft takes more than {seconds} seconds; ask for a smaller unit or a shorter period.",
    )
    KIND_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có loại đối tượng {kind}; các loại: {kinds}.",
        "There is no kind of item {kind}; the kinds are {kinds}.",
    )
    NAME_MALFORMED = (
        Kind.INVALID,
        "Tên phải có dạng {form}.",
        "The name must have the form {form}.",
    )
    UNIT_UNKNOWN = (Kind.NOT_FOUND, "Không có đơn vị {unit}.", "There is no unit {unit}.")
    SERVICE_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có thủ tục {service}.",
        "There is no service {service}.",
    )
    DATE_INVALID = (
        Kind.INVALID,
        "{field} phải là một ngày đầy đủ, từ năm 1900 đến năm 9998.",
        "{field} must be a whole date between the years 1900 and 9998.",
    )
    AS_OF_WITHIN_DAY = (
        Kind.INVALID,
        "Số liệu được công bố tính đến đầu một ngày (00:00 giờ Việt Nam).",
        "A published figure is as of the beginning of a local day.",
    )
    PERIOD_EMPTY = (
        Kind.INVALID,
        (
            "Kỳ báo cáo phải kết thúc sau khi bắt đầu; ngày kết thúc là ngày đầu tiên không còn "
            "thuộc kỳ."
        ),
        (
            "The period must end after it starts; its end is the first day that no longer belongs "
            "to it."
        ),
    )
    PERIOD_INCOMPLETE = (
        Kind.INVALID,
        "Hãy nêu cả ngày bắt đầu và ngày kết thúc, hoặc không nêu ngày nào.",
        "Name both the start and the end of the period, or neither.",
    )
    STREAM_UNKNOWN = (
        Kind.INVALID,
        "Luồng phải là catalog hoặc submissions, mỗi luồng nhiều nhất một lần; nhận được {stream}.",
        "A stream is catalog or submissions, each at most once; this names {stream}.",
    )
    KNOWN_TWICE = (
        Kind.INVALID,
        "Chỉ được nêu vị trí hoặc thời điểm đã biết, không nêu cả hai.",
        "Either the position or the moment of knowledge can be given, not both.",
    )
    KNOWN_TIME_AHEAD = (
        Kind.INVALID,
        "Chưa đến {time}: chưa thể biết đến lúc đó có những gì.",
        "{time} has not come: what will be known by then is not known yet.",
    )
    DEFINITION_NOT_THEN = (
        Kind.INVALID,
        "{definition} được áp dụng từ {time}, khi đó chưa có; hãy hỏi theo vị trí trong nhật ký.",
        "{definition} was adopted at {time} and was not there then; ask by positions of the logs.",
    )
    POSITION_NOT_REACHED = (
        Kind.UNAVAILABLE,
        (
            "Chưa đọc đến vị trí {wanted} của luồng {stream}; hiện ở vị trí {position}. Hãy thử "
            "lại sau."
        ),
        (
            "Position {wanted} of the stream {stream} is not read yet; it stands at {position}. "
            "Try again."
        ),
    )
    POSITIONS_INCONSISTENT = (
        Kind.INVALID,
        (
            "Vị trí {submissions} của submissions dựa trên danh mục đến vị trí {lowest}; vị trí "
            "catalog thấp nhất phù hợp là {lowest}."
        ),
        (
            "Position {submissions} of submissions was decided on the catalogue up to {lowest}; "
            "the lowest catalog position that fits is {lowest}."
        ),
    )
    UNITS_THEN_ONLY = (
        Kind.INVALID,
        "{definition} chỉ được tính theo đơn vị như khi ghi nhận; hãy bỏ thời điểm của các đơn vị.",
        "{definition} is told by units as they were then only; leave the time of the units out.",
    )
    SUBTREES_NOT_BY_UNIT = (
        Kind.INVALID,
        "subtrees chỉ dùng khi phân tổ theo đơn vị.",
        "subtrees is for lists by unit only.",
    )
    DIMENSION_UNKNOWN = (
        Kind.INVALID,
        "Đối tượng {kind} không có chiều phân tổ {dimension}; có: {known}.",
        "Items of the kind {kind} have no dimension {dimension}; they have: {known}.",
    )
    DIMENSION_VALUE_UNKNOWN = (
        Kind.INVALID,
        "Chiều phân tổ {dimension} không có giá trị “{value}”; có: {known_vi}.",
        "The dimension {dimension} has no value “{value}”; it has: {known}.",
    )
    FILTER_REPEATED = (
        Kind.INVALID,
        "Chiều phân tổ {dimension} được lọc hai lần; hãy nêu mọi giá trị trong một bộ lọc.",
        "The dimension {dimension} is filtered twice; name all values in one filter.",
    )
    OFFICER_NOT_PUBLISHED = (
        Kind.INVALID,
        "Số liệu theo từng cán bộ không được công bố.",
        "Figures of single officers are not published.",
    )
    DIMENSION_NOT_PUBLISHED = (
        Kind.INVALID,
        "Số liệu lọc theo {dimension} dùng để kiểm tra nội bộ, không được công bố.",
        "Figures filtered by {dimension} are for checks within the house and are not published.",
    )
    BREAKDOWN_UNKNOWN = (
        Kind.INVALID,
        "Hãy chọn cách phân tổ: theo thời gian, đơn vị, dịch vụ hoặc một chiều khác.",
        "Choose a breakdown: by time, by unit, by service or by another dimension.",
    )
    BREAKDOWNS_DO_NOT_CROSS = (
        Kind.INVALID,
        "Bảng hai chiều cần hai cách phân tổ khác nhau, nhiều nhất một theo thời gian.",
        "A pivot needs two different breakdowns, at most one of them by time.",
    )
    PIVOT_TOO_LARGE = (
        Kind.TOO_LARGE,
        "Bảng có {lines} dòng và {columns} cột; nhiều nhất {most} ô. Hãy chọn phạm vi nhỏ hơn.",
        "The pivot has {lines} lines and {columns} columns; at most {most} cells. Ask for less.",
    )
    CUMULATIVE_NOT_BY_TIME = (
        Kind.INVALID,
        "Số luỹ kế chỉ dùng khi phân tổ theo thời gian.",
        "Cumulative rates are for lists by time only.",
    )
    CLOSES_NOT_BY_CLOSE = (
        Kind.INVALID,
        "Các ngày chốt dùng khi phân tổ theo ngày chốt, và khi đó phải có ít nhất một ngày.",
        "Closes are for lists by close, and there at least one is needed.",
    )
    CLOSES_OUT_OF_ORDER = (
        Kind.INVALID,
        "Các ngày chốt phải tăng dần và nằm trong kỳ.",
        "Closes must ascend, after the first day of the period and before its end.",
    )
    PUBLICATION_REASON_MISSING = (
        Kind.INVALID,
        "Chỉ số đã được công bố ({publication}) với số liệu khác. Hãy nêu lý do công bố lại.",
        "The figure is published ({publication}) with other numbers; say why that is superseded.",
    )
    FIGURE_TOO_LARGE = (
        Kind.STATE,
        "Số liệu gộp ở đây lớn hơn {most}, nên không thể hiển thị chỉ số này.",
        "What is counted here comes to more than {most}, so that this figure cannot be shown.",
    )
    ESTIMATES_OF_COUNTS_ONLY = (
        Kind.INVALID,
        "{definition} không đếm số liệu tổng hợp, nên không thể chia theo tỷ lệ.",
        "{definition} counts no counted facts, so that there is nothing to divide by shares.",
    )
    ESTIMATE_TOO_FINE = (
        Kind.STATE,
        "Phân số của ước tính này lớn hơn {most} ở tử số hoặc mẫu số, nên không thể hiển thị.",
        "A fraction of this estimate has a numerator or denominator of more than {most}.",
    )
    FIGURE_REPEATED = (
        Kind.INVALID,
        "Chỉ số {definition} được nêu hai lần trong một yêu cầu.",
        "The figure {definition} is named twice in one request.",
    )
    AUDIT_TOO_LARGE = (
        Kind.TOO_LARGE,
        (
            "Xét số liệu nào phải ẩn cần hơn {most} bước. Hãy công bố tổng của từng vùng trước, "
            "rồi mỗi lần một vùng, với ít chỉ số hơn trong một yêu cầu."
        ),
        (
            "To decide what is hidden takes more than {most} steps. Publish the totals of the "
            "regions first, then region by region, with fewer figures in one request."
        ),
    )
    FIGURE_NOT_PUBLISHED = (
        Kind.NOT_FOUND,
        "Không có chỉ số nào được công bố với tên {name}.",
        "No figure was published as {name}.",
    )
    REVISION_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có bản điều chỉnh {name}.",
        "There is no revision {name}.",
    )
    RESUME_TOKEN_INVALID = (
        Kind.INVALID,
        "Mã tiếp tục không thuộc yêu cầu này; hãy bỏ trống để nhận lại tất cả số liệu.",
        "The token to resume is none of this request's; leave it empty to get all figures again.",
    )
    WATCHED_AS_KNOWN = (
        Kind.INVALID,
        "Số liệu theo dõi là số liệu hiện có; để xem như đã biết trước đây, hãy hỏi riêng số liệu.",
        "A watched figure is as it is known now; ask for the figure itself as known earlier.",
    )
    FIGURE_OUTSIDE_UNIT = (
        Kind.INVALID,
        "Chỉ theo dõi được số liệu của {unit} và các đơn vị trực thuộc.",
        "Only figures of {unit} and of the units below it can be watched here.",
    )
    LEAGUE_DOES_NOT_ADD_UP = (
        Kind.INVALID,
        "{definition} không cộng dồn được theo đơn vị và kỳ nên không xếp hạng lãnh đạo được.",
        "{definition} does not add up over units and periods: leaders cannot be compared by it.",
    )
    LEAGUE_ORDER_UNKNOWN = (
        Kind.INVALID,
        "Không sắp xếp được theo {order}; có thể dùng: {known}, thêm desc để giảm dần.",
        "There is no order {order}; known are: {known}, with desc after it for descending.",
    )
    INDEX_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có bộ chỉ số {index}. Hãy xem danh sách các bộ chỉ số.",
        "There is no index {index}: see the list of indices.",
    )
    INDEX_STATED_TWICE = (
        Kind.INVALID,
        "Chỉ nêu một trong hai: index hoặc text.",
        "State one of the two: index or text.",
    )
    INDEX_MALFORMED = (
        Kind.INVALID,
        "Không đọc được bộ chỉ số (TOML): {why}",
        "The index cannot be read as TOML: {why}",
    )
    INDEX_FIELD_INVALID = (
        Kind.INVALID,
        "Trong bộ chỉ số, {name} thiếu, thừa hoặc không hợp lệ.",
        "In the index, {name} is missing, unknown, or cannot be that.",
    )
    WATCHES_TOO_MANY = (
        Kind.BUSY,
        "Đang theo dõi quá {most} luồng hoặc số liệu; hãy đóng bớt rồi thử lại.",
        "More than {most} streams or figures are being watched; close some and try again.",
    )

"""Grounds of refusal that concern what a public service says, and its electronic form.

A code never changes its meaning: portals decide by it.
"""

from services.chassis.reasons import Kind, Reason


class ContentReason(Reason):
    """Why the content of a service is refused."""

    CONTENT_TOO_LARGE = (
        Kind.TOO_LARGE,
        "Nội dung thủ tục có {size} byte; tối đa là {most}.",
        "The content of the service has {size} bytes; at most {most} are allowed.",
    )
    CODE_INCOMPLETE = (
        Kind.INVALID,
        "Mã thủ tục phải nêu cả hệ thống mã và giá trị.",
        "A code of the service must name both its system and its value.",
    )
    CODE_REPEATED = (
        Kind.INVALID,
        "Mã {value} của hệ thống {system} được nêu nhiều lần.",
        "The code {value} of the system {system} is named more than once.",
    )
    FEE_NEGATIVE = (
        Kind.INVALID,
        "Lệ phí {code} không được âm.",
        "The fee {code} must not be negative.",
    )
    FEE_TOO_HIGH = (
        Kind.INVALID,
        "Lệ phí {code} vượt quá {most} đồng.",
        "The fee {code} exceeds {most} đồng.",
    )
    LEGAL_BASIS_UNNAMED = (
        Kind.INVALID,
        "Căn cứ pháp lý phải có số hiệu hoặc tên.",
        "A legal basis must have a number or a title.",
    )
    COUNT_NEGATIVE = (
        Kind.INVALID,
        "Số lượng bản chính hoặc bản sao không được âm.",
        "The number of originals or copies must not be negative.",
    )
    AMOUNT_OUT_OF_RANGE = (
        Kind.INVALID,
        "Thời hạn giải quyết phải từ 1 đến {most}.",
        "A processing time must be 1 to {most}.",
    )
    TIME_UNIT_MISSING = (
        Kind.INVALID,
        "Thời hạn giải quyết phải nêu đơn vị thời gian.",
        "A processing time must name what it is counted in.",
    )
    CHANNEL_UNNAMED = (Kind.INVALID, "Phải nêu rõ hình thức.", "The channel must be named.")
    CHANNEL_REPEATED = (
        Kind.INVALID,
        "Hình thức {channel} được nêu nhiều lần.",
        "The channel {channel} is named more than once.",
    )
    URL_NOT_OF_THE_WEB = (
        Kind.INVALID,
        "Địa chỉ phải có dạng http://… hoặc https://….",
        "The address must have the form http://… or https://….",
    )
    FORM_SCHEMA_TOO_LONG = (
        Kind.TOO_LARGE,
        "Biểu mẫu điện tử dài quá {most} ký tự.",
        "The electronic form has more than {most} characters.",
    )
    FORM_SCHEMA_NOT_JSON = (
        Kind.INVALID,
        "Biểu mẫu điện tử phải là một đối tượng JSON.",
        "The electronic form must be one JSON object.",
    )
    FORM_SCHEMA_TOO_DEEP = (
        Kind.INVALID,
        "Biểu mẫu điện tử lồng quá {most} tầng.",
        "The electronic form is nested more than {most} levels deep.",
    )
    FORM_SCHEMA_TOO_MANY_PARTS = (
        Kind.INVALID,
        "Biểu mẫu điện tử có quá {most} thành phần.",
        "The electronic form has more than {most} parts.",
    )
    FORM_SCHEMA_OTHER_DIALECT = (
        Kind.INVALID,
        "Biểu mẫu điện tử phải theo JSON Schema 2020-12; tại {path} ghi khác.",
        "The electronic form must be of JSON Schema draft 2020-12; {path} says otherwise.",
    )
    FORM_SCHEMA_INVALID = (
        Kind.INVALID,
        "Biểu mẫu điện tử không đúng JSON Schema 2020-12 tại {path} (quy tắc {rule}).",
        "The electronic form is no JSON Schema of draft 2020-12 at {path} (rule {rule}).",
    )
    FORM_SCHEMA_REFERENCE_REMOTE = (
        Kind.INVALID,
        (
            "Tham chiếu tại {path} của biểu mẫu điện tử phải trỏ vào chính biểu mẫu đó (bắt đầu "
            "bằng #)."
        ),
        "The reference at {path} of the electronic form must stay inside of it (begin with #).",
    )
    FORM_SCHEMA_REFERENCE_BROKEN = (
        Kind.INVALID,
        "Tham chiếu tại {path} của biểu mẫu điện tử không trỏ tới thành phần nào.",
        "The reference at {path} of the electronic form leads nowhere.",
    )
    FORM_SCHEMA_KEY_REPEATED = (
        Kind.INVALID,
        "Khóa tại {path} của biểu mẫu điện tử xuất hiện nhiều lần trong một đối tượng.",
        "The key at {path} of the electronic form stands in its object more than once.",
    )
    FORM_SCHEMA_NUMBER_INVALID = (
        Kind.INVALID,
        "Số tại {path} của biểu mẫu điện tử quá lớn hoặc không phải là số của JSON.",
        "The number at {path} of the electronic form is too large, or none of JSON.",
    )
    FORM_SCHEMA_TEXT_INVALID = (
        Kind.INVALID,
        "Văn bản tại {path} của biểu mẫu điện tử chứa một nửa ký tự (surrogate đơn lẻ).",
        "The text at {path} of the electronic form holds half of a letter (a lone surrogate).",
    )
    FORM_SCHEMA_TOO_MANY_PATTERNS = (
        Kind.INVALID,
        "Biểu mẫu điện tử có quá {most} mẫu (pattern) khác nhau; mẫu tại {path} là quá nhiều.",
        (
            "The electronic form has more than {most} different patterns; the one at {path} is "
            "too many."
        ),
    )
    FORM_SCHEMA_PATTERN_INVALID = (
        Kind.INVALID,
        (
            "Mẫu tại {path} của biểu mẫu điện tử không phải là biểu thức chính quy mà mọi bên "
            "hiểu như nhau: {part}"
        ),
        (
            "The pattern at {path} of the electronic form is no regular expression that all "
            "engines read alike: {part}"
        ),
    )
    FORM_SCHEMA_PATTERN_NOT_LINEAR = (
        Kind.INVALID,
        (
            "Mẫu tại {path} của biểu mẫu điện tử không được nhìn trước, nhìn sau hay tham chiếu "
            "ngược: {part}"
        ),
        "The pattern at {path} of the electronic form must not look around or refer back: {part}",
    )
    FORM_SCHEMA_PATTERN_AMBIGUOUS = (
        Kind.INVALID,
        (
            "Mẫu tại {path} của biểu mẫu điện tử lặp trong phần đã lặp, nên có thể tốn thời gian "
            "vô hạn: {part}"
        ),
        (
            "The pattern at {path} of the electronic form repeats what repeats, which may take "
            "for ever: {part}"
        ),
    )
    FORM_SCHEMA_REFERENCE_ENDLESS = (
        Kind.INVALID,
        "Tham chiếu tại {path} của biểu mẫu điện tử dẫn về chính nó.",
        "The reference at {path} of the electronic form leads back to itself.",
    )
    FORM_SCHEMA_EXPANDS = (
        Kind.INVALID,
        "Từ {path}, các tham chiếu của biểu mẫu điện tử nhân lên quá nhiều.",
        "From {path} on, the references of the electronic form multiply too often.",
    )

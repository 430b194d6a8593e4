"""Every ground on which a dossier takes a command not, in words for the person who reads it.

Promises stable codes. Must not name a person or repeat more of a request than codes and amounts.
"""

from services.chassis.reasons import Kind, Reason


class DossierReason(Reason):
    """Why a step of a dossier is refused."""

    STEP_NOT_ALLOWED = (
        Kind.STATE,
        "Hồ sơ đang ở trạng thái “{status_vi}” nên không thể chuyển sang “{wanted_vi}”.",
        "The dossier's status is “{status_en}”, so that it cannot become “{wanted_en}”.",
    )
    DOSSIER_CHANGED = (
        Kind.CONFLICT,
        "Trước đó, lúc {time}, {actor} đã ghi nhận “{event_vi}”; hãy xem lại hồ sơ rồi thử lại.",
        "{actor} was first, with {event_en} at {time}. Read the dossier again and repeat.",
    )
    ACTION_NOT_ALLOWED = (
        Kind.STATE,
        "Không thể làm việc này khi hồ sơ đang ở trạng thái “{status_vi}”.",
        "This cannot be done while the dossier's status is “{status_en}”.",
    )
    DOSSIER_VOIDED = (
        Kind.STATE,
        "Hồ sơ đã bị hủy vì nhập nhầm; chỉ có thể đính chính.",
        "The dossier is voided, since it was entered in error; it can only be corrected.",
    )
    DOSSIER_FULL = (
        Kind.STATE,
        "Hồ sơ đã có {most} sự kiện nên không thể ghi nhận thêm như vậy.",
        "The dossier has {most} facts already and takes no more of this kind.",
    )
    TRANSFER_MOVES_NOTHING = (
        Kind.STATE,
        "Hồ sơ đang ở đơn vị {name}.",
        "The unit {name} has the dossier already.",
    )
    DUE_MISSING = (
        Kind.STATE,
        "Hồ sơ chưa có hạn trả kết quả nên không thể gia hạn.",
        "The dossier has no due, so that none can be extended.",
    )
    ANSWER_UNTIL_PAST = (
        Kind.INVALID,
        "Hạn bổ sung phải sau thời điểm yêu cầu.",
        "The citizen is asked to answer until a time that has passed.",
    )
    EXTENSION_NOT_LATER = (
        Kind.INVALID,
        "Ngày hẹn lại phải sau hạn trả kết quả và sau lần hẹn lại trước.",
        "The extended date must be later than the due and than an earlier extension.",
    )
    AMOUNT_INVALID = (Kind.INVALID, "Số tiền phải lớn hơn 0.", "An amount must be more than 0.")
    PAYMENT_UNKNOWN = (
        Kind.NOT_FOUND,
        "Hồ sơ không có khoản thanh toán {payment}.",
        "The dossier has no payment {payment}.",
    )
    PAYMENT_CHANGED = (
        Kind.REUSED,
        "Mã giao dịch {reference} đã được ghi nhận với nội dung khác.",
        "The provider's reference {reference} was recorded with another content.",
    )
    REFUND_TOO_HIGH = (
        Kind.STATE,
        "Khoản thanh toán này chỉ còn {left} đồng chưa hoàn trả.",
        "Only {left} dong of this payment are not paid back.",
    )
    FEE_WAIVED_ALREADY = (
        Kind.STATE,
        "Hồ sơ đã được miễn phí, lệ phí.",
        "The fee is waived already.",
    )
    OBLIGATION_NOT_PENDING = (
        Kind.STATE,
        "Hồ sơ không chờ thực hiện nghĩa vụ tài chính nào tại bước này.",
        "The dossier waits for no financial obligation at this step.",
    )
    ROOT_OF_OTHERS = (
        Kind.STATE,
        (
            "Có hồ sơ khác liên thông với hồ sơ này là hồ sơ gốc, nên không thể liên thông nó với "
            "một hồ sơ gốc khác."
        ),
        "Other dossiers are linked to this one as their root, so it cannot be linked itself.",
    )
    PAPER_FILE_NOT_ARCHIVED = (
        Kind.STATE,
        ("Chưa ghi nhận hồ sơ giấy được lưu ở đâu, nên không thể giao nộp; hãy lưu trữ trước."),
        (
            "Nobody recorded where the paper file is kept, so it cannot be handed over; archive "
            "it first."
        ),
    )
    FACT_UNKNOWN = (
        Kind.NOT_FOUND,
        "Hồ sơ không có sự kiện phiên bản {version}; phiên bản mới nhất là {last}.",
        "The dossier has no fact of version {version}; its last one is {last}.",
    )
    FACT_NOT_CORRECTABLE = (
        Kind.STATE,
        (
            "Không thể đính chính sự kiện này như vậy. Hồ sơ nhập nhầm thì hủy; lần "
            "đính chính sai thì bỏ đi, không kèm nội dung thay thế."
        ),
        (
            "This fact cannot be corrected so. A dossier entered in error is voided; "
            "a wrong correction is taken back by its version, without a statement."
        ),
    )
    STATEMENT_NOT_APPLICABLE = (
        Kind.INVALID,
        (
            "Sự kiện “{event_vi}” không có “{field_vi}”, hoặc giá trị đó được suy ra; có thể đính "
            "chính: {fields_vi}."
        ),
        "For {event_en} there is no {field_en} to state; there are: {fields_en}.",
    )
    CORRECTION_CHANGES_NOTHING = (
        Kind.STATE,
        "Nội dung đính chính không khác với điều đang được ghi nhận.",
        "The dossier already says so.",
    )
    CORRECTION_TOO_LARGE = (
        Kind.STATE,
        "Việc đính chính này làm thay đổi quá nhiều sự kiện sau đó.",
        "Too much of what follows would be another by this correction.",
    )
    CORRECTION_CONTRADICTED = (
        Kind.STATE,
        (
            "Sau khi đính chính, sự kiện phiên bản {version} (“{event_vi}”) không còn hợp lệ; hãy "
            "đính chính sự kiện đó trước."
        ),
        (
            "After this correction, the fact of version {version} ({event_en}) would not be "
            "possible; correct that one first."
        ),
    )
    RATING_INVALID = (Kind.INVALID, "Đánh giá phải từ 1 đến 5.", "A rating is 1 to 5.")
    RATING_NOT_YOURS = (
        Kind.DENIED,
        "Đánh giá là lời của người dân: cơ quan không đánh giá thay và không đính chính.",
        "A rating is the citizen's word: no officer rates for him, or corrects it.",
    )
    RATING_FINAL = (
        Kind.STATE,
        "Đánh giá chỉ được sửa trong {days} ngày kể từ lần đầu.",
        "A rating can be changed for {days} days after the first one.",
    )

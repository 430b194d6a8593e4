"""Every ground on which a petition takes a command not, in words for the person who reads it.

Promises stable codes. Must not name a person or repeat more of a request than codes and names.
"""

from services.chassis.reasons import Kind, Reason


class PetitionReason(Reason):
    """Why it is refused."""

    PETITION_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có phản ánh, kiến nghị {name}.",
        "There is no petition {name}.",
    )
    PETITION_NONE_THEN = (
        Kind.NOT_FOUND,
        "Khi đó chưa có phản ánh, kiến nghị {name}.",
        "There was no petition {name} then.",
    )
    PETITION_STATUSES_OF_VOIDED = (
        Kind.INVALID,
        "Phản ánh, kiến nghị nhập nhầm được liệt kê không theo trạng thái.",
        "Petitions entered in error are not listed by their status.",
    )
    PETITION_STEP_NOT_ALLOWED = (
        Kind.STATE,
        "Phản ánh, kiến nghị đang ở trạng thái “{status_vi}” nên không thể “{event_vi}”.",
        "The petition's status is “{status_en}”, at which there cannot be: {event_en}.",
    )
    PETITION_CHANGED = (
        Kind.CONFLICT,
        (
            "Trước đó, lúc {time}, {actor} đã ghi nhận “{event_vi}”; hãy xem lại phản ánh, kiến "
            "nghị rồi thử lại."
        ),
        "{actor} was first, with {event_en} at {time}. Read the petition again and repeat.",
    )
    PETITION_VOIDED = (
        Kind.STATE,
        "Phản ánh, kiến nghị đã bị hủy vì nhập nhầm; chỉ có thể đính chính.",
        "The petition is voided, since it was entered in error; it can only be corrected.",
    )
    PETITION_FULL = (
        Kind.STATE,
        "Phản ánh, kiến nghị đã có {most} sự kiện nên không thể ghi nhận thêm như vậy.",
        "The petition has {most} facts already and takes no more of this kind.",
    )
    PETITION_AT_UNIT = (
        Kind.STATE,
        "Phản ánh, kiến nghị đang ở đơn vị {name}.",
        "The unit {name} has the petition already.",
    )
    PETITION_NOT_MERGEABLE = (
        Kind.STATE,
        (
            "Không thể gộp vào {name}: đó là chính phản ánh, kiến nghị này, hoặc đã gộp, đã rút, "
            "bị hủy."
        ),
        (
            "It cannot go on as {name}: that is the petition itself, or was merged, withdrawn or "
            "voided."
        ),
    )
    PETITION_ERASED = (
        Kind.STATE,
        "Nội dung của phản ánh, kiến nghị đã bị xóa vĩnh viễn.",
        "The texts of the petition were erased for ever.",
    )
    PETITION_TEXT_NOT_YOURS = (
        Kind.DENIED,
        "Chỉ đơn vị đang giữ ({unit}) và người gửi được đọc nội dung phản ánh, kiến nghị.",
        "Only the unit that has the petition ({unit}) and the petitioner read its texts.",
    )
    PETITION_ERASING_NOT_YOURS = (
        Kind.DENIED,
        "Chỉ lãnh đạo của đơn vị đang giữ ({unit}) được xóa nội dung phản ánh, kiến nghị.",
        "Only a leader of the unit that has the petition ({unit}) erases its texts.",
    )
    PETITION_TEXT_DAMAGED = (
        Kind.INTERNAL,
        "Nội dung phản ánh, kiến nghị không mở được: dữ liệu hoặc khóa đã bị thay đổi.",
        "The texts of the petition cannot be opened: they or the key were changed.",
    )
    PUBLICATION_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có nội dung công khai {name}.",
        "There is no publication {name}.",
    )
    RECEPTION_MISSING = (
        Kind.INVALID,
        "Phản ánh, kiến nghị tại buổi tiếp công dân phải nêu ngày, lãnh đạo và đơn vị.",
        "What was brought to a leader's reception day needs the date, the leader and the unit.",
    )
    RECEPTION_NOT_APPLICABLE = (
        Kind.INVALID,
        "Chỉ phản ánh, kiến nghị tại buổi tiếp công dân mới có buổi tiếp.",
        "Only what was brought to a leader's reception day names one.",
    )
    RECEPTION_DAY_INVALID = (
        Kind.INVALID,
        "Ngày tiếp công dân phải là một ngày đã đến, từ năm 1900.",
        "A reception day is one that has come, since 1900.",
    )
    PETITION_FACT_UNKNOWN = (
        Kind.NOT_FOUND,
        "Phản ánh, kiến nghị không có sự kiện phiên bản {version}; phiên bản mới nhất là {last}.",
        "The petition has no fact of version {version}; its last one is {last}.",
    )
    PETITION_FACT_NOT_CORRECTABLE = (
        Kind.STATE,
        (
            "Không thể đính chính sự kiện này như vậy. Phản ánh, kiến nghị nhập nhầm thì hủy; "
            "lần đính chính sai thì bỏ đi, không kèm nội dung thay thế."
        ),
        (
            "This fact cannot be corrected so. A petition entered in error is voided; "
            "a wrong correction is taken back by its version, without a "
            "statement."
        ),
    )
    PETITION_STATEMENT_NOT_APPLICABLE = (
        Kind.INVALID,
        (
            "Sự kiện “{event_vi}” không có “{field_vi}”, hoặc giá trị đó được suy ra; trong phản "
            "ánh, kiến nghị có thể đính chính: {fields_vi}."
        ),
        "For {event_en} of a petition there is no {field_en} to state; there are: {fields_en}.",
    )
    PETITION_CORRECTION_CHANGES_NOTHING = (
        Kind.STATE,
        "Nội dung đính chính không khác với điều đang được ghi nhận về phản ánh, kiến nghị.",
        "The petition already says so.",
    )
    PETITION_CORRECTION_CONTRADICTED = (
        Kind.STATE,
        (
            "Sau khi đính chính, sự kiện phiên bản {version} (“{event_vi}”) của phản ánh, kiến "
            "nghị không còn hợp lệ; hãy đính chính sự kiện đó trước."
        ),
        (
            "After this correction, the petition's fact of version {version} ({event_en}) would "
            "not be possible; correct that one first."
        ),
    )
    PETITION_RECORD_CHANGED = (
        Kind.REUSED,
        (
            "Bản ghi này mâu thuẫn với điều đã biết ở trường được nêu; hãy gửi như lần đầu, hoặc "
            "đính chính."
        ),
        (
            "This record contradicts what is known, in the field that is named: send it as it was "
            "first, or correct the petition."
        ),
    )
    PETITION_STEP_IMPOSSIBLE = (
        Kind.INVALID,
        "Bước này không thể xảy ra sau các bước trước của bản ghi.",
        "The step cannot come after those before it.",
    )

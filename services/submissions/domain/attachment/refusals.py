"""Every ground on which a file is not taken, kept or handed out, in words for the person who reads
it.

Promises stable codes. Must not repeat a file's name or anything of its content.
"""

from services.chassis.reasons import Kind, Reason


class AttachmentReason(Reason):
    """Why a file is not taken, kept or handed out."""

    ATTACHMENT_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có tệp đính kèm {name}, hoặc đơn vị của bạn không liên quan.",
        "There is no attachment {name}, or it is none of your units' business.",
    )
    FILE_NAME_INVALID = (
        Kind.INVALID,
        (
            'Tên tệp không được chứa đường dẫn, các ký tự < > : " / \\ | ? *, hay bắt đầu hoặc kết '
            "thúc bằng dấu chấm hoặc dấu cách."
        ),
        (
            'A file name holds no path, none of < > : " / \\ | ? *, and neither begins nor ends '
            "with a dot or a space."
        ),
    )
    FILE_NAME_MISLEADING = (
        Kind.INVALID,
        "Tên tệp phải kết thúc bằng phần mở rộng của loại {media_type}: {extensions}.",
        "The file is {media_type}, so its name must end in one of {extensions}.",
    )
    FILE_EMPTY = (Kind.INVALID, "Tệp không có nội dung.", "The file is empty.")
    FILE_TOO_LARGE = (
        Kind.INVALID,
        "Tệp lớn hơn {most_mib} MiB ({most} byte).",
        "The file is larger than {most_mib} MiB ({most} bytes).",
    )
    FILE_LONGER = (
        Kind.INVALID,
        "Đã nhận nhiều hơn {size} byte như đã khai; tệp không được lưu.",
        "More came than the {size} bytes that were announced; the file was not kept.",
    )
    FILE_DIFFERS = (
        Kind.INVALID,
        "Nội dung không khớp với mã SHA-256 đã khai; tệp không được lưu.",
        "The content has not the SHA-256 that was announced; the file was not kept.",
    )
    DIGEST_INVALID = (Kind.INVALID, "Mã SHA-256 phải có 32 byte.", "A SHA-256 has 32 bytes.")
    MEDIA_TYPE_NOT_TAKEN = (
        Kind.INVALID,
        (
            "Theo nội dung, tệp thuộc loại {media_type}, không được chấp nhận; các loại được chấp "
            "nhận: {taken}."
        ),
        "By its content the file is {media_type}, which is not taken; these are: {taken}.",
    )
    ATTACHMENTS_FULL = (
        Kind.STATE,
        "Hồ sơ đã có {most} tệp đính kèm.",
        "The dossier has {most} attachments already.",
    )
    ATTACHMENTS_REMOVED_TOO_MANY = (
        Kind.STATE,
        "Hồ sơ đã có {most} tệp đính kèm, kể cả các tệp đã gỡ.",
        "The dossier has had {most} attachments already, removed ones included.",
    )
    ATTACHMENTS_TOO_LARGE = (
        Kind.STATE,
        "Cùng với tệp này, các tệp đính kèm của hồ sơ lớn hơn {most_mib} MiB ({most} byte).",
        "With this one the dossier's attachments are larger than {most_mib} MiB ({most} bytes).",
    )
    HOLDER_FILES_TOO_LARGE = (
        Kind.STATE,
        (
            "Cùng với tệp này, các tệp trong những bản nháp của người này lớn hơn {most_mib} MiB "
            "({most} byte); hãy nộp hoặc xóa bớt bản nháp."
        ),
        (
            "With this one the files of this holder's drafts are larger than {most_mib} MiB "
            "({most} bytes): submit or delete some drafts."
        ),
    )
    PORTAL_FILES_TOO_LARGE = (
        Kind.STATE,
        (
            "Cùng với tệp này, các tệp trong những bản nháp của cổng lớn hơn {most_mib} MiB "
            "({most} byte); hãy nộp hoặc xóa bớt bản nháp."
        ),
        (
            "With this one the files of the portal's drafts are larger than {most_mib} MiB "
            "({most} bytes): submit or delete some drafts."
        ),
    )
    ATTACHING_NOT_NOW = (
        Kind.STATE,
        "Không thể đính kèm hoặc gỡ tệp khi hồ sơ đang ở trạng thái “{status_vi}”.",
        "Files are neither attached nor removed while the dossier's status is “{status_en}”.",
    )
    PETITION_ATTACHING_NOT_NOW = (
        Kind.STATE,
        "Không thể đính kèm hoặc gỡ tệp khi phản ánh, kiến nghị đang ở trạng thái “{status_vi}”.",
        "Files are neither attached nor removed while the petition's status is “{status_en}”.",
    )
    ATTACHMENT_NOT_YOURS = (
        Kind.DENIED,
        (
            "Chỉ người đã khai báo tệp này được tải nội dung lên; chỉ người đó hoặc đơn vị đang "
            "giữ hồ sơ được gỡ tệp."
        ),
        (
            "Only who announced this file uploads it; only that one, or a unit that has the "
            "dossier now, removes it."
        ),
    )
    RESULT_NOT_YOURS = (
        Kind.DENIED,
        "Chỉ cán bộ của đơn vị đang giữ hồ sơ được đính kèm hoặc gỡ tệp kết quả.",
        "Only an officer of a unit that has the dossier attaches or removes its result.",
    )
    UPLOAD_ENDED = (
        Kind.STATE,
        "Tệp này đã được nhận đủ hoặc đã bị gỡ.",
        "This file is whole already, or was removed.",
    )
    OFFSET_WRONG = (
        Kind.CONFLICT,
        "Tệp đã được lưu đến byte {offset}; hãy gửi tiếp từ đó.",
        "The file is kept up to byte {offset}; go on from there.",
    )
    UPLOAD_SILENT = (
        Kind.DEADLINE,
        "Không nhận được dữ liệu nào trong {seconds} giây; hãy gửi tiếp từ chỗ đã được lưu.",
        "Nothing came for {seconds} seconds; go on from what is kept.",
    )
    ATTACHMENT_NOT_CLEAN = (
        Kind.STATE,
        "Tệp chưa được quét mã độc, có mã độc, hoặc chưa được tải lên đủ, nên không thể tải về.",
        "The file is not whole, not scanned yet, or infected, so nobody downloads it.",
    )
    RANGE_INVALID = (Kind.INVALID, "Tệp chỉ có {size} byte.", "The file has {size} bytes only.")
    ATTACHMENT_DAMAGED = (
        Kind.INTERNAL,
        "Tệp không mở được: nội dung hoặc khóa đã bị thay đổi hay bị mất.",
        "The file cannot be opened: its content or key was changed or lost.",
    )
    ATTACHMENT_CHANGED = (
        Kind.CONFLICT,
        "Tệp đính kèm đã thay đổi; hãy đọc lại rồi thử lại.",
        "The attachment has changed; read it again and repeat.",
    )

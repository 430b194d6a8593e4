"""The facts of a dossier in the words of the people who read refusals.

Every event of the contract has its words here; the contract's own name is the English one.
"""

EVENTS_IN_VIETNAMESE: dict[str, str] = {
    "DossierSubmitted": "nộp hồ sơ",
    "DossierAccepted": "tiếp nhận hồ sơ",
    "DossierRefused": "từ chối hồ sơ",
    "HandlingStarted": "bắt đầu xử lý",
    "SupplementRequested": "yêu cầu bổ sung giấy tờ",
    "SupplementAnswered": "nhận giấy tờ bổ sung",
    "ObligationRequested": "yêu cầu thực hiện nghĩa vụ tài chính",
    "ObligationMet": "hoàn thành nghĩa vụ tài chính",
    "ResultRecorded": "có kết quả",
    "ResultReturned": "trả kết quả",
    "DossierWithdrawn": "rút hồ sơ",
    "DossierStopped": "dừng xử lý",
    "DossierAssigned": "phân công cán bộ",
    "DossierTransferred": "chuyển đơn vị xử lý",
    "DueExtended": "gia hạn kèm thư xin lỗi",
    "PaymentRecorded": "ghi nhận thanh toán",
    "PaymentRefunded": "hoàn trả tiền",
    "FeeWaived": "miễn phí, lệ phí",
    "DossierRated": "đánh giá",
    "DossierArchived": "lưu trữ hồ sơ giấy",
    "PaperFileHandedOver": "giao nộp hồ sơ giấy vào lưu trữ",
    "DossierLinked": "liên kết hồ sơ",
    "DossierCorrected": "đính chính hồ sơ",
    "DossierVoided": "hủy hồ sơ nhập nhầm",
    "DossierErased": "xóa dữ liệu cá nhân",
    "DueApproached": "sắp đến hạn",
    "DuePassed": "quá hạn",
    "ExtensionPassed": "quá ngày hẹn lại",
}

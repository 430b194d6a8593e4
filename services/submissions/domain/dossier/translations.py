"""The facts of a dossier in the words of the people who read refusals.

Every event of the contract has its words here, in both languages.
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
EVENTS_IN_ENGLISH: dict[str, str] = {
    "DossierSubmitted": "the submission",
    "DossierAccepted": "the acceptance",
    "DossierRefused": "the refusal",
    "HandlingStarted": "the start of the handling",
    "SupplementRequested": "the request for supplements",
    "SupplementAnswered": "the supplements",
    "ObligationRequested": "the request to meet a financial obligation",
    "ObligationMet": "the financial obligation met",
    "ResultRecorded": "the result",
    "ResultReturned": "the return of the result",
    "DossierWithdrawn": "the withdrawal",
    "DossierStopped": "the stop of the handling",
    "DossierAssigned": "the assignment to an officer",
    "DossierTransferred": "the transfer to another unit",
    "DueExtended": "the extension with a letter of apology",
    "PaymentRecorded": "the payment",
    "PaymentRefunded": "the refund",
    "FeeWaived": "the waiver of the fee",
    "DossierRated": "the rating",
    "DossierArchived": "the archiving of the paper file",
    "PaperFileHandedOver": "the handover of the paper file to an archive",
    "DossierLinked": "the link to another dossier",
    "DossierCorrected": "the correction",
    "DossierVoided": "the voiding of what was entered in error",
    "DossierErased": "the erasure of personal data",
    "DueApproached": "the notice that the due is near",
    "DuePassed": "the notice that the due has passed",
    "ExtensionPassed": "the notice that the extended date has passed",
}


def event_in_words(event: str) -> dict[str, str]:
    """An event for a refusal: as the contract names it, and in the words of both languages."""
    return {
        "event": event,
        "event_vi": EVENTS_IN_VIETNAMESE[event],
        "event_en": EVENTS_IN_ENGLISH[event],
    }

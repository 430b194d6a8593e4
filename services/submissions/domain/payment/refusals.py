"""Every ground on which a payment through a provider is refused.

Promises stable codes.
"""

from services.chassis.reasons import Kind, Reason


class PaymentReason(Reason):
    """Why an attempt to pay, or a callback, is refused."""

    PROVIDER_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có nhà cung cấp dịch vụ thanh toán “{provider}”.",
        "There is no payment provider {provider}.",
    )
    PROVIDER_CONFIRMS = (
        Kind.STATE,
        "Khoản nộp qua “{provider}” do chính nhà cung cấp xác nhận, không ghi nhận bằng tay.",
        "What is paid through {provider} is confirmed by that provider, not recorded by a caller.",
    )
    REFERENCE_OF_NOBODY = (
        Kind.INVALID,
        "Mã giao dịch cần có nhà cung cấp dịch vụ thanh toán đã đặt ra mã.",
        "A provider's reference needs the provider whose it is.",
    )
    NOTHING_TO_PAY = (
        Kind.STATE,
        "Hồ sơ không còn khoản nào thuộc loại này phải nộp.",
        "The dossier owes nothing of that kind.",
    )
    REFUND_OPEN = (
        Kind.STATE,
        "Khoản {reference} đang có một lệnh hoàn trả chờ nhà cung cấp trả lời: {refund}.",
        "A refund of the payment {reference} is ordered and not answered yet: {refund}.",
    )
    PAYMENT_NOT_CONFIRMED = (
        Kind.NOT_FOUND,
        "Nhà cung cấp chưa xác nhận khoản nộp {reference}, hoặc đơn vị của bạn không liên quan.",
        "No payment {reference} is confirmed, or it is none of your units' business.",
    )
    REFUND_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có lệnh hoàn trả {name}.",
        "There is no refund {name}.",
    )
    ATTEMPT_UNKNOWN = (
        Kind.NOT_FOUND,
        "Không có lần thanh toán {name}.",
        "There is no attempt to pay {name}.",
    )
    SIGNATURE_WRONG = (
        Kind.DENIED,
        "Chữ ký của thông báo thanh toán không đúng.",
        "The signature of the callback is wrong.",
    )
    CALLBACK_MALFORMED = (
        Kind.INVALID,
        "Không đọc được thông báo thanh toán.",
        "The callback cannot be read.",
    )
    CALLBACK_CONTRADICTED = (
        Kind.REUSED,
        "Khoản {reference} đã được xác nhận với nội dung khác; xem bảng đối soát.",
        "The payment {reference} was confirmed otherwise before; see the reconciliation.",
    )
    STATEMENT_REPEATED = (
        Kind.INVALID,
        "Khoản {reference} được nêu hai lần.",
        "The payment {reference} is stated twice.",
    )

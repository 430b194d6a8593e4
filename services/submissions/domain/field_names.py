"""What can be stated of a fact, in words: people are shown no names of fields.

Promises a word for every field of the statements of dossiers and petitions.
"""

from collections.abc import Iterable

IN_VIETNAMESE = {
    "time": "thời điểm",
    "date": "ngày",
    "kind": "loại",
    "channel": "kênh tiếp nhận",
    "reception": "buổi tiếp công dân",
    "dossier": "hồ sơ",
    "assisted": "nộp hộ",
    "receiving_unit": "đơn vị tiếp nhận",
    "handling_unit": "đơn vị xử lý",
    "returning_unit": "đơn vị trả kết quả",
    "to_unit": "đơn vị nhận chuyển",
    "officer": "cán bộ thực hiện",
    "assignee": "cán bộ được giao",
    "task": "bước xử lý",
    "reason_code": "mã lý do",
    "archive_code": "nơi lưu hồ sơ giấy",
    "decision": "quyết định",
    "electronic_result": "kết quả điện tử",
    "delivery_channel": "cách trả kết quả",
    "due": "hạn",
    "extended": "hạn đã gia hạn",
    "purpose": "khoản nộp",
    "online": "nộp trực tuyến",
    "amount": "số tiền",
    "value": "điểm đánh giá",
    "offering_as_known_now": "dịch vụ theo danh mục hiện nay",
    "archive": "kho lưu trữ",
    "list_code": "mã mục lục",
    "record_code": "mã hồ sơ lưu trữ",
    "due_rule": "quy tắc tính hạn",
}


def in_english(name: str) -> str:
    """A name of the contract, of a field or of a value, as people read it."""
    return name.lower().replace("_", " ")


def values_of(field: str, known: Iterable[str]) -> dict[str, str]:
    """For a refusal of one of them: it, and those that can be stated, in both languages."""
    names = list(known)
    return {
        "field": field,
        "field_vi": IN_VIETNAMESE[field],
        "field_en": in_english(field),
        "fields": ", ".join(names),
        "fields_vi": ", ".join(IN_VIETNAMESE[name] for name in names),
        "fields_en": ", ".join(map(in_english, names)),
    }

"""What the activities of an event log may mean, by their words in Vietnamese and English.

Example: `Tiếp nhận hồ sơ` is an acceptance, `Yêu cầu bổ sung` asks for a supplement, and of `T06`
nobody knows. Promises a status of the contract, or none. Must not look at anything but the texts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from services.console.importing.proposing.meanings import longest
from services.console.text import slug

# In the order in which steps are recorded; words as ids have them, without marks.
WORDS: Mapping[str, Sequence[str]] = {
    "submitted": (
        "nop", "nop-ho-so", "dang-ky", "moi-dang-ky", "gui-ho-so", "submit", "submitted", "create",
        "created", "open", "opened", "lodge", "lodged", "filed", "new",
    ),
    "accepted": (
        "confirmation-of-receipt",
        "tiep-nhan", "tiep-nhan-ho-so", "nhan-ho-so", "da-tiep-nhan", "accept", "accepted",
        "receive", "received", "registered", "registration",
    ),
    "supplement_requested": (
        "bo-sung", "yeu-cau-bo-sung", "cho-bo-sung", "supplement", "request-supplement",
        "information-requested", "request-information", "awaiting-information", "wait-customer",
        "pending-customer",
    ),
    "obligation_pending": (
        "nghia-vu-tai-chinh", "cho-nop-thue", "thong-bao-thue", "await-payment", "awaiting-payment",
    ),
    "withdrawn": (
        "rut", "rut-ho-so", "cong-dan-rut", "huy", "withdraw", "withdrawn", "cancel", "cancelled",
        "canceled",
    ),
    "refused": (
        "tu-choi", "tu-choi-tiep-nhan", "khong-tiep-nhan", "refuse", "refused", "reject",
        "rejected",
    ),
    "stopped": ("dung-xu-ly", "dung-giai-quyet", "dung-ho-so", "stop", "stopped", "abandoned"),
    "processing": (
        "xu-ly", "dang-xu-ly", "tham-dinh", "tham-tra", "phan-cong", "trinh-ky", "ky-duyet",
        "phe-duyet", "kiem-tra", "da-bo-sung", "thu-ly", "chuyen-xu-ly", "process", "processing",
        "review", "check", "assess", "assessment", "approve", "approved", "assign", "assigned",
        "in-progress", "work-in-progress", "draft", "determine", "investigate", "inspect",
    ),
    "result_ready": (
        "co-ket-qua", "da-co-ket-qua", "hoan-thanh", "ket-thuc", "xu-ly-xong", "giai-quyet-xong",
        "dong-ho-so", "complete", "completed", "close", "closed", "resolve", "resolved", "finish",
        "finished", "done", "issued",
    ),
    "result_returned": (
        "tra-ket-qua", "da-tra-ket-qua", "tra-kq", "return-result", "result-returned", "deliver",
        "delivered", "handed-over", "collected",
    ),
}  # fmt: skip
SHORT = 4  # words, in which one may stand anywhere
ONCE = {
    "submitted": "first",
    "accepted": "first",
    "result_ready": "last",
    "result_returned": "last",
}


def status_of(text: str) -> str:
    """The status that the longest word of a text says; empty: none does. In a long text, which may
    speak of much, only words at its beginning count: `Create the letter that asks to stop` is none.
    """
    written = slug(text)
    found = {status: said(written, words) for status, words in WORDS.items()}
    status = max(found, key=lambda each: len(found[each]))
    return status if found[status] else ""


def said(written: str, words: Sequence[str]) -> str:
    """The longest of some words that counts in a text."""
    if written.count("-") < SHORT:
        return longest(written, words)
    begins = [word for word in words if "-" in word and f"{written}-".startswith(f"{word}-")]
    return max(begins, key=len, default="")


def statuses(texts: Counter[str]) -> dict[str, list[str]]:
    """The activities of each status, in the order in which steps are recorded; under an empty one
    those that nobody knows. Of each the most frequent first.
    """
    found: dict[str, list[str]] = {status: [] for status in (*WORDS, "")}
    for text, _ in texts.most_common():
        found[status_of(text)].append(text)
    return {status: those for status, those in found.items() if those}

"""The meaning of every capability in words, in Vietnamese and English, and what is missing.

Example: "Steps published; not known: Fees published".
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import Capability, CapabilityState, Text
from services.catalog.domain.levels import RESULTS, UNKNOWN, Lack


class Bilingual(NamedTuple):
    """The same in both languages of the interface."""

    vi: str
    en: str


MEANINGS: Mapping[Capability, Bilingual] = {
    facts.CAPABILITY_INFO_STEPS: Bilingual("Công khai trình tự thực hiện", "Steps published"),
    facts.CAPABILITY_INFO_DOCUMENTS: Bilingual(
        "Công khai thành phần hồ sơ", "Required documents published"
    ),
    facts.CAPABILITY_INFO_DEADLINE: Bilingual(
        "Công khai thời hạn giải quyết", "Processing time published"
    ),
    facts.CAPABILITY_INFO_AUTHORITY: Bilingual(
        "Công khai cơ quan thực hiện", "Competent authority published"
    ),
    facts.CAPABILITY_INFO_FEES: Bilingual("Công khai phí, lệ phí", "Fees published"),
    facts.CAPABILITY_INFO_RESULT: Bilingual(
        "Công khai kết quả thực hiện", "Kind of result published"
    ),
    facts.CAPABILITY_INFO_LEGAL_BASIS: Bilingual(
        "Công khai căn cứ pháp lý", "Legal basis published"
    ),
    facts.CAPABILITY_FORMS_DOWNLOAD: Bilingual("Tải được mẫu đơn, tờ khai", "Forms to download"),
    facts.CAPABILITY_FILE_OFFLINE: Bilingual(
        "Nộp hồ sơ trực tiếp hoặc qua bưu chính", "Filing in person or by post"
    ),
    facts.CAPABILITY_FORMS_ONLINE: Bilingual(
        "Điền mẫu đơn, tờ khai trực tuyến", "Forms filled in online"
    ),
    facts.CAPABILITY_FILE_ONLINE: Bilingual("Nộp hồ sơ trực tuyến", "Filing online"),
    facts.CAPABILITY_HANDLE_ONLINE: Bilingual(
        "Trao đổi và theo dõi hồ sơ trực tuyến", "Requests, answers and status online"
    ),
    facts.CAPABILITY_PAY_ONLINE: Bilingual("Nộp phí, lệ phí trực tuyến", "Fees paid online"),
    facts.CAPABILITY_RESULT_ONLINE: Bilingual("Trả kết quả trực tuyến", "Result delivered online"),
    facts.CAPABILITY_RESULT_POST: Bilingual(
        "Trả kết quả qua bưu chính", "Result delivered by post"
    ),
    facts.CAPABILITY_RESULT_IN_PERSON: Bilingual(
        "Trả kết quả trực tiếp", "Result handed over in person"
    ),
    facts.CAPABILITY_REGISTER_ONLINE: Bilingual(
        "Đăng ký tài khoản trực tuyến", "Registering online"
    ),
    facts.CAPABILITY_AUTHENTICATE_ONLINE: Bilingual(
        "Xác thực danh tính trực tuyến", "Proving one's identity online"
    ),
    facts.CAPABILITY_DECIDE_ONLINE: Bilingual(
        "Nhận quyết định trực tuyến", "Decision received online"
    ),
    facts.CAPABILITY_FEEDBACK_ONLINE: Bilingual(
        "Phản ánh, kiến nghị trực tuyến", "Feedback and complaints online"
    ),
}

# Any one of them is enough, so a line names them once.
RESULT_DELIVERY = Bilingual(
    "Trả kết quả trực tuyến, qua bưu chính hoặc trực tiếp",
    "Result delivered online, by post or in person",
)


def described(lack: Lack, *, one_is_enough: bool) -> Text:
    """What a missing capability means; of some, any one is enough."""
    vi, en = MEANINGS[lack.capability]
    if one_is_enough:
        vi, en = f"{vi} (chỉ cần một trong các hình thức này)", f"{en} (one of these is enough)"
    return Text(vi=vi, en=en)


def listed(lacks: Sequence[Lack]) -> Bilingual:
    """What is missing, in one line: what is not there, then what is not known."""
    states: dict[Bilingual, CapabilityState] = {}
    for lack in lacks:
        item = (
            RESULT_DELIVERY
            if lack.capability in RESULTS.capabilities
            else MEANINGS[lack.capability]
        )
        # Of the ways to deliver a result, one that is not known leaves it open.
        states[item] = UNKNOWN if UNKNOWN in (lack.state, states.get(item)) else lack.state
    known = [item for item, state in states.items() if state != UNKNOWN]
    unknown = [item for item, state in states.items() if state == UNKNOWN]
    return Bilingual(
        _line([item.vi for item in known], "chưa rõ", [item.vi for item in unknown]),
        _line([item.en for item in known], "not known", [item.en for item in unknown]),
    )


def _line(known: Sequence[str], label: str, unknown: Sequence[str]) -> str:
    parts = ["; ".join(known)] if known else []
    return ". ".join([*parts, f"{label}: {'; '.join(unknown)}"] if unknown else parts)

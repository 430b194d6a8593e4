"""Refusals: every way in which a command or question can be answered with "no".

Promises a stable code, a kind that the border maps to a status, and words in Vietnamese and
English. Must not know gRPC, and must never carry the text of an unexpected exception.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import Literal


class Kind(Enum):
    """What a refusal means to the caller; the border has one status for each."""

    INVALID = auto()
    NOT_FOUND = auto()
    EXISTS = auto()
    STATE = auto()  # the resource is not in a state that allows it
    CONFLICT = auto()  # somebody else changed it first: read again
    REUSED = auto()  # the request id already stands for another command
    DENIED = auto()
    UNAUTHENTICATED = auto()
    UNAVAILABLE = auto()  # repeat with the same request id
    TOO_LARGE = auto()
    BUSY = auto()  # nothing was done: repeat after the time given
    DEADLINE = auto()
    UNIMPLEMENTED = auto()
    INTERNAL = auto()


@dataclass(frozen=True, slots=True)
class Reason:
    """A named ground of refusal; `vi` and `en` are templates over the refusal's values."""

    code: str
    kind: Kind
    vi: str
    en: str


MOST_REFUSED = 100  # refusals of one request: more than an answer can hold
MOST_SHOWN = 600  # bytes of a value: an error repeats it six times, and 8 KiB is all it may have


def shown(value: str) -> str:
    """The value as far as an error can carry it."""
    kept = value.encode()[:MOST_SHOWN].decode(errors="ignore")
    return value if kept == value else f"{kept}…"


class Refusal(Exception):  # noqa: N818 — a refusal is an answer, not an error of ours
    """Raised by a decision or a door; whoever called gets exactly this."""

    def __init__(
        self,
        reason: Reason,
        *,
        field: str = "",
        values: Mapping[str, str] | None = None,
        retry_after: float | None = None,
        also: Sequence["Refusal"] = (),
    ) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.field = field
        self.values = {name: shown(value) for name, value in (values or {}).items()}
        self.retry_after = retry_after
        self.also = also  # what else is wrong with the same request, at other fields

    def message(self, language: Literal["vi", "en"]) -> str:
        """The reason in words, with this refusal's values."""
        template = self.reason.vi if language == "vi" else self.reason.en
        return template.format_map(self.values)

    def below(self, place: str) -> "Refusal":
        """The same, seen from the message that has this message at `place`."""
        path = f"{place}.{self.field}" if self.field else place
        values = {**self.values, "field": path} if "field" in self.values else self.values
        also = [each.below(place) for each in self.also]
        return Refusal(
            self.reason, field=path, values=values, retry_after=self.retry_after, also=also
        )


def together(found: Sequence[Refusal]) -> Refusal:
    """All of them as one refusal; the first gives the reason, and so the status."""
    first, also = found[0], [each for one in found for each in (one, *one.also)][1:]
    return Refusal(
        first.reason,
        field=first.field,
        values=first.values,
        retry_after=first.retry_after,
        also=also,
    )


def refuse_all(found: Iterable[Refusal]) -> None:
    """Refuse as one whatever was found, if anything was."""
    if refusals := list(islice(found, MOST_REFUSED)):
        raise together(refusals)


def faults(*checks: Callable[[], object]) -> Iterator[Refusal]:
    """What each of these checks refuses; none may rest on another."""
    return (refusal for check in checks if (refusal := refused(check)))


def refused(check: Callable[[], object]) -> Refusal | None:
    """What a check refuses."""
    try:
        check()
    except Refusal as refusal:
        return refusal
    return None


REQUEST_ID_INVALID = Reason(
    "REQUEST_ID_INVALID",
    Kind.INVALID,
    "Mã yêu cầu phải là một UUID, không thuộc phiên bản 8.",
    "The request id must be a UUID, of any version but 8.",
)
REQUEST_ID_REUSED = Reason(
    "REQUEST_ID_REUSED",
    Kind.REUSED,
    "Mã yêu cầu này đã được dùng cho một yêu cầu có nội dung khác.",
    "This request id was already used for a request with other content.",
)
LIST_TOO_LONG = Reason(
    "LIST_TOO_LONG",
    Kind.INVALID,
    "Danh sách có quá {most} mục.",
    "The list has more than {most} items.",
)
POSITION_INVALID = Reason(
    "POSITION_INVALID",
    Kind.INVALID,
    "Vị trí không được âm.",
    "A position cannot be negative.",
)
POSITION_UNKNOWN = Reason(
    "POSITION_UNKNOWN",
    Kind.STATE,
    "Luồng {stream} chưa có vị trí {position}; hiện kết thúc trước vị trí đó.",
    "The stream {stream} has no position {position}: it ends before that.",
)
VERSION_CONFLICT = Reason(
    "VERSION_CONFLICT",
    Kind.CONFLICT,
    "Dữ liệu đã được thay đổi trong lúc đó; hãy đọc lại rồi thử lại.",
    "It was changed in the meantime; read it again and repeat.",
)
ALREADY_EXISTS = Reason(
    "ALREADY_EXISTS",
    Kind.EXISTS,
    "{name} đã tồn tại.",
    "{name} already exists.",
)
NOT_STORABLE = Reason(
    "NOT_STORABLE",
    Kind.INVALID,
    "Yêu cầu chứa giá trị không thể lưu; chưa có gì được ghi.",
    "The request contains a value that cannot be stored; nothing was recorded.",
)
STORE_UNAVAILABLE = Reason(
    "STORE_UNAVAILABLE",
    Kind.UNAVAILABLE,
    "Chưa biết kết quả vì cơ sở dữ liệu không trả lời; hãy gửi lại với cùng mã yêu cầu.",
    "The outcome is unknown, because the database did not answer; repeat with the same request id.",
)
FULL_AGAIN_IN = 30.0  # seconds: an operator has to make room
STORE_FULL = Reason(
    "STORE_FULL",
    Kind.UNAVAILABLE,
    "Ổ đĩa của cơ sở dữ liệu đã đầy nên chưa có gì được ghi; người vận hành phải giải phóng chỗ. "
    "Hãy gửi lại sau với cùng mã yêu cầu.",
    "The database's disk is full, and nothing was recorded; an operator must make room. "
    "Repeat later with the same request id.",
)
STORE_BUSY = Reason(
    "STORE_BUSY",
    Kind.UNAVAILABLE,
    "Hệ thống đang quá tải; chưa có gì được ghi. Hãy gửi lại với cùng mã yêu cầu.",
    "Too many commands are waiting; nothing was recorded. Repeat with the same request id.",
)


def beyond_end(stream: str, position: int, *, field: str) -> Refusal:
    """Of a position that a stream does not have: waiting for it does not help."""
    values = {"stream": stream, "position": str(position)}
    return Refusal(POSITION_UNKNOWN, field=field, values=values)

"""What a column may mean, by the words of its heading in Vietnamese and English, and what the texts
of a list stand for.

Example: `Ngày hẹn trả` is when the result is due; `Kênh nộp` is the channel. Promises a word of the
heading for each meaning. Must not look at a value but those of a list.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from services.console.importing.proposing.columns import Column
from services.console.text import slug

# In the order in which they are looked for; words as ids have them, without marks.
WORDS: Mapping[str, Sequence[str]] = {
    "case": (
        "ma-ho-so", "so-ho-so", "ma-bien-nhan", "so-bien-nhan", "ma-don", "case-id", "case-number",
        "case-concept-name", "request-id", "unique-id", "service-request-id", "application-id",
        "application-number", "dossier", "case-enquiry-id", "ticket-id", "ma-hs", "so-hs",
        "object-id",
    ),
    "due": (
        "hen-tra", "han-tra", "han-giai-quyet", "han-xu-ly", "den-han", "due", "deadline",
        "target-date", "sla-date", "sla-target-dt",
    ),
    "returned": ("ngay-tra", "tra-ket-qua", "ngay-tra-kq", "returned", "delivered", "collected"),
    "ready": (
        "co-ket-qua", "hoan-thanh", "ket-thuc", "giai-quyet-xong", "xu-ly-xong", "completed",
        "closed-date", "close-date", "closed", "resolved", "resolution-date", "finished", "ended",
    ),
    "accepted": ("tiep-nhan", "ngay-nhan", "thu-ly", "accepted", "received", "registered"),
    "submitted": (
        "ngay-nop", "nop-ho-so", "submitted", "submission", "created", "requested", "opened",
        "open-date", "open-dt", "lodged", "filed", "startdate",
    ),
    "channel": (
        "kenh", "hinh-thuc-nop", "cach-nop", "phuong-thuc", "hinh-thuc", "channel", "origin",
        "source", "method-received", "intake",
    ),
    "officer": ("can-bo", "nguoi-xu-ly", "officer", "handler", "assigned-to", "resource"),
    "service_id": ("ma-thu-tuc", "ma-tthc", "ma-dich-vu", "service-code", "procedure-code"),
    "service": (
        "thu-tuc", "tthc", "dich-vu", "ten-thu-tuc", "service", "procedure", "request-type",
        "complaint-type", "case-title", "permit-type", "type",
    ),
    "parent": ("truc-thuoc", "cap-tren", "don-vi-cha", "parent", "province", "tinh"),
    "unit_id": (
        "ma-don-vi", "ma-xa", "ma-phuong", "ma-co-quan", "unit-code", "agency-code", "ward-code",
        "commune-code", "office-code", "department-code", "unit-id", "ward-id",
    ),
    "unit": (
        "don-vi", "co-quan", "ten-xa", "xa", "phuong", "ten-don-vi", "unit", "agency", "department",
        "ward", "municipality", "office", "commune",
    ),
    "period": ("ky", "ky-bao-cao", "nam", "quy", "thang", "period", "year", "quarter", "month"),
    "name": ("ten", "name", "title"),
    "code": ("ma", "id", "code"),
    "kind": ("loai", "cap", "kind", "level"),
}  # fmt: skip
# Of a log with a line an event, besides: what was done, and when.
OF_EVENTS: Mapping[str, Sequence[str]] = {
    "activity": (
        "concept-name", "activity", "event-type", "event-name", "event", "action", "task", "step",
        "status", "state", "hoat-dong", "buoc", "buoc-xu-ly", "cong-viec", "su-kien", "trang-thai",
        "thao-tac", "tien-trinh",
    ),
    "happened": (
        "time-timestamp", "timestamp", "event-time", "event-date", "time", "date", "datetime",
        "thoi-gian", "thoi-diem", "ngay-gio", "ngay", "ngay-thuc-hien", "thoi-gian-thuc-hien",
    ),
}  # fmt: skip
TIMES = ("submitted", "accepted", "due", "ready", "returned", "happened")
NAMES = ("unit", "service", "name")
NUMBER_OF = re.compile(r"(?:tong-)?so-(?:luong|ho-so)-")  # how many, and not which
CODED = re.compile(r"^ma-|-(?:code|id)$")
STEPS = {
    "submitted": "submitted", "accepted": "accepted", "ready": "result_ready",
    "returned": "result_returned",
}  # fmt: skip
CHANNELS: Mapping[str, Sequence[str]] = {
    "EMAIL": ("email", "e-mail", "thu-dien-tu"),
    "ONLINE": (
        "truc-tuyen", "online", "internet", "web", "website", "app", "mobile", "portal",
        "cong-dich-vu", "cong-thong-tin", "cong-quoc-gia", "self-service", "citizens-connect-app",
        "dvc",
    ),
    "POST": ("buu-chinh", "buu-dien", "post", "postal", "mail", "letter", "bcci"),
    "PHONE": ("dien-thoai", "phone", "call", "tong-dai", "telephone", "constituent-call"),
    "IN_PERSON": (
        "truc-tiep", "mot-cua", "tai-quay", "counter", "desk", "walk-in", "in-person", "office",
        "hanh-chinh-cong",
    ),
    "OTHER": ("khac", "other", "employee-generated"),
}  # fmt: skip
# Headings of what is said of persons, by words or their beginnings.
PERSONS = re.compile(
    r"\b(?:nguoi|ho-ten|ho-va-ten|ten-cong-dan|cong-dan|chu-ho|chu-don|chu-dau-tu|cccd|cmnd|cmt|can-cuoc"
    r"|dinh-danh|ma-so-thue|mst|dien-thoai|dt|sdt|email|e-mail|thu-dien-tu|dia-chi|ngay-sinh|nam-sinh|ghi-chu"
    r"|noi-dung|applicant|citizen|customer|client|person|owner|contact|phone|mobile|address|street|birth|dob"
    r"|passport|ssn|first-name|last-name|full-name|surname|note|notes|comment|description|latitude|longitude)"
    r"(?:\b|s\b)"
)
PERIOD = re.compile(
    r"(?:[a-z-]*-)?(?:nam-)?(?:19|20)[0-9]{2}(?:-[a-z0-9-]+)?|(?:quy|q|thang|t|m)-?[0-9ivx]{1,4}"
)


class Meaning(NamedTuple):
    """A column, and the word of its heading that says what it is."""

    column: Column
    word: str


def meanings(found: Sequence[Column]) -> dict[str, Meaning]:
    """A column for each meaning, no column twice. Where lines share a case, and say what was done
    and when, they are events.
    """
    of_lines = matched(found, WORDS)
    case = of_lines.get("case")
    if case is None or case.column.repeats is False:
        return of_lines
    rest = [each for each in found if each is not case.column]
    of_events = {"case": case, **matched(rest, OF_EVENTS)}
    if not OF_EVENTS.keys() <= of_events.keys():
        return of_lines
    taken = [each.column for each in of_events.values()]
    return of_events | matched([each for each in found if each not in taken], WORDS)


def matched(found: Iterable[Column], meant: Mapping[str, Sequence[str]]) -> dict[str, Meaning]:
    """The longest word of a heading counts, and times are only looked for where lines state one."""
    matches = sorted(
        (
            (-len(word), number, place, meaning, word, column)
            for place, column in enumerate(found)
            for number, (meaning, words) in enumerate(meant.items())
            if (word := longest(slug(column.name), words)) and fits(meaning, column)
        ),
        key=lambda each: each[:3],
    )
    taken: dict[str, Meaning] = {}
    for _, _, _, meaning, word, column in matches:
        if meaning not in taken and all(each.column is not column for each in taken.values()):
            taken[meaning] = Meaning(column, word)
    return taken


def fits(meaning: str, column: Column) -> bool:
    """A time where one is meant, and none elsewhere; no code where a name is."""
    if meaning == "case" and NUMBER_OF.match(slug(column.name)):
        return False
    if meaning in NAMES and CODED.search(slug(column.name)):
        return False
    return bool(column.formats) == (meaning in TIMES)


def longest(heading: str, words: Sequence[str]) -> str:
    """The longest of some words that stands in a heading; empty: none does."""
    found = [word for word in words if re.search(rf"(?:^|-){word}(?:-|$)", heading)]
    return max(found, key=len, default="")


def channel(text: str) -> tuple[str, bool]:
    """The channel that a text stands for by its longest word, and whether a word of it says so."""
    written = slug(text)
    found = {name: longest(written, words) for name, words in CHANNELS.items()}
    name = max(found, key=lambda each: len(found[each]))
    return (name, True) if found[name] else ("OTHER", False)


def wide(found: Iterable[Column]) -> list[Column]:
    """Columns of numbers whose headings are periods: several of them are a wide table."""
    return [
        each
        for each in found
        if each.grouped is not None and PERIOD.fullmatch(slug(each.name).lower())
    ]


def is_of_persons(name: str) -> bool:
    """Whether a heading speaks of persons, or of texts in which they may be named."""
    return bool(PERSONS.search(slug(name)))

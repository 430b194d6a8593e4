"""The figures of a report as its pages show them, in one language.

A figure is `1.181 / 1.991 · 59,3 % – 59,8 %`, or the reason in words why it has no value.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from google.protobuf.json_format import ParseDict

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import published_pb2 as api
from services import formats, recomputing
from services.console.instants import from_date, from_timestamp
from services.console.reporting.content import Content, definition_of
from services.published_rows import filters

EXPLAINED_VI = (
    "Mỗi tỷ lệ là hai số nguyên: đếm được bao nhiêu trên bao nhiêu. Nơi có hồ sơ chưa rõ, tỷ lệ là "
    "một khoảng. Số trong ngoặc vuông dẫn tới chứng từ ở phụ lục."
)
EXPLAINED_EN = (
    "A share is two integers: how many were counted of how many. Where something is unknown it is "
    "a range. The number in brackets leads to its receipt in the appendix."
)
WORDS = {
    "report": ("Báo cáo tháng {month}/{year}", "Report of {month} {year}"),
    "whole tree": ("Toàn bộ đơn vị", "All units"),
    "alone": ("riêng đơn vị", "the unit alone"),
    "units below": ("Theo đơn vị và thủ tục", "By unit and service"),
    "receipts": ("Phụ lục: chứng từ của từng số liệu", "Appendix: the receipt of each figure"),
    "indicator": ("Chỉ số", "Indicator"),
    "figure": ("Tử số / mẫu số", "Numerator / denominator"),
    "share": ("Tỷ lệ", "Share"),
    "receipt": ("Chứng từ", "Receipt"),
    "scope": ("Phạm vi", "Scope"),
    "definition": ("Định nghĩa", "Definition"),
    "period": ("Kỳ", "Period"),
    "as of": ("Tính đến", "As of"),
    "positions": ("Dữ liệu đến vị trí", "As known at"),
    "considered": ("Đã xét", "Considered"),
    "excluded": ("Không tính", "Excluded"),
    "numerator": ("Tử số", "Numerator"),
    "denominator": ("Mẫu số", "Denominator"),
    "unknown": ("Chưa rõ", "Unknown"),
    "provisional": ("tạm tính", "provisional"),
    "definition digest": ("Mã băm định nghĩa", "Digest of the definition"),
    "publication": ("Công bố", "Publication"),
    "published": ("Công bố lúc", "Published at"),
    "supersedes": ("Thay cho", "In place of"),
    "reason": ("Lý do thay", "Why it was replaced"),
    "recompute": ("Tự tính lại", "Recompute it yourself"),
    "empty": ("không có gì để tính", "nothing counts"),
    "no data": ("chưa có số liệu", "no data"),
    "hidden": ("được ẩn để không nhận ra từng người", "hidden, since it would tell of persons"),
    "minutes": ("phút", "minutes"),
    "not signed": ("Bản này không có chữ ký số", "This copy bears no signature"),
    "explained": (EXPLAINED_VI, EXPLAINED_EN),
}
STATES = {
    figures.VALUE_STATE_EMPTY: "empty",
    figures.VALUE_STATE_NO_DATA: "no data",
    figures.VALUE_STATE_SUPPRESSED: "hidden",
}

CODES = {"definition", "definition digest", "publication", "supersedes", "recompute"}


class Row(NamedTuple):
    """A figure; `bar`: numerator and unknown as parts of the denominator, None where there is no
    share to draw.
    """

    number: int
    title: str
    scope: str
    is_own: bool  # of the report's own unit
    figure: str
    share: str
    bar: tuple[float, float] | None
    receipt: list[tuple[str, str, bool]]  # what, its text, whether that is a name or a digest


class Shown(NamedTuple):
    """A report in one language."""

    language: str
    title: str
    unit: str
    words: dict[str, str]
    own: list[Row]
    below: list[Row]


def word(name: str, language: str) -> str:
    """In one of the two languages."""
    return WORDS[name][language != "vi"]


def shown(content: Content, language: str) -> Shown:
    """All that the pages of a report say."""
    month = date.fromisoformat(content["period"]["start"])
    name = month.month if language == "vi" else formats.MONTHS[month.month - 1]
    rows = [row(content, n, each, language) for n, each in enumerate(content["figures"], 1)]
    return Shown(
        language,
        word("report", language).format(month=name, year=month.year),
        called(content, content["unit"], language) or word("whole tree", language),
        {name: word(name, language) for name in WORDS},
        [each for each in rows if each.is_own],
        [each for each in rows if not each.is_own],
    )


def row(content: Content, number: int, stated: dict[str, Any], language: str) -> Row:
    """One figure."""
    figure = ParseDict(stated, api.PublishedFigure())
    rate, receipt = figure.rate, figure.rate.receipt
    definition = content["definitions"].get(definition_of(receipt), {})
    scope = receipt.scope
    return Row(
        number,
        definition.get("title", {}).get(language) or receipt.definition,
        where(content, scope, language),
        scope.unit == content["unit"] and is_plain(scope),
        fraction(rate, language),
        share(rate, language),
        bar(rate),
        lines(content, figure, definition, language),
    )


def where(content: Content, scope: figures.FigureScope, language: str) -> str:
    """Which units and which service."""
    unit = called(content, scope.unit, language) if scope.unit else word("whole tree", language)
    alone = word("alone", language) if scope.alone else ""
    service = called(content, scope.service, language) if scope.service else ""
    return " · ".join(filter(None, (unit, alone, service, filters(scope))))


def is_plain(scope: figures.FigureScope) -> bool:
    """Whether it is of all that lies in a unit."""
    return not (scope.service or scope.alone or scope.filters or scope.HasField("units_time"))


def called(content: Content, name: str, language: str) -> str:
    """A unit or service by its name, in Vietnamese where it has none in this language."""
    known = content["names"].get(name, {})
    return known.get(language) or known.get("vi") or name


def fraction(rate: figures.Rate, language: str) -> str:
    """`1.181 / 1.991`; nothing where there is no value."""
    if rate.state in STATES:
        return ""
    both = (rate.receipt.numerator, rate.receipt.denominator)
    return " / ".join(formats.integer(each, language) for each in both)


def share(rate: figures.Rate, language: str) -> str:
    """Per cent as a range, percentiles of a histogram, or why there is no value."""
    if rate.state in STATES:
        return word(STATES[rate.state], language)
    mark = f" ({word('provisional', language)})" if rate.receipt.provisional else ""
    if rate.percentiles:
        minutes = word("minutes", language)
        return (
            "; ".join(percentile(each, language) for each in rate.percentiles) + f" {minutes}{mark}"
        )
    if not rate.percent:  # of a histogram whose percentiles are not public
        return mark.strip()
    return formats.percents(rate.percent_low, rate.percent_high, language) + mark


def percentile(of: figures.Percentile, language: str) -> str:
    """`P50 240 – 480`."""
    bounds = [getattr(of, name) if of.HasField(name) else None for name in ("above", "up_to")]
    above, up_to = (None if b is None else formats.integer(b, language) for b in bounds)
    if up_to is None:
        return f"P{of.rank} > {above}"
    return f"P{of.rank} ≤ {up_to}" if above is None else f"P{of.rank} {above} – {up_to}"


def bar(rate: figures.Rate) -> tuple[float, float] | None:
    """For drawing only; the numbers stand beside it."""
    receipt = rate.receipt
    if rate.state in STATES or not rate.percent:
        return None
    parts = (receipt.numerator, receipt.unknown)
    numerator, unknown = (float(Fraction(each, receipt.denominator)) for each in parts)
    return numerator, unknown


def lines(
    content: Content, figure: api.PublishedFigure, definition: dict[str, Any], language: str
) -> list[tuple[str, str, bool]]:
    """The receipt, line by line; of a hidden figure only what was asked."""
    receipt = figure.rate.receipt
    days = (from_date(receipt.period.start), from_date(receipt.period.end))
    positions = "; ".join(f"{each.stream} {each.position}" for each in receipt.positions)
    found = [
        ("definition", definition_of(receipt)),
        ("scope", " ".join(filter(None, (where(content, receipt.scope, language), ids(receipt))))),
        ("period", f"{formats.period(*days, language)} ({receipt.period.zone})"),
        ("as of", formats.instant(from_timestamp(receipt.as_of), language)),
        ("positions", positions),
        *counts(figure.rate, definition, language),
        ("definition digest", receipt.definition_digest),
        ("publication", figure.name),
        ("published", formats.instant(from_timestamp(figure.publish_time), language)),
        ("supersedes", figure.supersedes),
        ("reason", figure.reason),
        ("recompute", recomputing.command(receipt) if is_shown(figure.rate) else ""),
    ]
    return [(word(name, language), text, name in CODES) for name, text in found if text]


def is_shown(rate: figures.Rate) -> bool:
    """Whether its numbers are public."""
    return rate.state != figures.VALUE_STATE_SUPPRESSED


def ids(receipt: figures.Receipt) -> str:
    """The names by which the services know the scope."""
    named = ", ".join(filter(None, (receipt.scope.unit, receipt.scope.service)))
    return f"({named})" if named else ""


def counts(rate: figures.Rate, definition: dict[str, Any], language: str) -> list[tuple[str, str]]:
    """Its integers; none of a hidden figure."""
    receipt = rate.receipt
    if not is_shown(rate):
        return []
    titles = definition.get("reasons", {})
    reasons = [
        f"{titles.get(each.reason, {}).get(language) or each.reason}: "
        f"{formats.integer(each.count, language)}"
        for each in receipt.excluded
    ]
    names = ("considered", "denominator", "numerator", "unknown")
    found = [(name, formats.integer(getattr(receipt, name), language)) for name in names]
    return [*found, ("excluded", "; ".join(reasons))]


def published_at(content: Content) -> datetime:
    """When the last of its figures was published."""
    return datetime.fromisoformat(content["published"])

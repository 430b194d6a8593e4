"""What may be published for a part of the tree before a unit above has published the same.

What is shown of one ward is looked at whenever another publishes: each day that cuts a month, each
dimension, each moment as known; and each figure whenever a dossier moves it. Example: ward A
publishes March, the first quarter and 2026. The days until 15 March, March by service, or a year
more than ten away, it publishes once its district or city has.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from services.chassis.errors import Refusal
from services.chassis.reasons import Kind, Reason
from services.metrics.domain.figures import Question
from services.metrics.domain.periods import Period, midnight

MOST_MOMENTS = 24  # moments as known of other numbers by one caller, of 200 that an audit looks at
MOST_YEARS = 10  # from the present one, before or after it


class PrecedentReason(Reason):
    """Why a figure of a part of the tree is not published."""

    PRECEDENT_MISSING = (
        Kind.STATE,
        (
            "Đơn vị có cấp trên công bố các tháng tròn của một năm, cách năm nay không quá mười "
            "năm, tính đến cuối kỳ, cho mọi đối tượng; kỳ, ngày chốt, thủ tục hoặc bộ lọc khác thì "
            "chỉ sau khi cấp trên đã công bố."
        ),
        (
            "A unit below another publishes whole months of one year, at most ten from the present "
            "one, as of their end, of all items; another period, cut-off, service or filter once a "
            "unit above has published it."
        ),
    )
    SUPERSEDED_TOO_OFTEN = (
        Kind.STATE,
        (
            "Bạn đã công bố lại số liệu của các kỳ này tại {most} thời điểm. Hãy công bố theo một "
            "thời điểm đã dùng, hoặc để cấp trên công bố."
        ),
        (
            "You have published other numbers of these periods as known at {most} moments: publish "
            "as known at one of them, or let a unit above publish."
        ),
    )


def unusual(question: Question, today: date) -> str:
    """The field of a request by which a figure is not one of whole months of a year near today's,
    as of their end, of all items; "": it is.
    """
    scope, period = question.scope, question.period
    if not is_usual(period, today):
        return "start_date"
    if question.as_of != midnight(period.end):
        return "as_of"
    if scope.service:
        return "service"
    return "filters" if scope.filters else ""


def is_usual(period: Period, today: date) -> bool:
    """Whether it is made of whole months of one year that is near."""
    start, end = period
    is_near = abs(start.year - today.year) <= MOST_YEARS
    return is_near and start.day == end.day == 1 and end <= date(start.year + 1, 1, 1)


def precedents(question: Question, above: Sequence[str]) -> Iterator[Question]:
    """The same figure of each unit above, and of the whole tree."""
    for unit in {*above, ""}:
        yield question._replace(scope=question.scope._replace(unit=unit, alone=False))


def require_few_moments(moments: Collection[int], now: int) -> None:
    """Refuse other numbers as known at one moment too many; at one that was used they add none."""
    if now not in moments and len(moments) >= MOST_MOMENTS:
        values = {"most": str(MOST_MOMENTS)}
        raise Refusal(PrecedentReason.SUPERSEDED_TOO_OFTEN, field="figures", values=values)


def without_precedent(field: str) -> Refusal:
    """Of a figure that no unit above has published."""
    return Refusal(PrecedentReason.PRECEDENT_MISSING, field=field)

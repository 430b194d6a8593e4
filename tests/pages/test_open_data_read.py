"""What a description of the open data costs: figures are read when one was published, not for each
who asks.

No stack: what metrics answers is given.
"""

from typing import Any, cast

from google.type.date_pb2 import Date

from motcua.metrics.v1 import published_pb2 as api
from motcua.metrics.v1.definitions_pb2 import Definition
from services.pages.opendata.reading import PAGE, OpenData


class Metrics:
    """Published months, and how many figures were asked for each time."""

    def __init__(self) -> None:
        self.months = [1]
        self.sizes: list[int] = []

    published = property(lambda self: self)
    ListPublishedFigures = None

    async def call(self, _method: Any, request: Any) -> api.ListPublishedFiguresResponse:
        self.sizes.append(request.page_size)
        found = [self.figure(each) for each in self.months[::-1][: request.page_size]]
        return api.ListPublishedFiguresResponse(figures=found)

    def figure(self, month: int) -> api.PublishedFigure:
        found = api.PublishedFigure(name=f"publications/{month}")
        found.rate.receipt.period.start.CopyFrom(Date(year=2026, month=month, day=1))
        found.rate.receipt.period.end.CopyFrom(Date(year=2026, month=month + 1, day=1))
        return found


async def test_days_are_read_again_when_something_was_published() -> None:
    metrics, online = Metrics(), Definition(id="online_handling")
    data = OpenData(cast("Any", metrics))
    data.client = cast("Any", metrics)
    for last, month in (("2026-01-31", 1), ("2026-02-28", 2)):
        metrics.months = [*range(1, month + 1)]
        metrics.sizes.clear()
        for _ in range(3):
            found = await data.indicator(online)
            assert found is not None
            assert (found.start, found.end) == ("2026-01-01", last)
        assert metrics.sizes.count(PAGE) == 1

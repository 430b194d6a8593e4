"""What is read of a figure that was revised often: each publication, and the last revision of each.

A figure that moves is revised once a minute, for as long as it does. Given many revisions, when a
publication is read, published again, revised once more or its revisions are listed, then none is
looked at but those that the answer has.
"""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from motcua.metrics.v1 import publications_pb2 as api
from services.chassis.database import Pool
from services.chassis.errors import Refusal
from services.metrics.api.publications import PublicationMethods
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.figure_events import figure_event, folded, publications, revisions
from services.metrics.queries.publications import Publications
from tests.calling import calling
from tests.metrics.conftest import Fed
from tests.metrics.test_figures_published import asking, publish, publishing
from tests.metrics.test_published_read import ONLINE, Anybody, Counted, accept_all, anybody, revise

__all__ = ["anybody", "publishing"]  # the fixtures
FIRST, SECOND = 40, 25  # revisions of two publications of one figure


class Reading:
    """Reads that count the rows that they take, and all that the log says of a figure."""

    def __init__(self, fed: Fed, anybody: Anybody, names: list[str]) -> None:
        self.anybody, self.counted, self.names = anybody, Counted(fed.pool), names
        self.publications = Publications(cast("Pool", self.counted))

    async def all_events(self) -> list[Any]:
        return [figure_event(each) for each in await self.anybody.log.read(0, 1000)]


@pytest.fixture
async def read(fed: Fed, publishing: Any, anybody: Anybody) -> Reading:
    await accept_all(fed, range(1, 7))
    [first] = await publish(publishing, asking(ONLINE))
    await revise(anybody.log, first, times=FIRST)
    await accept_all(fed, range(7, 9))
    [second] = await publish(publishing, asking(ONLINE, reason="late"))
    await revise(anybody.log, second, times=SECOND, version=FIRST + 2)
    await anybody.project()
    return Reading(fed, anybody, [first.name, second.name])


async def test_a_figure_is_as_all_of_its_events_leave_it(read: Reading) -> None:
    events = await read.all_events()
    history = await read.publications.history(events[0].event.figure)
    assert len(events) == FIRST + SECOND + 2
    assert read.counted.rows == len(history) == 4
    assert folded(history) == folded(events)
    assert publications(history) == publications(events)


async def test_a_figure_is_as_it_was_at_every_position(read: Reading) -> None:
    events = await read.all_events()
    figure = events[0].event.figure
    for n, last in enumerate(events, 1):
        then = await read.publications.histories([figure, figure], until=last.position)
        assert folded(then[figure]) == folded(events[:n])
        assert publications(then[figure]) == publications(events[:n])


async def test_a_page_of_revisions_reads_its_own(read: Reading) -> None:
    events = await read.all_events()
    history = await read.publications.history(events[0].event.figure)
    for name in read.names:
        every = revisions(events, name)
        for after in (0, 7, len(every) - 1, len(every)):
            read.counted.rows = 0
            page = await read.publications.revisions(history, name, after, after + 10)
            assert page == every[after : after + 10]
            assert read.counted.rows <= 10


def methods(read: Reading) -> PublicationMethods:
    publishing = SimpleNamespace(publications=Publications(read.counted.pool))
    unused = cast("Any", None)
    return PublicationMethods(cast("Any", publishing), unused, unused, shown=unused)


async def test_revisions_are_listed_page_by_page(read: Reading) -> None:
    request = api.ListRevisionsRequest(parent=read.names[0], page_size=16)
    found: list[str] = []
    sizes: list[int] = []
    with calling("ListRevisions", unit=""):
        while True:
            page = await methods(read).ListRevisions(request, None)
            found += [each.name for each in page.revisions]
            sizes.append(len(page.revisions))
            if not page.next_page_token:
                break
            request.page_token = page.next_page_token
    assert found == [f"{read.names[0]}/revisions/{n}" for n in range(1, FIRST + 1)]
    assert sizes == [16, 16, 8]


NONE = ["0", "41", "01", "-1", "1 ", "x", "", "9" * 40, "\N{FULLWIDTH DIGIT ONE}", "1/revisions/1"]


@pytest.mark.parametrize("number", NONE)
async def test_a_revision_that_is_none_is_refused(read: Reading, number: str) -> None:
    name = f"{read.names[0]}/revisions/{number}"
    with calling("ExplainRevision", unit=""), pytest.raises(Refusal) as refused:
        async for _ in methods(read).ExplainRevision(api.ExplainRevisionRequest(name=name), None):
            pass
    assert refused.value.reason is MetricsReason.REVISION_UNKNOWN
    assert refused.value.values == {"name": name}

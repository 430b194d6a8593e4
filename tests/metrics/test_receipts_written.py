"""A figure as a message of its own and as a line of a list: the same bytes, of any instant.

Promises what the messages' own methods write. Must not need a database.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given as having
from hypothesis import strategies as st

from motcua.metrics.v1.events_pb2 import Rate
from services.metrics.domain.figures import Count, Positions, Question, Scope, figure
from services.metrics.domain.periods import Period
from services.metrics.domain.receipts import common_of, rate, receipt, write_rate
from services.metrics.domain.well_known import write_instant
from tests.metrics import given

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
INSTANTS = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 — zones are drawn separately
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001 — the same
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]),
)


@having(INSTANTS)
def test_an_instant_is_written_as_its_message_writes_it(instant: datetime) -> None:
    found, expected = Timestamp(), Timestamp()
    write_instant(found, instant)
    expected.FromDatetime(instant)
    assert found == expected


@having(INSTANTS, st.integers(0, 2**40), st.integers(0, 2**40))
def test_a_figure_alone_is_the_figure_of_a_line(
    as_of: datetime, catalog: int, submissions: int
) -> None:
    question = Question(given.ONLINE_HANDLING, Scope(given.WARD), MARCH, as_of)
    found = figure(
        question,
        [Count(1, "", 5, 2), Count(2, "", 3, 0)],
        positions=Positions(catalog, submissions),
        digest="5b" * 32,
        covered=True,
        now=given.RECORDED,
    )
    line = Rate()
    write_rate(line, found, common=common_of(found).SerializeToString())
    assert line.SerializeToString() == rate(found).SerializeToString()
    assert receipt(found) == line.receipt

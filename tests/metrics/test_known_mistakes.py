"""How other systems get figures wrong: one test for each way, named after it; and published tables.

Promises figures through the projection's own tables where a table could be at fault.
"""

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import ValueState
from motcua.submissions.v1 import counts_pb2 as counts
from motcua.submissions.v1 import events_pb2 as events
from services.console.portal.workdays import year_of
from services.console.times.formats import time_format
from services.metrics.domain.figures import Figure, Question, Scope
from services.metrics.domain.histograms import Bucket, percentile
from services.metrics.domain.indicators.document import DOWN
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.percentages import percent
from services.metrics.domain.periods import (
    Period,
    local_day,
    midnight,
    month_name,
    month_of,
    months,
    next_month,
)
from services.metrics.domain.receipts import rate
from services.metrics.domain.reconciliation import Identity
from services.metrics.queries.positions import NOW
from services.submissions.domain.counts.parts import faults, items
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, BIRTH, IN_PERSON, OTHER, WARD, accepted, ended, submitted

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
DAY = timedelta(days=1)


async def fed_with(fed: Fed, *said: Any) -> None:
    """Events, each with its time or a day after the one before."""
    at, found = AT, []
    for n, each in enumerate(said, start=1):
        message, at = each if isinstance(each, tuple) else (each, at + DAY / 4)
        version = 1 if isinstance(message, events.DossierSubmitted) else 2
        found.append(given.recorded(n, message, at, version=version))
    await fed.apply(found)


async def asked(fed: Fed, name: str, period: Period = MARCH, scope: Scope = Scope()) -> Figure:  # noqa: B008
    return await fed.reader.figure(
        Question(shipped()[name], scope, period, midnight(period.end)), NOW
    )


def numbers(figure: Figure) -> tuple[int, int]:
    return figure.numerator, figure.denominator


async def test_level_read_from_todays_configuration(fed: Fed) -> None:
    await fed.learn(given.opened(), given.assessed(BIRTH, WARD, (AT - DAY, 4, 4, 4)))
    await fed_with(fed, submitted(1, level=4), accepted(1, level=4))
    before = numbers(await asked(fed, "online_handling@1"))
    await fed.learn(given.assessed(BIRTH, WARD, (AT - DAY, 1, 1, 1)))
    assert numbers(await asked(fed, "online_handling@1")) == before == (1, 1)


async def test_month_and_year_by_different_rules(fed: Fed) -> None:
    times = [AT + n * timedelta(days=40) for n in range(7)]
    said = [((submitted(n), at), (accepted(n), at)) for n, at in enumerate(times, start=1)]
    await fed_with(fed, *[each for pair in said for each in pair])
    year = await asked(fed, "online_handling@1", YEAR)
    of_months = [await asked(fed, "online_handling@1", each) for each in months(YEAR)]
    assert sum(each.denominator for each in of_months) == year.denominator == 7


async def test_an_empty_unit_scoring_100_percent_and_0_meaning_none_or_no_data(fed: Fed) -> None:
    await fed_with(fed, submitted(1), accepted(1, channel=IN_PERSON))
    none = rate(await asked(fed, "online_handling@1"))
    empty = rate(await asked(fed, "on_time.ended@1"))
    no_data = rate(await asked(fed, "online_handling@1", scope=Scope(OTHER)))
    found = [(each.state, each.percent) for each in (none, empty, no_data)]
    assert found == [
        (ValueState.VALUE_STATE_KNOWN, "0.0"),
        (ValueState.VALUE_STATE_NO_DATA, ""),
        (ValueState.VALUE_STATE_NO_DATA, ""),
    ]


async def test_a_routed_dossier_counted_twice(fed: Fed) -> None:
    sent = events.DossierTransferred(dossier=given.dossier(1), to_unit=OTHER)
    await fed_with(fed, submitted(1), accepted(1), sent, ended(1, unit=OTHER))
    for name in ("online_handling@1", "on_time.ended@1", "on_time.received@1"):
        units = [await asked(fed, name, scope=Scope(unit)) for unit in (WARD, OTHER)]
        whole = await asked(fed, name)
        assert sum(each.considered for each in units) == whole.considered == 1


async def test_deletion_by_retention_changing_old_rates(fed: Fed) -> None:
    await fed_with(fed, submitted(1), accepted(1), ended(1))
    before = await asked(fed, "on_time.ended@1")
    erased = events.DossierErased(dossier=given.dossier(1))
    await fed.apply([given.recorded(4, erased)])
    after = await asked(fed, "on_time.ended@1")
    assert (numbers(after), after.digest) == (numbers(before), before.digest)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 3, "33.3"), (2, 3, "66.7"), (13, 19, "68.4")]
)
def test_integer_division(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


def test_the_last_day_of_a_month_computed_on_the_31st() -> None:
    assert next_month(date(2026, 1, 31)) == date(2026, 2, 1)
    assert [each.end for each in months(Period(date(2026, 1, 31), date(2026, 3, 2)))] == [
        date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 2),
    ]  # fmt: skip


def test_a_day_key_without_padding() -> None:
    assert month_name(date(2026, 1, 11)) == "2026-01" != month_name(date(2026, 11, 1))


async def test_a_dossier_exactly_at_midnight_lost(fed: Fed) -> None:
    at = midnight(MARCH.end)
    await fed_with(fed, (submitted(1), at), (accepted(1), at))
    april = Period(MARCH.end, next_month(MARCH.end))
    found = [(await asked(fed, "online_handling@1", each)).denominator for each in (MARCH, april)]
    assert found == [0, 1]


async def test_online_counted_by_the_level_of_the_service(fed: Fed) -> None:
    await fed_with(fed, submitted(1, channel=IN_PERSON), accepted(1, channel=IN_PERSON, level=4))
    assert numbers(await asked(fed, "online_handling@1")) == (0, 1)


async def test_refused_dossiers_counted_before_any_test_of_dates(fed: Fed) -> None:
    refused = events.DossierRefused(dossier=given.dossier(1), handling_unit=WARD)
    await fed_with(fed, submitted(1), refused)
    for name in ("online_handling@1", "on_time.ended@1", "on_time.received@1"):
        assert (await asked(fed, name)).considered == 0


def test_averages_of_percentiles() -> None:
    small, large = {60: 1, 480: 0}, {60: 0, 480: 99}
    pooled = {bound: small[bound] + large[bound] for bound in small}
    assert [middle(each) for each in (small, large, pooled)] == [60, 480, 480]


def middle(counts: dict[int, int]) -> int | None:
    """The upper bound of the bucket that holds the median."""
    return percentile([Bucket(*each) for each in counts.items()], 50).up_to


async def test_numbers_joined_as_text_and_sums_past_2_to_the_32(fed: Fed) -> None:
    start, end = (midnight(each) for each in MARCH)
    numbered = count(1)
    parts = [
        given_items.count(
            next(numbered), n, start=start, end=end, channel=events.CHANNEL_ONLINE, level=4
        )
        for n in (2**32, 12, 3)
    ]
    await fed_with(fed, *parts)
    figure = await asked(fed, "online_handling@1")
    assert numbers(figure) == (2**32 + 15, 2**32 + 15)


async def test_numerator_and_denominator_from_different_populations(fed: Fed) -> None:
    """Accepted in February and ended in March: in one month's figure each, and never in parts."""
    february = AT - 20 * DAY
    await fed_with(
        fed, (submitted(1), february), (accepted(1), february), (ended(1), AT), (submitted(2), AT)
    )
    for name in ("online_handling@1", "on_time.ended@1", "e_result@1"):
        for month in months(YEAR):
            figure = await asked(fed, name, month)
            assert figure.numerator + figure.unknown <= figure.denominator <= figure.considered


def test_half_up_and_down_of_one_published_share() -> None:
    """3,307,408 of 3,311,866 was printed as 99.87 by one table and as 99.86 by another."""
    share = (3_307_408, 3_311_866)
    assert percent(*share, decimals=2) == "99.87"
    assert percent(*share, decimals=2, rounding=DOWN) == "99.86"
    assert Fraction(99_865, 100_000) < Fraction(*share) < Fraction(99_866, 100_000)
    assert percent(1_448, 1_818, decimals=2) == "79.65"


def test_two_rounded_parts_that_add_up_to_more_than_the_whole() -> None:
    """59.7 and 40.4 are of one whole: 5,965 and 4,035 of 10,000."""
    assert (percent(5_965, 10_000), percent(4_035, 10_000)) == ("59.7", "40.4")


def test_published_sums_that_do_not_agree() -> None:
    channels = {"online": 212_790, "in_person": 317_199, "post": 1_278}
    received = Identity("received", {"received": 531_269}, channels)
    ended_at = Identity("ended", {"ended": 510_541}, {"on_time": 509_772, "overdue": 763})
    assert (received.residual, ended_at.residual) == (2, 6)


async def test_a_published_total_is_a_control_of_its_parts(fed: Fed) -> None:
    """531,269 received, and two less by channel: these are counted, without a channel."""
    stated = counts.Count(n=531_269)
    for channel, n in ((given.ONLINE, 212_790), (IN_PERSON, 317_199), (events.CHANNEL_POST, 1_278)):
        stated.parts.add(n=n, channel=channel)
    assert not list(faults(stated))
    start, end = (midnight(each) for each in MARCH)
    told = [
        given_items.count(n, each.n, start=start, end=end, channel=each.channel, level=4)
        for n, each in enumerate(items(stated), start=1)
    ]
    await fed_with(fed, *told)
    figure = await asked(fed, "online_handling@1")
    assert (*numbers(figure), figure.unknown) == (212_790, 531_269, 2)
    assert (rate(figure).percent, rate(figure).percent_high) == ("40.1", "40.1")
    stated.n = 531_266
    assert [each.reason.code for each in faults(stated)] == ["PARTS_ABOVE_TOTAL"]


@pytest.mark.parametrize(
    ("text", "hour"), [("12:30 AM", 0), ("01:30 AM", 1), ("12:30 PM", 12), ("11:30 PM", 23)]
)
def test_a_12_hour_clock_parser(text: str, hour: int) -> None:
    read = time_format("%d/%m/%Y %I:%M %p").stated(f"11/01/2026 {text}")
    assert (read.wall.hour, read.wall.minute, read.wall.day) == (hour, 30, 11)


def test_holidays_loaded_only_from_today_on() -> None:
    """A deadline of 2018 is explained by the holidays of 2018."""
    days = {
        (each.date.month, each.date.day)
        for each in year_of("vn", 2018, []).days
        if each.HasField("date")
    }
    assert {(1, 1), (2, 16), (4, 30), (5, 1), (9, 2)} <= days


def test_an_instant_before_midnight_in_utc_is_the_next_day_in_hanoi() -> None:
    new_year = datetime(2025, 12, 31, 17, tzinfo=AT.tzinfo)
    assert month_of(local_day(new_year)) == date(2026, 1, 1)
    assert local_day(new_year - timedelta.resolution) == date(2025, 12, 31)

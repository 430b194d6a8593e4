"""Targets: given what happened, when one is set or withdrawn, then these facts and this history.

Promises one test for each outcome, and every instant of random histories. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.targets_pb2 import Target as Shown
from services.catalog.domain import targets
from services.catalog.domain.effective import instant
from services.catalog.domain.targets import Target
from services.catalog.resources import dated_resources
from services.catalog.resources import targets as resources
from services.chassis.errors import Refusal
from tests.catalog.given import DAY, NOW, after, messages, text
from tests.catalog.refusals import refusal_of
from tests.dates import iso, on

NAME = "targets/online-2026"


def asked(numerator: int = 95, denominator: int = 100, **said: Any) -> facts.TargetSet:
    whole = {
        "indicator": "online_handling",
        "display_name": text("Xử lý trực tuyến"),
        "unit": "units/q1",
        "by_date": on("2026-12-31"),
        "threshold": facts.Share(numerator=numerator, denominator=denominator),
    }
    return facts.TargetSet(target=NAME, **{**whole, **said})


def setting(
    known: Target | None = None,
    proposed: facts.TargetSet | None = None,
    *,
    at: datetime | None = None,
) -> list[Any]:
    return list(targets.set_target(known or Target(), proposed=proposed or asked(), at=at, now=NOW))


def withdrawing(
    known: Target, *, at: datetime | None = None, reason: str = "hết kỳ", correction: str = ""
) -> list[Any]:
    said = facts.TargetWithdrawn(target=NAME, reason=reason, correction_reason=correction)
    return list(targets.withdraw(known, proposed=said, at=at, now=NOW))


def period_at(*happened: Any) -> Target:
    return after(targets.DECIDER, *(happened or (setting(),)))


def test_a_target_is_set_now_when_no_time_is_named() -> None:
    [fact] = setting()
    assert fact.subject == "motcua.catalog.TargetSet.online-2026"
    assert instant(fact.message.effective_time) == NOW
    assert (fact.message.indicator, fact.message.unit) == ("online_handling", "units/q1")


@pytest.mark.parametrize(
    ("given_share", "kept"),
    [((95, 100), (19, 20)), ((19, 20), (19, 20)), ((0, 7), (0, 1)), ((7, 7), (1, 1))],
)
def test_a_threshold_is_kept_in_lowest_terms(
    given_share: tuple[int, int], kept: tuple[int, int]
) -> None:
    [said] = messages(setting(proposed=asked(*given_share)))
    assert (said.threshold.numerator, said.threshold.denominator) == kept


@pytest.mark.parametrize("share", [(3, 2), (-1, 2), (1, 0), (0, 0), (-1, -2), (1, -2)])
def test_a_threshold_is_a_fraction_from_0_to_1(share: tuple[int, int]) -> None:
    refused = refusal_of(setting, proposed=asked(*share))
    assert refused == "THRESHOLD_OUT_OF_RANGE target.threshold"


def test_an_absent_threshold_is_refused() -> None:
    refused = refusal_of(setting, proposed=asked(threshold=None))
    assert refused == "THRESHOLD_OUT_OF_RANGE target.threshold"


def test_a_target_is_named_and_needs_no_day() -> None:
    nameless = asked(display_name=text(""))
    assert refusal_of(setting, proposed=nameless) == "DISPLAY_NAME_MISSING target.display_name.vi"
    assert not messages(setting(proposed=asked(by_date=None)))[0].HasField("by_date")


def test_the_past_needs_a_reason() -> None:
    assert refusal_of(setting, at=NOW - DAY) == "PAST_WITHOUT_REASON effective_time"
    late = asked(correction_reason="nhập chậm")
    assert instant(messages(setting(proposed=late, at=NOW - DAY))[0].effective_time) == NOW - DAY
    known = period_at(setting(proposed=late, at=NOW - 2 * DAY))
    refused = refusal_of(withdrawing, known, at=NOW - DAY)
    assert refused == "PAST_WITHOUT_REASON effective_time"
    assert withdrawing(known, at=NOW - DAY, correction="nhập chậm")


def test_a_target_is_set_anew_from_an_instant_on() -> None:
    known = period_at(setting(), setting(proposed=asked(1, 2), at=NOW + DAY))
    found = [targets.period_at(known, NOW + days * DAY) for days in (-1, 0, 1)]
    shares = [each and (each.target.threshold.numerator, each.withdrawn) for each in found]
    assert shares == [None, (19, False), (1, False)]


def test_a_withdrawn_target_still_says_what_it_was() -> None:
    known = period_at(setting(), withdrawing(period_at(), at=NOW + DAY))
    assert [each.state for each in shown(known)] == [Shown.STATE_SET, Shown.STATE_WITHDRAWN]
    assert shown(known)[1].threshold == shown(known)[0].threshold
    assert instant(shown(known)[1].effective_time) == NOW + DAY


def test_only_a_standing_target_is_withdrawn_and_with_a_reason() -> None:
    assert refusal_of(withdrawing, Target()) == "TARGET_UNKNOWN name"
    refused = refusal_of(withdrawing, period_at(), reason=" ")
    assert refused == "REASON_MISSING reason"
    planned = period_at(setting(at=NOW + DAY))
    assert refusal_of(withdrawing, planned) == "TARGET_NOT_SET_THEN effective_time"
    gone = period_at(setting(), withdrawing(period_at()))
    assert refusal_of(withdrawing, gone) == "TARGET_NOT_SET_THEN effective_time"
    again = period_at(setting(), withdrawing(period_at()), setting())
    assert withdrawing(again)


def test_a_target_knows_every_unit_that_it_was_set_for() -> None:
    known = period_at(setting(), setting(proposed=asked(unit="")), withdrawing(period_at()))
    assert targets.scopes(known) == {"units/q1", ""}


def test_a_resource_says_what_was_set_and_by_what_it_is_found() -> None:
    service, channel = "services/a", facts.CHANNEL_ONLINE
    said = asked(service=service, channel=channel, legal_basis="QĐ 766/QĐ-TTg")
    [only] = resources.resource_periods(period_at(setting(proposed=said)))
    message = only.message
    assert (message.name, iso(message.by_date), message.channel) == (NAME, "2026-12-31", channel)
    assert (message.service, message.legal_basis) == (service, "QĐ 766/QĐ-TTg")
    assert (only.since, only.until) == (NOW, None)
    columns = only.columns
    assert (columns.unit, columns.title) == ("units/q1", "Xử lý trực tuyến")
    assert columns.codes == ("online-2026", "online_handling")


def shown(known: Target) -> list[Shown]:
    return [each.message for each in resources.resource_periods(known)]


some_turns = some.lists(
    some.tuples(some.integers(0, 8), some.one_of(some.none(), some.integers(0, 100))), max_size=12
)


@settings(max_examples=200)
@given(some_turns)
def test_a_target_at_any_instant_is_the_last_word_by_then(
    turns: list[tuple[int, int | None]],
) -> None:
    """As recorded so far, for every prefix: `None` withdraws, a number is a threshold of 100."""
    known, recorded = Target(), list[tuple[int, int, int | None]]()
    for n, (day, percent) in enumerate(turns):
        at = NOW + day * DAY
        try:
            if percent is None:
                decided = withdrawing(known, at=at)
            else:
                decided = setting(known, asked(percent, 100), at=at)
        except Refusal:
            assert percent is None
            continue
        known = targets.DECIDER.fold(known, decided)
        recorded.append((day, n, percent))
        for asked_day in range(10):
            assert read(known, asked_day) == naive(recorded, asked_day)


def read(known: Target, day: int) -> tuple[bool, Fraction] | None:
    """Through the resource_periods, as a read table holds them."""
    at, resource_periods = NOW + day * DAY, resources.resource_periods(known)
    within = [s for s in resource_periods if s.since <= at and (s.until is None or at < s.until)]
    if not within:
        return None
    [only] = within
    assert (
        dated_resources.shown(resource_periods, at, position=1, version=1).threshold
        == only.message.threshold
    )
    share = only.message.threshold
    withdrawn = only.message.state == Shown.STATE_WITHDRAWN
    return withdrawn, Fraction(share.numerator, share.denominator)


def naive(recorded: list[tuple[int, int, int | None]], day: int) -> tuple[bool, Fraction] | None:
    said = sorted(each for each in recorded if each[0] <= day)
    if not said:
        return None
    last = [percent for _, _, percent in said if percent is not None][-1]
    return said[-1][2] is None, Fraction(last, 100)

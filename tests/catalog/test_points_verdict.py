"""The rule `six_points@1`, row by row, against the rule as it is written down.

Promises that a blank never counts as a yes, and that no level is claimed. Must not use the rule's
own data to say what is right.
"""

from __future__ import annotations

import itertools

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import CapabilityState, Verdict
from services.catalog.domain import offerings, points
from services.catalog.domain.levels import Lack
from tests.catalog.given import (
    DAY,
    LEVEL_4,
    NA,
    NO,
    NOW,
    UNKNOWN,
    YES,
    content,
    messages,
    published,
    service,
)
from tests.catalog.given_offerings import (
    POINTS,
    SIX,
    closing,
    opened,
    opening,
    recording,
    refusal_of,
    then,
)

FULLY, NOT_FULLY = facts.VERDICT_FULLY_ONLINE, facts.VERDICT_NOT_FULLY_ONLINE
OPEN, NO_POINTS = facts.VERDICT_UNKNOWN, facts.VERDICT_NO_POINTS
ALL_YES = dict.fromkeys(POINTS, YES)


def written_down(states: tuple[CapabilityState | None, ...]) -> Verdict:
    """Any no → not fully; else any unknown or blank → unknown; else all n/a → no points."""
    if NO in states:
        return NOT_FULLY
    if UNKNOWN in states or None in states:
        return OPEN
    return NO_POINTS if set(states) == {NA} else FULLY


def test_every_row_that_there_can_be_has_its_verdict() -> None:
    for states in itertools.product([YES, NO, NA, UNKNOWN, None], repeat=6):
        said = {point: state for point, state in zip(POINTS, states, strict=True) if state}
        assert points.verdict(said) == written_down(states)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({}, OPEN),
        (ALL_YES, FULLY),
        ({**ALL_YES, POINTS[0]: NA}, FULLY),
        ({**ALL_YES, POINTS[5]: NO}, NOT_FULLY),
        ({**dict.fromkeys(POINTS, UNKNOWN), POINTS[2]: NO}, NOT_FULLY),
        (dict.fromkeys(POINTS[1:], YES), OPEN),
        (dict.fromkeys(POINTS, NA), NO_POINTS),
        (LEVEL_4, OPEN),
    ],
)
def test_telling_rows_have_their_verdict(
    said: dict[facts.Capability, CapabilityState], verdict: Verdict
) -> None:
    assert points.verdict(said) == verdict


def test_what_is_lacking_are_the_points_that_are_no_or_not_known() -> None:
    said = {**ALL_YES, POINTS[0]: NO, POINTS[1]: NA, POINTS[2]: UNKNOWN}
    del said[POINTS[3]]
    assert points.lacking(said) == [
        Lack(POINTS[0], NO),
        Lack(POINTS[2], UNKNOWN),
        Lack(POINTS[3], UNKNOWN),
    ]


def test_an_offering_under_the_rule_has_a_verdict_and_claims_no_level() -> None:
    [_, _, assessed] = messages(opening(ALL_YES, level_rule=SIX))
    assert (assessed.level_rule, assessed.extent_rule) == (SIX, "")
    [span] = assessed.spans
    assert span.verdict == FULLY
    assert (span.earned, span.attainable, span.level, span.extent) == (0, 0, 0, 0)
    assert not assessed.HasField("previous_level")


def test_a_change_of_a_point_changes_the_verdict_from_its_time_on() -> None:
    known = opened(ALL_YES, level_rule=SIX)
    [_, assessed] = messages(recording(known, {POINTS[3]: NO}, at=NOW + DAY))
    assert [span.verdict for span in assessed.spans] == [NOT_FULLY]
    assert not assessed.HasField("previous_level")
    known = then(known, recording(known, {POINTS[3]: NO}, at=NOW + DAY))
    spans = [offerings.span_at(known, at) for at in (NOW, NOW + DAY)]
    assert [span and span.verdict for span in spans] == [FULLY, NOT_FULLY]


def test_a_fee_bears_on_no_verdict() -> None:
    fee = service(published(1), published(2, at=NOW + DAY, said=content(fee=10_000)))
    [*_, assessed] = messages(opening(ALL_YES, of=fee, level_rule=SIX))
    assert len(assessed.spans) == 1


def test_an_unknown_rule_is_refused() -> None:
    assert refusal_of(opening, level_rule="seven@1") == "LEVEL_RULE_UNKNOWN offering.level_rule"


def test_an_offering_keeps_its_rule() -> None:
    known = opened(ALL_YES, level_rule=SIX)
    known = then(known, closing(known))
    assert refusal_of(opening, known=known) == "LEVEL_RULE_FIXED offering.level_rule"
    assert opening(known=known, level_rule=SIX)
    usual = opened(LEVEL_4)
    usual = then(usual, closing(usual))
    assert opening(known=usual, level_rule="vn.levels@1")

"""The rule `six_points@1`, row by row, against the rule as it is written down.

Promises that a blank never counts as a yes, and that no level is claimed. Must not use the rule's
own data to say what is right.
"""

from __future__ import annotations

import itertools
from datetime import datetime

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import CapabilityState, Verdict
from services.catalog.domain import points
from services.catalog.domain.levels import Lack
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_4, NA, NO, UNKNOWN, YES
from tests.catalog.offering_commands import SIX, opening_of, recording_of, then
from tests.catalog.offering_dates import JULY, JUNE, catalogue, on
from tests.catalog.offering_events import Catalogue

POINTS = points.POINTS
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
    ("stated", "verdict"),
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
    stated: dict[facts.Capability, CapabilityState], verdict: Verdict
) -> None:
    assert points.verdict(stated) == verdict


def test_what_is_lacking_are_the_points_that_are_no_or_not_known() -> None:
    said = {**ALL_YES, POINTS[0]: NO, POINTS[1]: NA, POINTS[2]: UNKNOWN}
    del said[POINTS[3]]
    assert points.lacking(said) == [
        Lack(POINTS[0], NO),
        Lack(POINTS[2], UNKNOWN),
        Lack(POINTS[3], UNKNOWN),
    ]


def verdicts(known: Catalogue) -> list[tuple[datetime, Verdict]]:
    return [(event.since(span), span.verdict) for span in known.spans()["p"]]


def test_an_offering_under_the_rule_has_a_verdict_and_claims_no_level() -> None:
    known = then(catalogue(), opening_of(catalogue(), ALL_YES, level_rule=SIX))
    [span] = known.spans()["p"]
    assert (span.level_rule, span.extent_rule, span.verdict) == (SIX, "", FULLY)
    assert not span.HasField("level")
    assert (span.earned, span.attainable, span.extent) == (0, 0, 0)


def test_a_change_of_a_point_changes_the_verdict_from_its_time_on() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), ALL_YES, rule=SIX))
    then(known, recording_of(known, {POINTS[3]: NO}, at=on(JULY, 1)))
    assert verdicts(known) == [(on(JUNE, 1), FULLY), (on(JULY, 1), NOT_FULLY)]


def test_a_fee_bears_on_no_verdict() -> None:
    known = catalogue(
        event.opened("p", on(JUNE, 1), ALL_YES, rule=SIX),
        event.published(2, on(JULY, 1), fee=10_000),
    )
    assert verdicts(known) == [(on(JUNE, 1), FULLY)]

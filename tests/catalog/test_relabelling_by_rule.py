"""The relabelling: given what offerings have earned, which are designated, and where habit differs.

Promises a designation only where the rule supports it. Must not need a database.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.relabelling import Labelled, designations, relabel
from services.chassis.decider import Fact
from tests.catalog import offering_events as event
from tests.catalog.given import DAY, LEVEL_4
from tests.catalog.offering_commands import NOW, then
from tests.catalog.offering_dates import AUGUST, JULY, JUNE, catalogue, on
from tests.catalog.offering_events import offering_of
from tests.catalog.refusals import refusal_of

NAME = offering_of("p")

FULL, PARTIAL, NONE, OPEN = (
    facts.EXTENT_FULL,
    facts.EXTENT_PARTIAL,
    facts.EXTENT_NONE,
    facts.EXTENT_UNKNOWN,
)
NEVER = facts.EXTENT_UNSPECIFIED


def labelled(
    level: int, by_rule: facts.Extent, *, designated: facts.Extent = NEVER, name: str = NAME
) -> Labelled:
    return Labelled(name, "units/p", level, by_rule, designated)


def designating(*offered: Labelled, at: Any = NOW, reason: str = "") -> dict[str, Fact]:
    return designations(
        relabel(offered), at=at, legal_basis="42/2022/NĐ-CP", reason=reason, now=NOW
    )


@pytest.mark.parametrize(
    ("level", "by_rule"), [(4, FULL), (3, PARTIAL), (4, PARTIAL), (2, PARTIAL)]
)
def test_what_the_rule_supports_is_designated(level: int, by_rule: facts.Extent) -> None:
    fact = designating(labelled(level, by_rule))[NAME]
    said = fact.message
    assert isinstance(said, facts.ExtentDesignated)
    assert (said.extent, said.extent_rule, said.level) == (by_rule, "vn.extent@1", level)
    assert said.legal_basis == "42/2022/NĐ-CP"
    assert fact.subject == "motcua.catalog.ExtentDesignated.p"


@pytest.mark.parametrize("by_rule", [NONE, OPEN])
def test_what_the_rule_does_not_support_is_left_as_it_is(by_rule: facts.Extent) -> None:
    found = relabel([labelled(3, by_rule)])
    assert (found.designated, found.unchanged, found.not_supported) == ([], 0, 1)


def test_what_is_designated_so_already_is_not_designated_again() -> None:
    found = relabel([labelled(4, FULL, designated=FULL), labelled(4, FULL, designated=PARTIAL)])
    assert (len(found.designated), found.unchanged) == (1, 1)


@pytest.mark.parametrize(
    ("level", "by_habit"), [(4, FULL), (3, PARTIAL), (2, NONE), (1, NONE), (0, NONE)]
)
@pytest.mark.parametrize("by_rule", [FULL, PARTIAL, NONE, OPEN])
def test_every_difference_from_the_habit_is_named(
    level: int, by_habit: facts.Extent, by_rule: facts.Extent
) -> None:
    one = labelled(level, by_rule)
    assert one.by_habit == by_habit
    assert relabel([one]).differences == ([one] if by_rule != by_habit else [])


def test_a_difference_is_named_again_when_nothing_changes() -> None:
    one = labelled(4, PARTIAL, designated=PARTIAL)
    assert relabel([one]).differences == [one]


def test_the_past_is_relabelled_only_with_a_reason() -> None:
    one = labelled(4, FULL)
    refused = refusal_of(designating, one, at=NOW - DAY)
    assert refused == "PAST_WITHOUT_REASON effective_time"
    [fact] = designating(one, at=NOW - DAY, reason="ghi lại năm 2022").values()
    assert isinstance(fact.message, facts.ExtentDesignated)
    assert fact.message.correction_reason == "ghi lại năm 2022"


def test_a_designation_is_a_fact_of_its_own_that_holds_until_the_next() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4))
    [first] = designating(labelled(4, FULL), at=on(JULY, 1)).values()
    [later] = designating(labelled(4, PARTIAL, designated=FULL), at=on(AUGUST, 1)).values()
    then(known, [first.message, later.message])
    [period] = known.timelines()["p"]
    found = [period.designation(on(month, 2)) for month in (JUNE, JULY, AUGUST)]
    assert found == [None, first.message, later.message]
    assert len(known.spans()["p"]) == 1

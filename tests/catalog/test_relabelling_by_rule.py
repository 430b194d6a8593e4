"""The relabelling: given what offerings have earned, which are designated, and where habit differs.

Promises a designation only where the rule supports it. Must not need a database.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings
from services.catalog.domain.lives import life_at
from services.catalog.domain.relabelling import Labelled, designations, relabel
from services.chassis.decider import Fact
from tests.catalog.given import DAY, LEVEL_4, NOW
from tests.catalog.given_offerings import NAME, closing, opened, opening, refusal_of, then

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
    return Labelled(name, "units/q1", level, by_rule, designated)


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
    assert fact.subject == "motcua.catalog.ExtentDesignated.q1"


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


def designated(known: offerings.Offering, at: Any) -> facts.Extent:
    life = life_at(known, at)
    said = life.designation(at) if life else None
    return said.extent if said else NEVER


def test_a_designation_is_a_fact_of_its_own_that_holds_until_the_next() -> None:
    first = designating(labelled(4, FULL), at=NOW)
    known = then(opened(LEVEL_4), list(first.values()))
    later = designating(labelled(4, PARTIAL, designated=FULL), at=NOW + 2 * DAY)
    known = then(known, list(later.values()))
    assert [designated(known, NOW + n * DAY) for n in (-1, 0, 1, 2)] == [NEVER, FULL, FULL, PARTIAL]
    span = offerings.span_at(known, NOW)
    assert span is not None
    assert span.extent == FULL


def test_a_designation_ends_with_the_offering() -> None:
    known = then(opened(LEVEL_4), list(designating(labelled(4, FULL)).values()))
    known = then(known, closing(known, at=NOW + DAY))
    known = then(known, opening(LEVEL_4, known=known, at=NOW + 2 * DAY))
    assert [designated(known, NOW + n * DAY) for n in (0, 1, 2)] == [FULL, NEVER, NEVER]

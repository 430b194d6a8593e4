"""The units of a subtree, with those that ended and are followed by one of them; and that each is
walked once until something changes.

Promises any facts of units, cycles among them, and a plain look at every unit. Must not need a
database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.submissions.domain.subtrees import tree
from services.submissions.domain.units import Change, Duty, Units
from services.submissions.queries import dossiers
from services.submissions.queries.dossiers import Subtrees
from tests.weighted import weighted

NOON = datetime(2026, 7, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = [f"units/{each}" for each in "abcdef"]
HOURS = st.integers(0, 5).map(lambda hours: NOON + hours * HOUR)
VERSIONS = st.integers(1, 3)
OPENINGS = st.builds(Change, VERSIONS, HOURS, parent=st.sampled_from(["", *NAMES]))
ENDS = st.builds(
    Change, VERSIONS, HOURS, ends=st.just(True),
    successors=st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
)  # fmt: skip
FACTS = weighted((2, OPENINGS), (1, ENDS))
TOLD = st.lists(st.tuples(st.sampled_from(NAMES), FACTS), max_size=14)


def learned(told: list[tuple[str, Change]]) -> Units:
    units = Units()
    for name, fact in told:
        units.learn({(name, fact.version): fact})
    return units


def naive(units: Units, top: str, at: datetime) -> list[str]:
    """By a look at every unit."""
    below = {name for name in NAMES if units.knows(name) and units.within(top, name, at)}
    below |= {top} - {""}
    followed = {name for name in NAMES if units.knows(name) and
        below.intersection(units.successors(name, at))}  # fmt: skip
    return sorted(below | followed)


@given(TOLD, st.sampled_from(["", *NAMES]), HOURS)
def test_a_subtree_is_what_a_look_at_every_unit_finds(
    told: list[tuple[str, Change]], top: str, at: datetime
) -> None:
    units = learned(told)
    assert tree(units, at).subtree(top) == naive(units, top, at)


@given(TOLD, TOLD, st.sampled_from(["", *NAMES]), HOURS, HOURS)
def test_what_is_remembered_is_as_what_is_walked_anew(
    told: list[tuple[str, Change]],
    more: list[tuple[str, Change]],
    top: str,
    first: datetime,
    second: datetime,
) -> None:
    units, kept = learned(told), Subtrees()
    for at in (first, second, first):
        assert kept.of(units, top, at) == Subtrees().of(units, top, at)
    for name, fact in more:
        units.learn({(name, fact.version): fact})
    for at in (first, second):
        assert kept.of(units, top, at) == Subtrees().of(units, top, at)


def test_a_tree_is_walked_once_until_a_unit_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    walks = []

    def counted(units: Units, at: datetime) -> object:
        walks.append(at)
        return tree(units, at)

    monkeypatch.setattr(dossiers, "tree", counted)
    units = learned(
        [("units/a", Change(1, NOON, parent="")), ("units/b", Change(1, NOON, parent="units/a"))]
    )
    kept = Subtrees()
    for minutes in range(5):
        for top in ("", "units/a", "units/b"):
            kept.of(units, top, NOON + minutes * timedelta(minutes=1))
    units.learn({("units/a", 2): Duty(2, NOON, "an", 1, True)})
    kept.of(units, "units/a", NOON)
    assert len(walks) == 1
    units.learn({("units/b", 3): Change(3, NOON + 2 * HOUR, parent="")})
    assert kept.of(units, "units/a", NOON) == ["units/a", "units/b"]
    assert kept.of(units, "units/a", NOON + 2 * HOUR) == ["units/a"]
    assert len(walks) == 3

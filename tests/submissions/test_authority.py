"""Who may take which step: given units, desks and officers, when somebody acts, then this unit acts
or this reason stands against it.

Promises plain values without a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain import authority
from services.submissions.domain.authority import MATRIX, Actor, Parties, Step
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.units import Authorization, Change, Duty, Units

NOON = datetime(2026, 7, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
BEGIN = datetime(2010, 1, 1, tzinfo=UTC)
PROVINCE, WARD, DESK, WINDOW, ABROAD = (
    f"units/{each}" for each in ("province", "ward", "desk", "window", "abroad")
)
TREE = {PROVINCE: "", WARD: PROVINCE, DESK: PROVINCE, WINDOW: DESK, ABROAD: ""}
Told = Mapping[tuple[str, int], Any]


def known(*told: Told) -> Units:
    """Units of long ago, and more facts about them."""
    units = Units()
    for name, parent in TREE.items():
        units.learn({(name, 1): Change(1, BEGIN, parent=parent)})
    for each in told:
        units.learn(each)
    return units


def authorizes(
    unit: str, desk: str, at: datetime = BEGIN, *, version: int = 2, **more: Any
) -> Told:
    return {(unit, version): Authorization(version, at, desk, more.pop("given", True), **more)}


def serves(
    unit: str, officer: str, at: datetime = BEGIN, *, version: int = 20, **more: Any
) -> Told:
    begins, duty = more.pop("begins", True), more.pop("duty", 2)
    return {(unit, version): Duty(version, at, officer, duty, begins)}


def actor(units: Units, *roots: str, subject: str = "o", now: datetime = NOON) -> Actor:
    """Somebody whose roles reach these subtrees."""

    def reaches(unit: str) -> bool:
        return any(units.within(root, unit, now) for root in roots)

    return Actor(subject, reaches, units, now)


def reason(act: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    for language in ("vi", "en"):
        assert "{" not in refused.value.message(language)
    return f"{refused.value.reason.code} {refused.value.field}"


OF = Parties(WARD, "", DESK)


@pytest.mark.parametrize("step", Step)
def test_every_step_stands_in_the_matrix_and_the_competent_unit_may_take_it(step: Step) -> None:
    assert authority.Part.COMPETENT in MATRIX[step]
    assert authority.acting(actor(known(), WARD), step, OF) == [WARD]
    assert authority.acting(actor(known(), ABROAD), step, OF) == []


@pytest.mark.parametrize(
    ("told", "desk", "receives"),
    [
        ({}, WARD, True),  # its own
        ({}, DESK, False),
        (authorizes(WARD, DESK), DESK, True),
        (authorizes(WARD, DESK), WINDOW, False),
        (authorizes(WARD, DESK, desks_below=True), WINDOW, True),
        (authorizes(WARD, DESK, NOON), DESK, True),
        (authorizes(WARD, DESK, NOON + DAY), DESK, False),  # planned
        (authorizes(WARD, DESK, end_time=NOON), DESK, False),  # over
        (authorizes(WARD, DESK, end_time=NOON + DAY), DESK, True),
        (
            authorizes(WARD, DESK) | authorizes(WARD, DESK, NOON, version=3, given=False),
            DESK,
            False,
        ),
        (authorizes(PROVINCE, DESK), DESK, False),  # for itself alone
        (authorizes(PROVINCE, DESK, for_units_below=True), DESK, True),
        (authorizes(PROVINCE, PROVINCE, for_units_below=True, desks_below=True), WINDOW, True),
        (authorizes(ABROAD, DESK, for_units_below=True), DESK, False),
        (authorizes(WARD, DESK) | {(WARD, 3): Change(3, NOON, ends=True)}, DESK, False),
        (authorizes(WARD, DESK) | {(DESK, 3): Change(3, NOON, ends=True)}, DESK, False),
        (authorizes(WARD, DESK) | {(WARD, 2): None}, DESK, False),  # withdrawn
    ],
)
def test_a_desk_receives_for_whom_has_authorized_it(told: Told, desk: str, receives: bool) -> None:
    assert known(told).receives(desk, WARD, NOON) == receives


def test_what_is_given_for_units_below_goes_by_the_tree_of_the_instant() -> None:
    given = authorizes(PROVINCE, DESK, for_units_below=True)
    moves = {(WARD, 2): Change(2, NOON, parent=ABROAD)}
    units = known(given, moves)
    assert units.receives(DESK, WARD, NOON - DAY)
    assert not units.receives(DESK, WARD, NOON)
    units.learn({(WARD, 2): None})
    assert units.receives(DESK, WARD, NOON)


@pytest.mark.parametrize(
    ("told", "on_duty"),
    [
        ({}, False),
        (serves(WARD, "o"), True),
        (serves(WARD, "o", duty=1), True),  # who leads is on duty, too
        (serves(WARD, "p"), False),
        (serves(WARD, "o", NOON + DAY), False),
        (serves(WARD, "o") | serves(WARD, "o", NOON, version=21, begins=False), False),
        (serves(WARD, "o") | serves(WARD, "o", NOON, version=21, begins=False, duty=1), True),
        (serves(WARD, "o") | {(WARD, 3): Change(3, NOON, ends=True)}, False),
        (serves(PROVINCE, "o"), False),
    ],
)
def test_an_officer_is_on_duty_where_appointed(told: Told, on_duty: bool) -> None:
    assert known(told).on_duty("o", WARD, NOON) == on_duty


def accountable(units: Units, *roots: str, named: str = "", of: Parties = OF) -> tuple[str, str]:
    by = actor(units, *roots)
    acting = authority.require_right(by, Step.ACCEPT, of, field="name")
    return tuple(authority.require_accountable(by, of, acting, named=named))  # type: ignore[return-value]


def test_the_caller_answers_for_a_step_where_on_duty() -> None:
    assert accountable(known(serves(WARD, "o")), WARD) == ("o", WARD)
    assert reason(lambda: accountable(known(), WARD)) == "OFFICER_NOT_ON_DUTY officer"
    both = known(authorizes(WARD, DESK), serves(DESK, "o"))
    assert accountable(both, PROVINCE) == ("o", DESK)  # of two units that may act


def test_who_is_on_duty_above_answers_as_far_as_his_roles_reach() -> None:
    units = known(serves(PROVINCE, "o"))
    assert accountable(units, PROVINCE) == ("o", WARD)
    assert reason(lambda: accountable(units, WARD)) == "OFFICER_NOT_ON_DUTY officer"


def test_only_who_may_assign_names_another() -> None:
    units = known(authorizes(WARD, DESK), serves(WARD, "p"), serves(DESK, "q"))
    assert accountable(units, WARD, named="p") == ("p", WARD)
    assert reason(lambda: accountable(units, WARD, named="q")) == "OFFICER_NOT_ON_DUTY officer"
    for named in ("p", "q"):  # a desk answers for itself
        assert (
            reason(lambda n=named: accountable(units, DESK, named=n)) == "OFFICER_NOT_YOURS officer"
        )
    by_desk = known(authorizes(WARD, DESK), serves(DESK, "o"))
    assert accountable(by_desk, DESK, named="o") == ("o", DESK)  # which is the caller


def test_the_competent_unit_hands_a_dossier_to_one_of_its_own_reach() -> None:
    below = {("units/office", 1): Change(1, BEGIN, parent=WARD)}
    units = known(below, authorizes(WARD, DESK))

    def handling(root: str, named: str) -> str:
        return authority.require_handling(actor(units, root), OF, named)

    assert handling(WARD, "") == WARD
    assert handling(DESK, WARD) == WARD
    assert handling(WARD, "units/office") == "units/office"
    assert handling(PROVINCE, DESK) == DESK
    for root, named in ((WARD, ABROAD), (WARD, PROVINCE), (DESK, DESK), (DESK, "units/office")):
        refused = reason(lambda r=root, n=named: handling(r, n))
        assert refused == "UNIT_NOT_YOURS handling_unit"
    units.learn({("units/office", 2): Change(2, NOON, ends=True)})
    assert reason(lambda: handling(WARD, "units/office")) == "UNIT_ENDED handling_unit"


def test_a_result_is_credited_to_a_unit_of_the_callers() -> None:
    units, of = known(), Parties(WARD, ABROAD, DESK)
    assert authority.deciding(actor(units, ABROAD), of) == ABROAD
    assert authority.deciding(actor(units, ""), of) == ABROAD
    assert authority.deciding(actor(units, WARD), of) == WARD  # not at the expense of the other
    assert authority.deciding(actor(units, ""), of._replace(handling="")) == WARD


def test_a_result_is_handed_over_by_a_unit_of_the_callers() -> None:
    units = known(authorizes(WARD, DESK))

    def returning(root: str, at: str) -> str:
        return authority.require_returning(actor(units, root), OF._replace(desk=at))

    assert returning(WARD, WARD) == WARD
    assert returning(DESK, DESK) == DESK
    assert returning(PROVINCE, DESK) == DESK
    assert reason(lambda: returning(WARD, DESK)) == "UNIT_NOT_YOURS returning_unit"
    assert reason(lambda: returning(DESK, WINDOW)) == "DESK_NOT_AUTHORIZED returning_unit"
    assert reason(lambda: returning(ABROAD, ABROAD)) == "DESK_NOT_AUTHORIZED returning_unit"


def test_a_dossier_is_the_business_of_its_units_and_of_nobody_else() -> None:
    of_ward = events.OfferingFacts(unit=WARD)
    dossier = Dossier(name="dossiers/d", receiving_unit=DESK, offering=of_ward)
    returned = replace(dossier, returning_unit=ABROAD)
    units = known()

    def related(root: str, which: Dossier = dossier) -> None:
        authority.require_related(actor(units, root), which, name="dossiers/d")

    for root in (WARD, DESK, PROVINCE, ""):
        related(root)
    related(ABROAD, returned)
    for which in (dossier, Dossier()):
        assert reason(lambda w=which: related(ABROAD, w)) == "DOSSIER_UNKNOWN name"
    assert reason(lambda: related("", Dossier())) == "DOSSIER_UNKNOWN name"


def test_portals_are_told_of_every_reason() -> None:
    told = (Path(__file__).parents[2] / "docs" / "calls.md").read_text(encoding="utf-8")
    source = Path(authority.__file__).read_text(encoding="utf-8")
    reasons = set(re.findall(r"SubmissionsReason\.([A-Z_]+)", source))
    assert len(reasons) == 7
    assert {each for each in reasons if f"| `{each}` |" not in told} == set()

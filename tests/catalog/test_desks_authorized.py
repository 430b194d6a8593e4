"""Desks that receive for units: given what happened, when a desk is authorized, revoked or asked
about, then these facts, this refusal or these authorizations.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from services.catalog.domain import descriptions, desks, structure, units
from services.catalog.domain.effective import instant
from services.catalog.domain.tree import Forest
from services.chassis.decider import Fact
from tests.catalog.given import NOW, messages
from tests.catalog.given_units import (
    authorized,
    closed,
    forest,
    merged,
    moved,
    on,
    opened,
    refused,
    refused_with,
    revoked,
    u,
    withdrawn,
)

# A province with two wards, a desk below it, and another province.
PLACE = (
    opened("province"),
    opened("ward", "province"),
    opened("sister", "province"),
    opened("desk", "province"),
    opened("window", "desk"),
    opened("abroad"),
)


def authorize(
    proposed: Any, *happened: Any, day: float | None = None, now: float = 0
) -> Sequence[Fact]:
    known = forest(*PLACE, *happened)
    return desks.authorize(
        known.get(proposed.unit, units.Unit()),
        proposed=proposed,
        desk=known.get(proposed.desk, units.Unit()),
        at=None if day is None else on(day),
        now=on(now),
    )


def revoke(proposed: Any, *happened: Any, day: float | None = None) -> Sequence[Fact]:
    known = forest(*PLACE, *happened)
    at = None if day is None else on(day)
    return desks.revoke(known[proposed.unit], proposed=proposed, at=at, now=NOW)


def receive(known: Forest, unit_id: str, day: float) -> list[tuple[str, str]]:
    """Who authorizes which desk for a unit."""
    given = desks.given_for(known, u(unit_id), on(day))
    return [(each.unit, each.authorization.desk) for each in given]


def test_a_desk_is_authorized_from_now_on() -> None:
    [fact] = authorize(authorized("ward", "desk", day=-9, desks_below=True))
    assert (instant(fact.message.effective_time), fact.occurred_at) == (NOW, NOW)
    assert fact.message.desks_below
    assert fact.subject == "motcua.catalog.DeskAuthorized.ward"


def test_an_authorization_in_the_past_needs_a_reason() -> None:
    assert refused(lambda: authorize(authorized("ward", "desk", day=0), day=-1)) == (
        "PAST_WITHOUT_REASON effective_time"
    )
    late = authorized("ward", "desk", day=0, correction_reason="ghi muộn")
    [recorded] = messages(authorize(late, day=-1))
    assert instant(recorded.effective_time) == on(-1)


@pytest.mark.parametrize("until", [-1, 5])
def test_it_ends_after_it_begins(until: float) -> None:
    proposed = authorized("ward", "desk", day=0, until=until)
    assert refused(lambda: authorize(proposed, day=5)) == "AUTHORIZATION_ENDS_BEFORE end_time"
    assert authorize(authorized("ward", "desk", day=0, until=5.5), day=5)


def test_an_end_that_nobody_can_mean_is_refused() -> None:
    proposed = authorized("ward", "desk", day=0, until=366 * 101)
    assert refused(lambda: authorize(proposed)) == "TIME_OUT_OF_RANGE end_time"


def test_a_unit_needs_no_authorization_for_itself() -> None:
    assert refused(lambda: authorize(authorized("ward", "ward", day=0))) == "DESK_IS_OWN desk"
    assert authorize(authorized("province", "province", day=0, for_units_below=True))


def test_a_desk_is_open_when_it_is_authorized() -> None:
    nobody = authorized("ward", "nobody", day=0)
    assert refused(lambda: authorize(nobody)) == "UNIT_UNKNOWN desk"
    planned = opened("soon", "province", day=5)
    soon = authorized("ward", "soon", day=0)
    assert refused(lambda: authorize(soon, planned, day=4)) == "UNIT_NOT_OPEN_THEN desk"
    assert authorize(soon, planned, day=5)
    ended = closed("window", day=-1)
    window = authorized("ward", "window", day=0)
    assert refused(lambda: authorize(window, ended)) == "UNIT_ENDED desk"


def test_a_unit_authorizes_while_it_is_open() -> None:
    proposed = authorized("ward", "desk", day=0)
    ended = closed("ward", day=-1)
    assert refused(lambda: authorize(proposed, ended)) == "UNIT_ENDED effective_time"


def test_only_what_holds_is_revoked() -> None:
    proposed = revoked("ward", "desk", day=0)
    assert refused(lambda: revoke(proposed)) == "DESK_NOT_AUTHORIZED_THEN desk"
    given = authorized("ward", "desk", day=-9, until=5)
    [fact] = revoke(proposed, given)
    assert fact.subject == "motcua.catalog.DeskRevoked.ward"
    assert refused_with(lambda: revoke(proposed, given, day=5)) == {
        "desk": "units/desk", "unit": "units/ward", "time": "2026-03-07T08:00:00Z",
    }  # fmt: skip
    from_above = authorized("province", "desk", day=-9, for_units_below=True)
    assert refused(lambda: revoke(proposed, from_above)) == "DESK_NOT_AUTHORIZED_THEN desk"


def test_an_authorization_holds_until_it_ends_or_is_revoked() -> None:
    known = forest(
        *PLACE,
        authorized("ward", "desk", day=0, until=3),
        authorized("ward", "abroad", day=1),
        revoked("ward", "abroad", day=2),
    )
    days = (-1, 0, 1, 2, 3)
    assert [[desk for _, desk in receive(known, "ward", day)] for day in days] == [
        [], ["units/desk"], ["units/abroad", "units/desk"], ["units/desk"], [],
    ]  # fmt: skip


def test_what_is_recorded_last_of_a_desk_counts() -> None:
    known = forest(
        *PLACE,
        authorized("province", "desk", day=0, for_units_below=True),
        authorized("province", "desk", day=2, until=4),
    )
    days = (1, 2, 4)
    assert [len(receive(known, "ward", day)) for day in days] == [1, 0, 0]
    assert [len(receive(known, "province", day)) for day in days] == [1, 1, 0]


def test_every_desk_of_a_province_receives_for_every_unit_in_it_by_one_command() -> None:
    whole = authorized("province", "province", day=0, desks_below=True, for_units_below=True)
    known = forest(*PLACE, *messages(authorize(whole)))
    for unit_id in ("province", "ward", "sister", "desk", "window"):
        assert receive(known, unit_id, 0) == [("units/province", "units/province")]
    assert receive(known, "abroad", 0) == []


def test_what_a_unit_above_gives_goes_by_the_tree_of_the_day() -> None:
    known = forest(
        *PLACE,
        authorized("province", "desk", day=0, for_units_below=True),
        authorized("abroad", "window", day=0),
        moved("ward", "abroad", day=5),
    )
    assert receive(known, "ward", 4) == [("units/province", "units/desk")]
    assert receive(known, "ward", 5) == []  # what it has is not for units below


def test_the_units_own_come_first() -> None:
    known = forest(
        *PLACE,
        authorized("province", "desk", day=0, for_units_below=True),
        authorized("ward", "window", day=0),
        authorized("ward", "abroad", day=0),
    )
    assert receive(known, "ward", 1) == [
        ("units/ward", "units/abroad"),
        ("units/ward", "units/window"),
        ("units/province", "units/desk"),
    ]


def test_a_unit_that_has_ended_authorizes_nobody_nor_does_its_successor() -> None:
    known = forest(
        *PLACE,
        authorized("ward", "desk", day=0),
        authorized("province", "abroad", day=0, for_units_below=True),
        merged("ward", "sister", day=5),
    )
    assert len(receive(known, "ward", 4)) == 2
    assert receive(known, "ward", 5) == []
    assert receive(known, "sister", 5) == [("units/province", "units/abroad")]
    assert receive(known, "nobody", 5) == []


def test_a_unit_that_has_ended_is_shown_with_the_desks_that_it_had_last() -> None:
    known = forest(*PLACE, authorized("ward", "desk", day=0, until=9), closed("ward", day=5))
    for day in (4, 5, 20):
        [kept] = descriptions.described(known["units/ward"], on(day)).authorizations
        assert (kept.desk, kept.until) == ("units/desk", on(9))


def test_a_planned_authorization_can_be_withdrawn() -> None:
    known = forest(*PLACE, authorized("ward", "desk", day=5))
    taken_back = structure.withdraw(known, proposed=withdrawn("ward", 2), now=NOW)
    assert receive(known.after(taken_back), "ward", 9) == []
    assert structure.planned_over(known, withdrawn("ward", 2)) == {"units/ward"}


def test_who_authorizes_a_planned_desk_does_not_keep_it_from_being_withdrawn() -> None:
    """Or whoever edits one ward could hold every plan of another."""
    given = [authorized("ward", "soon", day=5), authorized("ward", "desk", day=5)]
    known = forest(*PLACE, opened("soon", day=3), *given, authorized("province", "soon", day=4))
    changes = structure.withdraw(known, proposed=withdrawn("soon", 1), now=NOW)
    assert [fact.message for facts in changes.values() for fact in facts] == [
        withdrawn("soon", 1), withdrawn("province", 2), withdrawn("ward", 2)
    ]  # fmt: skip
    after = known.after(changes)
    assert receive(after, "ward", 9) == [("units/ward", "units/desk")]


def test_who_opens_a_unit_with_the_name_of_a_withdrawn_desk_is_authorized_by_nobody() -> None:
    happened = [*PLACE, opened("soon", day=3), authorized("ward", "soon", day=5)]
    changes = structure.withdraw(forest(*happened), proposed=withdrawn("soon", 1), now=NOW)
    facts = [fact.message for facts in changes.values() for fact in facts]
    again = forest(*happened, *facts, opened("soon", day=2))
    assert receive(again, "ward", 9) == []


def test_a_desk_that_authorizes_itself_for_units_below_is_withdrawn_after_that() -> None:
    own = authorized("soon", "soon", day=5, for_units_below=True)
    known = forest(*PLACE, opened("soon", day=3), own)
    assert (
        refused(lambda: structure.withdraw(known, proposed=withdrawn("soon", 1), now=NOW))
        == "OPENING_REFERENCED version"
    )

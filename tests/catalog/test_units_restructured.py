"""Units that move, end, are merged and split, through gRPC.

Promises that a command and all that follows from it are recorded together, that a repeat is
answered alike, and that no two commands at once leave what neither would. Must not reach into the
service.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, fresh, level, refusal, refused, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, LEVEL_2, LEVEL_4
from tests.catalog.place import AHEAD, BEGUN, Place

FOLLOW = facts.OFFERING_RULE_FOLLOW


def state(unit: api.Unit) -> str:
    return api.Unit.State.Name(unit.state)


async def test_a_move_is_answered_as_it_is_read(client: Client, place: Place) -> None:
    moved = await client.act("MoveUnit", name=place.ward, parent=place.b)
    assert moved.parent == place.b
    assert await client.get(place.ward) == moved
    assert (await client.get(place.ward, at=BEGUN - DAY)).parent == place.a


async def test_permissions_follow_a_move(catalog: Running, client: Client, place: Place) -> None:
    of_b = catalog.client(unit=place.b)
    rename = {"name": place.ward, "kind": "commune"}
    assert (await refusal(of_b.act("RenameUnit", **rename))).startswith("PERMISSION_DENIED")
    await client.act("MoveUnit", name=place.ward, parent=place.b)
    assert (await of_b.act("RenameUnit", **rename)).kind == "commune"


async def test_a_move_needs_a_role_over_both_parents(
    catalog: Running, client: Client, place: Place
) -> None:
    of_a = catalog.client(unit=place.a)
    move = {"name": place.ward, "parent": place.b}
    assert await refusal(of_a.act("MoveUnit", **move)) == "PERMISSION_DENIED NOT_PERMITTED"
    assert await refusal(of_a.act("MoveUnit", name=place.ward)) == "PERMISSION_DENIED NOT_PERMITTED"
    of_city = catalog.client(unit=place.city)
    assert (await of_city.act("MoveUnit", **move)).parent == place.b
    assert (await refusal(of_city.act("MoveUnit", name=place.ward))).startswith("PERMISSION")
    assert (await client.act("MoveUnit", name=place.ward)).parent == ""


async def test_refusals_name_their_fields(client: Client, place: Place) -> None:
    for method, said, expected in (
        ("MoveUnit", {"name": place.a, "parent": place.ward}, "UNIT_CYCLE parent"),
        ("MoveUnit", {"name": place.a, "parent": "wards/1"}, "NAME_MALFORMED parent"),
        ("CloseUnit", {"name": place.a}, "UNIT_HAS_CHILDREN name"),
        ("MergeUnits", {"into": place.b, "units": [place.b]}, "NOTHING_MERGED units"),
        ("MergeUnits", {"into": place.b, "units": [place.a, "x"]}, "NAME_MALFORMED units[1]"),
        ("SplitUnit", {"name": place.a, "parts": [{"unit": place.b}]}, "PARTS_TOO_FEW parts"),
        (
            "WithdrawUnitChange",
            {"name": place.a, "version": 9, "reason": "x"},
            "CHANGE_UNKNOWN version",
        ),
    ):
        refused = await refusal(client.act(method, **said))
        assert refused.split(" ", 1)[1] == expected


async def test_every_name_that_is_malformed_is_told(client: Client, place: Place) -> None:
    for method, said, fields in (
        ("MergeUnits", {"into": "x", "units": [place.a, "y"]}, ["into", "units[1]"]),
        (
            "SplitUnit",
            {"name": place.a, "parts": [{"unit": "x"}, {"unit": "y"}]},
            ["parts[0].unit", "parts[1].unit"],
        ),
    ):
        _, info, bad = await refused(client.act(method, **said))
        assert (info.reason, [each.field for each in bad.field_violations]) == (
            "NAME_MALFORMED",
            fields,
        )


async def test_the_etag_of_what_was_seen_guards_a_move(client: Client, place: Place) -> None:
    seen = await client.get(place.ward)
    await client.act("RenameUnit", name=place.ward, kind="commune", etag=seen.etag)
    move = {"name": place.ward, "parent": place.b, "etag": seen.etag}
    assert (await refusal(client.act("MoveUnit", **move))).startswith("ABORTED VERSION_CONFLICT")
    assert (await client.get(place.ward)).parent == place.a


async def test_a_unit_closes_with_its_offerings(client: Client, place: Place) -> None:
    offering = await place.offering(await place.service(), place.ward)
    closed = await client.act("CloseUnit", name=place.ward, effective_time=AHEAD)
    assert state(closed) == "STATE_CLOSED"
    assert state(await client.get(place.ward)) == "STATE_OPEN"
    assert await client.get(place.ward, at=AHEAD) == closed
    assert (await client.get(offering)).ending_time.ToDatetime(tzinfo=UTC) == AHEAD
    after = await client.get(offering, at=AHEAD)
    assert after.state == api.Offering.STATE_CLOSED


async def test_what_follows_to_a_unit_that_is_known_to_end_ends_with_it(
    client: Client, place: Place
) -> None:
    service, into = await place.service(), await place.unit(place.city)
    await place.offering(service, place.ward)
    ends = AHEAD + 9 * DAY
    await client.act("CloseUnit", name=into, effective_time=ends)
    merger = {"into": into, "units": [place.ward], "effective_time": AHEAD}
    await client.act("MergeUnits", offerings=FOLLOW, **merger)
    heir = f"{service}/offerings/{into.rpartition('/')[2]}"
    states = [(await client.get(heir, at=at)).state for at in (AHEAD, ends)]
    assert states == [api.Offering.STATE_OPEN, api.Offering.STATE_CLOSED]


async def test_merged_units_hand_everything_on(client: Client, place: Place) -> None:
    service, other = await place.service(), await place.service()
    weak = await place.offering(service, place.a, LEVEL_2)
    strong = await place.offering(service, place.b, LEVEL_4)
    only = await place.offering(other, place.b, LEVEL_4)
    into = await place.unit(place.city)
    answer = await client.act(
        "MergeUnits",
        into=into,
        units=[place.a, place.b],
        offerings=FOLLOW,
        effective_time=AHEAD,
        legal_basis="1656/NQ-UBTVQH15",
    )
    assert [unit.name for unit in answer.units] == [place.a, place.b]
    assert [state(unit) for unit in answer.units] == ["STATE_MERGED"] * 2
    assert [[each.unit for each in unit.successors] for unit in answer.units] == [[into]] * 2
    assert (answer.into.name, state(answer.into)) == (into, "STATE_OPEN")
    assert (await client.get(place.ward, at=AHEAD)).parent == into
    assert (await client.get(place.ward)).parent == place.a
    for ended in (weak, strong, only):
        assert (await client.get(ended, at=AHEAD)).state == api.Offering.STATE_CLOSED
    common = await client.get(f"{service}/offerings/{into.rpartition('/')[2]}", at=AHEAD)
    alone = await client.get(f"{other}/offerings/{into.rpartition('/')[2]}", at=AHEAD)
    assert (level(common), level(alone)) == (2, 4)


async def test_services_whose_authority_has_ended_are_found(client: Client, place: Place) -> None:
    kept, lost = await client.service(place.b), await client.service(place.ward)
    merged = await client.act("MergeUnits", into=place.b, units=[place.ward], effective_time=AHEAD)

    async def found(condition: str, **asked: Any) -> list[str]:
        every = await client.every("Services", subtree=place.city, filter=condition, **asked)
        return [each.name for each in every]

    ahead = {"as_of": stamp(AHEAD)}
    assert await found("authority_state != OPEN") == []
    assert await found("authority_state != OPEN", **ahead) == [lost.name]
    assert await found("authority_state = MERGED", **ahead) == [lost.name]
    assert await found("authority_state = OPEN", **ahead) == [kept.name]
    known = {**ahead, "as_known": merged.units[0].position - 1}
    assert sorted(await found("authority_state = OPEN", **known)) == sorted([kept.name, lost.name])
    [successor] = (await client.get((await client.get(lost.name)).authority, at=AHEAD)).successors
    assert successor.unit == place.b


async def test_offerings_of_merged_units_end_unless_they_are_to_follow(
    client: Client, place: Place
) -> None:
    service = await place.service()
    ended = await place.offering(service, place.ward)
    await client.act("MergeUnits", into=place.b, units=[place.ward], effective_time=AHEAD)
    assert (await client.get(ended, at=AHEAD)).state == api.Offering.STATE_CLOSED
    successor = f"{service}/offerings/{place.b.rpartition('/')[2]}"
    assert (await refusal(client.get(successor, at=AHEAD))).startswith("NOT_FOUND")


async def test_a_merger_repeated_is_answered_as_the_first_time(
    catalog: Running, client: Client, place: Place
) -> None:
    into = await place.unit(place.city)
    await place.offering(await place.service(), place.a)
    said = {
        "into": into,
        "units": [place.a, into, place.b],
        "offerings": FOLLOW,
        "request_id": str(uuid.uuid4()),
    }
    first = await client.act("MergeUnits", **said)
    assert [unit.name for unit in first.units] == [place.a, into, place.b]
    await client.act("RenameUnit", name=into, kind="ward of another kind")
    assert await client.act("MergeUnits", **said) == first
    await catalog.restart()
    assert await catalog.client().act("MergeUnits", **said) == first


async def test_a_merger_needs_a_role_over_every_unit(catalog: Running, place: Place) -> None:
    of_a = catalog.client(unit=place.a)
    for said in (
        {"into": place.b, "units": [place.ward]},
        {"into": place.ward, "units": [place.b]},
    ):
        assert (await refusal(of_a.act("MergeUnits", **said))).startswith("PERMISSION_DENIED")


async def test_a_split_is_answered_with_its_parts(client: Client, place: Place) -> None:
    parts = [
        facts.Successor(unit=place.a, share=facts.Share(numerator=2, denominator=6)),
        facts.Successor(unit=place.b, share=facts.Share(numerator=4, denominator=6)),
    ]
    split = await client.act("SplitUnit", name=place.ward, parts=parts, effective_time=AHEAD)
    assert state(split) == "STATE_SPLIT"
    assert [(s.share.numerator, s.share.denominator) for s in split.successors] == [(1, 3), (2, 3)]
    assert await client.get(place.ward, at=AHEAD) == split


async def test_a_split_needs_a_role_over_every_part(catalog: Running, place: Place) -> None:
    of_a = catalog.client(unit=place.a)
    parts = [facts.Successor(unit=place.a), facts.Successor(unit=place.b)]
    refused = await refusal(of_a.act("SplitUnit", name=place.ward, parts=parts))
    assert refused == "PERMISSION_DENIED NOT_PERMITTED"


async def test_a_plan_is_withdrawn_before_it_begins(client: Client, place: Place) -> None:
    closed = await client.act("CloseUnit", name=place.ward, effective_time=AHEAD)
    said = {"name": place.ward, "version": 2, "reason": "hoãn", "request_id": str(uuid.uuid4())}
    back = await client.act("WithdrawUnitChange", **said, etag=closed.etag)
    assert state(back) == "STATE_OPEN"
    assert not back.HasField("ending_time")
    assert state(await client.get(place.ward, at=AHEAD)) == "STATE_OPEN"
    planned = await client.get(place.ward, at=AHEAD, as_known=closed.position)
    assert planned == closed
    await client.act("RenameUnit", name=place.ward, kind="commune")
    assert await client.act("WithdrawUnitChange", **said, etag=closed.etag) == back


async def test_of_two_moves_at_once_that_would_make_a_cycle_one_is_refused(
    client: Client, place: Place
) -> None:
    for _ in range(5):
        a, b = await place.unit(place.city), await place.unit(place.city)
        moves = [
            client.act("MoveUnit", name=a, parent=b),
            client.act("MoveUnit", name=b, parent=a),
        ]
        done = await asyncio.gather(*moves, return_exceptions=True)
        assert [isinstance(each, api.Unit) for each in done].count(True) == 1
        parents = {(await client.get(each)).parent for each in (a, b)}
        assert place.city in parents


async def test_a_unit_does_not_close_while_another_opens_below_it(
    client: Client, place: Place
) -> None:
    for _ in range(5):
        above, below = await place.unit(place.city), fresh("u")
        done = await asyncio.gather(
            client.act("CloseUnit", name=above),
            client.unit(below, parent=above, at=datetime.now(UTC) + DAY),
            return_exceptions=True,
        )
        assert [isinstance(each, api.Unit) for each in done].count(True) == 1


async def test_an_offering_that_opens_as_its_unit_ends_does_not_outlive_it(
    client: Client, place: Place
) -> None:
    service = await place.service()
    for _ in range(5):
        ward = await place.unit(place.city)
        closed, offered = await asyncio.gather(
            client.act("CloseUnit", name=ward, effective_time=AHEAD),
            client.offer(service, ward, LEVEL_2),
            return_exceptions=True,
        )
        if isinstance(closed, api.Unit) and isinstance(offered, api.Offering):
            found = await client.get(offered.name)
            assert found.ending_time.ToDatetime(tzinfo=UTC) == AHEAD


async def test_many_who_change_the_structure_at_once_leave_a_tree(
    client: Client, place: Place
) -> None:
    units = [await place.unit(place.city) for _ in range(6)]
    moves = [
        client.act("MoveUnit", name=one, parent=other)
        for one, other in zip(units, [*units[1:], units[0]], strict=True)
    ]
    await asyncio.gather(*moves, return_exceptions=True)
    for unit in units:
        path = [unit]
        while parent := (await client.get(path[-1])).parent:
            assert parent not in path
            path.append(parent)

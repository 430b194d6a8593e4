"""Desks that receive for units, through gRPC.

Promises that a write is answered as it is read, at any instant and as known at any position, and
that a repeat says the same. Must not reach into the service.
"""

from __future__ import annotations

import uuid
from typing import Any

from tests.catalog.client import Client, refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import DAY
from tests.catalog.place import AHEAD, BEGUN, Place, withdraw


def pairs(listed: Any) -> list[tuple[str, str]]:
    return [(each.unit, each.desk) for each in listed]


async def receiving(client: Client, name: str, **asked: Any) -> list[tuple[str, str]]:
    answer = await client.act("ListDeskAuthorizations", name=name, **asked)
    return pairs(answer.authorizations)


async def test_an_authorization_is_answered_as_it_is_read(client: Client, place: Place) -> None:
    before = await client.get(place.ward)
    given = await client.act(
        "AuthorizeDesk", name=place.ward, desk=place.b, desks_below=True, etag=before.etag,
        end_time=stamp(AHEAD),
    )  # fmt: skip
    [authorization] = given.desk_authorizations
    assert (authorization.unit, authorization.desk) == (place.ward, place.b)
    assert (authorization.desks_below, authorization.for_units_below) == (True, False)
    assert authorization.end_time == stamp(AHEAD)
    assert await client.get(place.ward) == given
    assert list((await client.get(place.ward, at=AHEAD)).desk_authorizations) == []
    assert list((await client.get(place.ward, at=AHEAD - DAY)).desk_authorizations) == [
        authorization
    ]


async def test_one_command_authorizes_a_whole_subtree(client: Client, place: Place) -> None:
    whole = {"desk": place.city, "desks_below": True, "for_units_below": True}
    await client.act("AuthorizeDesk", name=place.city, **whole)
    for unit in (place.city, place.a, place.b, place.ward):
        assert await receiving(client, unit) == [(place.city, place.city)]
    await client.act("RevokeDesk", name=place.city, desk=place.city)
    assert await receiving(client, place.ward) == []


async def test_what_was_known_earlier_is_answered_for_ever(client: Client, place: Place) -> None:
    given = await client.act("AuthorizeDesk", name=place.ward, desk=place.b)
    gone = await client.act("RevokeDesk", name=place.ward, desk=place.b)
    own = [(place.ward, place.b)]
    at = gone.effective_time
    assert await receiving(client, place.ward, as_of=at) == []
    assert await receiving(client, place.ward, as_of=at, as_known=given.position) == own
    assert await receiving(client, place.ward, as_of=given.effective_time) == own
    early = stamp(BEGUN - 200 * DAY)
    before = client.act("ListDeskAuthorizations", name="units/nobody", as_of=early)
    assert await refusal(before) == "NOT_FOUND NONE_THEN name"


async def test_a_repeat_is_answered_as_the_first_time(client: Client, place: Place) -> None:
    said = {"name": place.ward, "desk": place.b, "request_id": str(uuid.uuid4())}
    first = await client.act("AuthorizeDesk", **said)
    await client.act("RevokeDesk", name=place.ward, desk=place.b)
    assert await client.act("AuthorizeDesk", **said) == first


async def test_history_and_withdrawal(client: Client, place: Place) -> None:
    planned = await client.act(
        "AuthorizeDesk", name=place.ward, desk=place.b, effective_time=stamp(AHEAD)
    )
    await withdraw(client, planned)
    assert await receiving(client, place.ward, as_of=stamp(AHEAD)) == []
    changes = (await client.act("ListChanges", name=place.ward)).changes
    kinds = [change.fact.TypeName().rpartition(".")[2] for change in changes]
    assert kinds == ["UnitOpened", "DeskAuthorized", "UnitChangeWithdrawn"]


async def test_a_plan_is_withdrawn_although_another_unit_authorizes_it(
    catalog: Running, client: Client, place: Place
) -> None:
    planned = await client.unit(parent=place.a, at=AHEAD)
    stranger = catalog.client(unit=place.b)
    said = {"name": place.b, "desk": planned.name, "effective_time": stamp(AHEAD)}
    given = await stranger.act("AuthorizeDesk", **said)
    assert (await withdraw(catalog.client(unit=place.a), planned)).name == planned.name
    await client.unit(planned.name.partition("/")[2], parent=place.city, at=AHEAD)
    assert await receiving(client, place.b, as_of=stamp(AHEAD)) == []
    changes = (await stranger.act("ListChanges", name=place.b)).changes
    assert changes[-1].fact.TypeName().endswith("UnitChangeWithdrawn")
    known = {"as_of": stamp(AHEAD), "as_known": given.position}
    assert await receiving(client, place.b, **known) == [(place.b, planned.name)]


async def test_who_may_act_for_the_unit_or_one_above_it_authorizes(
    catalog: Running, place: Place
) -> None:
    said = {"name": place.ward, "desk": place.b}
    for unit in (place.ward, place.a, place.city):
        await catalog.client(unit=unit).act("AuthorizeDesk", **said)
    await catalog.client(unit=place.a).act("RevokeDesk", **said)
    for method in ("AuthorizeDesk", "RevokeDesk"):
        asked = catalog.client(unit=place.b).act(method, **said)  # the desk does not invite itself
        assert await refusal(asked) == "PERMISSION_DENIED NOT_PERMITTED"


async def test_a_desk_that_is_no_unit(client: Client, place: Place) -> None:
    asked = client.act("AuthorizeDesk", name=place.ward, desk="units/nobody")
    assert await refusal(asked) == "NOT_FOUND UNIT_UNKNOWN desk"
    asked = client.act("AuthorizeDesk", name=place.ward, desk="desk 3")
    assert await refusal(asked) == "INVALID_ARGUMENT NAME_MALFORMED desk"
    asked = client.act("AuthorizeDesk", name="units/nobody", desk=place.b)
    assert await refusal(asked) == "NOT_FOUND UNIT_UNKNOWN name"

"""A unit is split: its open dossiers stay with it, flagged, until somebody entitled takes them.

Promises the whole service, told of units as the catalogue tells. Must not wait for a clock.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions import persons
from tests.submissions.house import House, refused
from tests.submissions.persons import Person, run
from tests.submissions.place import AGO, Place
from tests.submissions.test_mergers_followed import moves, step


class Split(NamedTuple):
    """A unit below a district, split in two; a stranger; and a dossier that it has."""

    left: Place
    parts: tuple[Place, Place]
    district: Place
    stranger: Place
    name: str

    def who(self, word: str) -> Place:
        others = {"part": self.parts[0], "district": self.district, "stranger": self.stranger}
        return others[word]


async def split(house: House, *, accepted: bool = True, person: Person | None = None) -> Split:
    """Each with an officer of its own."""
    district = await Place(house).opened("")
    left = await Place(house).opened(district.unit)
    parts = (await Place(house).opened(district.unit), await Place(house).opened(district.unit))
    stranger = await Place(house).opened()
    for each in (district, *parts, stranger):
        await house.catalogue.officer(each.unit, f"o-{each.id}")
    name = (await left.submit(**(person.sealed if person else {}))).name
    if accepted:
        await house.catalogue.officer(left.unit, "officer.test")
        await house.step("AcceptDossier", name, catalog_position=house.catalogue.position)
    shares = [catalog.Successor(unit=each.unit) for each in parts]
    await left.publish(catalog.UnitSplit, AGO, parts=shares)
    return Split(left, parts, district, stranger, name)


async def get(house: House, name: str, by: Place, role: str = "officer") -> Any:
    request = api.GetDossierRequest(name=name)
    return await house.calls.GetDossier(request, **house.caller(role, by.unit, f"o-{by.id}"))


async def known(house: House, of: Split) -> None:
    """The service knows of the split."""
    await of.stranger.submit(catalog_position=of.left.position)


async def test_it_stays_flagged_with_the_unit_that_was_split(house: House) -> None:
    of = await split(house)
    await known(house, of)
    dossier = await get(house, of.name, of.district)
    assert (dossier.handling_unit, dossier.awaits_assignment) == (of.left.unit, True)
    assert not await moves(house, of.name)
    assert await run(house, "select from timers where subject = $1", of.left.unit) == []
    await house.step("WithdrawDossier", of.name)
    assert not (await get(house, of.name, of.district)).awaits_assignment


@pytest.mark.parametrize("who", ["part", "district"])
@pytest.mark.parametrize("method", ["AssignDossier", "TransferDossier"])
async def test_a_successor_or_a_unit_above_takes_it(house: House, who: str, method: str) -> None:
    of = await split(house)
    by, target = of.who(who), of.parts[0]
    assigns = method == "AssignDossier"
    fields = {"unit": target.unit, "assignee": f"o-{target.id}"} if assigns else {}
    fields |= {} if assigns else {"to_unit": target.unit, "reason_code": "by-place"}
    await known(house, of)
    assert (await get(house, of.name, by)).awaits_assignment
    done = await step(house, method, of.name, by, **fields)
    assert (done.handling_unit, done.awaits_assignment) == (target.unit, False)
    [moved] = await moves(house, of.name)
    assert (moved.from_unit, moved.cause) == (of.left.unit, events.TRANSFER_CAUSE_SPLIT)
    after = await step(house, "StartHandling", of.name, target)
    assert after.status == events.STATUS_PROCESSING


async def test_a_successor_takes_no_other_step_before(house: House) -> None:
    of = await split(house)
    await known(house, of)
    part = of.parts[0]
    why = await refused(step(house, "StartHandling", of.name, part))
    assert (why.reason, why.field) == ("STEP_NOT_YOURS", "name")
    elsewhere = {"to_unit": of.stranger.unit, "reason_code": "by-place"}
    why = await refused(step(house, "TransferDossier", of.name, part, **elsewhere))
    assert (why.reason, why.field) == ("UNIT_NOT_YOURS", "to_unit")
    nowhere = {"assignee": f"o-{part.id}"}
    why = await refused(step(house, "AssignDossier", of.name, part, **nowhere))
    assert (why.reason, why.field) == ("UNIT_ENDED", "unit")


async def test_personal_data_opens_to_a_successor_once_it_has_the_dossier(house: House) -> None:
    of = await split(house, person=Person())
    await known(house, of)
    part = of.parts[0]
    reader = {"unit": part.unit, "subject": f"o-{part.id}"}
    why = await refused(persons.get(house, of.name, **reader))
    assert why.reason == "PERSONAL_DATA_NOT_YOURS"
    fields = {"to_unit": part.unit, "reason_code": "by-place"}
    await step(house, "TransferDossier", of.name, part, **fields)
    assert (await persons.get(house, of.name, **reader)).state == persons.SEALED


async def test_for_whoever_has_nothing_to_do_with_it_there_is_none(house: House) -> None:
    of = await split(house)
    await known(house, of)
    fields = {"to_unit": of.stranger.unit, "reason_code": "by-place"}
    why = await refused(step(house, "TransferDossier", of.name, of.stranger, **fields))
    assert why.reason == "DOSSIER_UNKNOWN"
    why = await refused(get(house, of.name, of.stranger))
    assert why.reason == "DOSSIER_UNKNOWN"


async def test_what_was_not_accepted_yet_is_accepted_by_the_successor_that_took_it(
    house: House,
) -> None:
    of = await split(house, accepted=False)
    await known(house, of)
    part = of.parts[0]
    await house.catalogue.offering(f"{of.left.service}/offerings/{part.id}", level=2)
    fields = {"to_unit": part.unit, "reason_code": "by-place"}
    await step(house, "TransferDossier", of.name, part, **fields)
    position = house.catalogue.position
    done = await step(house, "AcceptDossier", of.name, part, catalog_position=position)
    assert (done.handling_unit, done.offering.unit) == (part.unit, part.unit)
    assert done.offering.level == 2

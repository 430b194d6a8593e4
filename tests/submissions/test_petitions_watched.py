"""WatchPetitions: every change once and in order, to whom it is for, resumed after any position.

The machinery is WatchDossiers', whose own tests have readers that come and go; here it is held to
what the log says of petitions.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.submissions.v1 import petitions_pb2 as api
from services.submissions.api import watching
from services.submissions.domain.petition.changes import REGISTRY
from tests.submissions.house import House, refused
from tests.submissions.persons import run
from tests.submissions.petition_client import Petitions

WHOLE = ["PetitionReceived", "PetitionTransferred", "PetitionHandlingStarted", "PetitionAnswered"]


@pytest.fixture(scope="module")
async def petitions(house: House) -> Petitions:
    return await Petitions(house).opened()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life come at once, and few changes are held."""
    monkeypatch.setattr(watching, "HEARTBEAT", 0.05)
    monkeypatch.setattr(watching, "AT_ONCE", 3)


async def head(house: House) -> int:
    return int((await run(house, "select position from head"))[0]["position"])


async def told(petitions: Petitions, caller: dict[str, Any], **asked: Any) -> list[Any]:
    """What somebody is told up to the present end of the log."""
    end, last = await head(petitions.house), asked.get("after_position", 0)
    call = petitions.house.petitions.WatchPetitions(api.WatchPetitionsRequest(**asked), **caller)
    found = []
    async for answer in call:
        assert answer.position >= last
        last = answer.position
        if answer.HasField("change"):
            assert answer.change.fact.position == answer.position
            found.append(answer.change)
        if last >= end:
            call.cancel()
            return found
    raise AssertionError("the stream ended")


def of(changes: list[Any], petition: str) -> list[str]:
    return [each.fact.event for each in changes if each.petition == petition]


async def moved(petitions: Petitions) -> str:
    """One that the desk took in for the ward, and that went to the province above."""
    name = await petitions.petition()
    to = petitions.wards.unit("above")
    await petitions.step("TransferPetition", name, "above", to_unit=to)
    await petitions.step("StartPetitionHandling", name, "above")
    await petitions.step("AnswerPetition", name, "above")
    return name


async def test_every_change_is_told_once_in_the_order_of_the_log_after_any_position(
    petitions: Petitions,
) -> None:
    house = petitions.house
    for _ in range(2):
        await moved(petitions)
    everywhere = house.caller("inspector")
    whole = await told(petitions, everywhere)
    types = list(REGISTRY)
    rows = await run(
        house, "select position from events where type = any($1) order by position", types
    )
    assert [each.fact.position for each in whole] == [row["position"] for row in rows]
    for after in (0, whole[0].fact.position, whole[3].fact.position + 1, await head(house)):
        later = [each for each in whole if each.fact.position > after]
        assert await told(petitions, everywhere, after_position=after) == later


async def test_a_change_is_for_the_units_of_its_own_time_and_for_the_one_that_is_left(
    petitions: Petitions,
) -> None:
    wards, name = petitions.wards, await moved(petitions)
    ways = {who: await told(petitions, wards.token(who)) for who in ("above", "desk", "competent")}
    assert of(ways["above"], name) == of(ways["desk"], name) == WHOLE
    # The ward is told that it lost the petition, and nothing of what the province does.
    assert of(ways["competent"], name) == WHOLE[:2]
    lost = ways["competent"][-1]
    assert (lost.previous_holder, lost.holder) == (wards.unit("competent"), wards.unit("above"))
    for who in ("foreign", "handling"):
        assert of(await told(petitions, wards.token(who)), name) == []
    above = await told(petitions, wards.token("above"), unit=wards.unit("competent"))
    assert of(above, name) == WHOLE[:2]


async def test_a_portal_is_told_of_what_it_filed_and_of_nothing_else(petitions: Petitions) -> None:
    wards, name = petitions.wards, await moved(petitions)
    assert of(await told(petitions, wards.token("desk", "portal")), name) == WHOLE
    stranger = petitions.house.caller("portal", wards.unit("desk"), "another.portal")
    assert of(await told(petitions, stranger), name) == []


async def test_no_change_holds_a_text(petitions: Petitions) -> None:
    name = await moved(petitions)
    changes = await told(petitions, petitions.house.caller("inspector"))
    [received] = [each for each in changes if each.petition == name][:1]
    assert "Đèn đường" not in str(received)
    nowhere = api.WatchPetitionsRequest(unit="units/nowhere")
    call = petitions.house.petitions.WatchPetitions(nowhere, **petitions.house.caller("inspector"))
    assert (await refused(anext(aiter(call)))).reason == "UNIT_UNKNOWN"

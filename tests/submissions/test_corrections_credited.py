"""Whom a correction, or a transfer, credits: no unit over which the caller has no role.

The same holds of another system's records. Promises a dossier that went from one ward to a foreign
one, and officers of either alone.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.house import REQUESTS, House, refused
from tests.submissions.test_records_served import record
from tests.submissions.wards import Wards

BECAUSE = {"reason_code": "x"}


@pytest.fixture(scope="module")
async def wards(house: House) -> Wards:
    wards = await Wards(house).opened()
    for unit in ("competent", "foreign"):
        wards.position = await house.catalogue.officer(wards.unit(unit), wards.officer("above"))
    return wards


async def everywhere(wards: Wards, method: str, name: str, **fields: Any) -> Any:
    """A step by whoever has a role over all units."""
    token = wards.house.caller("officer", "*", wards.officer("above"))
    fields = {"request_id": str(uuid4()), "etag": await wards.house.etag(name)} | fields
    request = REQUESTS[method](name=name, catalog_position=wards.position, **fields)
    return await getattr(wards.house.calls, method)(request, **token)


async def moved(wards: Wards) -> str:
    """A dossier that was accepted by the ward (2), and transferred to the foreign one (3)."""
    name = (await wards.submit("competent")).name
    await wards.step("AcceptDossier", name, "competent")
    to = wards.unit("foreign")
    await everywhere(wards, "TransferDossier", name, to_unit=to, **BECAUSE)
    return str(name)


async def why(wards: Wards, method: str, name: str, who: str, **fields: Any) -> tuple[str, str]:
    found = await refused(wards.step(method, name, who, **fields))
    assert found.languages == {"vi", "en"}
    return found.reason, found.field


async def test_no_end_is_credited_to_a_unit_that_is_not_the_correctors(wards: Wards) -> None:
    name = await moved(wards)
    await wards.step("RecordResult", name, "foreign")
    left_out = {"version": 3, **BECAUSE}
    for who in ("foreign", "competent"):
        refusal = await why(wards, "CorrectDossier", name, who, **left_out)
        assert refusal == ("UNIT_NOT_YOURS", "version")
    await everywhere(wards, "CorrectDossier", name, **left_out)
    [restated] = (await wards.house.events(name))[-1].restated
    assert restated.result_recorded.handling_unit == wards.unit("competent")


async def test_no_open_dossier_is_moved_by_a_correction_of_one_unit_alone(wards: Wards) -> None:
    name = await moved(wards)
    for who in ("foreign", "competent"):
        refusal = await why(wards, "CorrectDossier", name, who, version=3, **BECAUSE)
        assert refusal == ("UNIT_NOT_YOURS", "version")
    said = api.Statement(handling_unit=wards.unit("foreign"))
    facts = {"version": 2, "instead": said, **BECAUSE}
    refusal = await why(wards, "CorrectDossier", name, "foreign", **facts)
    assert refusal == ("UNIT_NOT_YOURS", "version")


async def test_a_transfer_needs_a_role_over_the_unit_that_is_left(wards: Wards) -> None:
    name = await moved(wards)
    to = wards.unit("competent")
    refusal = await why(wards, "TransferDossier", name, "competent", to_unit=to, **BECAUSE)
    assert refusal == ("UNIT_NOT_YOURS", "to_unit")
    own = {"unit": to, "assignee": wards.officer("competent")}
    refusal = await why(wards, "AssignDossier", name, "competent", **own)
    assert refusal == ("UNIT_NOT_YOURS", "unit")
    back = await everywhere(wards, "TransferDossier", name, to_unit=to, **BECAUSE)
    assert back.handling_unit == to


async def test_a_corrected_fact_names_only_who_was_on_duty_at_its_unit(wards: Wards) -> None:
    name = await moved(wards)

    async def stated(who: str, version: int, **said: str) -> tuple[str, str]:
        facts = {"version": version, "instead": api.Statement(**said), **BECAUSE}
        return await why(wards, "CorrectDossier", name, who, **facts)

    nobody, foreign = "officer.nowhere", wards.officer("foreign")
    for officer in (nobody, foreign):
        refusal = await stated("competent", 2, officer=officer)
        assert refusal == ("OFFICER_NOT_ON_DUTY", "instead.officer")
    refusal = await stated("foreign", 2, officer=foreign)
    assert refusal == ("OFFICER_NOT_YOURS", "instead.officer")
    await wards.step("AssignDossier", name, "foreign", assignee=foreign)
    refusal = await stated("foreign", 4, assignee=nobody)
    assert refusal == ("OFFICER_NOT_ON_DUTY", "instead.assignee")
    facts = {"version": 2, "instead": api.Statement(officer=wards.officer("above")), **BECAUSE}
    await wards.step("CorrectDossier", name, "competent", **facts)
    [accepted] = [
        each.instead.accepted
        for each in await wards.house.events(name)
        if isinstance(each, events.DossierCorrected)
    ]
    assert accepted.officer == wards.officer("above")


async def test_an_acceptance_that_came_in_at_a_desk_can_be_left_out(wards: Wards) -> None:
    name = (await wards.submit("desk")).name
    await wards.step("AcceptDossier", name, "competent")
    left = await wards.step("CorrectDossier", name, "competent", version=2, **BECAUSE)
    assert left.status == events.STATUS_SUBMITTED


async def test_a_record_takes_no_dossier_from_a_unit_that_is_not_the_importers(
    wards: Wards,
) -> None:
    source, offering = f"s-{wards.id}", wards.offering()
    told = record("1", offering=offering)
    del told.steps[1:]
    answer = await wards.house.backfill([told], unit=wards.unit("competent"), source=source)
    assert answer.added == 1
    [name] = [each.name for each in (await wards.house.recorded(source)).values()]
    to = wards.unit("foreign")
    await everywhere(wards, "TransferDossier", name, to_unit=to, **BECAUSE)
    told.steps.add(
        status=events.STATUS_PROCESSING, time=datetime.now(UTC), unit=wards.unit("competent")
    )
    answer = await wards.house.backfill([told], unit=wards.unit("competent"), source=source)
    assert [each.reason for each in answer.refusals] == ["NOT_PERMITTED"]
    answer = await wards.house.backfill([told], source=source)
    assert answer.updated == 1

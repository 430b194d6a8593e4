"""Closings, retirements, withdrawals, moves and policies of the catalogue, as live calls meet them.

Promises a real stream between a stand-in catalogue and the service. Must not wait for a clock:
what takes effect does so before or after the whole test.
"""

import uuid
from datetime import timedelta
from typing import Any

import grpc
import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.fake_catalogue import CLAIMS_NONE, CLOSED, SINCE
from tests.submissions.house import OFFERING, House, refused
from tests.submissions.place import AGO, DAY, TOMORROW, Place

STATE = grpc.StatusCode.FAILED_PRECONDITION
UNKNOWN = "DOSSIER_UNKNOWN"


@pytest.fixture
async def place(house: House) -> Place:
    """A ward of the district that offers its own service at level 3."""
    return await Place(house).opened()


async def test_a_closed_offering_takes_no_filing_and_a_reopened_one_does(place: Place) -> None:
    await place.levels({AGO: CLOSED})
    why = await place.refused()
    assert (why.code, why.reason, why.field) == (STATE, "OFFERING_CLOSED", "offering")
    await place.levels({AGO + timedelta(hours=1): 4})
    assert (await place.submit()).offering.level == 4


async def test_a_planned_closing_changes_nothing_before_it(place: Place) -> None:
    await place.levels({TOMORROW: CLOSED})
    assert (await place.submit()).offering.level == 3


async def test_what_an_assessment_does_not_say_goes_on(place: Place) -> None:
    await place.levels({AGO - DAY: CLOSED, AGO: 4})
    assert (await place.submit()).offering.level == 4
    await place.levels({AGO: 2}, since=AGO - DAY)
    earlier = [api.Step(status=events.STATUS_ACCEPTED, time=AGO - timedelta(hours=1))]
    assert (await place.backfilled("earlier", steps=earlier)).offering.level == 3
    assert (await place.submit()).offering.level == 2


async def test_an_offering_whose_every_span_is_withdrawn_is_not_in_force(place: Place) -> None:
    await place.levels({}, since=SINCE)
    assert (await place.refused()).reason == "OFFERING_NOT_IN_FORCE"


async def test_what_was_decided_of_an_offering_tells_nothing_by_itself(place: Place) -> None:
    """Its spans take it into account: a closing of its own may come to nothing."""
    await place.publish(catalog.OfferingClosed, at=AGO)
    await place.publish(catalog.OfferingChangeWithdrawn, version=1, reason="not decided")
    assert (await place.submit()).offering.level == 3


async def test_a_dossier_of_a_closed_offering_goes_on_without_a_level(place: Place) -> None:
    dossier = await place.submit()
    await place.levels({AGO: CLOSED})
    accepted = await place.house.step(
        "AcceptDossier", dossier.name, catalog_position=place.position
    )
    assert not accepted.offering.HasField("level")
    assert accepted.offering.service_version == 1


async def test_a_retired_service_takes_no_filing(place: Place) -> None:
    await place.publish(catalog.ServiceRetired, at=TOMORROW)
    await place.submit()
    await place.publish(catalog.ServiceRetired)
    why = await place.refused()
    assert (why.code, why.reason, why.field) == (STATE, "SERVICE_RETIRED", "offering")


async def test_a_withdrawn_retirement_never_comes(place: Place) -> None:
    await place.publish(catalog.ServiceRetired)
    assert (await place.refused()).reason == "SERVICE_RETIRED"
    await place.publish(catalog.ServiceRetirementWithdrawn, reason="not decided")
    await place.submit()
    await place.publish(catalog.ServiceRetired)
    assert (await place.refused()).reason == "SERVICE_RETIRED"


async def test_a_withdrawn_version_never_comes_into_force(place: Place) -> None:
    content = catalog.ServiceContent(eligible_full=True)
    await place.publish(catalog.ServicePublished, version=2, content=content)
    assert (await place.submit()).offering.service_version == 2
    await place.publish(catalog.ServiceVersionWithdrawn, version=2)
    dossier = await place.submit()
    assert dossier.offering.service_version == 1
    assert not dossier.offering.HasField("eligible_full")


async def test_a_version_said_again_is_its_correction(place: Place) -> None:
    for amount in (50_000, 20_000):
        content = catalog.ServiceContent(fees=[catalog.FeeLine(amount=amount)])
        await place.publish(catalog.ServicePublished, version=2, content=content)
        assert (await place.submit()).offering.fee == amount


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (catalog.UnitClosed, {}),
        (catalog.UnitMerged, {"into": "units/ward"}),
        (catalog.UnitSplit, {"parts": [catalog.Successor(unit="units/ward")] * 2}),
    ],
)
async def test_a_unit_that_ended_takes_no_filing(
    place: Place, kind: Any, more: dict[str, Any]
) -> None:
    await place.publish(kind, **more)
    why = await place.refused(offering=OFFERING)
    assert (why.code, why.reason, why.field) == (STATE, "UNIT_ENDED", "receiving_unit")
    why = await place.refused(receiving_unit="units/ward")
    assert (why.reason, why.field) == ("UNIT_ENDED", "offering")


async def test_a_unit_among_its_own_parts_goes_on(place: Place) -> None:
    parts = [catalog.Successor(unit=unit) for unit in (place.unit, "units/ward")]
    await place.publish(catalog.UnitSplit, parts=parts)
    dossier = await place.submit()
    assert (dossier.receiving_unit, dossier.offering.level) == (place.unit, 3)


async def test_a_unit_of_tomorrow_takes_no_filing_yet(place: Place) -> None:
    new = Place(place.house)
    await new.publish(catalog.UnitOpened, at=TOMORROW, parent="units/district")
    why = await place.refused(receiving_unit=new.unit, catalog_position=new.position)
    assert (why.code, why.reason, why.field) == (STATE, "UNIT_NOT_OPEN_YET", "receiving_unit")


async def test_a_withdrawn_end_never_comes(place: Place) -> None:
    await place.publish(catalog.UnitClosed)
    assert (await place.refused()).reason == "UNIT_ENDED"
    version = place.house.catalogue.versions[place.unit]
    await place.publish(catalog.UnitChangeWithdrawn, version=version, reason="not decided")
    await place.submit()


async def test_a_record_about_an_instant_when_it_was_open_is_still_taken_in(place: Place) -> None:
    await place.publish(catalog.UnitClosed)
    await place.publish(catalog.ServiceRetired)
    await place.levels({AGO: CLOSED})
    assert (await place.backfilled("open")).offering.level == 3
    after = [api.Step(status=events.STATUS_ACCEPTED, time=AGO + timedelta(hours=1))]
    assert not (await place.backfilled("closed", steps=after)).offering.HasField("level")


async def test_permissions_follow_the_tree_of_the_day(place: Place) -> None:
    name = (await place.submit()).name
    await place.publish(catalog.UnitMoved, at=TOMORROW, parent="units/other")
    await place.house.step(
        "AcceptDossier", name, unit="units/district", catalog_position=place.position
    )
    get = api.GetDossierRequest(name=name)
    other = place.house.caller("inspector", "units/other")
    assert (await refused(place.house.calls.GetDossier(get, **other))).reason == UNKNOWN
    await place.publish(catalog.UnitMoved, parent="units/other")
    await place.submit()
    await place.house.calls.GetDossier(get, **other)
    district = place.house.caller("inspector", "units/district")
    assert (await refused(place.house.calls.GetDossier(get, **district))).reason == UNKNOWN


async def test_who_stands_above_a_unit_that_ended_still_reaches_its_dossiers(place: Place) -> None:
    name = (await place.submit()).name
    await place.publish(catalog.UnitClosed)
    accepted = await place.house.step(
        "AcceptDossier", name, unit="units/district", catalog_position=place.position
    )
    assert (accepted.name, accepted.status) == (name, events.STATUS_ACCEPTED)


async def test_a_policy_refuses_online_filings_below_level_3_live_only(place: Place) -> None:
    await place.levels({SINCE: 3, AGO: 2})
    flagged = await place.submit()
    assert list(flagged.anomalies) == [events.ANOMALY_ONLINE_BELOW_LEVEL_3]
    await place.publish(catalog.FilingPolicySet, refuse_below_level_3=True)
    why = await place.refused()
    assert (why.code, why.reason, why.field) == (STATE, "ONLINE_BELOW_LEVEL_3", "channel")
    both = await place.refused(root=f"dossiers/{uuid.uuid4()}")
    assert (both.reason, both.fields) == ("ONLINE_BELOW_LEVEL_3", ("channel", "root"))
    await place.submit(channel=events.CHANNEL_POST)
    recent = [api.Step(status=events.STATUS_ACCEPTED, time=AGO + timedelta(hours=1))]
    online = {"channel": events.CHANNEL_ONLINE, "steps": recent}
    taken = await place.backfilled("below", **online)
    assert list(taken.anomalies) == [events.ANOMALY_ONLINE_BELOW_LEVEL_3]


async def test_the_policy_is_that_of_the_competent_units_nearest_unit_above(house: House) -> None:
    above = await Place(house).opened()
    place = await Place(house).opened(above.unit, level=2)
    await above.publish(catalog.FilingPolicySet, refuse_below_level_3=True)
    place.position = above.position
    assert (await place.refused()).reason == "ONLINE_BELOW_LEVEL_3"
    assert (await place.refused(receiving_unit="units/ward")).reason == "ONLINE_BELOW_LEVEL_3"
    await place.publish(catalog.FilingPolicySet, refuse_below_level_3=False)
    await place.submit()
    version = house.catalogue.versions[place.unit]
    await place.publish(catalog.UnitChangeWithdrawn, version=version, reason="not decided")
    assert (await place.refused()).reason == "ONLINE_BELOW_LEVEL_3"


async def test_an_assessment_that_claims_no_level_leaves_it_unknown(place: Place) -> None:
    await place.levels({AGO - DAY: CLAIMS_NONE})
    await place.publish(catalog.FilingPolicySet, refuse_below_level_3=True)
    dossier = await place.submit()
    assert (dossier.offering.HasField("level"), dossier.offering.level_rule) == (False, "")
    assert not dossier.anomalies


async def test_other_facts_of_the_catalogue_are_passed_over(place: Place) -> None:
    for kind in (
        catalog.UnitRenamed, catalog.OfficerAppointed, catalog.OfficerRelieved,
        catalog.CalendarAssigned, catalog.CeilingDeclared, catalog.ExtentDesignated,
        catalog.CapabilitiesRecorded, catalog.ServiceDrafted,
    ):  # fmt: skip
        await place.publish(kind)
    assert (await place.submit()).offering.level == 3


async def test_all_of_it_survives_a_restart(place: Place) -> None:
    name = (await place.submit()).name
    await place.publish(catalog.UnitMoved, at=AGO - DAY, parent="units/other")
    await place.publish(catalog.UnitClosed)
    await place.submit(offering=OFFERING, receiving_unit="units/ward")
    await place.house.stop()
    await place.house.start()
    assert (await place.refused()).reason == "UNIT_ENDED"
    other = place.house.caller("inspector", "units/other")
    await place.house.calls.GetDossier(api.GetDossierRequest(name=name), **other)

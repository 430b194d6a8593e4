"""Another system's records through the gRPC stream.

Promises sources of its own to every test, since records are known for ever.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.ids import derived
from tests.submissions.fake_catalogue import SINCE, assessed
from tests.submissions.house import OFFERING, House, refused

ACCEPTED = datetime(2025, 3, 3, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def record(key: str, *, ended: datetime | None = ACCEPTED + DAY, **more: Any) -> api.DossierRecord:
    """An accepted and ended dossier of the ward."""
    steps = [
        api.Step(status=events.STATUS_ACCEPTED, time=ACCEPTED),
        api.Step(status=events.STATUS_RESULT_READY, time=ended),
    ]
    usual = {"key": key, "offering": OFFERING, "channel": events.CHANNEL_POST, "steps": steps}
    return api.DossierRecord(**(usual | more))


async def test_records_are_added_once_and_refused_by_name(house: House) -> None:
    records = [record(f"k{n}") for n in range(120)]
    records.append(record("early", ended=ACCEPTED - DAY))
    answer = await house.backfill(records)
    assert (answer.added, answer.known, answer.refused) == (121, 0, 0)
    assert dict(answer.anomalies) == {"ended_before_accepted": 1}
    last = max(each.position for each in (await house.recorded("old")).values())
    assert answer.position == last
    again = await house.backfill([*records, record("k0", ended=None), record("new"), record("new")])
    assert (again.added, again.known, again.refused) == (1, 122, 1)
    (changed,) = again.refusals
    assert (changed.source, changed.key, changed.reason) == ("old", "k0", "RECORD_CHANGED")
    assert changed.message_vi
    assert changed.message_en
    elsewhere = await house.backfill([record("k0")], source="another")
    assert elsewhere.added == 1


async def test_a_nightly_export_adds_what_is_new(house: House) -> None:
    accepted = api.Step(status=events.STATUS_ACCEPTED, time=ACCEPTED)
    due = api.Deadline(date={"year": 9999, "month": 12, "day": 31})  # no limit
    first = await house.backfill([record("n", steps=[accepted], due=due)], source="nightly")
    assert (first.added, first.updated) == (1, 0)
    ended = record("n", due=due)
    moved = record("n", due=due, steps=[api.Step(status=2, time=ACCEPTED + DAY)])
    second = await house.backfill([ended, ended, moved], source="nightly")
    assert (second.added, second.updated, second.known) == (0, 1, 1)
    assert [(each.reason, each.field) for each in second.refusals] == [
        ("RECORD_CHANGED", "steps[0].time")
    ]
    found = (await house.recorded("nightly"))["n"]
    assert (found.status, found.verdict) == (events.STATUS_RESULT_READY, events.VERDICT_NO_DUE)
    assert second.position == found.position
    twice = await asyncio.gather(*(house.backfill([ended], source="twice-n") for _ in range(2)))
    grown = record("n", due=due, steps=[*ended.steps, api.Step(status=10, time=ACCEPTED + 2 * DAY)])
    again = await asyncio.gather(*(house.backfill([grown], source="twice-n") for _ in range(3)))
    assert sum(each.added for each in twice) == 1
    assert (sum(each.updated for each in again), sum(each.known for each in again)) == (1, 2)


async def test_a_trial_says_what_would_become_of_each_and_records_nothing(house: House) -> None:
    accepted = api.Step(status=events.STATUS_ACCEPTED, time=ACCEPTED)
    first, ended = record("a", steps=[accepted]), record("a")
    moved = record("a", steps=[api.Step(status=2, time=ACCEPTED + DAY)])
    early = record("b", ended=ACCEPTED - DAY)
    before = await house.backfill([first, early], source="tried", trial=True)
    assert (before.added, before.refused, before.position) == (2, 0, 0)
    assert (before.added_keys, before.updated_keys) == (["a", "b"], [])
    assert dict(before.anomalies) == {"ended_before_accepted": 1}
    assert await house.recorded("tried") == {}
    assert (await house.backfill([first], source="tried")).added == 1
    after = await house.backfill([first, ended, moved, early], source="tried", trial=True)
    assert (after.known, after.updated, after.added) == (1, 1, 1)
    assert (after.added_keys, after.updated_keys) == (["b"], ["a"])
    assert [(each.reason, each.field) for each in after.refusals] == [
        ("RECORD_CHANGED", "steps[0].time")
    ]
    found = await house.recorded("tried")
    assert [each.status for each in found.values()] == [events.STATUS_ACCEPTED]
    assert (await house.backfill([ended], source="tried")).updated == 1


async def test_a_day_and_an_impossible_time_are_shown_as_they_are(house: House) -> None:
    day = {"year": 2025, "month": 3, "day": 4}
    steps = [
        api.Step(status=events.STATUS_SUBMITTED, time={"seconds": -62135596800}),  # 0001-01-01
        api.Step(status=events.STATUS_ACCEPTED, time=datetime(16, 1, 1, tzinfo=UTC)),
        api.Step(status=events.STATUS_RESULT_READY, date=day),
    ]
    due = api.Deadline(time={"seconds": 253402300799, "nanos": 999_999_999})  # 9999-12-31
    answer = await house.backfill([record("day", steps=steps, due=due)], source="precise")
    assert dict(answer.anomalies) == {"accepted_without_time": 1, "submitted_without_time": 1}
    found = (await house.recorded("precise"))["day"]
    assert not any(map(found.HasField, ("submit_time", "accept_time", "due")))
    assert not found.offering.HasField("level")
    assert list(found.day_only) == [events.STATUS_RESULT_READY]
    assert found.end_time.ToDatetime(UTC) == datetime(2025, 3, 3, 17, tzinfo=UTC)
    # No level is about no instant, so none can differ, whatever the catalogue says by now.
    await house.catalogue.publish(OFFERING, assessed(OFFERING, {SINCE: 2}))
    request = api.ListLevelDifferencesRequest(
        catalog_position=house.catalogue.position, page_size=1000
    )
    listed = await house.calls.ListLevelDifferences(request, **house.caller("inspector"))
    assert found.name not in {each.dossier for each in listed.differences}
    await house.catalogue.publish(OFFERING, assessed(OFFERING, {SINCE: 3}))


async def test_two_importers_with_different_parts_of_a_record_lose_none(house: House) -> None:
    whole = record("p")
    parts = [record("p", steps=whole.steps[:1]), whole]
    answers = await asyncio.gather(*(house.backfill([each], source="parts") for each in parts))
    assert sum(each.refused for each in answers) == 0
    assert (await house.recorded("parts"))["p"].status == events.STATUS_RESULT_READY


async def test_a_refused_record_stops_no_other(house: House) -> None:
    answer = await house.backfill(
        [
            record("good"),
            record("nowhere", offering="services/x/offerings/ward"),
            record("unit", handling_unit="units/none"),
            record("step", steps=[api.Step(status=events.STATUS_PROCESSING)]),
            record("mute", channel=events.CHANNEL_UNSPECIFIED),
            record("k" * 201),
            record("nul", offering="services/b\0/offerings/ward"),
        ],
        source="faulty",
    )
    told = {each.key: (each.reason, each.field) for each in answer.refusals}
    assert answer.added == 1
    assert told == {
        "nowhere": ("OFFERING_UNKNOWN", "offering"),
        "unit": ("UNIT_UNKNOWN", "handling_unit"),
        "step": ("STEP_TIME_MISSING", "steps[0].time"),
        "mute": ("FIELD_REQUIRED", "channel"),
        "k" * 201: ("TEXT_TOO_LONG", "key"),
        "nul": ("TEXT_HAS_CONTROLS", "offering"),
    }


async def test_a_refused_record_names_every_field_at_fault(house: House) -> None:
    bad = record("twice", channel=events.CHANNEL_UNSPECIFIED, receiving_unit="x" * 300)
    answer = await house.backfill([bad, record("good")], source="faults")
    assert (answer.added, answer.refused) == (1, 1)
    found = [(each.key, each.reason, each.field) for each in answer.refusals]
    assert found == [
        ("twice", "TEXT_TOO_LONG", "receiving_unit"),
        ("twice", "FIELD_REQUIRED", "channel"),
    ]
    assert all(each.message_vi != each.message_en for each in answer.refusals)


async def test_an_importer_stays_within_its_units(house: House) -> None:
    await house.catalogue.offering("services/birth/offerings/other")
    beyond = record("b", offering="services/birth/offerings/other")
    mixed = await house.backfill([record("a"), beyond], unit="units/district", source="mixed")
    assert (mixed.added, mixed.refused) == (1, 1)
    assert mixed.refusals[0].reason == "NOT_PERMITTED"
    why = await refused(house.backfill([beyond], unit="units/district"))
    assert why.code is grpc.StatusCode.PERMISSION_DENIED
    nothing = await house.backfill([])
    assert (nothing.added, nothing.known, nothing.refused) == (0, 0, 0)


async def test_nobody_takes_the_place_of_a_record_by_its_id(house: House) -> None:
    taken = {"request_id": str(derived("squatted", "k"))}
    submitted = await house.submit()
    for attempt in (
        house.submit(**taken),
        house.step("AcceptDossier", submitted.dossier.name, **taken),
    ):
        assert (await refused(attempt)).reason == "REQUEST_ID_INVALID"
    answer = await house.backfill([record("k")], source="squatted")
    assert (answer.added, answer.refused) == (1, 0)


async def test_levels_are_those_of_the_acceptance_and_unknown_before_the_history(
    house: House,
) -> None:
    before = api.Step(status=events.STATUS_ACCEPTED, time=SINCE - DAY)
    records = [record("long ago", steps=[before]), record("known")]
    await house.backfill(records, source="levels")
    recorded = await house.recorded("levels")
    assert not recorded["long ago"].offering.HasField("level")
    assert recorded["known"].offering.level == 3


async def test_two_importers_at_once_add_each_record_once(house: House) -> None:
    records = [record(f"k{n}") for n in range(100)]
    answers = await asyncio.gather(*(house.backfill(records, source="twice") for _ in range(3)))
    assert sum(each.added for each in answers) == 100
    assert sum(each.known for each in answers) == 200


async def test_a_recorded_dossier_can_go_on_live(house: House) -> None:
    steps = [api.Step(status=events.STATUS_ACCEPTED, time=ACCEPTED)]
    due = api.Deadline(time=ACCEPTED + DAY)
    await house.backfill([record("open", steps=steps, due=due)], source="live")
    ended = await house.step("RecordResult", (await house.recorded("live"))["open"].name)
    assert ended.verdict == events.VERDICT_OVERDUE
    assert (ended.number, ended.origin.key) == ("", "open")


async def test_too_many_records_in_one_message(house: House) -> None:
    request = api.BackfillDossiersRequest(source="old", records=[record("k")] * 501)
    call = house.calls.BackfillDossiers(iter([request]), **house.caller("importer"))
    why = await refused(call)
    assert (why.reason, why.field) == ("TOO_MANY_RECORDS", "records")


async def test_too_many_steps_in_one_message(house: House) -> None:
    records = [api.DossierRecord(key=str(n)) for n in range(25)]
    for each in records:
        each.steps.extend([api.Step()] * 801)
    request = api.BackfillDossiersRequest(source="old", records=records)
    call = house.calls.BackfillDossiers(iter([request]), **house.caller("importer"))
    why = await refused(call)
    assert (why.reason, why.field) == ("REQUEST_TOO_MANY_PARTS", "records")


async def test_a_source_is_its_first_users(house: House) -> None:
    """An importer of another ward takes no key of a system before that delivers it."""
    for unit in ("a", "b"):
        await house.catalogue.offering(f"services/birth/offerings/source-{unit}")
    own, foreign = (f"services/birth/offerings/source-{unit}" for unit in ("a", "b"))
    known = {"unit": "units/source-b", "source": "system-of-b"}
    assert (await house.backfill([record("1", offering=foreign)], **known)).added == 1
    attack = house.backfill(
        [record("2", offering=own)], unit="units/source-a", source="system-of-b"
    )
    why = await refused(attack)
    assert (why.code, why.reason, why.field) == (
        grpc.StatusCode.PERMISSION_DENIED,
        "SOURCE_NOT_YOURS",
        "source",
    )
    rooted = record("3", offering=own, root_source="system-of-b", root_key="1")
    attack = house.backfill([rooted], unit="units/source-a", source="system-of-a")
    assert (await refused(attack)).field == "records.root_source"
    assert set(await house.recorded("system-of-b")) == {"1"}
    # Who reaches all of its units uses it too, and B goes on.
    whole = await house.backfill([record("2", offering=own)], source="system-of-b")
    assert (
        whole.added,
        (await house.backfill([record("1", offering=foreign)], **known)).known,
    ) == (
        1,
        1,
    )


async def test_linked_dossiers_come_in_any_order(house: House) -> None:
    part = record("part", root_key="root")
    other = record("other", root_source="linked", root_key="root")
    assert (await house.backfill([part], source="linked")).added == 1
    assert (await house.backfill([record("root"), part], source="linked")).added == 1
    assert (await house.backfill([other], source="linked-too")).added == 1
    found = await house.recorded("linked")
    [elsewhere] = (await house.recorded("linked-too")).values()
    assert {each.root for each in (*found.values(), elsewhere)} == {found["root"].name}

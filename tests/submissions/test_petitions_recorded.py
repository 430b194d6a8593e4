"""Another system's records of petitions: their own times, source and key; grown, known or refused.

Promises the whole service over a real log. Must not wait for a clock.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1 import petitions_pb2 as api
from services.submissions.api.linking import name_of as dossier_of
from services.submissions.api.petitions.backfill import name_of
from services.submissions.domain.moments import LOCAL
from tests.submissions.deadline_tables import at
from tests.submissions.house import House, refused
from tests.submissions.live_petition import local
from tests.submissions.petition_client import Petitions
from tests.submissions.test_petitions_served import facts

MONDAY = at("Mon 2026-03-02 09:00")
DAY = timedelta(days=1)
RECEIVED, HANDLING, ASKED, ANSWERED, PUBLISHED, REFUSED, MERGED = range(1, 8)


@pytest.fixture(scope="module")
async def petitions(house: House) -> Petitions:
    return await Petitions(house).opened()


def step(status: int, after: timedelta | None = None, **more: Any) -> api.PetitionStep:
    """A status so long after Monday; None: nobody knows when."""
    when = {} if after is None else {"time": MONDAY + after}
    return api.PetitionStep(status=status, **when, **more)  # type: ignore[arg-type]


class Source:
    """A system of its own that tells of petitions of the ward."""

    def __init__(self, petitions: Petitions) -> None:
        self.petitions, self.name = petitions, f"s-{uuid.uuid4().hex[:8]}"

    async def tells(
        self, key: str, *steps: api.PetitionStep, who: str = "", **more: Any
    ) -> api.BackfillPetitionsResponse:
        """One record, by an importer of the whole tree, unless told otherwise."""
        wards, house = self.petitions.wards, self.petitions.house
        usual = {"unit": wards.unit("competent"), "kind": 1, "channel": 2, "key": key}
        record = api.PetitionRecord(**(usual | more), steps=steps)
        request = api.BackfillPetitionsRequest(
            source=self.name, records=[record], catalog_position=wards.position
        )
        caller = wards.token(who, "importer") if who else house.caller("importer")
        return await house.petitions.BackfillPetitions(iter([request]), **caller)

    async def refuses(self, key: str, *steps: api.PetitionStep, **more: Any) -> str:
        """Reason and field of the one refusal."""
        answer = await self.tells(key, *steps, **more)
        assert (answer.added, answer.updated, answer.known, answer.refused) == (0, 0, 0, 1)
        [refusal] = answer.refusals
        assert refusal.message_vi != refusal.message_en != ""
        return f"{refusal.reason} {refusal.field}"

    async def petition(self, key: str) -> api.Petition:
        return await self.petitions.get(name_of(self.name, key))

    async def said(self, key: str) -> list[Any]:
        return await facts(self.petitions.house, name_of(self.name, key))


async def test_a_record_keeps_its_own_times_and_has_the_terms_of_its_unit(
    petitions: Petitions,
) -> None:
    source = Source(petitions)
    await source.tells(
        "1", step(RECEIVED, timedelta()), step(HANDLING, DAY), step(ANSWERED, 20 * DAY),
        step(PUBLISHED, 21 * DAY), dossier_key="d-7",
    )  # fmt: skip
    found = await source.petition("1")
    assert found.receive_time.ToDatetime(MONDAY.tzinfo) == MONDAY
    # Its week has no day off: the day of the reception is not counted.
    assert local(found.answer_term.time) == datetime(2026, 3, 17, 17)  # noqa: DTZ001
    assert (found.verdict, found.publication_verdict) == (
        common.VERDICT_OVERDUE,
        common.VERDICT_EARLY,
    )
    assert (found.number, found.origin.key, found.dossier) == (
        "", "1", dossier_of(source.name, "d-7"),
    )  # fmt: skip
    assert list(found.anomalies) == []


async def test_it_is_known_it_grows_and_what_contradicts_is_refused_by_name(
    petitions: Petitions,
) -> None:
    source = Source(petitions)
    begins = [step(RECEIVED, timedelta()), step(HANDLING, DAY, officer="an")]
    assert (await source.tells("1", *begins)).added == 1
    assert (await source.tells("1", *begins)).known == 1
    assert (await source.tells("1", step(RECEIVED, timedelta()))).known == 1
    grown = await source.tells("1", *begins, step(REFUSED, 2 * DAY, reason_code="law"))
    assert (grown.updated, grown.added) == (1, 0)
    changed = "PETITION_RECORD_CHANGED"
    assert await source.refuses("1", *begins, kind=2) == f"{changed} kind"
    assert await source.refuses("1", step(RECEIVED, DAY)) == f"{changed} steps[0].time"
    other = step(HANDLING, DAY, officer="binh")
    assert await source.refuses("1", begins[0], other) == f"{changed} steps[1].officer"
    late = step(REFUSED, 3 * DAY, reason_code="law")
    assert await source.refuses("1", *begins, late) == f"{changed} steps[2].time"
    why = step(REFUSED, 2 * DAY, reason_code="other")
    assert await source.refuses("1", *begins, why) == f"{changed} steps[2].reason_code"
    early = step(HANDLING, timedelta(hours=1))
    assert await source.refuses("1", begins[0], early) == f"{changed} steps[1].time"
    ended = step(HANDLING, 9 * DAY)
    assert await source.refuses("1", ended) == "PETITION_STEP_IMPOSSIBLE steps[0].status"


@pytest.mark.parametrize(
    ("steps", "more", "refusal"),
    [
        ([{}], {}, "STEP_UNSUPPORTED steps[0].status"),
        ([{"status": 1}, {"status": 1}], {}, "STEP_REPEATED steps[1].status"),
        ([{"transfer": {}}], {}, "STEP_UNIT_MISSING steps[0].unit"),
        ([{"status": PUBLISHED}], {}, "PETITION_STEP_IMPOSSIBLE steps[0].status"),
        ([{"status": MERGED}], {}, "FIELD_REQUIRED steps[0].into_key"),
        ([{"status": 1}], {"channel": 4}, "RECEPTION_MISSING reception"),
        ([{"status": 1}], {"unit": "units/nowhere"}, "UNIT_UNKNOWN unit"),
        ([], {}, "FIELD_REQUIRED steps"),
    ],
)
async def test_what_has_no_meaning_is_refused(
    petitions: Petitions, steps: list[Any], more: dict[str, Any], refusal: str
) -> None:
    said = [api.PetitionStep(**each) for each in steps]
    assert await Source(petitions).refuses("1", *said, **more) == refusal


async def test_contradictory_times_are_named_and_unknown_ones_have_no_term(
    petitions: Petitions,
) -> None:
    source = Source(petitions)
    before = step(HANDLING, -DAY)
    told = await source.tells("1", step(RECEIVED, timedelta()), before, step(ANSWERED))
    assert dict(told.anomalies) == {"before_previous": 1, "without_time": 1}
    found = await source.petition("1")
    assert list(found.anomalies) == [1, 3]
    assert (found.verdict, found.HasField("publication_term")) == (0, False)
    future = await source.tells("2", step(RECEIVED), step(HANDLING, 9999 * DAY))
    assert dict(future.anomalies) == {"in_future": 1, "without_time": 1}
    assert not (await source.petition("2")).HasField("answer_term")
    assert (await source.tells("1", step(RECEIVED, timedelta()), before, step(ANSWERED))).known == 1


async def test_days_are_as_precise_as_they_are_told(petitions: Petitions) -> None:
    source = Source(petitions)
    day = {"date": {"year": 2026, "month": 3, "day": 4}}
    refused_then = api.PetitionStep(status=REFUSED, **day)  # type: ignore[arg-type]
    await source.tells("1", step(RECEIVED, timedelta()), refused_then)
    found = await source.petition("1")
    assert found.verdict == common.VERDICT_ON_TIME  # the term's own day
    assert found.refuse_time.ToDatetime(LOCAL) == datetime(2026, 3, 4, tzinfo=LOCAL)


async def test_transfers_supplements_and_mergers_of_a_record(petitions: Petitions) -> None:
    source, to = Source(petitions), petitions.wards.unit("handling")
    transfer = api.PetitionStep(transfer={}, time=MONDAY + 3 * DAY, unit=to, reason_code="c")
    await source.tells(
        "1", step(RECEIVED, timedelta()), step(HANDLING, DAY), step(ASKED, 2 * DAY), transfer,
        step(HANDLING, 4 * DAY), step(ASKED, 5 * DAY), step(MERGED, 6 * DAY, into_key="2"),
    )  # fmt: skip
    found = await source.petition("1")
    assert (found.holder, found.merged_into) == (to, name_of(source.name, "2"))
    said = await source.said("1")
    requests = [e for e in said if isinstance(e, events.PetitionSupplementRequested)]
    assert [(each.number, each.first) for each in requests] == [(1, True), (2, True)]
    assert [type(each).__name__ for each in said[3:5]] == [
        "PetitionTransferred",
        "PetitionSupplementAnswered",
    ]
    moved: Any = said[3]
    assert (moved.from_unit, moved.cause) == (
        petitions.wards.unit("competent"), common.TRANSFER_CAUSE_RECORD,
    )  # fmt: skip


async def test_an_importer_reaches_every_unit_and_the_source_that_he_uses(
    petitions: Petitions,
) -> None:
    source = Source(petitions)
    received = step(RECEIVED, timedelta())
    assert (await source.tells("1", received, who="above")).added == 1
    why = await refused(source.tells("2", received, who="foreign"))
    assert why.reason == "NOT_PERMITTED"
    foreign = petitions.wards.unit("foreign")
    why = await refused(source.tells("2", received, who="foreign", unit=foreign))
    assert (why.reason, why.field) == ("SOURCE_NOT_YOURS", "source")
    transfer = api.PetitionStep(transfer={}, time=MONDAY + DAY, unit=foreign)
    answer = await source.tells("3", received, transfer, who="above")
    assert [each.field for each in answer.refusals] == ["steps[1].unit"]


async def test_no_importer_complains_of_the_records_of_another(petitions: Petitions) -> None:
    """A complaint counts against the dossier that it names, by source and key, known or not."""
    foreign, received = petitions.wards.unit("foreign"), step(RECEIVED, timedelta())
    own, other = Source(petitions), Source(petitions)
    assert (await other.tells("1", received, who="foreign", unit=foreign)).added == 1
    named = {"dossier_source": other.name, "dossier_key": "d-7"}
    why = await refused(own.tells("1", received, who="above", **named))
    assert (why.reason, why.field) == ("SOURCE_NOT_YOURS", "records.dossier_source")
    new = {"dossier_source": f"{own.name}-dossiers", "dossier_key": "d-7"}
    assert (await own.tells("1", received, who="above", **new)).added == 1
    why = await refused(other.tells("2", received, who="foreign", unit=foreign, **new))
    assert (why.reason, why.field) == ("SOURCE_NOT_YOURS", "records.dossier_source")


async def test_live_steps_go_on_with_a_record_and_the_record_with_them(
    petitions: Petitions, house: House
) -> None:
    source = Source(petitions)
    await source.tells("1", step(RECEIVED, timedelta()))
    name = name_of(source.name, "1")
    await petitions.step("StartPetitionHandling", name)
    answered = await petitions.step("AnswerPetition", name)
    assert answered.verdict == common.VERDICT_OVERDUE
    assert (await petitions.text(name, kind=api.PETITION_TEXT_KIND_ANSWER)).paragraphs
    assert (await source.tells("1", step(RECEIVED, timedelta()))).known == 1
    statement = api.PetitionStatement(date={"year": 2026, "month": 3, "day": 3})  # type: ignore[arg-type]
    mended = await petitions.step("CorrectPetition", name, version=1, instead=statement)
    assert mended.answer_term.time.seconds > answered.answer_term.time.seconds
    # As it was before the correction, too: an officer's word stays.
    assert (await source.tells("1", step(RECEIVED, timedelta()))).known == 1

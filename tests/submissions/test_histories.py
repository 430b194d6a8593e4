"""A dossier as it was at a moment, as it was known at another, with every fact that was known.

Promises moments between the facts of dossiers in memory, and the service's own answers. Must not
wait for a clock.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from motcua.submissions.v1 import dossier_queries_pb2 as api
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from services.submissions.api import histories
from services.submissions.api.histories import READ_AT_ONCE
from services.submissions.domain.dossier import past
from services.submissions.domain.entries import Recording
from tests.submissions.house import House, Refused, refused
from tests.submissions.live_dossier import MONDAY, LiveDossier
from tests.submissions.place import Place

DAY = timedelta(days=1)


def lived() -> LiveDossier:
    """Filed on Monday, accepted and ended on the following days."""
    dossier = LiveDossier()
    dossier.do("accept", after=DAY)
    dossier.do("start", after=DAY)
    dossier.do("result", after=DAY)
    return dossier


def facts(dossier: LiveDossier, until: datetime | None = None) -> dict[int, api.DossierFact]:
    """By version, each recorded a minute after it happened."""
    entries = dossier.state.entries
    recordings = [Recording(e.version, e.at + timedelta(minutes=1), "an") for e in entries]
    return {each.version: each for each in past.history(entries, recordings, until)}


def test_a_dossier_is_what_had_happened_by_then() -> None:
    entries = lived().state.entries
    ways = [past.as_of(entries, each.at).status for each in entries]
    assert ways == [1, 2, 4, 9]
    just_before = [past.as_of(entries, each.at - timedelta(microseconds=1)) for each in entries]
    assert [each.status for each in just_before] == [0, 1, 2, 4]
    assert past.as_of(entries, None).status == events.STATUS_RESULT_READY


def test_each_fact_says_who_when_and_for_which_unit_and_task() -> None:
    accepted = facts(lived())[2]
    assert (accepted.event, accepted.officer, accepted.task) == ("DossierAccepted", "an", "t1")
    assert accepted.unit == accepted.handling_unit == "units/ward"
    assert accepted.record_time.ToDatetime(tzinfo=UTC) == MONDAY + DAY + timedelta(minutes=1)
    assert accepted.recorded.accepted.offering.service == "services/birth"
    assert not accepted.left_out
    assert not accepted.corrected_by


def test_a_corrected_fact_shows_both_and_by_which_correction() -> None:
    dossier = lived()
    dossier.correct(4, None)  # the result is left out
    known = facts(dossier)
    assert (known[4].left_out, known[4].corrected_by) == (True, 5)
    assert known[5].corrects == 4
    assert past.as_of(dossier.state.entries, None).status == events.STATUS_PROCESSING
    assert past.as_of(dossier.state.entries[:4], None).status == events.STATUS_RESULT_READY
    dossier.correct(5, None)  # and that is taken back
    known = facts(dossier)
    assert (known[4].left_out, known[4].corrected_by) == (False, 0)
    assert (known[5].left_out, known[5].corrected_by) == (True, 6)


def test_a_fact_is_of_the_time_that_holds() -> None:
    dossier = lived()
    earlier = dossier.state.entries[3].at - timedelta(hours=2)
    dossier.correct(4, Statement(time=earlier))
    known = facts(dossier, earlier)
    assert sorted(known) == [1, 2, 3, 4, 5]
    assert known[4].effective.time.ToDatetime(tzinfo=UTC) == earlier
    assert known[4].recorded.time.ToDatetime(tzinfo=UTC) == earlier + timedelta(hours=2)
    assert sorted(facts(dossier, earlier - timedelta(seconds=1))) == [1, 2, 3, 5]


async def ask(house: House, name: str, **asked: Any) -> api.DossierHistory:
    request = api.GetDossierHistoryRequest(name=name, **asked)
    return await house.queries.GetDossierHistory(request, **house.caller("inspector"))


@pytest.fixture(scope="module")
async def place(house: House) -> Place:
    place = await Place(house).opened()
    await house.catalogue.officer(place.unit, "officer.test")
    return place


async def test_as_known_then_it_is_what_had_been_recorded(house: House, place: Place) -> None:
    name = (await place.submit()).name
    await house.step("AcceptDossier", name, catalog_position=house.catalogue.position)
    await house.step("CorrectDossier", name, version=2, reason_code="r")
    whole = await ask(house, name)
    assert [(each.event, each.left_out) for each in whole.facts] == [
        ("DossierSubmitted", False), ("DossierAccepted", True), ("DossierCorrected", False),
    ]  # fmt: skip
    assert (whole.dossier.status, whole.dossier.etag) == (1, '"3"')
    for count, status in ((1, 1), (2, 2), (3, 1)):
        then = await ask(house, name, as_known_time=whole.facts[count - 1].record_time)
        assert (len(then.facts), then.dossier.status) == (count, status)
        assert then.dossier.position == whole.facts[count - 1].position
        assert then.dossier.etag == ('"3"' if count == 3 else "")
    assert whole.facts[1].actor == "officer.test"


async def test_before_its_first_fact_there_was_none(house: House, place: Place) -> None:
    name = (await place.submit()).name
    for moment in ("as_of", "as_known_time"):
        why = await refused(ask(house, name, **{moment: datetime(2020, 1, 1, tzinfo=UTC)}))
        assert (why.code.name, why.reason, why.field) == (
            "NOT_FOUND", "DOSSIER_NONE_THEN", "name",
        )  # fmt: skip


async def test_who_has_nothing_to_do_with_it_is_told_of_no_dossier(
    house: House, place: Place
) -> None:
    name = (await place.submit()).name
    request = api.GetDossierHistoryRequest(name=name)
    for role, unit in (("leader", "units/other"), ("portal", "*")):
        caller = house.caller(role, unit, "somebody-else")
        why: Refused = await refused(house.queries.GetDossierHistory(request, **caller))
        assert why.reason == "DOSSIER_UNKNOWN"


async def several(house: House, names: list[str], **asked: Any) -> list[api.DossierHistory]:
    request = api.BatchGetDossierHistoriesRequest(names=names, **asked)
    caller = house.caller("inspector")
    return list((await house.queries.BatchGetDossierHistories(request, **caller)).histories)


async def test_several_are_told_as_one_by_one_and_in_their_order(
    house: House, place: Place
) -> None:
    names = [(await place.submit()).name for _ in range(READ_AT_ONCE + 2)]
    await house.step("AcceptDossier", names[1], catalog_position=house.catalogue.position)
    await house.step("CorrectDossier", names[1], version=2, reason_code="r")
    asked = [names[-1], *names, names[-1]]
    assert await several(house, asked) == [await ask(house, each) for each in asked]
    then = (await ask(house, names[1])).facts[1].record_time
    found = await several(house, names[:2], as_known_time=then)
    assert found == [await ask(house, each, as_known_time=then) for each in names[:2]]
    assert [len(each.facts) for each in found] == [1, 2]


async def test_an_answer_has_as_many_as_it_holds(
    house: House, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [(await place.submit()).name for _ in range(3)]
    size = (await ask(house, names[0])).ByteSize()
    monkeypatch.setattr(histories, "MOST_BYTES", 5 * size // 2)
    assert len(await several(house, names)) == 2
    monkeypatch.setattr(histories, "MOST_BYTES", 1)
    assert len(await several(house, names)) == 1


async def test_where_one_of_several_is_refused_all_are(house: House, place: Place) -> None:
    name, other = (await place.submit()).name, f"dossiers/{uuid4()}"
    early = {"as_of": datetime(2020, 1, 1, tzinfo=UTC)}
    for names, asked, *expected in (
        ([name, other], {}, "NOT_FOUND", "DOSSIER_UNKNOWN", "names[1]"),
        ([name, "dossiers/7"], {}, "INVALID_ARGUMENT", "NAME_MALFORMED", "names[1]"),
        ([name], early, "NOT_FOUND", "DOSSIER_NONE_THEN", "names[0]"),
        ([name] * 201, {}, "INVALID_ARGUMENT", "LIST_TOO_LONG", "names"),
    ):
        why = await refused(several(house, names, **asked))
        assert [why.code.name, why.reason, why.field] == expected

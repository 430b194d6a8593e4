"""Lists, what falls due, the stream of changes and reconciliations against naive readings: of every
dossier one by one, and of every event of the log.

Promises oracles that share no code with what they check. Must not wait for a clock.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import asyncpg
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from motcua.submissions.v1 import dossier_queries_pb2 as api
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.submissions.domain.dossier.changes import REGISTRY
from tests.submissions.crowd import PORTALS, Crowd
from tests.submissions.house import OFFICER, House

IN_HAND = (2, 4)
LOCAL = timezone(timedelta(hours=7))


@pytest.fixture(scope="module")
async def crowd(house: House) -> Crowd:
    return await Crowd(house).gathered()


async def listed(crowd: Crowd, *, who: tuple[str, str, str] | None = None, **asked: Any) -> Any:
    """All pages of a list, of three each, as one."""
    method = "ListDueDossiers" if asked.pop("due", False) else "ListDossiers"
    kind = getattr(api, f"{method}Request")
    caller = crowd.house.caller(*(who or ("inspector", "*", "")))
    found, token = [], ""
    while True:
        request = kind(**({"unit": crowd.top} | asked), page_size=3, page_token=token)
        answer = await getattr(crowd.house.queries, method)(request, **caller)
        found += answer.dossiers
        token = answer.next_page_token
        if not token:
            return found


def holder(dossier: Dossier) -> str:
    return dossier.handling_unit or dossier.receiving_unit


def by_due(dossier: Dossier) -> tuple[int, str]:
    at = dossier.due.time.ToNanoseconds() if dossier.HasField("due") else 2**80
    return at, dossier.name


def by_submission(dossier: Dossier) -> tuple[int, str]:
    return dossier.submit_time.ToNanoseconds(), dossier.name


async def test_a_list_has_each_dossier_as_its_stream_states_it(crowd: Crowd) -> None:
    read = await crowd.read()
    kept = sorted((each for each in read if not each.voided), key=by_due)
    assert len({each.status for each in kept}) > 4
    assert await listed(crowd) == kept
    assert await listed(crowd, order=2) == sorted(kept, key=by_submission, reverse=True)
    voided = sorted((each for each in read if each.voided), key=by_due)
    assert voided
    assert await listed(crowd, voided=True) == voided


async def test_a_list_is_what_a_naive_choice_finds(crowd: Crowd) -> None:
    read = [each for each in await crowd.read() if not each.voided]
    place, soon = crowd.places[0], datetime.now(UTC) + timedelta(days=4)
    some = read[0]
    choices: list[tuple[dict[str, Any], Any]] = [
        ({"unit": place.unit}, lambda d: holder(d) == place.unit),
        ({"statuses": [2, 5]}, lambda d: d.status in {2, 5}),
        ({"assignee": OFFICER}, lambda d: d.assignee == OFFICER),
        ({"assignee": OFFICER, "unit": place.unit, "statuses": [2]},
            lambda d: (d.assignee, holder(d), d.status) == (OFFICER, place.unit, 2)),
        ({"channel": 1}, lambda d: d.channel == 1),
        ({"service": place.service}, lambda d: d.offering.service == place.service),
        ({"number": some.number}, lambda d: d.number == some.number),
        ({"number": "none"}, lambda _: False),
        ({"due_end_time": soon}, lambda d: d.HasField("due") and at(d.due.time) < soon),
        ({"due_start_time": soon, "statuses": [2]},
            lambda d: d.status == 2 and not (d.HasField("due") and at(d.due.time) < soon)),
    ]  # fmt: skip
    for asked, wanted in choices:
        chosen = [each for each in read if wanted(each)]
        assert await listed(crowd, **asked) == sorted(chosen, key=by_due), asked
        latest = sorted(chosen, key=by_submission, reverse=True)
        assert await listed(crowd, **asked, order=2) == latest, asked


def at(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(tzinfo=UTC)


async def test_what_falls_due_is_accepted_and_neither_paused_nor_ended(crowd: Crowd) -> None:
    read = [each for each in await crowd.read() if not each.voided and each.HasField("due")]
    due = [each for each in read if each.status in IN_HAND and each.HasField("accept_time")]
    assert 0 < len(due) < len(read)
    assert await listed(crowd, due=True) == sorted(due, key=by_due)
    soon = datetime.now(UTC) + timedelta(days=4)
    first = [each for each in due if at(each.due.time) < soon]
    assert await listed(crowd, due=True, due_end_time=soon) == sorted(first, key=by_due)
    mine = [each for each in due if each.assignee == OFFICER]
    assert await listed(crowd, due=True, assignee=OFFICER) == sorted(mine, key=by_due)


async def test_a_portal_is_shown_what_it_filed(crowd: Crowd) -> None:
    read = [each for each in await crowd.read() if not each.voided]
    for portal in PORTALS:
        own = sorted((each for each in read if each.portal == portal), key=by_due)
        assert own
        assert await listed(crowd, who=("portal", "*", portal)) == own


async def log_of(house: House) -> list[Any]:
    connection = await asyncpg.connect(house.database.owner_dsn)
    rows = await connection.fetch("select * from events order by position")
    await connection.close()
    return rows


async def watched(crowd: Crowd, until: int, who: tuple[str, str, str], **asked: Any) -> list[Any]:
    """What a watcher is told up to a position."""
    request = api.WatchDossiersRequest(**asked)
    call = crowd.house.queries.WatchDossiers(request, **crowd.house.caller(*who))
    told, last = [], asked.get("after_position", 0)
    async for answer in call:
        assert answer.position > last or not answer.HasField("change")
        last = answer.position
        if answer.HasField("change"):
            assert answer.change.fact.position == answer.position
            told.append(answer.change)
        if answer.position >= until:
            call.cancel()
            return told
    raise AssertionError("the stream ended")


async def concerned(crowd: Crowd) -> dict[int, tuple[set[str], str]]:
    """By position, the units and the portal that an event concerns, by the events alone."""
    found: dict[int, tuple[set[str], str]] = {}
    filed: dict[str, Any] = {}
    having: dict[str, str] = {}
    for row in await log_of(crowd.house):
        said: Any = REGISTRY[row["type"]].FromString(row["payload"])
        name, kind = row["stream"], row["type"].rpartition(".")[2]
        if kind == "DossierSubmitted":
            filed[name], having[name] = said, said.receiving_unit
        before = having[name]
        if kind in {"DossierTransferred", "DossierAccepted"}:
            having[name] = said.to_unit if kind == "DossierTransferred" else said.handling_unit
        units = {filed[name].receiving_unit, filed[name].offering.unit, before, having[name]}
        found[row["position"]] = (units, filed[name].portal)
    return found


async def test_who_watches_is_told_the_log_filtered(crowd: Crowd) -> None:
    log, concerns = await log_of(crowd.house), await concerned(crowd)
    end, place = log[-1]["position"], crowd.places[0]
    whole = await watched(crowd, end, ("inspector", "*", ""))
    assert [(each.fact.position, each.dossier, each.fact.version) for each in whole] == [
        (row["position"], row["stream"], row["version"]) for row in log
    ]
    of_ward = [position for position, (units, _) in concerns.items() if place.unit in units]
    assert 0 < len(of_ward) < len(log)
    for told in (
        await watched(crowd, end, ("officer", place.unit, "o")),
        await watched(crowd, end, ("leader", "*", "l"), unit=place.unit),
    ):
        assert [each.fact.position for each in told] == of_ward
    own = [position for position, (_, portal) in concerns.items() if portal == PORTALS[0]]
    told = await watched(crowd, end, ("portal", "*", PORTALS[0]))
    assert [each.fact.position for each in told] == own
    middle = of_ward[len(of_ward) // 2]
    rest = await watched(crowd, end, ("officer", place.unit, "o"), after_position=middle)
    assert [each.fact.position for each in rest] == [each for each in of_ward if each > middle]
    left = [each for each in whole if each.fact.event == "DossierTransferred"]
    assert left
    assert all(each.previous_unit != each.handling_unit for each in left)


async def test_every_filing_of_a_portal_is_accounted_for(crowd: Crowd) -> None:
    sums: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in await crowd.read():
        day = sums[each.portal, at(each.submit_time).astimezone(LOCAL).date()]
        day["voided" if each.voided else "submitted"] += 1
        if not each.voided:
            day[outcome(each)] += 1
    answer = await reconciled(crowd, ("inspector", "*", ""))
    found = {(each.portal, date(each.date.year, each.date.month, each.date.day)): each
        for each in answer.days}  # fmt: skip
    assert found.keys() == sums.keys()
    assert {line.residual for line in answer.days} > {0}
    for key, line in found.items():
        for name in (
            "submitted",
            "accepted",
            "refused",
            "withdrawn",
            "pending",
            "residual",
            "voided",
        ):
            assert getattr(line, name) == sums[key][name], (key, name)
    own = await reconciled(crowd, ("portal", "*", PORTALS[0]))
    assert {each.portal for each in own.days} == {PORTALS[0]}
    assert not (await reconciled(crowd, ("portal", "*", PORTALS[0]), portal=PORTALS[1])).days


def outcome(dossier: Dossier) -> str:
    if dossier.HasField("accept_time"):
        return "accepted"
    known = {1: "pending", 5: "pending", 3: "refused", 7: "withdrawn"}
    return known.get(dossier.status, "residual")  # such as stopped before acceptance


async def reconciled(crowd: Crowd, who: tuple[str, str, str], **more: Any) -> Any:
    today = datetime.now(LOCAL).date()
    first, after = today - timedelta(days=1), today + timedelta(days=2)
    request = api.ReconcilePortalsRequest(
        unit=crowd.top,
        start_date=Date(year=first.year, month=first.month, day=first.day),
        end_date=Date(year=after.year, month=after.month, day=after.day),
        **more,
    )
    return await crowd.house.queries.ReconcilePortals(request, **crowd.house.caller(*who))

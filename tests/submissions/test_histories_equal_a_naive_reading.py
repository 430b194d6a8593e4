"""Dossiers as they were at a moment and known at another, and what became of what portals filed,
against naive readings of the whole log.

Promises moments between any two facts. Must not wait for a clock.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from google.type.date_pb2 import Date
from hypothesis import strategies as st

from motcua.submissions.v1 import dossier_queries_pb2 as api
from tests.submissions.crowd import PORTALS
from tests.submissions.gathered import CROWDS, Gathered, Wait, drawn, expected, gathered_in, shown
from tests.submissions.house import House, refused
from tests.submissions.log_oracle import Event, seen, that_hold
from tests.submissions.test_records_served import ACCEPTED

LOCAL = timezone(timedelta(hours=7))
MICROSECOND = timedelta(microseconds=1)
COUNTS = ("submitted", "accepted", "refused", "withdrawn", "pending", "residual", "voided")


@pytest.fixture(scope="module", params=range(100, 100 + CROWDS))
async def gathered(house: House, request: Any) -> Gathered:
    return await gathered_in(house, request.param)


def versions(events: list[Event], held: dict[int, Any], as_of: datetime | None) -> list[int]:
    """The facts that happened by then, as they hold, or were recorded where they no more do; and
    all corrections.
    """
    return [
        each.version
        for each in events
        if as_of is None
        or each.kind == "DossierCorrected"
        or held.get(each.version, (each.at,))[0] <= as_of
    ]


async def history(gathered: Gathered, request: Any) -> api.DossierHistory:
    house = gathered.crowd.house
    return await house.queries.GetDossierHistory(request, **house.caller("inspector"))


async def test_a_dossier_was_what_had_happened_as_it_was_known(gathered: Gathered) -> None:
    def check(data: Any, wait: Wait) -> None:
        events = gathered.events[data.draw(st.sampled_from(gathered.crowd.names))]
        moments = [each.at for each in events]
        as_of = data.draw(st.sampled_from([None, *moments, *(m - MICROSECOND for m in moments)]))
        as_known = data.draw(st.sampled_from([None, *(each.known for each in events)]))
        known = [each for each in events if as_known is None or each.known <= as_known]
        dossier = seen(known, until=lambda at: as_of is None or at <= as_of)
        asked: dict[str, Any] = {"as_of": as_of, "as_known_time": as_known}
        asked = {name: value for name, value in asked.items() if value is not None}
        request = api.GetDossierHistoryRequest(name=events[0].stream, **asked)
        if not dossier.name:
            why = wait(refused(history(gathered, request)))
            assert why.reason == "DOSSIER_NONE_THEN"
            return
        answer = wait(history(gathered, request))
        held = that_hold(known)
        assert shown(answer.dossier) == expected(dossier)
        assert [each.version for each in answer.facts] == versions(known, held, as_of)
        corrections = {each.version for each in known if each.kind == "DossierCorrected"}
        left_out = {each.version for each in answer.facts if each.left_out} - corrections
        assert left_out == {each.version for each in answer.facts} - corrections - held.keys()

    await drawn(check, 40)


async def reconciled(
    gathered: Gathered, first: date, who: tuple[str, str, str], **more: Any
) -> Any:
    """Of thirty days."""
    after = first + timedelta(days=30)
    request = api.ReconcilePortalsRequest(
        unit=gathered.crowd.top,
        start_date=Date(year=first.year, month=first.month, day=first.day),
        end_date=Date(year=after.year, month=after.month, day=after.day),
        **more,
    )
    house = gathered.crowd.house
    return (await house.queries.ReconcilePortals(request, **house.caller(*who))).days


async def test_every_filing_is_accounted_for(gathered: Gathered) -> None:
    sums: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in gathered.dossiers:
        if each.submitted is not None:
            day = sums[each.portal, each.submitted.astimezone(LOCAL).date()]
            day["voided" if each.voided else "submitted"] += 1
            day[each.outcome] += 0 if each.voided else 1
    today, past = datetime.now(LOCAL).date(), ACCEPTED.date()
    found: dict[tuple[str, date], Any] = {}
    for first in (today - timedelta(days=20), past - timedelta(days=20)):
        for line in await reconciled(gathered, first, ("inspector", "*", "")):
            found[line.portal, date(line.date.year, line.date.month, line.date.day)] = line
            parts = line.accepted + line.refused + line.withdrawn + line.pending + line.residual
            assert line.submitted == parts
    assert found.keys() == sums.keys()
    for key, line in found.items():
        for name in COUNTS:
            assert getattr(line, name) == sums[key][name], (key, name)


async def test_a_portal_reconciles_its_own_filings(gathered: Gathered) -> None:
    first, who = datetime.now(LOCAL).date() - timedelta(days=20), ("portal", "*", PORTALS[0])
    assert {each.portal for each in await reconciled(gathered, first, who)} == {PORTALS[0]}
    assert not await reconciled(gathered, first, who, portal=PORTALS[1])

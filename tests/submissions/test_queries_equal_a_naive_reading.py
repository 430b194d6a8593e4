"""Lists, what falls due, histories and reconciliations against naive readings of the whole log.

Promises crowds with lives of every kind, questions of every combination, and an oracle that shares
no code with what it checks (`log_oracle.py`). Must not wait for a clock. More crowds than in the
suite: MOTCUA_CROWDS=50.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from motcua.submissions.v1 import dossier_queries_pb2 as api
from motcua.submissions.v1.submissions_pb2 import Dossier
from tests.submissions.crowd import PORTALS, Crowd
from tests.submissions.gathered import (
    CROWDS,
    Gathered,
    Wait,
    drawn,
    due_of,
    expected,
    gathered_in,
    shown,
)
from tests.submissions.house import OFFICER, House
from tests.submissions.log_oracle import Seen

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture(scope="module", params=range(CROWDS))
async def gathered(house: House, request: Any) -> Gathered:
    return await gathered_in(house, request.param)


def by_due(dossier: Seen) -> tuple[bool, Any, str]:
    return dossier.due is None, due_of(dossier), dossier.name


def by_submission(dossier: Seen) -> tuple[bool, float, str]:
    known = dossier.submitted
    return known is None, -known.timestamp() * 1e6 if known else 0.0, dossier.name


def below(crowd: Crowd, top: str) -> set[str]:
    """The units of a subtree; one that merged into another is with it, too."""
    wards = {each.unit for each in (*crowd.places, crowd.left)}
    if top == crowd.top:
        return {crowd.top, *wards}
    return {top, crowd.left.unit} if top == crowd.places[0].unit else {top}


def question(data: Any, of: Gathered) -> tuple[dict[str, Any], list[Seen]]:
    """A list that may be asked for, and what it is to show."""
    crowd, pick = of.crowd, lambda some: data.draw(st.sampled_from(some))
    dues = sorted({due for each in of.dossiers if (due := due_of(each))})
    unit = pick([crowd.top, crowd.top, *(each.unit for each in crowd.places), crowd.left.unit])
    asked: dict[str, Any] = {"unit": unit, "page_size": pick([1, 2, 3, 7, 50])}
    found = [each for each in of.dossiers if each.unit in below(crowd, unit)]
    voided = pick([False] * 5 + [True])
    found = [each for each in found if each.voided == voided]
    asked |= {"voided": True} if voided else {}
    if pick([True, False, False]):
        asked["assignee"] = OFFICER
        found = [each for each in found if each.assignee == OFFICER]
    begins, ends = (pick([None, None, *dues, *(each + MICROSECOND for each in dues)])
        for _ in range(2))  # fmt: skip
    if begins or ends:
        asked |= {"due_start_time": begins} if begins else {}
        asked |= {"due_end_time": ends} if ends else {}
        found = [d for d in found if (due := due_of(d)) and (begins or due) <= due]
        found = [d for d in found if not ends or ((due := due_of(d)) and due < ends)]
    if not voided and pick([True, False]):
        asked["statuses"] = data.draw(st.lists(st.integers(1, 10), min_size=1, max_size=4))
        found = [each for each in found if each.status in asked["statuses"]]
    for name in ("channel", "service", "number"):
        if pick([True, False, False, False]):
            asked[name] = pick(sorted({getattr(each, name) for each in of.dossiers} - {0, ""}))
            found = [each for each in found if getattr(each, name) == asked[name]]
    asked["order"] = pick([0, 1, 2])
    return asked, sorted(found, key=by_submission if asked["order"] == 2 else by_due)


async def listed(
    crowd: Crowd, who: tuple[str, str, str] = ("inspector", "*", ""), **asked: Any
) -> list[Dossier]:
    """All pages of a list as one."""
    method = "ListDueDossiers" if asked.pop("due", False) else "ListDossiers"
    kind, caller = getattr(api, f"{method}Request"), crowd.house.caller(*who)
    found: list[Dossier] = []
    token = ""
    while True:
        request = kind(**asked, page_token=token)
        answer = await getattr(crowd.house.queries, method)(request, **caller)
        found += answer.dossiers
        assert len(answer.dossiers) == asked["page_size"] or not answer.next_page_token
        token = answer.next_page_token
        if not token:
            return found


async def test_a_crowd_has_lives_of_every_kind(gathered: Gathered) -> None:
    kinds = Counter(each.kind for events in gathered.events.values() for each in events)
    wanted = {"DossierTransferred", "DossierCorrected", "DossierAccepted", "SupplementRequested"}
    assert wanted <= kinds.keys()
    assert len({each.status for each in gathered.dossiers}) > 4
    assert any(each.voided for each in gathered.dossiers)
    records = [each for events in gathered.events.values() for each in events
        if each.kind == "DossierSubmitted" and each.said.HasField("origin")]  # fmt: skip
    assert records


async def test_a_list_is_what_the_log_says(gathered: Gathered) -> None:
    def check(data: Any, wait: Wait) -> None:
        asked, wanted = question(data, gathered)
        found = wait(listed(gathered.crowd, **asked))
        assert [shown(each) for each in found] == [expected(each) for each in wanted], asked
        assert [each.position for each in found] == [
            gathered.positions[each.name] for each in wanted
        ]

    await drawn(check, 40)


async def test_each_is_listed_as_its_stream_states_it(gathered: Gathered) -> None:
    read = {each.name: each for each in await gathered.crowd.read()}
    found = await listed(gathered.crowd, unit=gathered.crowd.top, page_size=5)
    found += await listed(gathered.crowd, unit=gathered.crowd.top, page_size=5, voided=True)
    assert {each.name: each for each in found} == read
    assert len(found) == len(read)


async def test_what_falls_due_is_accepted_and_neither_paused_nor_ended(gathered: Gathered) -> None:
    due = [each for each in gathered.dossiers if not each.voided and each.due is not None]
    due = [each for each in due if each.status in {2, 4} and each.accepted]
    moments = sorted(filter(None, map(due_of, due)))
    crowd = gathered.crowd

    def check(data: Any, wait: Wait) -> None:
        ends = data.draw(st.sampled_from([None, *moments]))
        asked = {"due_end_time": ends} if ends else {}
        unit = data.draw(st.sampled_from([crowd.top, *(each.unit for each in crowd.places)]))
        asked |= {"assignee": OFFICER} if data.draw(st.booleans()) else {}
        found = [each for each in due if not ends or (each.due and due_of(each) < ends)]  # type: ignore[operator]
        found = [each for each in found if each.assignee == asked.get("assignee", each.assignee)]
        found = [each for each in found if each.unit in below(crowd, unit)]
        size = data.draw(st.sampled_from([1, 3, 50]))
        names = [each.name for each in sorted(found, key=by_due)]
        listing = wait(listed(crowd, due=True, unit=unit, page_size=size, **asked))
        assert [each.name for each in listing] == names

    await drawn(check, 15)


async def test_a_portal_is_shown_what_it_filed(gathered: Gathered) -> None:
    for portal in PORTALS:
        own = [each for each in gathered.dossiers if each.portal == portal and not each.voided]
        who = ("portal", "*", portal)
        found = await listed(gathered.crowd, who, unit=gathered.crowd.top, page_size=2)
        assert [each.name for each in found] == [each.name for each in sorted(own, key=by_due)]

"""The history of a resource: every change, with who, why, and both times.

Promises the facts as they were recorded. Must not depend on the order of tests.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.conftest import Running
from tests.catalog.desk import Desk, refusal, stamp
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4, NA, text

DAY = timedelta(days=1)
PAY = facts.CAPABILITY_PAY_ONLINE


async def every(desk: Desk, name: str, *, size: int = 2) -> list[api.Change]:
    found: list[Any] = []
    token = ""
    while True:
        answer = await desk.act("ListChanges", name=name, page_size=size, page_token=token)
        found, token = [*found, *answer.changes], answer.next_page_token
        if not token:
            return found


def kind(change: api.Change) -> str:
    return change.fact.TypeName().rpartition(".")[2]


def caused_by(change: api.Change) -> tuple[str, int, str]:
    cause = change.cause
    assert cause.position < change.position
    return cause.name, cause.version, cause.type.rpartition(".")[2]


async def test_a_history_says_what_when_why_and_by_whom(catalog: Running) -> None:
    desk = catalog.desk(subject="e7")
    start = datetime.now(UTC)
    city = await desk.unit()
    service = await desk.service(city.name)
    offering = await desk.offer(service.name, city.name, LEVEL_2)
    past = start - DAY / 2
    unit = await desk.unit(at=past, reason="Quyết định 12")
    opened, assessed = await every(desk, offering.name)
    assert [kind(each) for each in (opened, assessed)] == ["OfferingOpened", "OfferingAssessed"]
    assert [each.version for each in (opened, assessed)] == [1, 2]
    assert assessed.position == offering.position
    assert {each.actor for each in (opened, assessed)} == {"e7"}
    assert not opened.HasField("cause")
    assert caused_by(assessed) == (opened.name, 1, "OfferingOpened")
    assert assessed.effective_time == opened.effective_time
    said = facts.OfferingOpened()
    assert opened.fact.Unpack(said)
    assert said.offering == opened.name == offering.name
    [change] = await every(desk, unit.name)
    assert (change.reason, change.effective_time.ToDatetime(UTC)) == ("Quyết định 12", past)
    assert change.recorded_time.ToDatetime(UTC) > start
    drafted, published = await every(desk, service.name)
    assert not drafted.HasField("effective_time")
    assert published.HasField("effective_time")


async def test_what_is_derived_names_the_change_of_its_command_from_which_it_follows(
    catalog: Running,
) -> None:
    """Q is merged into P, then Q's payment is corrected, then a fee comes: each changes P, too."""
    desk, later = catalog.desk(), datetime.now(UTC) + DAY
    city = await desk.unit()
    q, p = [await desk.unit(parent=city.name) for _ in range(2)]
    service = await desk.service(city.name)
    offering = await desk.offer(service.name, q.name, LEVEL_4)
    merging = {"units": [q.name], "into": p.name, "offerings": facts.OFFERING_RULE_FOLLOW}
    await desk.act("MergeUnits", effective_time=stamp(later), **merging)
    await desk.record(offering.name, {PAY: NA})
    fee = facts.FeeLine(code="LP", amount=8_000)
    said = api.Service(name=service.name, authority=city.name, display_name=text(), fees=[fee])
    await desk.act("ReviseService", service=said)
    await desk.publish(service.name)
    changes = await every(desk, f"{service.name}/offerings/{p.name.removeprefix('units/')}")
    assert [kind(each) for each in changes] == ["OfferingAssessed"] * 3
    assert [caused_by(each) for each in changes] == [
        (q.name, 2, "UnitMerged"),
        (offering.name, 4, "CapabilitiesRecorded"),
        (service.name, 4, "ServicePublished"),
    ]


async def test_pages_go_on_where_the_last_one_ended(desk: Desk) -> None:
    city = await desk.unit()
    offering = await desk.offer((await desk.service(city.name)).name, city.name, LEVEL_2)
    first = await desk.act("ListChanges", name=offering.name, page_size=1)
    await desk.record(offering.name, LEVEL_3)
    rest = await desk.act(
        "ListChanges", name=offering.name, page_size=10, page_token=first.next_page_token
    )
    versions = [each.version for each in [*first.changes, *rest.changes]]
    assert versions == [1, 2, 3, 4]
    assert rest.next_page_token == ""


async def test_calendars_and_targets_have_histories_too_and_strangers_have_none(desk: Desk) -> None:
    for name in ("calendars/none", "targets/none", "units/none"):
        asked = desk.act("ListChanges", name=name)
        assert await refusal(asked) == "NOT_FOUND NO_HISTORY name"
    for name in ("dossiers/a", "units/a/b", "x"):
        asked = desk.act("ListChanges", name=name)
        assert await refusal(asked) == "INVALID_ARGUMENT NAME_MALFORMED name"


async def test_the_public_sees_no_history(catalog: Running) -> None:
    asked = catalog.desk("").act("ListChanges", name="units/a")
    assert (await refusal(asked)).startswith("UNAUTHENTICATED")

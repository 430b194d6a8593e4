"""The history of a resource: every change, with who, why, and both times.

Promises the facts as they were recorded. Must not depend on the order of tests.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4, NA, text

DAY = timedelta(days=1)
PAY = facts.CAPABILITY_PAY_ONLINE


async def every(client: Client, name: str, *, size: int = 2) -> list[api.Change]:
    found: list[Any] = []
    token = ""
    while True:
        answer = await client.act("ListChanges", name=name, page_size=size, page_token=token)
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
    client = catalog.client(subject="e7")
    start = datetime.now(UTC)
    city = await client.unit()
    service = await client.service(city.name)
    offering = await client.offer(service.name, city.name, LEVEL_2)
    past = start - DAY / 2
    unit = await client.unit(at=past, reason="Quyết định 12")
    opened, assessed = await every(client, offering.name)
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
    [change] = await every(client, unit.name)
    assert (change.reason, change.effective_time.ToDatetime(UTC)) == ("Quyết định 12", past)
    assert change.recorded_time.ToDatetime(UTC) > start
    drafted, published = await every(client, service.name)
    assert not drafted.HasField("effective_time")
    assert published.HasField("effective_time")


async def test_what_is_derived_names_the_change_of_its_command_from_which_it_follows(
    catalog: Running,
) -> None:
    """Q is merged into P, then Q's payment is corrected, then a fee comes: each changes P, too."""
    client, later = catalog.client(), datetime.now(UTC) + DAY
    city = await client.unit()
    q, p = [await client.unit(parent=city.name) for _ in range(2)]
    service = await client.service(city.name)
    offering = await client.offer(service.name, q.name, LEVEL_4)
    merging = {"units": [q.name], "into": p.name, "offerings": facts.OFFERING_RULE_FOLLOW}
    await client.act("MergeUnits", effective_time=stamp(later), **merging)
    await client.record(offering.name, {PAY: NA})
    fee = facts.FeeLine(code="LP", amount=8_000)
    said = api.Service(name=service.name, authority=city.name, display_name=text(), fees=[fee])
    await client.act("ReviseService", service=said)
    await client.publish(service.name)
    changes = await every(client, f"{service.name}/offerings/{p.name.removeprefix('units/')}")
    assert [kind(each) for each in changes] == ["OfferingAssessed"] * 3
    assert [caused_by(each) for each in changes] == [
        (q.name, 2, "UnitMerged"),
        (offering.name, 4, "CapabilitiesRecorded"),
        (service.name, 4, "ServicePublished"),
    ]


async def test_pages_go_on_where_the_last_one_ended(client: Client) -> None:
    city = await client.unit()
    offering = await client.offer((await client.service(city.name)).name, city.name, LEVEL_2)
    first = await client.act("ListChanges", name=offering.name, page_size=1)
    await client.record(offering.name, LEVEL_3)
    rest = await client.act(
        "ListChanges", name=offering.name, page_size=10, page_token=first.next_page_token
    )
    versions = [each.version for each in [*first.changes, *rest.changes]]
    assert versions == [1, 2, 3, 4]
    assert rest.next_page_token == ""


async def test_calendars_and_targets_have_histories_too_and_strangers_have_none(
    client: Client,
) -> None:
    for name in ("calendars/none", "targets/none", "units/none"):
        asked = client.act("ListChanges", name=name)
        assert await refusal(asked) == "NOT_FOUND NO_HISTORY name"
    for name in ("dossiers/a", "units/a/b", "x"):
        asked = client.act("ListChanges", name=name)
        assert await refusal(asked) == "INVALID_ARGUMENT NAME_MALFORMED name"


async def test_the_public_sees_no_history(catalog: Running) -> None:
    asked = catalog.client("").act("ListChanges", name="units/a")
    assert (await refusal(asked)).startswith("UNAUTHENTICATED")

"""Two cities and a nation over real processes: what is added, who is named, what is not believed.

The nation's NATS is a leaf node of each city's, as docs/federation.md has it, and reads one stream.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import grpc
import httpx
import nats
import pytest
from google.type.date_pb2 import Date

from deploy.embedded.leafnodes import Leafnodes
from motcua.metrics.v1 import federation_pb2 as api
from motcua.metrics.v1.federation_events_pb2 import StreamFault
from services.chassis.bus import Bus, Message, Unreachable
from services.chassis.keys import Keyring
from services.console.outcome import Difference
from services.console.portal.addresses import SERVICES
from services.console.portal.client import Portal
from services.console.reading.comparison.national import (
    compare_all,
    computed,
    differences,
    rule_of,
    stream_of,
)
from services.pages.app import Shared, application
from services.pages.live import Hub
from services.pages.services import Services
from services.pages.sessions import Sessions
from tests.e2e.federated import MARCH, TIMEOUT, City, Installation, together
from tests.forwarders import answered
from tests.metrics.given_national import ONLINE as TEXT
from tests.metrics.given_national import states
from tests.waiting import has_heard, until

ONLINE = "online_handling"
BY = rule_of(TEXT.text)
ADMITTED = Date(year=2026, month=1, day=1)


class Nation(NamedTuple):
    """The nation and its cities."""

    installation: Installation
    hue: City
    danang: City

    async def figure(self, definition: str = ONLINE, **options: Any) -> api.NationalFigure:
        """Of March, as anybody may ask for it."""
        request = api.GetNationalFigureRequest(definition=definition, **MARCH, **options)
        asking: Any = self.installation.federation.GetNationalFigure
        figure: api.NationalFigure = await asking(request, timeout=TIMEOUT)
        return figure

    async def member(self, name: str) -> api.Member:
        request = api.GetMemberRequest(name=f"members/{name}")
        asking: Any = self.installation.federation.GetMember
        found: api.Member = await asking(request, timeout=TIMEOUT)
        return found

    async def read(self, name: str, sequence: int) -> None:
        """Until the nation has read so many messages of a city's stream."""

        async def reached() -> bool:
            return (await self.member(name)).sequence >= sequence

        await until(reached)

    async def admit(self, name: str, city: City) -> None:
        request = api.AdmitMemberRequest(
            member_id=name,
            display_name=name.title(),
            start_date=ADMITTED,
            verifier_keys=city.keys(),
        )
        await self.installation.command("AdmitMember", request)


@pytest.fixture
async def nation(data_dir: Path) -> AsyncIterator[Nation]:
    hue, danang = City(data_dir / "hue"), City(data_dir / "danang")
    top = Installation(data_dir / "nation")
    Leafnodes(top.directory).join("hue", hue.remote)
    Leafnodes(top.directory).join("danang", danang.remote)
    every = (hue, danang, top)
    try:
        await together(*every)
        yield Nation(top, hue, danang)
    finally:
        for each in every:
            await each.stop()


@pytest.mark.long
async def test_a_nation_adds_up_what_its_cities_published(nation: Nation) -> None:
    hue, danang = nation.hue, nation.danang
    assert states(await nation.figure()) == {}
    assert hue.keys_shown() == hue.keys()
    await asyncio.gather(nation.admit("hue", hue), nation.admit("danang", danang))
    await hue.accept(12, online=True)
    await hue.accept(8, online=False)
    [published] = await hue.publish(ONLINE)
    await nation.read("hue", 1)

    # The other one did not publish: it is named, and not counted as none.
    figure = await nation.figure()
    assert states(figure) == {"hue": "COMPARABLE", "danang": "NO_DATA"}
    assert (figure.percent, figure.receipt.complete) == ("60.0", False)
    [_, of_hue] = figure.receipt.contributions
    assert (of_hue.publication, of_hue.position, of_hue.sequence) == (published.name, 1, 1)
    assert not of_hue.receipt.digest  # of items, it is for who may see these
    assert of_hue.receipt.positions == published.rate.receipt.positions

    # A small count hides the city's figure: the sum tells nothing of it.
    await danang.accept(6, online=True)
    await danang.accept(2, online=False)
    await danang.publish(ONLINE)
    await nation.read("danang", 1)
    hidden = await nation.figure()
    assert states(hidden) == {"hue": "COMPARABLE", "danang": "SUPPRESSED"}
    assert hidden.receipt.denominator == 20
    assert hidden.receipt.contributions[0].receipt.denominator == 0

    # A newer publication counts, and what was known stays so.
    await danang.accept(7, online=False)
    await danang.publish(ONLINE, reason="a file was late")
    await nation.read("danang", 2)
    whole = await nation.figure()
    receipt = whole.receipt
    assert (receipt.numerator, receipt.denominator, receipt.complete) == (18, 35, True)
    assert await nation.figure(as_known=hidden.receipt.positions) == hidden
    listed = api.ListNationalFiguresRequest(**MARCH)
    asking: Any = nation.installation.federation.ListNationalFigures
    answer = await asking(listed, timeout=TIMEOUT)
    assert list(answer.figures) == [whole]

    await demand_the_page(nation)
    await demand_the_same_by_the_streams(nation, whole, hidden)
    await demand_one_stream_only(nation)
    await demand_disbelief(nation, whole)


async def demand_the_page(nation: Nation) -> None:
    """Anybody sees the sum with its receipt, and of each city what it adds."""
    metrics = nation.installation.stack.services["metrics"].grpc
    async with Services(metrics, metrics, metrics) as services:
        sessions = Sessions(Keyring({"1": bytes(32)}), behind_tls=False, idle=60)
        app = application(Shared(services, sessions, Hub(), None), behind_tls=False)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://motcua") as client:
            page = (await client.get("/en/nation?period=2026-03")).text
            table = (await client.get("/vi/nation?period=2026-03&format=json&table=cities")).json()
            silent = await client.get("/en/nation?period=2025-03")
            linked = await client.get("/en/publications")
            nowhere = await client.get("/en/nation?period=2026-03&indicator=other")
    assert all(each in page for each in ("18 / 35", "2 of 2 cities are in the sum", "Danang"))
    assert "./motcua nation verify 2026-03-01 --to 2026-04-01 --from danang=FILE" in page
    assert [each["share"] for each in table] == [
        "40,0\N{NO-BREAK SPACE}%",
        "60,0\N{NO-BREAK SPACE}%",
    ]
    assert {each["city_id"]: each["state"] for each in table} == {
        "members/danang": "có",
        "members/hue": "có",
    }
    assert silent.status_code == 200
    assert "No city has published this period yet." in silent.text
    assert 'href="/en/nation"' in linked.text
    assert nowhere.status_code == 404


async def demand_the_same_by_the_streams(nation: Nation, *figures: api.NationalFigure) -> None:
    """A second reading, of the cities' streams alone."""
    addresses = {"members/hue": nation.hue.address, "members/danang": nation.danang.address}
    members = [await nation.member(name) for name in ("hue", "danang")]
    known = {each.name: await stream_of(each, addresses) for each in members}
    for each in figures:
        assert differences(each.receipt, computed(each.receipt, known, by=BY)) == []
    described = nation.installation.stack.describe()
    alone = dict.fromkeys(SERVICES, described.services["metrics"])  # no other is asked
    async with Portal(replace(described, services=alone)) as portal:
        await compare_all(portal, api.ListNationalFiguresRequest(**MARCH), addresses)
    other = api.NationalReceipt.FromString(figures[0].receipt.SerializeToString())
    other.numerator += 1
    assert differences(other, computed(other, known, by=BY)) == ["numerator is 19, not 18"]
    members[0].verifier_keys[:] = nation.danang.keys()
    with pytest.raises(Difference, match="message 1 is not as the city signed it"):
        await stream_of(members[0], addresses)


async def demand_one_stream_only(nation: Nation) -> None:
    """The nation's credential reads the city's published figures, and can do nothing else."""
    city, refused = nation.hue, list[str]()
    before = await messages(city)

    async def tell(error: Exception) -> None:
        refused.append(str(error))

    reader = await nats.connect(city.address, error_cb=tell)
    info = await reader.request("JS.published.API.STREAM.INFO.published", b"", timeout=60)
    assert b'"messages":1' in info.data
    for subject in ("motcua.metrics.>", "motcua.submissions.>", "motcua.figures.>"):
        await reader.subscribe(subject)
    await has_heard(reader)
    for subject in (
        "motcua.published.FigureReleased.all.online_handling",
        "JS.metrics.API.DIRECT.GET.metrics",
        "JS.submissions.API.STREAM.INFO.submissions",
        "JS.published.API.CONSUMER.CREATE.published.x",
        "$JS.API.STREAM.DELETE.published",
    ):
        await reader.publish(subject, b"{}")
    await has_heard(reader)
    await until(lambda: len(refused) == 8)
    assert all("permissions violation" in each.lower() for each in refused)
    await reader.close()
    assert await messages(city) == before

    own = await Bus.connect(nation.installation.stack.nats_url("metrics"))
    for action in ("DIRECT.GET.metrics", "STREAM.DELETE.published", "CONSUMER.CREATE.published.x"):
        with pytest.raises(Unreachable):
            await own.imported("member-hue").api(action, {"seq": 1})
    await own.close()


async def messages(city: City) -> int:
    """How many the city's stream of published figures has; -1: there is no such stream."""
    bus = await Bus.connect(city.stack.nats_url("metrics"))
    state = await bus.state("published")
    await bus.close()
    return state.messages if state else -1


async def has_released(city: City, count: int) -> bool:
    return await messages(city) >= count


async def demand_disbelief(nation: Nation, whole: api.NationalFigure) -> None:
    """A stream that was replaced, or rewound, is shown, and in no sum until somebody says so."""
    hue, danang = nation.hue, nation.danang
    await replace_stream(hue, 1)
    async with answered(hue.stack, "metrics"):
        await until_suspended(nation, "hue", StreamFault.STREAM_FAULT_REPLACED)
    figure = await nation.figure()
    assert states(figure) == {"hue": "SUSPENDED", "danang": "COMPARABLE"}
    assert figure.receipt.denominator == 15
    assert await nation.figure(as_known=whole.receipt.positions) == whole

    await replace_stream(danang, 0)
    async with answered(danang.stack, "metrics"):
        await until_suspended(nation, "danang", StreamFault.STREAM_FAULT_REWOUND)

    bus = await Bus.connect(hue.stack.nats_url("metrics"))
    await bus.delete_stream("published")
    await bus.close()
    await hue.stack.services["metrics"].start()
    await until(lambda: has_released(hue, 1))  # else it would be suspended again
    request = api.ReinstateMemberRequest(name="members/hue", reason="restored from its log")
    await nation.installation.command("ReinstateMember", request)
    await hue.accept(5, online=False)
    hue.channel = grpc.aio.insecure_channel(hue.stack.services["metrics"].grpc)
    await hue.publish(ONLINE, reason="a file was late")
    await nation.read("hue", 2)
    figure = await nation.figure()
    assert states(figure) == {"hue": "COMPARABLE", "danang": "SUSPENDED"}
    assert figure.receipt.denominator == 25


async def replace_stream(city: City, count: int) -> None:
    """Whoever has the city's NATS puts other messages into its place."""
    await city.stack.services["metrics"].kill()
    bus = await Bus.connect(city.stack.nats_url("metrics"))
    await bus.delete_stream("published")
    await bus.ensure_stream("published")
    if count:
        forged = Message("motcua.published.FigureReleased.all.online_handling", {}, b"{}")
        await bus.publish_batch([forged] * count, after=0)
    await bus.close()


async def until_suspended(nation: Nation, name: str, fault: int) -> None:
    async def suspended() -> bool:
        return (await nation.member(name)).fault == fault

    await until(suspended)

"""Definitions that are adopted: once, in the order of their versions, and answered by from then on.

Given drafts, when a publisher adopts them, then these events, these answers and these cells. Must
not need NATS.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from motcua.metrics.v1.definitions_pb2 import Definition as Message
from motcua.metrics.v1.definitions_pb2 import GetDefinitionRequest
from motcua.metrics.v1.events_pb2 import DefinitionAdopted
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.chassis.reasons import ChassisReason
from services.metrics.adopted import Adopted, Shipping
from services.metrics.domain.indicators.definition import Definition, read
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.indicators.shipped import ORDER, shipped
from services.metrics.domain.receipts import rate
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.adoptions import adoption_of
from tests.metrics import given
from tests.metrics.adopting import ONLINE, City, accept, asking, followed, text
from tests.metrics.conftest import Fed


@pytest.fixture
async def city(fed: Fed, log: Log) -> AsyncIterator[City]:
    async with followed(City(fed, log)) as city:
        yield city


async def adoptions(log: Log) -> list[DefinitionAdopted]:
    return [adoption_of(each) for each in await log.read(0, 1000)]


async def test_what_comes_with_the_software_is_adopted_once_with_its_text(city: City) -> None:
    await city.shipped()
    events = await adoptions(city.log)
    assert [f"{each.definition}@{each.version}" for each in events] == list(ORDER)
    assert [each.text for each in events] == [each.text for each in shipped().values()]
    assert [each.definition_digest for each in events] == [
        each.digest.hex() for each in shipped().values()
    ]
    for each in events:
        assert [reason.name for reason in each.reasons] == [
            name for name, _ in shipped()[f"{each.definition}@{each.version}"].exclusions
        ]
    assert [each.name for each in city.definitions] == list(ORDER)
    assert city.shipping.missing == []
    again = Shipping(city.log, Definitions(), accepting=lambda: None)  # a replica that lags behind
    for each in again.missing:
        await again.adopt(each)
    assert (await city.log.head()).position == len(ORDER)
    assert again.refused == set()


async def test_nothing_is_adopted_while_the_log_takes_nothing(city: City) -> None:
    halted = [True]
    shipping = Shipping(city.log, city.definitions, lambda: halted[0] or None, every=0.01)
    running = asyncio.ensure_future(shipping.run())
    await asyncio.sleep(0.05)
    assert (await city.log.head()).position == 0
    halted[0] = False
    assert await city.projector.reached(len(ORDER), 60)
    running.cancel()


async def test_another_text_under_an_adopted_name_is_not_adopted(city: City) -> None:
    await city.shipped()
    [first, *_] = shipped().values()
    other = Shipping(city.log, city.definitions, accepting=lambda: None)
    await other.adopt(read_again(first, first.text + "\n# otherwise\n"))
    assert other.refused == {first.name}
    assert (await city.log.head()).position == len(ORDER)


def read_again(like: Definition, other: str) -> Definition:
    found = read(other)
    assert found.name == like.name
    return found


async def test_a_draft_that_is_adopted_is_answered_by_from_then_on(city: City) -> None:
    await city.shipped()
    await accept(city.fed, 1)
    await accept(city.fed, 2, channel=given.IN_PERSON)
    found = await city.adopt(asking(text()))
    assert (found.name, found.position) == ("definitions/own.online@1", len(ORDER) + 1)
    assert found.text.encode() == text()
    [event] = await city.log.read(len(ORDER), 9)
    assert event.subject == "motcua.metrics.DefinitionAdopted.own.online"
    assert (event.stream, event.actor) == ("definitions/own.online", "publisher")
    assert found.adopt_time.ToDatetime(event.recorded_at.tzinfo) == event.recorded_at
    receipt = rate(await city.figure("own.online")).receipt
    assert (receipt.numerator, receipt.denominator) == (1, 2)
    assert receipt.definition_digest == found.digest == adoption_of(event).definition_digest
    for name in (found.name, "definitions/own.online"):
        assert await city.methods.GetDefinition(GetDefinitionRequest(name=name), None) == found


@pytest.mark.parametrize(
    "name",
    ["definitions/own.none", "definitions/own.online@2", "own.online@1", "definitions/a@b@c"],
)
async def test_a_name_that_is_none_is_refused(city: City, name: str) -> None:
    await city.adopt(asking(text()))
    with pytest.raises(Refusal) as refused:
        await city.methods.GetDefinition(GetDefinitionRequest(name=name), None)
    assert refused.value.reason is MetricsReason.DEFINITION_UNKNOWN
    assert refused.value.field == "name"


async def test_versions_are_adopted_in_their_order_and_stay_askable(city: City) -> None:
    await accept(city.fed, 1)
    assert await city.refused(asking(text(version=2))) == (
        "DEFINITION_VERSION_NOT_NEXT", "text.version",
    )  # fmt: skip
    await city.adopt(asking(text()))
    assert (await city.refused(asking(text(numerator="true"))))[1] == "text.version"
    await city.adopt(asking(text(version=2, numerator='channel == "post"')))
    assert [(await city.figure("own.online", n)).numerator for n in (0, 1, 2)] == [0, 1, 0]
    assert [(each.name, each.position) for each in city.definitions] == [
        ("own.online@1", 1), ("own.online@2", 2),
    ]  # fmt: skip


async def test_an_id_begins_with_the_own_prefix(city: City) -> None:
    refused = ("DEFINITION_NOT_OWN", "text.id")
    for other in ("online_handling.all", "ownline", "own", "hanoi.online"):
        assert await city.refused(asking(text(other))) == refused
    assert (await city.log.head()).position == 0


async def test_a_repeated_adoption_is_answered_and_recorded_once(city: City) -> None:
    request = asking(text())
    first = await city.adopt(request)
    assert await city.adopt(request) == await city.adopt(asking(text())) == first
    assert (await city.log.head()).position == 1
    other = asking(text("own.other"), request_id=request.request_id)
    assert (await city.refused(other))[0] == ChassisReason.REQUEST_ID_REUSED.code


async def test_of_two_who_adopt_a_version_one_is_refused(city: City) -> None:
    drafts = [text(numerator=each) for each in (ONLINE, 'channel == "post"', "true")]
    outcomes = await asyncio.gather(
        *(city.adopt(asking(each)) for each in drafts), return_exceptions=True
    )
    adopted = [each for each in outcomes if isinstance(each, Message)]
    refusals = [each.reason for each in outcomes if isinstance(each, Refusal)]
    assert len(adopted) == 1
    assert refusals == [MetricsReason.DEFINITION_VERSION_NOT_NEXT] * 2
    assert [each.text for each in city.definitions] == [adopted[0].text]


async def test_what_is_only_validated_is_not_adopted(city: City) -> None:
    found = await city.adopt(asking(text(), validate_only=True))
    assert (found.name, found.position) == ("definitions/own.online@1", 0)
    assert not found.HasField("adopt_time")
    assert await city.refused(asking(text("hanoi.a"), validate_only=True)) == (
        "DEFINITION_NOT_OWN", "text.id",
    )  # fmt: skip
    assert (await city.log.head()).position == 0


@pytest.mark.parametrize("comment", ["# by an@example.vn", "# call 0912345678", "# an@163.com"])
async def test_a_text_that_names_somebody_is_not_kept(city: City, comment: str) -> None:
    draft = text() + f"\n{comment}\n".encode()
    assert await city.refused(asking(draft)) == ("TEXT_NAMES_SOMEBODY", "text")
    assert (await city.log.head()).position == 0


async def test_a_text_that_cannot_be_read_here_answers_nothing_and_stops_nothing(
    city: City,
) -> None:
    await city.adopt(asking(text()))
    later = text("own.later").decode().replace('kind = "dossier"', 'kind = "house"')
    strange = DefinitionAdopted(definition="own.later", version=1, text=later)
    await city.fed.pool.execute(
        "insert into definitions values ('own.later', 1, 2, now(), $1, '')", strange.text
    )
    read_by_another = Definitions()
    await Adopted(read_by_another).load(city.fed.pool)
    assert [each.id for each in read_by_another] == ["own.online"]
    assert read_by_another.newest(read_by_another) == 1
    await city.fed.pool.execute(
        "insert into definitions values ('own.third', 1, 3, now(), $1, $2)",
        text("own.third").decode(), read(text("own.third").decode()).digest.hex(),
    )  # fmt: skip
    await Adopted(read_by_another).load(city.fed.pool)
    assert [each.id for each in read_by_another] == ["own.online", "own.third"]
    assert read_by_another.newest(read_by_another) == 1, "cells of own.later are not built here"

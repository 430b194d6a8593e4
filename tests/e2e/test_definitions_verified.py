"""Definitions of a city's own in the second reading: recomputed by the texts that were adopted.

Given two versions of one that were adopted, when everything is verified, then the figures of both;
and what is shown otherwise than it was adopted is found.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from deploy.embedded.directory import make_temporary
from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1.definitions_pb2 import AdoptDefinitionRequest
from services.console.commands.verify import verified
from services.console.outcome import Difference
from services.console.portal.client import Portal
from services.console.reading.comparison.adopted_definitions import (
    adopted,
    must_be_shown,
    must_be_sound,
)
from services.metrics.domain.indicators.shipped import ORDER, shipped
from tests.e2e.definitions import SHOWN
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office

ALL = shipped()["online_handling.all@1"].text.replace("online_handling.all", "own.share")


@pytest.fixture(scope="module")
async def portal() -> AsyncIterator[Portal]:
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as opened:
        yield opened
    shutil.rmtree(path)


async def adopt(portal: Portal, text: str) -> contract.Definition:
    request = AdoptDefinitionRequest(text=text.encode(), request_id=str(uuid4()))
    return await portal.call(portal.definitions.AdoptDefinition, request, role="publisher")


async def test_every_version_is_recomputed_by_the_text_that_was_adopted(portal: Portal) -> None:
    office = await Office.open(portal)
    for number in range(6):
        await office.handle(await office.submit(number), number)
    first = await adopt(portal, ALL)
    second = await adopt(
        portal, ALL.replace("version = 1", "version = 2").replace('"online"', '"in_person"')
    )
    found = await adopted(portal)
    assert [f"{each.id}@{each.version}" for each in found] == [
        *ORDER, "own.share@1", "own.share@2",
    ]  # fmt: skip
    assert [each.digest for each in found[-2:]] == [first.digest, second.digest]
    compared = await verified(portal)
    assert compared.differences == []
    assert compared.not_known == {}
    assert compared.counted["own.share"] == compared.counted["own.share@1"] > 0
    assert min(compared.counted["by dimensions"], compared.counted["units as now"]) > 0
    assert compared.counted["scores"] > 0


def one(**other: Any) -> contract.Definition:
    found = contract.Definition()
    found.CopyFrom(SHOWN[6])
    found.position = 7
    for name, value in other.items():
        setattr(found, name, value)
    return found


@pytest.mark.parametrize(
    "forged",
    [
        [one(version=2)],
        [one(), one()],
        [one(id="online_handling.all")],
        [one(text=SHOWN[6].text + "\n")],
        [one(digest="0" * 64)],
    ],
)
def test_what_was_adopted_under_another_name_or_digest_is_found(
    forged: list[contract.Definition],
) -> None:
    must_be_sound([one()])
    with pytest.raises(Difference):
        must_be_sound(forged)


@pytest.mark.parametrize("shown", [[], [one(text=SHOWN[6].text + "\n")], [one(), SHOWN[7]]])
def test_what_is_shown_is_what_was_adopted(shown: list[contract.Definition]) -> None:
    later = one(id="later", position=8)
    must_be_shown([one(), later], [one()], last=7)
    with pytest.raises(Difference):
        must_be_shown([one(), later], shown, last=7)

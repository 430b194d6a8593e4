"""Several dossiers of one act: given what links them, then one root, whatever came first.

Promises the rule alone, and the service's live commands and records that keep it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.domain.dossier.linking import root_of
from services.submissions.queries.linked import Linked
from tests.submissions.house import House, refused
from tests.submissions.test_records_served import ACCEPTED, DAY, record
from tests.waiting import until

NAMES = st.sampled_from("abcdefg")


def test_a_chain_is_followed_to_its_end_and_a_ring_to_its_first() -> None:
    assert root_of("c", {"c": "b", "b": "a"}) == "a"
    assert root_of("alone", {"c": "b"}) == "alone"
    ring = {"b": "c", "c": "d", "d": "b", "x": "d"}
    assert {root_of(each, ring) for each in ring} == {"b"}


@given(st.dictionaries(NAMES, NAMES))
def test_whatever_is_linked_has_the_root_of_what_it_is_linked_to(stated: dict[str, str]) -> None:
    for name, to in stated.items():
        assert root_of(name, stated) == root_of(to, stated)
        assert root_of(root_of(name, stated), stated) == root_of(name, stated)


async def test_what_others_are_linked_to_is_linked_to_nothing(house: House) -> None:
    root, other = [(await house.submit()).dossier.name for _ in range(2)]
    linked = (await house.submit(root=root)).dossier.name
    why = await refused(house.step("LinkDossier", root, root=other))
    assert (why.reason, why.field, why.languages) == ("ROOT_OF_OTHERS", "root", {"vi", "en"})
    assert (await refused(house.step("LinkDossier", other, root=linked))).reason == "ROOT_UNKNOWN"
    await house.step("VoidDossier", linked, reason_code="twice")
    assert (await house.step("LinkDossier", root, root=other)).root == other


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two links, none is recorded before both are decided on."""
    leads, both = Linked.leads, asyncio.Barrier(2)

    async def when_both_asked(linked: Linked, name: str) -> bool:
        found = await leads(linked, name)
        await both.wait()
        return found

    monkeypatch.setattr(Linked, "leads", when_both_asked)


async def root(house: House, name: str) -> str:
    request = api.GetDossierRequest(name=name)
    return str((await house.calls.GetDossier(request, **house.caller("inspector"))).root)


@pytest.mark.usefixtures("at_once")
async def test_links_of_one_instant_leave_one_root(house: House) -> None:
    a, b, c = [(await house.submit()).dossier.name for _ in range(3)]
    chain = [house.step("LinkDossier", a, root=b), house.step("LinkDossier", b, root=c)]
    assert [each.root for each in await asyncio.gather(*chain)] == [b, c]
    await until(lambda: is_root(house, a, c))
    followed = (await house.events(a))[-1]
    assert (followed.root, followed.officer) == (c, "")
    d, e = [(await house.submit()).dossier.name for _ in range(2)]
    ring = [house.step("LinkDossier", d, root=e), house.step("LinkDossier", e, root=d)]
    await asyncio.gather(*ring)
    await until(lambda: is_root(house, e, d))
    await until(lambda: is_root(house, d, d))


async def is_root(house: House, name: str, expected: str) -> bool:
    return await root(house, name) == expected


async def test_what_is_linked_again_by_a_correction_has_the_root_of_all(house: House) -> None:
    a, b, c = [(await house.submit()).dossier.name for _ in range(3)]
    await house.step("LinkDossier", a, root=b)
    await house.step("VoidDossier", a, reason_code="twice")
    await house.step("LinkDossier", b, root=c)
    await house.step("CorrectDossier", a, version=3, reason_code="not-twice")
    await until(lambda: is_root(house, a, c))


async def roots(
    house: House, source: str, *messages: list[Any]
) -> tuple[dict[str, str], list[str]]:
    """The key of each dossier's root after these messages, and why records were refused."""
    why: list[str] = []
    for each in messages:
        answer = await house.backfill(each, source=source)
        why += [f"{said.key} {said.reason} {said.field}" for said in answer.refusals]
    found = await house.recorded(source)
    keys = {dossier.name: key for key, dossier in found.items()}
    return {key: keys[dossier.root] for key, dossier in found.items()}, why


async def test_records_of_a_chain_have_one_root(house: House) -> None:
    a, b, c = record("a"), record("b", root_key="a"), record("c", root_key="b")
    one = {"a": "a", "b": "a", "c": "a"}
    assert await roots(house, "chain-1", [c, b, a]) == (one, [])
    returned = api.Step(status=10, time=ACCEPTED + 2 * DAY)
    grown = record("c", root_key="b", steps=[*c.steps, returned])
    assert await roots(house, "chain-2", [a], [b], [c], [grown]) == (one, [])


async def test_a_root_that_says_later_that_it_is_none_is_refused_by_name(house: House) -> None:
    linked, root = record("c", root_key="b"), record("b", root_key="a")
    found, why = await roots(house, "chain-3", [linked], [record("b")], [root])
    assert (found, why) == ({"b": "b", "c": "b"}, ["b ROOT_OF_OTHERS root_key"])


async def test_records_that_name_each_other_have_one_root(house: House) -> None:
    ring = [record("a", root_key="b"), record("b", root_key="a")]
    found, why = await roots(house, "ring", ring)
    assert (len(set(found.values())), why) == (1, [])

"""Dossiers of a unit that was split, in lists: flagged, with it, its successors and those above.

Promises the whole service, told of units as the catalogue tells. Must not wait for a clock.
"""

from __future__ import annotations

from typing import Any

from motcua.submissions.v1 import dossier_queries_pb2 as api
from tests.submissions.house import House
from tests.submissions.test_splits_assigned import Split, known, split


async def listed(house: House, of: Split, unit: str) -> list[Any]:
    request = api.ListDossiersRequest(unit=unit, catalog_position=of.left.position)
    answer = await house.queries.ListDossiers(request, **house.caller("officer", unit))
    return list(answer.dossiers)


async def test_each_successor_and_the_unit_above_lists_it_flagged(house: House) -> None:
    of = await split(house)
    await known(house, of)
    for unit in (of.left.unit, of.parts[0].unit, of.parts[1].unit, of.district.unit):
        [dossier] = await listed(house, of, unit)
        assert (dossier.name, dossier.handling_unit) == (of.name, of.left.unit)
        assert dossier.awaits_assignment
    assert of.name not in {each.name for each in await listed(house, of, of.stranger.unit)}

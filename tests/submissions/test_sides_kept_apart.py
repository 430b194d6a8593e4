"""Two wards whose small roles try everything with everything that they can name.

Given random calls of both, when each was answered, then no answer and no refusal holds a text, a
subject or an id of the other side that was not in the request itself, and every fact of a stream is
of the side that began it. It knows no rule: those are stated in `sight_world.py`.
"""

from __future__ import annotations

import os
from collections import Counter

import asyncpg
import grpc
import pytest

from tests.submissions.house import House
from tests.submissions.side_steps import BEGIN, STEPS
from tests.submissions.sides import Sides, methods

CALLS = int(os.environ.get("MOTCUA_SIDES", "500"))
PUBLIC = {"GetPublishedAnswer", "ListPublishedAnswers"}  # what they show is everybody's
BROKEN = {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN}


@pytest.mark.parametrize("seed", [int(os.environ.get("MOTCUA_SIDES_SEED", "7"))])
async def test_two_sides_hear_and_change_nothing_of_each_other(house: House, seed: int) -> None:
    sides = Sides(house, seed)
    await sides.open()
    taken: Counter[str] = Counter()
    for _ in range(CALLS):
        told = await sides.call()
        assert told.code not in BROKEN, told
        assert told.method in PUBLIC or not sides.heard(told), (sides.heard(told), told)
        taken[told.method] += told.answer is not None
    began: dict[str, str] = {}
    kinds = set[str]()
    for stream, kind, actor in await facts_of(house, sides.both[0].id):
        letter = next(each.letter for each in sides.both if each.mark in actor)
        assert began.setdefault(stream, letter) == letter, (stream, kind, actor)
        kinds.add(kind)
    assert set(began.values()) == {"left", "right"}
    assert len(kinds) > len(BEGIN), taken  # not only what begins something


def test_every_step_is_a_method() -> None:
    assert {*BEGIN, *STEPS} <= {each.name for each in methods()}


async def facts_of(house: House, id_: str) -> list[tuple[str, str, str]]:
    """Stream, type and actor of what somebody of both sides recorded."""
    connection = await asyncpg.connect(house.database.owner_dsn)
    rows = await connection.fetch("select stream, type, actor from events order by position")
    await connection.close()
    return [tuple(row) for row in rows if id_ in row["actor"]]

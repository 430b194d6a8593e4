"""The second reading beside the questions to the service: one ahead, and few questions an item.

Promises nothing computed that was not asked for, and failures where the result is taken.
"""

import asyncio
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import Filter
from services.console.reading.comparison.aside import aside, one_ahead
from services.console.reading.figures.questions import ByValue, Question


def test_the_next_one_is_computed_while_one_is_used_and_no_further() -> None:
    begun: list[int] = []

    def double(number: int) -> int:
        begun.append(number)
        return 2 * number

    async def used() -> list[tuple[int, int, list[int]]]:
        found = []
        async for each, made in one_ahead(double, range(4)):
            await aside(begun.copy)  # comes after all that was begun
            found.append((each, made, begun.copy()))
        return found

    assert asyncio.run(used()) == [
        (0, 0, [0, 1]),
        (1, 2, [0, 1, 2]),
        (2, 4, [0, 1, 2, 3]),
        (3, 6, [0, 1, 2, 3]),
    ]


def test_what_fails_aside_is_raised_where_it_is_used() -> None:
    def fail(number: int) -> int:
        raise KeyError(number)

    async def used() -> None:
        async for _ in one_ahead(fail, range(2)):
            pytest.fail("nothing came of it")

    with pytest.raises(KeyError):
        asyncio.run(used())


def asked(*filters: Filter) -> Question:
    nothing: Any = None
    return Question(nothing, "", "", False, nothing, nothing, nothing, filters)


def test_an_item_meets_the_questions_that_choose_its_value_alone() -> None:
    questions = ByValue()
    questions.add((0, asked()))
    for number in range(1, 100):
        questions.add((number, asked(Filter(dimension="officer", values=[f"o-{number}"]))))
    questions.add((100, asked(Filter(dimension="channel", values=["online", "post", "online"]))))
    questions.add((101, asked(Filter(dimension="field", values=[""]))))

    def met(**values: str) -> list[int]:
        return [number for number, _ in questions.of(values)]

    assert met(officer="o-7", channel="online") == [0, 7, 100, 101]
    assert met(officer="unknown", channel="email", field="x") == [0]

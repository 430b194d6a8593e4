"""PostgreSQL and the second reading say of an item what a naive reading of the same texts says.

Promises a real PostgreSQL, whose answer NULL is what absent is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.embedded.stack import Stack
from services.console.reading.definitions import definition as second
from services.console.reading.definitions.parsing import parse as interpret
from services.metrics.domain.digest import CLASSES
from services.metrics.domain.expressions.nodes import Node
from services.metrics.domain.expressions.parsing import LONGEST, parse, parse_condition
from services.metrics.domain.expressions.sql import to_sql
from services.metrics.domain.indicators import definition as indicators
from services.metrics.domain.indicators import kinds
from services.metrics.domain.indicators.classification import (
    ItemClass,
    classification,
    item_classes,
)
from tests.metrics.expressions import FACTS, WORDS, Drawn, conditions, items, numbers

COLUMNS = {
    "voided": "bool", "assisted": "bool", "channel": "smallint", "level": "smallint",
    "fee": "bigint", "accepted_at": "timestamptz", "ended_at": "timestamptz", "waited": "bigint",
}  # fmt: skip


class Items:
    """Answers of PostgreSQL about items that exist for one question only."""

    def __init__(self, dsn: str) -> None:
        self.runner = asyncio.Runner()
        self.connection = self.runner.run(asyncpg.connect(dsn))

    def answers(self, texts: Sequence[str], crowd: Sequence[dict[str, Any]]) -> list[Any]:
        arrays = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(COLUMNS.values(), 1))
        query = (
            f"select {', '.join(texts)}"
            f" from unnest({arrays}) with ordinality as item ({', '.join(COLUMNS)}, nth)"
            " order by nth"
        )
        columns = [[item[name] for item in crowd] for name in COLUMNS]
        return [tuple(row) for row in self.runner.run(self.connection.fetch(query, *columns))]

    def close(self) -> None:
        self.runner.run(self.connection.close())
        self.runner.close()


@pytest.fixture
def asked(stack: Stack) -> Iterator[Items]:
    found = Items(stack.postgres_dsn)
    yield found
    found.close()


def test_sql_the_second_reading_and_a_naive_one_agree(asked: Items) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(conditions, min_size=5, max_size=15), st.lists(items, min_size=10, max_size=30))
    def agree(drawn: list[Drawn], crowd: list[dict[str, Any]]) -> None:
        read = [(each, node) for each in drawn if (node := understood(each))]
        expected = [tuple(each.of(item) for each, _ in read) for item in crowd]
        again = [interpret(each.text) for each, _ in read]
        assert [tuple(each.of(in_words(item)) for each in again) for item in crowd] == expected
        if read:
            assert asked.answers([to_sql(node) for _, node in read], crowd) == expected

    agree()


def understood(drawn: Drawn) -> Node | None:
    """Unless it became too long."""
    return None if len(drawn.text) > LONGEST else parse_condition(drawn.text, FACTS)


def in_words(item: dict[str, Any]) -> dict[str, Any]:
    """As the second reading has it: a word is a word."""
    by_number = {number: word for word, number in WORDS}
    return {**item, "channel": by_number.get(item["channel"])}


class Whole(NamedTuple):
    """A definition's conditions, each drawn; `counted` is a number where there are bounds."""

    where: Drawn | None
    reasons: list[Drawn]
    counted: Drawn
    bounds: tuple[int, ...]
    can_still: Drawn | None

    def classify(self, item: dict[str, Any]) -> tuple[str, str, bool] | None:
        """By the rules of decision 0024, plainly."""
        if self.where and self.where.of(item) is not True:
            return None
        for n, reason in enumerate(self.reasons):
            if reason.of(item) is True:
                return "excluded", f"reason_{n}", False
        value = self.counted.of(item)
        still = self.can_still is not None and self.can_still.of(item) is True
        if value is None:
            return "unknown", "", still
        if self.bounds:
            return "numerator", next((str(b) for b in self.bounds if value <= b), "inf"), False
        return ("numerator", "", False) if value else ("denominator", "", still)

    def compiled(self) -> indicators.Definition:
        """As the service has it."""
        kind = kinds.Kind("test", ("accepted",), ("competent",), FACTS, {})
        where, counted, can_still = (
            parse(each.text, FACTS) if each else None
            for each in (self.where, self.counted, self.can_still)
        )
        return indicators.Definition(
            "test", 1, kind, "accepted", "competent", frozenset(), where,
            tuple(
                indicators.Exclusion(f"reason_{n}", parse(each.text, FACTS))
                for n, each in enumerate(self.reasons)
            ),
            cast("Node", counted), self.bounds, can_still, 1, "half_up", {}, {}, "",
        )  # fmt: skip

    def interpreted(self) -> second.Definition:
        """As the second reading has it."""
        counted = "value" if self.bounds else "numerator"
        stated = {"where": self.where, counted: self.counted, "can_still": self.can_still}
        return second.Definition(
            "test", 1, "test", "accepted", "competent", False, "",
            tuple((f"reason_{n}", interpret(each.text)) for n, each in enumerate(self.reasons)),
            bounds=self.bounds,
            **{name: interpret(each.text) for name, each in stated.items() if each},
        )  # fmt: skip


short = conditions.filter(lambda drawn: len(drawn.text) <= LONGEST)
wholes = st.one_of(
    st.builds(
        Whole, st.none() | short, st.lists(short, max_size=3), short, st.just(()),
        st.none() | short,
    ),
    st.builds(
        Whole, st.none() | short, st.lists(short, max_size=3), numbers,
        st.just((0, 3, 20_000)), st.none() | short,
    ),
)  # fmt: skip


def test_a_definition_classes_alike_in_sql_and_in_the_second_reading(asked: Items) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(wholes, min_size=2, max_size=6), st.lists(items, min_size=10, max_size=30))
    def agree(drawn: list[Whole], crowd: list[dict[str, Any]]) -> None:
        expected = [tuple(each.classify(item) for each in drawn) for item in crowd]
        again = [each.interpreted() for each in drawn]
        classes = [tuple(each.classify(in_words(item)) for each in again) for item in crowd]
        assert classes == expected
        compiled = [each.compiled() for each in drawn]
        answers = asked.answers([classification(each) for each in compiled], crowd)
        tables = [item_classes(each) for each in compiled]
        assert [
            tuple(
                None if number is None else spelled(table[number])
                for table, number in zip(tables, row, strict=True)
            )
            for row in answers
        ] == expected

    agree()


def spelled(place: ItemClass) -> tuple[str, str, bool]:
    """A class as the line of an item has it."""
    return CLASSES[place.membership], place.reason, place.can_still

"""PostgreSQL says of an item what a naive reading of the same condition says.

Promises a real PostgreSQL, whose answer NULL is what absent is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.embedded.stack import Stack
from services.chassis.errors import Refusal
from services.metrics.domain.expressions.nodes import Node
from services.metrics.domain.expressions.parsing import parse_condition
from services.metrics.domain.expressions.refusals import ExpressionReason
from services.metrics.domain.expressions.sql import to_sql
from tests.metrics.expressions import FACTS, Drawn, conditions, items

COLUMNS = {
    "voided": "bool", "assisted": "bool", "channel": "smallint", "level": "smallint",
    "fee": "bigint", "accepted_at": "timestamptz", "ended_at": "timestamptz", "waited": "bigint",
}  # fmt: skip


class Items:
    """Answers of PostgreSQL about items that exist for one question only."""

    def __init__(self, dsn: str) -> None:
        self.runner = asyncio.Runner()
        self.connection = self.runner.run(asyncpg.connect(dsn))

    def answers(self, nodes: Sequence[Node], crowd: Sequence[dict[str, Any]]) -> list[Any]:
        arrays = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(COLUMNS.values(), 1))
        query = (
            f"select {', '.join(map(to_sql, nodes))}"
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


def test_sql_and_a_naive_reading_agree(asked: Items) -> None:
    @settings(max_examples=60, deadline=None)
    @given(st.lists(conditions, min_size=5, max_size=15), st.lists(items, min_size=10, max_size=30))
    def agree(drawn: list[Drawn], crowd: list[dict[str, Any]]) -> None:
        read: list[tuple[Drawn, Node]] = []
        for each in drawn:
            try:
                read.append((each, parse_condition(each.text, FACTS)))
            except Refusal as refusal:
                if refusal.reason is not ExpressionReason.EXPRESSION_TOO_LONG:
                    raise
        expected = [tuple(each.of(item) for each, _ in read) for item in crowd]
        if read:
            assert asked.answers([node for _, node in read], crowd) == expected

    agree()

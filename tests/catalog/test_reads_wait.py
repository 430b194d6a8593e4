"""A read after a write: it waits for the read tables, for as long as it was told to.

Promises that nobody reads the catalogue as it was before the own write. Must not need a database.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from services.catalog.api.context import Context
from services.catalog.api.listing import cursor_of
from services.catalog.api.time_axes import time_axes
from services.catalog.queries import Reader, Tree
from services.chassis.errors import Refusal
from services.chassis.log import Head, Log
from services.chassis.store import Store
from tests.calling import calling


class Following:
    """A projection that comes to a position when it is waited for."""

    def __init__(self, *, position: int, comes_to: int) -> None:
        self.position = position
        self.comes_to = comes_to
        self.waited_for: list[tuple[int, float]] = []

    async def reached(self, position: int, timeout: float) -> bool:
        self.waited_for.append((position, timeout))
        self.position = max(self.position, self.comes_to)
        return self.position >= position


class Written:
    """A log that ends where this process wrote."""

    def __init__(self, position: int) -> None:
        self.position = position

    async def head(self) -> Head:
        return Head(self.position, datetime(2026, 1, 1, tzinfo=UTC))


def context(projection: Following, *, written: int) -> Context:
    return Context(
        log=cast("Log", Written(written)),
        store=cast("Store", None),
        reader=cast("Reader", None),
        tree=Tree(),
        projection=cast("Any", projection),
        shown_within=0.5,
        written=written,
    )


async def test_a_read_does_not_wait_when_everything_is_shown() -> None:
    projection = Following(position=7, comes_to=7)
    await time_axes(context(projection, written=7), api.GetUnitRequest())
    assert projection.waited_for == []


async def test_a_read_waits_for_what_was_written() -> None:
    projection = Following(position=3, comes_to=9)
    await time_axes(context(projection, written=7), api.GetUnitRequest())
    assert projection.waited_for == [(7, 0.5)]


async def test_a_page_waits_for_what_its_first_page_saw() -> None:
    projection = Following(position=9, comes_to=9)
    first = api.ListUnitsRequest(page_size=1)
    elsewhere = Following(position=2, comes_to=9)
    with calling():
        cursor = await cursor_of(context(projection, written=7), first)
        assert cursor.axes.as_known == 9
        token = cursor.next_token(first, 1, ["units/a", "units/b"])
        again = api.ListUnitsRequest(page_token=token)
        following = await cursor_of(context(elsewhere, written=0), again)
    assert elsewhere.waited_for == [(9, 0.5)]
    assert (following.after, following.axes) == ("units/a", cursor.axes)


async def test_a_read_that_cannot_show_it_is_refused_and_may_be_repeated() -> None:
    with pytest.raises(Refusal) as refused:
        await time_axes(context(Following(position=3, comes_to=5), written=7), api.GetUnitRequest())
    assert refused.value.reason.code == "NOT_SHOWN_YET"
    assert refused.value.retry_after

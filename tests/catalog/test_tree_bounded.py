"""How often, how deep and how many units are placed: given what happened, when a caller who reaches
a part of the tree places one, then these facts or this refusal.

Promises that an editor of one ward gives others little to follow, and that no reform is hindered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from services.catalog.domain import bounds, structure
from services.catalog.domain.bounds import MOST_BELOW, Reach
from services.catalog.domain.structure import Changes
from services.catalog.domain.tree import Forest
from services.chassis.decider import Fact
from tests.catalog.client import Client, fresh, refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, NOW
from tests.catalog.given_units import (
    closed,
    forest,
    merged,
    moved,
    on,
    opened,
    refused,
    refused_with,
    u,
    withdrawn,
)
from tests.catalog.import_client import Importer, effects, unit_row
from tests.catalog.place import AHEAD, Place, withdraw

CITY = [opened("city"), opened("ward", "city"), opened("a", "ward"), opened("b", "ward")]
TOO_OFTEN, TOO_DEEP = "UNIT_PLACED_TOO_OFTEN ", "UNIT_TOO_DEEP "


def reaching(top: str) -> Callable[[Forest, str], Reach]:
    """A caller whose role is over one unit ("": the whole tree)."""

    def reach(known: Forest, name: str) -> Reach:
        above = bounds.upward(known, name, NOW)
        if not top:
            return Reach(0, "")
        reached = above.index(u(top)) + 1
        return Reach(reached, u(top), reached == len(above))

    return reach


def require(known: Forest, changes: Changes, *, by: str, now: Any = NOW) -> None:
    bounds.require_room(known, changes, reach=reaching(by), now=now)


def move(known: Forest, unit: str, parent: str, *, by: str, day: float = 1) -> None:
    changes = structure.move(known, proposed=moved(unit, parent, day=day), at=on(day), now=NOW)
    require(known, changes, by=by)


def opening(known: Forest, unit: str, parent: str, *, by: str) -> None:
    require(known, {u(unit): [Fact(opened(unit, parent, day=1), NOW, "")]}, by=by)


def to_and_fro(times: int) -> list[Any]:
    """Opened, and moved so often."""
    return [
        *CITY,
        opened("counter", "a"),
        *(moved("counter", "ab"[n % 2], day=n - times) for n in range(1, times + 1)),
    ]


def test_who_reaches_a_unit_and_three_above_it_places_it_14_times_a_year() -> None:
    known = forest(*to_and_fro(12))
    move(known, "counter", "a", by="ward")
    known = forest(*to_and_fro(13))
    assert refused(lambda: move(known, "counter", "a", by="ward")) == TOO_OFTEN
    assert refused_with(lambda: move(known, "counter", "a", by="ward")) == {
        "unit": u("counter"), "most": "14"
    }  # fmt: skip
    move(known, "counter", "a", by="city")


def test_every_way_of_placing_a_unit_counts_and_its_withdrawals_do_not_uncount() -> None:
    plans = [closed("counter", day=9), withdrawn("counter", 2)]
    happened = [*CITY, opened("counter", "a"), *plans]
    for version in range(4, 28, 2):
        happened += [closed("counter", day=9), withdrawn("counter", version)]
    known = forest(*happened)
    close = structure.close(known, proposed=closed("counter", day=9), at=on(9), now=NOW)
    assert refused(lambda: require(known, close, by="ward")) == TOO_OFTEN
    require(known, close, by="city")


def test_a_year_later_it_is_placed_again() -> None:
    known = forest(*to_and_fro(13))
    later = NOW + timedelta(days=366)
    proposed = moved("counter", "a", day=400)
    changes = structure.move(known, proposed=proposed, at=on(400), now=later)
    require(known, changes, by="ward", now=later)


def test_who_reaches_the_whole_tree_places_a_unit_a_hundred_times() -> None:
    move(forest(*to_and_fro(98)), "counter", "a", by="")
    known = forest(*to_and_fro(99))
    assert refused_with(lambda: move(known, "counter", "a", by=""))["most"] == "100"


def test_what_was_placed_too_often_does_not_hinder_a_merger_of_what_is_above() -> None:
    known = forest(*to_and_fro(13))
    proposed = merged("", "a", day=1)
    changes = structure.merge(known, merged=[u("b")], proposed=proposed, at=on(1), now=NOW)
    assert list(changes) == [u("b"), u("counter")]
    require(known, changes, by="ward")


def chain(length: int, top: str = "ward", word: str = "x") -> list[Any]:
    """So many units, each below the one before."""
    names = [top, *(f"{word}{n}" for n in range(1, length + 1))]
    return [opened(name, above) for above, name in pairwise(names)]


def test_a_unit_lies_ten_levels_deep_at_most() -> None:
    opening(forest(*CITY, *chain(7)), "new", "x7", by="ward")
    known = forest(*CITY, *chain(8))
    assert refused(lambda: opening(known, "new", "x8", by="ward")) == TOO_DEEP
    opening(known, "new", "x8", by="")


def test_what_lies_below_a_unit_comes_along_and_is_no_deeper() -> None:
    known = forest(*CITY, *chain(4), *chain(4, "a", "y"))
    move(known, "a", "x3", by="ward")
    assert refused(lambda: move(known, "a", "x4", by="ward")) == TOO_DEEP


def test_two_plans_that_are_too_deep_only_together_are_refused() -> None:
    planned = moved("a", "x3", day=9)
    known = forest(*CITY, *chain(3), *chain(3, "b", "y"), planned)
    move(known, "x1", "y3", by="ward", day=20)
    known = forest(*CITY, *chain(3), *chain(3, "b", "y"), planned, opened("below", "a"))
    assert refused(lambda: move(known, "x1", "y3", by="ward", day=5)) == TOO_DEEP


def test_units_that_have_ended_lie_where_they_did() -> None:
    ends = [closed(f"y{n}", day=-n) for n in range(4, 0, -1)]
    known = forest(*CITY, *chain(4), *chain(4, "a", "y"), *ends)
    assert refused(lambda: move(known, "a", "x4", by="ward")) == TOO_DEEP


def test_a_thousand_units_are_opened_below_one_that_has_a_unit_above() -> None:
    many = [opened(f"n{n}", "ward") for n in range(MOST_BELOW - 3)]
    opening(forest(*CITY, *many), "new", "a", by="ward")
    known = forest(*CITY, *many, opened("last", "ward"), closed("last", day=-1))
    assert refused(lambda: opening(known, "new", "a", by="ward")) == "UNITS_TOO_MANY "
    for other in ("city", ""):  # has none above it; the whole tree
        opening(known, "new", "a", by=other)


def test_of_a_parent_that_is_not_known_yet_nothing_is_deep() -> None:
    """Another process has opened it a moment ago."""
    after = forest(*CITY)
    changes = {u("new"): [Fact(opened("new", "unseen", day=1), NOW, "")]}
    bounds.require_room(after, changes, reach=lambda *_: Reach(2, u("ward"), False), now=NOW)


@pytest.fixture
async def editor(catalog: Running, place: Place) -> Client:
    """Of one ward, with two units below it."""
    return catalog.client(unit=place.ward)


async def test_an_editor_moves_a_unit_of_his_so_often(
    editor: Client, client: Client, place: Place
) -> None:
    parents = [(await editor.unit(parent=place.ward)).name for _ in range(2)]
    counter = (await editor.unit(parent=parents[0])).name
    answers = []
    for n in range(1, 14):
        said = {"parent": parents[n % 2], "effective_time": stamp(AHEAD + n * DAY)}
        planned = await editor.act("MoveUnit", name=counter, **said)
        answers.append(planned.name)
    last = {"name": counter, "parent": place.ward, "effective_time": stamp(AHEAD + 99 * DAY)}
    refused_ = await refusal(editor.act("MoveUnit", **last))
    assert refused_ == "FAILED_PRECONDITION UNIT_PLACED_TOO_OFTEN"
    await withdraw(editor, await client.act("GetUnit", name=counter))
    assert await refusal(editor.act("MoveUnit", **last)) == refused_
    assert (await client.act("MoveUnit", **last)).name == counter


async def test_rows_are_bounded_alike(catalog: Running, place: Place) -> None:
    """Within a chunk, too, in which each row opens a unit below that of the row before."""
    names = [fresh("deep") for _ in range(9)]
    above = [place.ward, *(f"units/{name}" for name in names)]
    pairs = zip(names, above, strict=False)
    chained = [unit_row(name, parent, at=None) for name, parent in pairs]
    outcomes = await Importer(catalog, unit=place.ward).bring(*chained)
    assert effects(outcomes) == [*["ADDED"] * 7, "REFUSED UNIT_TOO_DEEP", "REFUSED NOT_PERMITTED"]
    assert effects(await Importer(catalog).bring(*chained[7:])) == ["ADDED", "ADDED"]

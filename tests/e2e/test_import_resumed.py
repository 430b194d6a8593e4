"""An import that was interrupted goes on at any chunk of any of its jobs.

Given jobs of several kinds, one after the other, when it begins at a chunk, then just the chunks
before it are left out. Must not need a stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import pytest

from services.console.importing import jobs
from services.console.importing.jobs import Job, Plan
from services.console.importing.outcomes import ADDED, CHANGED, UNCHANGED, Account
from services.console.importing.recording import Recording
from services.console.importing.sending import Import, beginning


class Taken:
    """Takes chunks of two items, and keeps what it took."""

    found: list[str] = []  # noqa: RUF012 — of all jobs of a test

    @staticmethod
    def chunks(items: Iterable[str], _: Account) -> Iterator[list[str]]:
        listed = list(items)
        return (listed[start : start + 2] for start in range(0, len(listed), 2))

    def __init__(
        self,
        _portal: Any,
        _source: str,
        items: Iterable[str],
        *,
        done: Account,
        validate_only: bool,
        advance: Callable[[int], None],
        first: int,
    ) -> None:
        self.rest = beginning(self.chunks(items, done), first)
        self.validate_only, self.answered = validate_only, first - 1

    async def run(self) -> None:
        for chunk in self.rest:
            self.found.extend(chunk)
            self.answered += 1


LINES = ("units", 3), ("counts", 5), ("dossiers", 4)
ALL = [[f"{name} {n}" for n in range(count)] for name, count in LINES]
CHUNKS = [chunk for items in ALL for chunk in Taken.chunks(items, Account())]


@pytest.mark.parametrize("first", range(1, len(CHUNKS) + 1))
async def test_an_import_goes_on_at_any_chunk(first: int) -> None:
    Taken.found.clear()
    plan = Plan("old", [Job(Taken, partial(list, items)) for items in ALL])
    await jobs.send(None, plan, Account(), validate_only=False, first=first)  # type: ignore[arg-type]
    assert Taken.found == [each for chunk in CHUNKS[first - 1 :] for each in chunk]


def test_each_that_sends_says_how_many_chunks_there_are() -> None:
    assert [list(each.chunks([], Account())) for each in (Import, Recording)] == [[], []]


def test_counted_facts_that_a_trial_would_add_are_nothing_of_the_catalogue() -> None:
    done = Account()
    done.counted("count", position=0, effects={ADDED: 3})
    done.counted("unit", position=0, effects={UNCHANGED: 3})
    assert not done.changes_catalogue
    done.counted("unit", position=0, effects={CHANGED: 1})
    assert done.changes_catalogue

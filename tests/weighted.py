"""Hypothesis: one of several strategies, each as often as its weight says.

`one_of` takes a strategy that is repeated only once, so that repeating it gives it no weight.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as some


def weighted(*choices: tuple[int, some.SearchStrategy[Any]]) -> some.SearchStrategy[Any]:
    """One of these, by weight. It shrinks towards the first."""
    every = [strategy for weight, strategy in choices for _ in range(weight)]
    return some.sampled_from(range(len(every))).flatmap(lambda number: every[number])

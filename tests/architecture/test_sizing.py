"""The table of docs/sizing.md is made from figures that bench/README.md has.

A figure that is measured again, and reads otherwise there, has to be taken over.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import sizing

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("measured", sizing.MEASURED, ids=lambda each: each.quoted[:40])
def test_a_figure_is_quoted_from_where_it_was_measured(measured: sizing.Measured) -> None:
    assert measured.quoted in (ROOT / "bench" / "README.md").read_text(encoding="utf-8")


def test_the_table_is_what_the_figures_give() -> None:
    assert sizing.table() in (ROOT / "docs" / "sizing.md").read_text(encoding="utf-8")

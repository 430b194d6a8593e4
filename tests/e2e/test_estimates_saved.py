"""Estimates as the command line shows and saves them, and what reads them again.

Given an estimate of the service, when it is saved, then every fraction is in the file, exactly.
Must not need a stack.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1.estimates_pb2 import (
    AttributedShare,
    EstimatedExclusion,
    EstimatedRate,
    EstimatedReceipt,
    Fraction,
)
from services.console.display import estimate_tables
from services.console.outcome import Mistake
from services.console.reading.comparison.checked_file import Checked, document, row
from services.console.reading.comparison.estimate_check import estimates_in, is_estimates, named
from services.console.reading.comparison.receipt_file import receipts_in


def estimated(unit: str = "", n: int = 2**40, d: int = 3) -> EstimatedRate:
    receipt = EstimatedReceipt(
        definition="online_handling.all",
        version=1,
        scope=figures.FigureScope(unit=unit, alone=bool(unit)),
        numerator=Fraction(numerator=n, denominator=d),
        denominator=Fraction(numerator=2 * n, denominator=d),
        unknown=Fraction(denominator=1),
        excluded=[EstimatedExclusion(reason="voided", weight=Fraction(numerator=1, denominator=7))],
        shares=[AttributedShare(unit="units/r", successor="units/s")],
        digest="ab",
        positions=[
            figures.StreamPosition(stream="catalog", position=5),
            figures.StreamPosition(stream="submissions", position=7),
        ],
    )
    receipt.scope.units_time.FromSeconds(1_780_000_000)
    receipt.period.start.year, receipt.period.start.month, receipt.period.start.day = 2026, 1, 1
    receipt.period.end.year, receipt.period.end.month, receipt.period.end.day = 2026, 7, 1
    receipt.shares[0].share.numerator, receipt.shares[0].share.denominator = 1, 3
    half = "50.0"
    return EstimatedRate(
        receipt=receipt,
        state=figures.VALUE_STATE_KNOWN,
        percent=half,
        percent_low=half,
        percent_high=half,
    )


def saved(path: Path, *found: EstimatedRate) -> Path:
    document = {"estimates": [estimate_tables.document(each) for each in found]}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_what_was_saved_is_read_again_whole(tmp_path: Path) -> None:
    both = (estimated(), estimated("units/s", n=7))
    path = saved(tmp_path / "estimates.json", *both)
    assert is_estimates(path)
    assert estimates_in(path) == [each.receipt for each in both]
    [whole, _] = json.loads(path.read_text(encoding="utf-8"))["estimates"]
    assert whole["receipt"]["numerator"] == {"numerator": str(2**40), "denominator": "3"}


def test_what_is_no_estimate_is_a_mistake(tmp_path: Path) -> None:
    then = estimated()
    then.receipt.scope.ClearField("units_time")
    with pytest.raises(Mistake, match="without units_time"):
        estimates_in(saved(tmp_path / "then.json", then))
    other = tmp_path / "other.json"
    other.write_text('{"estimates": [{"receipt": {"version": "x"}}]}', encoding="utf-8")
    with pytest.raises(Mistake, match="is no estimate"):
        estimates_in(other)
    other.write_text('{"rates": []}', encoding="utf-8")
    assert not is_estimates(other)


def test_the_table_shows_fractions_and_that_nothing_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    estimate_tables.print_estimates([estimated(n=4, d=1), estimated("units/s", n=4)])
    out = capsys.readouterr().out
    assert "online_handling.all@1 · whole tree · " in out
    assert "estimated" in out
    for text in ("units/s", "4/3", "8/3", "50.0%", "voided 1/7"):
        assert text in out
    at = "units as of 2026-05-29T03:26:40+07:00 · as known at catalog 5, submissions 7"
    assert at in " ".join(out.split())
    assert "not attributable" not in out


def test_the_table_shows_bounds_and_what_the_period_cuts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole, part = estimated(n=4, d=1), estimated("units/s", n=4)
    whole.percent_high = part.percent_high = "60.0"
    whole.receipt.not_attributable.CopyFrom(Fraction(numerator=5, denominator=3))
    estimate_tables.print_estimates([whole, part])
    out = capsys.readouterr().out
    assert out.count("50.0% to 60.0%") == 2
    assert "not attributable" in out
    assert "5/3" in out


def test_a_recomputed_estimate_is_called_one_in_local_time() -> None:
    receipt = named(estimated("units/s").receipt)
    checked = Checked(receipt, {}, is_estimate=True)
    at = "units as of 2026-05-29T03:26:40+07:00"
    assert row(checked)[1] == f"units/s alone {at} estimate"
    assert document(checked)["scope"] == "units/s alone units as of 2026-05-28T20:26:40+00:00"


def test_compare_says_that_estimates_are_verified(tmp_path: Path) -> None:
    path = saved(tmp_path / "estimates.json", estimated())
    with pytest.raises(Mistake, match="holds estimates: verify recomputes them"):
        receipts_in(path)

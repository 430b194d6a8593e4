"""Tables of the command line say what their numbers are: unit, period, minutes, and of which row.

Given answers of a service, when they are shown, then nothing has to be guessed. Must not need a
stack.
"""

from __future__ import annotations

import re
import runpy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import (
    leagues_pb2,
    metrics_pb2,
    publications_pb2,
    reconciliation_pb2,
    scores_pb2,
)
from services.console.__main__ import main
from services.console.commands import explain, league, publications, queue, reconcile, score
from services.console.display import rate_tables
from services.console.display.names import Names
from services.console.display.words import word
from services.console.instants import next_month, to_date
from services.formats import several

MARCH = date(2026, 3, 1)
SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "consumer-python" / "receipt.py"


def rate(*channels: str, cut: int = 0, month: date = MARCH) -> figures.Rate:
    """31 of 62 in a month, of a channel."""
    receipt = figures.Receipt(
        definition="online_handling",
        version=1,
        numerator=31,
        denominator=62,
        not_attributable=cut,
        period=figures.Period(start=to_date(month), end=to_date(next_month(month))),
        positions=[figures.StreamPosition(stream="catalog", position=7)],
    )
    if channels:
        receipt.scope.filters.add(dimension="channel", values=channels)
    receipt.scope.unit = "units/an-lac"
    share = "50.0"
    return figures.Rate(receipt=receipt, percent=share, percent_low=share, percent_high=share)


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, in single spaces."""
    return " ".join(capsys.readouterr().out.split())


def test_what_the_period_cuts_has_a_column_where_there_is_any(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rate_tables.print_rates([rate(cut=1250), rate()], "month", rate(), [""])
    out = shown(capsys)
    assert "not attributable" in out
    assert "1,250" in out
    rate_tables.print_rates([rate(), rate()], "month", rate(), [""])
    assert "not attributable" not in shown(capsys)


def test_the_whole_of_two_breakdowns_stands_in_no_column_of_one_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [rate("email"), rate("online")]
    rate_tables.print_pivot(rows, "month", "channel", rate(), [""])
    lines = [line for line in capsys.readouterr().out.splitlines() if "31/62" in line]
    assert lines[-1].strip() == "all: 31/62 50.0%"


def test_numbers_are_written_as_the_words_beside_them_are(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = rate(cut=1250)
    one.receipt.numerator, one.percent_high = 1409, "60.5"
    one.receipt.excluded.add(reason="voided", count=2000)
    one.receipt.scope.alone = True
    one.targets.add(threshold_numerator=19, threshold_denominator=20, distance="-2.7")
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    rate_tables.print_rates([one], "unit", None, [""])
    out = shown(capsys)
    for text in ("1.409", "50,0 % đến 60,5 %", "voided 2.000", "1.250", "≥ 95 %: -2,7", "(riêng)"):
        assert text in out, text
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    rate_tables.print_rates([one], "unit", None, [""])
    out = shown(capsys)
    for text in ("1,409", "50.0% to 60.5%", "voided 2,000", "1,250", "≥ 95%: -2.7", "(alone)"):
        assert text in out, text


NAMES = Names({"units/an-lac": "Phường An Lạc", "services/birth": "Khai sinh"})


def test_units_and_services_are_shown_by_their_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = rate()
    one.receipt.scope.service = "services/birth"
    rate_tables.print_rates([one], "unit", None, [""], names=NAMES)
    rate_tables.print_pivot([one], "service", "unit", None, [""], names=NAMES)
    found = leagues_pb2.ListLeagueLinesResponse(whole=one)
    found.lines.add(rank=1, rate=one)
    found.lines.add(leader="ld-1", parts=[one.receipt])
    league.show(found, NAMES, as_json=False)
    explain.show(one, [metrics_pb2.Item(unit="units/an-lac")], [], NAMES, limit=1, as_json=False)
    out = shown(capsys)
    assert out.count("Phường An Lạc") == 7
    assert "Khai sinh" in out
    assert re.findall(r"units/\S+", out) == ["units/an-lac)"]  # of the receipt, to ask for it


def test_who_is_called_as_another_one_has_the_id_beside_the_name() -> None:
    names = Names({"units/a": "Phường 1", "units/b": "Phường 1", "units/c": "Phường 2"})
    shown_as = [names.of(name) for name in ("units/a", "units/c", "units/d")]
    assert shown_as == ["Phường 1 (units/a)", "Phường 2", "units/d"]


def test_values_of_a_dimension_and_items_are_told_in_the_users_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [rate("in_person"), rate("unknown")]
    item = metrics_pb2.Item(membership=figures.MEMBERSHIP_EXCLUDED)
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    rate_tables.print_rates(rows, "channel", None, [""])
    explain.show(rate(), [item], [], limit=1, as_json=False)
    out = shown(capsys)
    for text in ("trực tiếp", "chưa rõ", "nhóm", "loại trừ", "thời điểm tính", "50,0"):
        assert text in out, text
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    rate_tables.print_rates(rows, "channel", None, [""])
    assert "in_person" in shown(capsys)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 figures"), (1, "1 figure"), (2, "2 figures"), (1409, "1,409 figures")],
)
def test_one_is_one(number: int, text: str) -> None:
    assert several(number, "figure") == text
    assert several(number, "entry") == text.replace("figures", "entries").replace("figure", "entry")


def test_a_queue_says_that_it_counts_minutes() -> None:
    assert [each for each in queue.COLUMNS if "(min)" in each] == ["waited (min)", "served (min)"]


def test_points_say_of_which_unit_and_period() -> None:
    part = scores_pb2.ScorePart(name="online", rate=rate())
    found = scores_pb2.Score(index="par.services", version=1, parts=[part])
    assert score.title(found) == "par.services@1 · units/an-lac · 2026-03"


def test_sums_say_of_which_unit_and_period_and_as_known_where() -> None:
    found = reconciliation_pb2.Reconciliation(
        period=figures.Period(start=to_date(MARCH), end=to_date(next_month(MARCH))),
        positions=[figures.StreamPosition(stream="catalog", position=7)],
    )
    assert reconcile.heading(found) == "whole tree · 2026-03 · as known at catalog 7"
    found.scope.unit, found.scope.alone = "units/an-lac", True
    assert reconcile.heading(found).startswith("units/an-lac (alone) · ")


def test_a_dry_run_says_that_nothing_was_published(capsys: pytest.CaptureFixture[str]) -> None:
    found = publications_pb2.Publication(name="publications/p", rate=rate(), latest=rate())
    publications.show([found], Names(), as_json=False, title=word(publications.DRY))
    assert "Dry run: nothing was published" in shown(capsys)


def test_what_a_rate_rests_on_has_a_heading(capsys: pytest.CaptureFixture[str]) -> None:
    explain.show(rate(), [], [rate("online")], limit=1, as_json=False)
    heading = "on whose word it rests, numerator of denominator: channel=online: 31 of 62"
    assert heading in shown(capsys)


@pytest.mark.parametrize("subject", ["lan@example.vn", "0912 345 678", "portal-123456789"])
def test_no_token_is_made_whose_subject_no_service_takes(subject: str, tmp_path: Path) -> None:
    words = ["token", "portal", "--subject", subject, "--data", str(tmp_path / "none")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert "--subject could be an e-mail address or a person's number" in done.stderr
    assert not (tmp_path / "none").exists()


ITEM = {
    "kind": "dossier",
    "id": "dossiers/1",
    "class": "numerator",
    "reason": "",
    "weight": 1,
    "leaf": {"unit": "units/an-lac", "part": "2026-03"},
}


@pytest.mark.parametrize(("numerator", "code"), [(1, 0), (2, 1)])
def test_the_sample_compares_counts_and_digest_and_names_them(
    numerator: int, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    sample: dict[str, Any] = runpy.run_path(str(SAMPLE))
    told = {"numerator": numerator, "denominator": 1, "considered": 1}
    told["digest"] = sample["digest"]([ITEM])
    assert sample["compare"](told, [ITEM]) == code
    out = shown(capsys)
    assert f"told numerator {numerator} denominator 1 considered 1 digest" in out
    assert "computed numerator 1 denominator 1" in out

"""What the commands ask metrics for and show of its answers, on answers given here.

Promises the questions: periods, positions, titles, known names. Must not need a stack.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import metrics_pb2 as api
from services.console.__main__ import main
from services.console.commands import rates
from services.console.demo import command
from services.console.display import rate_tables
from services.console.display.progress import Advance
from services.console.instants import next_month, to_date
from services.console.outcome import Mistake
from services.console.portal import questions

MONTHS = {
    "coverage.l3l4": [date(2020, 1, 1)],
    "on_time.ended": [date(2024, 3, 1), date(2024, 4, 1)],
    "online_handling": [date(2024, 1, 1), date(2024, 2, 1)],
}
SPAN = (date(2024, 1, 1), date(2024, 5, 1))


def rate(definition: str, month: date) -> figures.Rate:
    """A month's rate as known at one pair of positions."""
    period = figures.Period(start=to_date(month), end=to_date(next_month(month)))
    known = [figures.StreamPosition(stream="catalog", position=7)]
    receipt = figures.Receipt(definition=definition, version=1, period=period, positions=known)
    return figures.Rate(receipt=receipt)


class Answers:
    """In place of a portal: remembers what was asked, and answers with the months above."""

    def __init__(self) -> None:
        self.metrics = self.definitions = self
        self.asked: list[Any] = []
        self.ListDefinitions = self.ListRates = self.GetRate = None

    async def call(self, _: object, request: Any, *, role: str) -> Any:
        """The answer to that kind of request."""
        assert role == questions.ROLE
        self.asked.append(request)
        if isinstance(request, contract.ListDefinitionsRequest):
            kinds = {name: "service" if name[0] == "c" else "dossier" for name in MONTHS}
            known = [
                contract.Definition(id=name, kind=kind, adds_over_periods=True)
                for name, kind in kinds.items()
            ]
            return contract.ListDefinitionsResponse(definitions=known)
        if isinstance(request, api.ListRatesRequest):
            found = [rate(request.definition, month) for month in MONTHS[request.definition]]
            return api.ListRatesResponse(rates=found)
        return rate(request.definition, SPAN[0])

    def periods(self) -> dict[str, Any]:
        """By definition, the period that its list was asked for."""
        lists = [each for each in self.asked if isinstance(each, api.ListRatesRequest)]
        return {
            each.definition: (
                questions.from_date(each.start_date),
                questions.from_date(each.end_date),
            )
            if each.HasField("start_date")
            else None
            for each in lists
        }


async def test_each_definition_is_listed_over_the_months_that_it_has_itself() -> None:
    portal: Any = Answers()
    await rates.collect(portal)
    assert portal.periods() == dict.fromkeys(MONTHS)


def test_a_definition_of_which_nothing_counts_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    listed = rates.Listed([rate("coverage.l3l4", date(2024, 1, 1))], None, "coverage.l3l4")
    rates.show([listed, rates.Listed([], None, "on_time.ended")], rates.BY_MONTH, as_json=False)
    assert "on_time.ended: nothing counts here yet" in capsys.readouterr().err
    rates.show([rates.Listed([], None, "on_time.ended")], rates.BY_MONTH, as_json=False)
    assert capsys.readouterr().err.startswith("No data yet")


async def test_the_demo_shows_coverage_over_the_months_of_its_dossiers() -> None:
    portal: Any = Answers()
    await command.side_by_side(portal, "month", at={})
    assert portal.periods() == {**dict.fromkeys(MONTHS), "coverage.l3l4": SPAN}


async def test_a_total_is_known_where_its_rows_are() -> None:
    portal: Any = Answers()
    await rates.collect(portal, ["online_handling"])
    [question] = [each for each in portal.asked if isinstance(each, api.GetRateRequest)]
    assert [(each.stream, each.position) for each in question.as_known] == [("catalog", 7)]


async def test_where_metrics_stands_is_told_by_any_receipt() -> None:
    portal: Any = Answers()
    assert await questions.standing(portal) == {"catalog": 7}


async def test_an_unknown_definition_is_told_the_known_ones() -> None:
    portal: Any = Answers()
    with pytest.raises(
        Mistake, match=r"definition: x; known are: coverage.l3l4, on_time.ended, on"
    ):
        await rates.collect(portal, ["x", "online_handling"])


@pytest.mark.parametrize(
    ("start", "end"), [("2024-01-31", "2024-02-01"), ("2024-02", "2024-03-01")]
)
def test_a_start_alone_reaches_to_the_end_of_its_month(start: str, end: str) -> None:
    period = rates.period_from(start, None)
    assert period is not None
    assert str(period[1]) == end


def test_the_end_of_the_calendar_is_a_mistake() -> None:
    with pytest.raises(Mistake, match="state --to"):
        rates.period_from("9999-12", None)


def test_a_title_shows_the_scope_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    row = rate("online_handling", SPAN[0])
    row.receipt.scope.unit = "units/below"
    assert "· whole tree · 2024-01 · by unit" in rate_tables.title(row, [], "unit")
    asked = rate_tables.title(row, ["units/a", "services/b", "level=3"], "unit", "channel")
    assert "· units/a · services/b · level=3 · 2024-01 · by unit × channel" in asked


def test_a_demo_without_a_past_month_ends_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    command.print_last({"2024-02": rate("online_handling", SPAN[0])}, before="2024-02")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "online_handling", "--from", "2024-01", "--limit", "-1"],
        ["demo", "--dossiers", "0"],
        ["demo", "--live", "-1"],
    ],
)
def test_a_number_that_makes_no_sense_is_a_usage_error(words: list[str]) -> None:
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, "is not in the range" in done.output) == (2, True)


def test_progress_is_shown_where_nobody_knows_the_total(
    capsys: pytest.CaptureFixture[str],
) -> None:
    running, over = Advance("reading", 0), Advance("loading", 5)
    running.told = over.told = running.told - 60
    running(1000)
    over(5)
    assert capsys.readouterr().err == "reading: 1,000 so far\n"

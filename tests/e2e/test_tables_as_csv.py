"""`--csv` of commands whose document has rows: the fields of `--json`, under one heading.

No service: the documents are made here, and those of a command by the command's own code.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import click
import pytest
from click.testing import CliRunner

from motcua.metrics.v1 import estimates_pb2, leagues_pb2
from motcua.metrics.v1.events_pb2 import Rate, Receipt
from services.console import terminal
from services.console.__main__ import COMMANDS, Commands
from services.console.commands import league
from services.console.display import estimate_tables, tables

WITH_ROWS = {
    "levels", "lineage", "due", "queue", "petitions", "definitions", "rates", "league", "score",
    "reconcile", "explain", "published", "revisions", "asserted", "inspections", "audit", "context",
    "reader", "source", "status",
}  # fmt: skip
ROWS = [
    {"unit": "units/a", "n": 3, "share": None, "name": {"vi": "=Xã A", "en": "A"}, "open": True},
    {"unit": "units/b", "n": 0, "name": {"vi": "Xã B"}, "codes": ["1", "2"]},
]


def printed(document: Any, *words: str) -> str:
    @click.command()
    @terminal.table_options
    def command(*, as_json: bool) -> None:
        assert as_json == bool(words)
        terminal.print_document(document)

    done = CliRunner().invoke(command, words)
    assert done.exit_code == 0, done.output
    return done.stdout


def rows(document: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed(document, "--csv"))))


def test_rows_stand_under_one_heading_with_parts_by_their_path() -> None:
    assert rows({"as_of": "2026-01-01", "levels": ROWS}) == [
        {
            "unit": "units/a", "n": "3", "share": "", "name.vi": "'=Xã A", "name.en": "A",
            "open": "YES", "codes": "",
        },
        {
            "unit": "units/b", "n": "0", "share": "", "name.vi": "Xã B", "name.en": "", "open": "",
            "codes": '["1", "2"]',
        },
    ]  # fmt: skip


def test_rows_of_several_lists_say_of_which() -> None:
    document = {"catalog": {"entries": [{"n": 1}]}, "metrics": {"entries": [{"m": 2}]}, "none": []}
    assert rows(document) == [
        {"list": "catalog.entries", "n": "1", "m": ""},
        {"list": "metrics.entries", "n": "", "m": "2"},
    ]
    assert rows(ROWS)[1]["unit"] == "units/b"


def test_json_is_as_it_was() -> None:
    assert json.loads(printed({"levels": ROWS}, "--json")) == {"levels": ROWS}


@pytest.mark.parametrize("name", sorted(WITH_ROWS))
def test_a_command_whose_document_has_rows_takes_it(name: str) -> None:
    assert name in COMMANDS
    group = Commands()
    command = group.get_command(click.Context(group), name)
    assert command is not None
    found = [command, *getattr(command, "commands", {}).values()]
    assert any("--csv" in each.opts for one in found for each in one.params)


def test_what_the_first_row_lacks_stands_beside_its_neighbours() -> None:
    told = [
        {"unit": "units/a", "excluded": {}, "unknown": 0},
        {"unit": "units/b", "excluded": {"voided": 1}, "unknown": 0},
        {"unit": "units/c", "excluded": {"voided": 1, "no_due": 2}, "unknown": 0},
    ]
    heading = printed({"rates": told}, "--csv").splitlines()[0]
    assert heading == "unit,excluded.voided,excluded.no_due,unknown"


def test_estimates_have_the_columns_of_rates_in_their_order() -> None:
    one = estimates_pb2.EstimatedRate(percent="50.0")
    receipt = one.receipt
    for name in ("numerator", "denominator", "unknown", "considered", "assisted"):
        getattr(receipt, name).denominator = 1
    receipt.not_attributable.denominator = 1
    receipt.as_of.seconds = 1
    start = receipt.period.start
    start.year = start.month = start.day = 1
    receipt.period.end.CopyFrom(start)
    rate = Rate(receipt=Receipt(period=receipt.period))
    named = [re.sub(r"receipt\.|scope\.", "", each) for each in estimate_tables.ORDER]
    order = [name for name in tables.document(rate) if name in named]
    assert [name for name in named if name in order] == order
    document = {"estimates": [estimate_tables.document(one)]}
    columns = [column for column, _ in terminal.cells_of(document["estimates"][0])]
    shown = terminal.in_order(columns, estimate_tables.ORDER)
    assert {column for column in columns if not fits(column)} == set()
    assert shown.index("state") < shown.index("receipt.numerator.denominator")
    assert shown.index("receipt.denominator.denominator") < shown.index("percent")
    assert shown.index("percent_high") < shown.index("receipt.unknown.denominator")


def fits(column: str) -> bool:
    return any(f"{column}.".startswith(f"{path}.") for path in estimate_tables.ORDER)


def test_the_same_things_stand_in_the_same_order_in_every_table() -> None:
    rate = Rate(receipt=Receipt())
    start = rate.receipt.period.start
    start.year = start.month = start.day = 1
    rate.receipt.period.end.CopyFrom(start)
    line = leagues_pb2.LeagueLine(rank=1, rate=rate)
    league_line = league.document(leagues_pb2.ListLeagueLinesResponse(lines=[line], whole=rate))
    columns = list(tables.document(rate))
    own = [name for name in league_line["lines"][0] if name in columns]
    assert own == sorted(own, key=columns.index)

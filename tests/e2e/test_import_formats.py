"""How an import's tables write times and numbers, as its mapping says.

Promises the instant and the number that are written, or a faulty row. Must not send anything.
"""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from motcua.catalog.v1 import targets_pb2
from motcua.catalog.v1.catalog_pb2 import Service
from services.console.importing.cell_keys import cell
from services.console.importing.cells import Cell
from services.console.importing.faults import Fault, Faulty
from services.console.importing.keys import MappingError
from services.console.importing.reform_places import places
from services.console.importing.reform_rules import Level, Side
from services.console.importing.rows import Sent, items
from services.console.importing.rules import rules
from services.console.importing.shared import Shared
from services.console.importing.values import put_json, put_share
from services.console.instants import from_timestamp, parse_day, parse_instant
from services.console.outcome import Mistake
from services.console.text import Alike

MAPPING = """
source = "old"
reason = "loaded later"
[[rows]]
kind = "unit"
id = "id"
effective = { column = "since"HOW }
[rows.fields]
kind = { constant = "ward" }
display_name.vi = "vi"
"""

LEVEL = Level(code="Code", vi="FullName", en="", kind="province", kinds={}, children="")
SIDE = Side(file="before.json", effective=date(2025, 1, 1), prefix="", levels=(LEVEL,))


def made(where: Path, how: str, since: str) -> Sent | Fault:
    """The row of one line."""
    path = where / "rows.csv"
    path.write_text(f'id,vi,since\nw1,Phường,"{since}"\n', encoding="utf-8")
    [found] = items([path], rules(tomllib.loads(MAPPING.replace("HOW", how))))
    return found


@pytest.mark.parametrize(
    ("how", "since", "instant"),
    [
        ("", "2025-07-01", "2025-06-30T17:00:00"),
        ("", "2025-06-30T24:00", "2025-06-30T17:00:00"),
        ("", "2025-06-30 19:00 UTC", "2025-06-30T19:00:00"),
        (', format = "%d/%m/%Y %I:%M %p"', "01/07/2025 03:00 PM", "2025-07-01T08:00:00"),
        (', format = "%d/%m/%Y %H:%M %z"', "30/06/2025 19:00 UTC", "2025-06-30T19:00:00"),
        (', format = "unix milliseconds"', "1751330400000", "2025-07-01T00:40:00"),
        (', format = "excel days"', "45839", "2025-06-30T17:00:00"),
        (', format = "excel days", decimal = ","', "45839,5", "2025-07-01T05:00:00"),
    ],
)
def test_an_effective_time_is_what_is_written(
    tmp_path: Path, how: str, since: str, instant: str
) -> None:
    found = made(tmp_path, how, since)
    assert isinstance(found, Sent)
    assert from_timestamp(found.row.effective_time).isoformat() == f"{instant}+00:00"


@pytest.mark.parametrize(
    ("how", "since"),
    [
        ("", "2025-07-01-05:00"),
        ("", "2025-W27"),
        ("", "45839"),
        ("", "2025-07-01T08:30:00.1234567"),
        (', format = "%d/%m/%Y %H:%M"', "01/07/2025 03:00 PM"),
        (', format = "excel days"', "45839,5"),
        (', format = "unix seconds"', "1.75E+09"),
    ],
)
def test_what_states_no_instant_is_a_faulty_row(tmp_path: Path, how: str, since: str) -> None:
    found = made(tmp_path, how, since)
    assert isinstance(found, Fault)
    assert (found.line, found.field, found.reason) == (2, "since", "DATE_MALFORMED")


@pytest.mark.parametrize(
    ("since", "instant"), [("01/07/2025", "2025-06-30T17:00:00"), ("2025-08-01", "2025-07-31T17")]
)
def test_an_effective_time_may_be_of_several_cells(
    tmp_path: Path, since: str, instant: str
) -> None:
    slashes = """{ column = "since", when = 'since.contains("/")', format = "%d/%m/%Y" }"""
    both = MAPPING.replace('{ column = "since"HOW }', f'[{slashes}, "since"]')
    path = tmp_path / "rows.csv"
    path.write_text(f"id,vi,since\nw1,Phường,{since}\n", encoding="utf-8")
    [found] = items([path], rules(tomllib.loads(both)))
    assert isinstance(found, Sent)
    assert from_timestamp(found.row.effective_time).isoformat().startswith(instant)


def test_a_format_is_for_times_only_and_a_decimal_mark_is_one_of_two() -> None:
    named = MAPPING.replace("HOW", "").replace('"vi"', '{ column = "vi", format = "%Y" }')
    with pytest.raises(MappingError, match="unknown key 'format'"):
        rules(tomllib.loads(named))
    with pytest.raises(MappingError, match="decimal must be"):
        cell({"column": "x", "decimal": "'"}, "rows 1.x", Shared())
    with pytest.raises(MappingError, match="decimal must be"):
        rules(tomllib.loads(MAPPING.replace("HOW", ', decimal = ";"')))


@pytest.mark.parametrize(
    ("written", "exact"), [("0,95", "19/20"), ("95,5%", "191/200"), ("1", "1"), ("19/20", "19/20")]
)
def test_a_number_has_a_comma_where_the_mapping_says_so(written: str, exact: str) -> None:
    target = targets_pb2.Target()
    put_share(target, "threshold", Cell("t", ("x",), decimal=",").one(written, "x", Alike()))
    assert Fraction(target.threshold.numerator, target.threshold.denominator) == Fraction(exact)


@pytest.mark.parametrize(("written", "decimal"), [("0.95", ","), ("1.000,5", ","), ("0,95", ".")])
def test_a_number_with_the_other_mark_is_refused(written: str, decimal: str) -> None:
    text = Cell("t", ("x",), decimal=decimal).one(written, "x", Alike())
    with pytest.raises(Faulty):
        put_share(targets_pb2.Target(), "threshold", text)


@pytest.mark.parametrize("text", ["2025-W27", "20250701", "2025-07-01T00:00", "٢٠٢٥-٠٧", "2025-7"])
def test_a_day_of_the_command_line_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_day(text)


def test_an_instant_of_the_command_line_is_read_as_that_of_a_table() -> None:
    assert parse_instant("2025-06-30T24:00").isoformat() == "2025-06-30T17:00:00+00:00"
    with pytest.raises(ValueError, match="not written so"):
        parse_instant("2025-07-01-05:00")


def test_a_key_that_stands_twice_in_json_is_named(tmp_path: Path) -> None:
    with pytest.raises(Faulty) as failed:
        put_json(Service(), "fees", '[{"code": "LP", "amount": 1, "amount": 2}]')
    assert "'amount' stands there twice" in str(failed.value.values["problem"])
    path = tmp_path / "before.json"
    path.write_text('[{"Code": "01", "Code": "02", "FullName": "Hà Nội"}]', encoding="utf-8")
    with pytest.raises(Mistake, match="'Code' stands there twice"):
        places(path, SIDE)

"""Files as they should not be, given to the commands: a message, and no stack trace.

Promises for each a mistake that says what is wrong, or a faulty row with its line. Must not need a
stack: nothing here may come as far as one.
"""

from __future__ import annotations

import gzip
import io
import re
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from services.console.__main__ import main
from services.console.importing.faults import VALUE_UNLISTED, Fault, Faulty, fault
from services.console.importing.rows import Sent, items
from services.console.importing.rules import rules
from tests.e2e.case_logs import read

UNITS = """
source = "old"
effective = 2025-01-01
reason = "r"
[file]
encoding = "utf-8"
delimiter = ","
[[rows]]
kind = "unit"
id = "id"
[rows.fields]
kind = { constant = "ward" }
display_name.vi = "vi"
"""
CASES = """
source = "old"
[values.channel]
"Web" = "ONLINE"
[[rows]]
kind = "dossier"
id = "case"
[rows.fields]
service = { constant = "s" }
unit = { constant = "p" }
channel = { column = "ch", map = "channel" }
[[rows.steps]]
status = "accepted"
which = "first"
when = 'row["concept:name"] == "Tiếp nhận"'
time = "time:timestamp"
"""
HEADING = "case,concept:name,time:timestamp,ch\n"
CASE = HEADING + "d1,Tiếp nhận,2025-01-02T08:00:00,Web\n"
TABLE = "id,vi\nw1,Phường Một\nw2,Phường Hai\n"
SHEET = "xl/worksheets/sheet1.xml"


def word(value: Any) -> str:
    """A part of a test's name that is the same whenever it is collected."""
    return "bytes" if isinstance(value, bytes) else ""


def said(tmp_path: Path, command: str, name: str, content: bytes, rule: str) -> tuple[int, str]:
    """How a command ends that has this file and this mapping."""
    (tmp_path / name).write_bytes(content)
    (tmp_path / "m.toml").write_text(rule, encoding="utf-8")
    words = [command, str(tmp_path / name), "--mapping", str(tmp_path / "m.toml")]
    done = CliRunner().invoke(main, [*words, "--data", str(tmp_path / "none")])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def workbook(make: Callable[[openpyxl.Workbook], None]) -> bytes:
    file, book = io.BytesIO(), openpyxl.Workbook()
    make(book)
    book.save(file)
    return file.getvalue()


def merge(book: openpyxl.Workbook) -> None:
    sheet: Any = book.active
    sheet.append(["id", "vi"])
    sheet.merge_cells("A1:B1")


def only_a_chart(book: openpyxl.Workbook) -> None:
    book.create_chartsheet()
    book.remove(book.worksheets[0])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", "has no heading"),
        ("t.csv", b"\n\n", "has no heading"),
        ("t.csv", TABLE.encode("utf-16"), "begins with the mark of utf-16, the mapping says utf-8"),
        ("t.csv", TABLE.encode("utf-16-le"), "has no heading"),
        ("t.csv", b"id,vi,vi\n", "two columns named 'vi'"),
        ("t.csv", b"w1,a\n", "does not have; there are: w1, a"),
        ("t.csv.gz", TABLE.encode(), "cannot be read: Not a gzipped file"),
        ("t.csv.gz", gzip.compress(TABLE.encode())[:12], "cannot be read"),
        ("t.xlsx", TABLE.encode(), "cannot be read as an Excel workbook"),
        ("t.xlsx", b"", "cannot be read as an Excel workbook"),
        ("t.xlsx", workbook(lambda _: None), "has no heading"),
        ("t.xlsx", workbook(only_a_chart), "cannot be read as an Excel workbook"),
        ("t.xlsx", workbook(merge), "'vi', which t.xlsx does not have; there are: id"),
    ],
    ids=word,
)
def test_a_table_that_is_none_ends_the_import(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    code, output = said(tmp_path, "import", name, content, UNITS)
    assert code == 2, output
    assert message in output


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"utf-8"', '"klingon"', "file.encoding: Python knows no text encoding 'klingon'"),
        ('"utf-8"', '"hex"', "file.encoding: Python knows no text encoding 'hex'"),
        ('"utf-8"', '"idna"', "file.encoding: Python knows no text encoding 'idna'"),
        ('"utf-8"', '"punycode"', "no text encoding 'punycode'"),
        ('"utf-8"', '"utf-16"', "is not text in utf-16"),
        ('delimiter = ","', "delimiter = '\"'", "file.delimiter must be one character"),
        ('delimiter = ","', 'delimiter = "\\n"', "file.delimiter must be one character"),
    ],
)
def test_a_mapping_that_is_wrong_ends_the_import(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    rule = UNITS.replace(old, new, 1)
    code, output = said(tmp_path, "import", "t.csv", TABLE.encode(), rule)
    assert code == 2, output
    assert message in output


def faults(tmp_path: Path, name: str, content: bytes) -> list[Fault]:
    """The rows of a table that are not taken; the others are."""
    path = tmp_path / name
    path.write_bytes(content)
    found = list(items([path], rules(tomllib.loads(UNITS))))
    assert any(isinstance(each, Sent) for each in found)
    return [each for each in found if isinstance(each, Fault)]


@pytest.mark.parametrize(
    ("content", "vi", "en"),
    [
        (b"id,vi\nw1,Ph\x00\nw2,b\n", "ký tự rỗng", "NUL"),
        (
            "id,vi\nw1,Phươ\u0300ng\nw2,b\n".encode("cp1258"),
            "không phải utf-8",
            "not text in utf-8",
        ),
        (b"id,vi\nw1," + b"x" * 1_100_000 + b"\nw2,b\n", "dài hơn", "more than 1048576 characters"),
        (b'id,vi\nw2,b\nw1,"a\nw3,c\n', "ngoặc kép", "quotation marks"),
    ],
    ids=word,
)
def test_a_line_that_cannot_be_read_is_told_in_both_languages(
    tmp_path: Path, content: bytes, vi: str, en: str
) -> None:
    [found] = faults(tmp_path, "t.csv", content)
    assert found.reason == "LINE_UNREADABLE"
    assert vi in found.vi
    assert en in found.en


def test_a_formula_without_a_value_is_told_and_not_read_as_empty(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet: Any = book.active
        for row in (["id", "vi", "note"], ["w1", "=1+1", "=1+1"], ["w2", "b", "=2"]):
            sheet.append(row)

    [found] = faults(tmp_path, "t.xlsx", workbook(fill))
    assert (found.line, found.field, found.reason) == (2, "vi", "FORMULA_WITHOUT_VALUE")


def test_a_formula_that_made_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet: Any = book.active
        sheet.append(["id", "vi", "note"])
        sheet.append(["w1", "a", '=IF(B2="","",B2)'])

    saved = with_empty_text(workbook(fill), cell="C2")
    assert b'<c r="C2" t="str">' in zipfile.ZipFile(io.BytesIO(saved)).read(SHEET)
    assert faults(tmp_path, "t.xlsx", saved) == []


def with_empty_text(content: bytes, *, cell: str) -> bytes:
    """The workbook as a spreadsheet saves it, whose formula there has made an empty text."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == SHEET:
                part = re.sub(f'(<c r="{cell}")[^>]*>'.encode(), rb'\1 t="str">', part)
            new.writestr(name, part)
    return saved.getvalue()


def test_what_a_million_characters_say_is_cut(tmp_path: Path) -> None:
    found = fault(Faulty(VALUE_UNLISTED, value="x" * 1_000_000), 2)
    assert len(found.en) < 500
    (tmp_path / "l.csv").write_bytes(CASE.replace("Web", "W" * 1_000_000).encode())
    [told] = read(tmp_path, text=CASES, name="l.csv").faults
    assert (told.reason, len(told.en) < 500) == ("VALUE_UNLISTED", True)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("l.csv", b"", "has no heading"),
        ("l.csv", HEADING.encode(), "no line is of a dossier in l.csv"),
        ("l.csv", CASE.encode("utf-16"), "begins with the mark of utf-16, the mapping says utf-8"),
        ("l.csv", CASE.replace("Tiếp nhận", "Nhan").encode("utf-16-le"), "has no heading"),
        ("l.csv", CASE.replace(",ch\n", ",case\n").encode(), "two columns named 'case'"),
        ("l.csv", ("sep=;\n" + CASE).encode(), "does not have; there are: case,concept:name"),
        ("l.xes", b"", "is not XES"),
        (
            "l.xes",
            b"<log><trace><string value='v'/></trace></log>",
            "the value 'v' has no key",
        ),
        ("l.xes", b"<!DOCTYPE a [<!ENTITY e 'x'>]><log>&e;</log>", "is not XES"),
        ("l.xes", b"<?xml version='1.0' encoding='klingon'?><log/>", "is not XES"),
        ("l.xes", b"<?xml version='1.0' encoding='shift_jis'?><log/>", "is not XES"),
        ("l.csv.gz", b"no", "cannot be read"),
        ("l.CSV.GZ", b"no", "cannot be read"),
    ],
    ids=word,
)
def test_a_case_log_that_is_none_ends_the_import(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    code, output = said(tmp_path, "import", name, content, CASES)
    assert code == 2, output
    assert message in output


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        (CASE.replace("d1", "d\0"), 2, "The line cannot be read: it holds"),
        (CASE.replace("Web", '"Web'), 2, "The line cannot be read, nor"),
        (CASE.replace("d1", "x" * 1_100_000), 2, "more than 1048576 characters"),
        (CASE + "d2\n", 3, "The line has 1 cells"),
        (CASE + "d2,a,b,c,d\n", 3, "The line has 5 cells"),
    ],
    ids=word,
)
def test_a_line_of_a_case_log_that_cannot_be_read_is_told(
    tmp_path: Path, content: str, line: int, told: str
) -> None:
    (tmp_path / "l.csv").write_bytes(content.encode())
    [found] = read(tmp_path, text=CASES, name="l.csv").faults
    assert (found.line, told in found.en) == (line, True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_case_log_is_read_in_any_encoding_with_any_line_ends(
    tmp_path: Path, encoding: str, ending: str
) -> None:
    text = CASE.replace("Tiếp nhận", "Nhận").replace("ậ", "â\u0323").replace("\n", ending)
    (tmp_path / "l.csv").write_bytes(text.encode(encoding))
    mapping = CASES.replace("Tiếp nhận", "Nhận").replace(
        "[values", f'[file]\nencoding = "{encoding}"\n[values', 1
    )
    found = read(tmp_path, text=mapping, name="l.csv").record
    assert [step.status for step in found.steps] == [2]

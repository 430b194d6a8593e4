"""Files made of names that never come twice, and workbooks whose parts are damaged: told by name.

Given such a file, when it is read, then it is refused before its names fill the memory, and by a
mistake whatever a parser says. Must not need a stack.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from services.console.__main__ import main
from services.console.importing.formats import bounded
from services.console.importing.formats.files import FileError
from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import sheets_of, table
from services.console.importing.proposing import beginnings
from services.console.outcome import Mistake

MOST = 1000
ENCODED = b'<?xml version="1.0" encoding="none-such"?>'
ODS = '<d xmlns:t="t"><t:table>{}<t:table-row/></t:table></d>'


def names(form: str) -> Iterator[str]:
    """Rows, events or texts with 10 names each that nothing else has."""
    for number in range(MOST // 10 + 1):
        yield form.format(*(f"n{number}_{each}" for each in range(10)))


NO_VALUES = " ".join('{}=""' for _ in range(10))
TAGS = "".join("<{}/>" for _ in range(10))
PREFIXES = "".join('<a xmlns:{}="u"/>' for _ in range(10))


def xes(form: str) -> bytes:
    traces = "".join(f"<trace>{each}</trace>" for each in names(form))
    return gzip.compress(f"<log>{traces}</log>".encode())


def ocel(form: str) -> bytes:
    objects = "".join(
        f'<object id="{number}" type="a">{each}</object>' for number, each in enumerate(names(form))
    )
    return gzip.compress(f"<log><objects>{objects}</objects></log>".encode())


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def ods(form: str) -> bytes:
    rows = "".join(f"<t:table-row>{each}</t:table-row>" for each in names(form))
    return packed({"content.xml": ODS.format(rows).encode()})


def xlsx(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook, one of whose parts is another one."""
    made, book = io.BytesIO(), openpyxl.Workbook()
    book.active.append(["id", "vi"])
    book.active.append(["w1", "Phường Một"])
    book.save(made)
    with zipfile.ZipFile(made) as found:
        parts = {name: found.read(name) for name in found.namelist()}
    return packed({**parts, part: change(parts.get(part, b""))})


def rows_of(form: str, content: bytes) -> bytes:
    rows = "".join(f"<row>{each}</row>" for each in names(form))
    return content.replace(b"</sheetData>", rows.encode() + b"</sheetData>")


def texts_of(form: str) -> bytes:
    texts = "".join(f"<si>{each}</si>" for each in names(form))
    strings = f"<sst><si><t>a</t></si>{texts}</sst>".encode()
    return xlsx("xl/sharedStrings.xml", lambda _: strings)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("form", [TAGS, f"<a {NO_VALUES}/>", PREFIXES])
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("t.xes.gz", xes),
        ("t.xml.gz", ocel),
        ("t.ods", ods),
        ("t.xlsx", lambda form: xlsx(SHEET, lambda content: rows_of(form, content))),
        ("t.xlsx", texts_of),
    ],
)
def test_a_file_of_ever_other_names_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    made: Callable[[str], bytes],
    form: str,
) -> None:
    """A log of 7 MB took 690 MB: parsers keep each name, also of what was let go."""
    monkeypatch.setattr(bounded, "NAMES", MOST)
    path = tmp_path / name
    path.write_bytes(made(form))
    with (
        pytest.raises(Mistake, match="more than 1,000 different names"),
        table(path, Form()) as (_, found),
    ):
        list(found)


def test_names_of_one_tag_that_is_longer_than_a_piece_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "NAMES", MOST)
    monkeypatch.setattr("services.console.importing.formats.excel_layout.PIECE", 400)
    path = tmp_path / "t.xlsx"
    tag = f"<row {' '.join(names(NO_VALUES))}/></sheetData>".encode()
    path.write_bytes(xlsx(SHEET, lambda content: content.replace(b"</sheetData>", tag)))
    with (
        pytest.raises(Mistake, match="more than 1,000 different names"),
        table(path, Form()) as (_, found),
    ):
        list(found)


def test_a_part_of_very_many_attributes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "ATTRIBUTES", MOST)
    path = tmp_path / "t.xlsx"
    tags = f"<font {' '.join(names(NO_VALUES))}/></fonts>".encode()
    path.write_bytes(xlsx("xl/styles.xml", lambda content: content.replace(b"</fonts>", tags)))
    with pytest.raises(FileError, match=r"xl/styles\.xml has more than 1,000 attributes"):
        sheets_of(path)


@pytest.mark.parametrize(
    "part",
    ["xl/styles.xml", "xl/workbook.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels", SHEET],
)
@pytest.mark.parametrize(
    "change", [lambda content: content[: len(content) // 2], lambda content: ENCODED + content]
)
def test_a_damaged_part_of_a_workbook_is_a_mistake_and_no_stack_trace(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(xlsx(part, change))
    with (
        pytest.raises(Mistake, match=r"t\.xlsx (cannot be read as|is damaged)"),
        table(path, Form()) as (_, found),
    ):
        list(found)


def test_an_encoding_that_nobody_knows_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "t.ods"
    path.write_bytes(packed({"content.xml": ENCODED + ODS.format("").encode()}))
    with pytest.raises(FileError, match="cannot be read as an OpenDocument spreadsheet"):
        sheets_of(path)


def test_no_mapping_is_proposed_for_more_columns_than_anybody_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginnings, "WIDEST", 3)
    path = tmp_path / "t.csv"
    path.write_text("a,b,c,d\n1,2,3,4\n", encoding="utf-8")
    for words in ([], ["--heading", "1"]):
        done = CliRunner().invoke(main, ["map", str(path), *words])
        assert (done.exit_code, "it has more than 3 columns" in done.output) == (2, True)

"""Ways in which programs write CSV.

Promises every cell where the file can be read at all, and otherwise what is wrong with it. Must not
send anything.
"""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.importing.faults import Fault
from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import table
from services.console.outcome import Mistake

TABLE = "id,tên\n1,Phường\n2,Xã\n"
ROWS = [{"id": "1", "tên": "Phường"}, {"id": "2", "tên": "Xã"}]


def read(where: Path, name: str, content: bytes, form: Form = Form()) -> list[dict[str, str]]:  # noqa: B008 - a tuple
    """The records of a file."""
    path = where / name
    path.write_bytes(content)
    with table(path, form) as (_, records):
        return [dict(record.cells) for record in records if not isinstance(record, Fault)]


def text(*lines: str) -> bytes:
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    "content",
    [
        text("id,tên", "1,Phường,,,,", "2,Xã,  ,\u00a0", ""),
        text("id,tên,,,", "1,Phường", "2,Xã,,", ""),
        text("id,tên", "", " , ", ",", "\u00a0,\u200b", "1,Phường", ",,,,", "2,Xã", "   "),
        text("sep=,", "id,tên", "1,Phường", "2,Xã"),
        text("\ufeffsep=;", "id;tên", "1;Phường", "2;Xã"),
        text('"sep=|"', "id|tên", "1|Phường", "2|Xã"),
        text("SEP=\t", "id\ttên", "1\tPhường", "2\tXã"),
        text("", "", "id,tên", "1,Phường", "2,Xã"),
    ],
    ids=["cells", "heading", "blanks", "comma", "mark", "quoted", "tab", "lines above"],
)
def test_what_is_no_part_of_the_table_is_left_out(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, "t.csv", content) == ROWS


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", codecs.BOM_UTF8),
        ("UTF_8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-16-le", b""),
    ],
)
def test_a_byte_order_mark_is_never_part_of_a_name(
    tmp_path: Path, encoding: str, mark: bytes
) -> None:
    quoted = TABLE.replace("id,", '"id",', 1).encode(encoding)
    assert read(tmp_path, "t.csv", mark + quoted, Form(encoding=encoding)) == ROWS


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("cp1258", codecs.BOM_UTF8, "mark of utf-8, the mapping says cp1258"),
        ("latin-1", codecs.BOM_UTF16_LE, "mark of utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_LE, "mark of utf-16, the mapping says utf-16-be"),
        ("utf-16-le", codecs.BOM_UTF32_LE, "mark of utf-32"),
    ],
)
def test_a_mark_of_another_encoding_is_named(
    tmp_path: Path, encoding: str, mark: bytes, told: str
) -> None:
    with pytest.raises(Mistake, match=told):
        read(tmp_path, "t.csv", mark + b"id\n1\n", Form(encoding=encoding))


@pytest.mark.parametrize("name", ["t.csv.gz", "t.CSV.GZ", "T.Csv.Gz"])
def test_packed_files_are_known_by_their_name_in_any_case(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name, gzip.compress(TABLE.encode())) == ROWS


def test_the_file_and_the_mapping_state_one_delimiter(tmp_path: Path) -> None:
    content = text("sep=;", "id;tên", "1;Phường", "2;Xã")
    assert read(tmp_path, "t.csv", content, Form(delimiter=";")) == ROWS
    assert read(tmp_path, "t.csv", content, Form(heading=2)) == ROWS
    with pytest.raises(Mistake, match=r"sep=;, and the mapping says '\|'"):
        read(tmp_path, "t.csv", content, Form(delimiter="|"))


def test_the_line_of_a_record_counts_what_stands_above(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text("sep=;", "", "id;tên", '1;"a', 'b"', "2;c;d"))
    with table(path, Form()) as (_, records):
        assert [each.line for each in records] == [4, 6]


def test_a_cell_more_than_the_heading_is_told_where_it_holds_something(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text("id,tên", "1,a,,x"))
    with table(path, Form()) as (_, records):
        [found] = list(records)
    assert isinstance(found, Fault)
    assert found.reason == "CELLS_UNEVEN"


def test_a_column_without_a_name_is_nobodys(tmp_path: Path) -> None:
    content = text("id,,tên", "1,x,Phường")
    assert read(tmp_path, "t.csv", content) == [{"id": "1", "": "x", "tên": "Phường"}]


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)


@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32-be"]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(0, 3),
    st.booleans(),
)
def test_what_a_naive_program_writes_is_read_back(  # noqa: PLR0917 - each is drawn
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str]],
    encoding: str,
    delimiter: str,
    ending: str,
    extra: int,
    stated: bool,
) -> None:
    """Cells in quotes, a line of blanks between records, empty cells after the last column."""
    written = [
        ("id", "tên"),
        *((f"{number}{one}", other) for number, (one, other) in enumerate(rows)),
    ]
    lines = [f"sep={delimiter}"] if stated else []
    for cells in written:
        quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
        lines += [delimiter.join(quoted) + delimiter * extra, delimiter]
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(ending.join(lines).encode(encoding))
    form = Form(encoding=encoding, delimiter="" if stated else delimiter)
    with table(path, form) as (_, records):
        found = [record.cells for record in records if not isinstance(record, Fault)]
    assert [(cells["id"], cells["tên"]) for cells in found] == written[1:]

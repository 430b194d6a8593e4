"""Parts of an Excel workbook: bounded by what they are in it, whatever they are called.

Given a workbook that calls a part something else than a sheet, when it is read, then that part has
the bound of what is read whole. Must not need a stack.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from services.console.importing.formats import bounded, excel_parts
from tests.e2e.test_files_bounded import MIB, refused, xlsx


def renamed(part: str, name: str, whole: bytes) -> bytes:
    """A workbook whose part lies elsewhere, as it says wherever it says so, and is another one."""
    made, changed = io.BytesIO(xlsx("", bytes)), io.BytesIO()
    with (
        zipfile.ZipFile(made) as packed,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for each in packed.namelist():
            content = packed.read(each).replace(f"/{part}".encode(), f"/{name}".encode())
            other.writestr(name if each == part else each, whole if each == part else content)
    return changed.getvalue()


@pytest.mark.parametrize("name", ["xl/worksheets/s.xml", "xl/worksheets/s", "xl/s", "content.xml"])
@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml"])
def test_a_part_is_bounded_by_what_it_is_and_not_by_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, name: str
) -> None:
    path = tmp_path / "t.xlsx"
    refused(path, renamed(part, name, b"<x/>" * 1_000_001), "has more than 1,000,000 tags", held=8)
    monkeypatch.setattr(bounded, "AT_ONCE", MIB)
    refused(path, renamed(part, name, b" " * (MIB + 1)), "more than 1 MiB unpacked", held=8)


@pytest.mark.parametrize(
    "relation",
    ["chartsheet", "chartsheet/worksheet"],
)
def test_a_sheet_of_charts_is_read_whole(tmp_path: Path, relation: str) -> None:
    def called(content: bytes) -> bytes:
        return content.replace(b"relationships/worksheet", f"relationships/{relation}".encode())

    path = tmp_path / "t.xlsx"
    path.write_bytes(xlsx("xl/_rels/workbook.xml.rels", called))
    assert excel_parts.sheets(path) == frozenset()

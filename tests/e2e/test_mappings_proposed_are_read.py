"""Whatever a table holds, what `./motcua map` proposes for it is a mapping that `import` takes.

Promises it of headings and cells that nobody foresaw, for each kind of lines. No service.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from services.console.__main__ import main
from services.console.importing.formats.forms import Form
from services.console.importing.keys import MappingError
from services.console.importing.proposing.columns import Column
from services.console.importing.proposing.mapping import proposed
from services.console.importing.proposing.table import DOSSIER, KINDS, Table, kind_of
from services.console.importing.rules import rules
from services.console.instants import from_date, from_timestamp, local_day
from services.console.text import clean
from tests.e2e import case_logs

WORDS = [
    "Mã hồ sơ", "Số hồ sơ", "Ngày nộp", "Ngày tiếp nhận", "Hạn trả", "Ngày trả", "Kênh nộp",
    "Đơn vị", "Mã đơn vị", "Tên thủ tục", "Mã TTHC", "Trạng thái", "Thời gian", "Kỳ", "2024",
    "2025", "Tổng", "Cán bộ", "Tên", "Loại", "Trực thuộc", "case:startdate", "object:type", "STT",
]  # fmt: skip
HEADINGS = st.sampled_from(WORDS) | st.text(min_size=1, max_size=12)
CELLS = st.sampled_from([
    "", "-", "NA", "0", "12", "1.234", "1,5", "01/02/2026", "13/02/2026", "2026-02-01",
    "2026-02-01 10:00", "1-Feb-26", "01/02/26", "02/13/2026", "2026-02-01T10:00:00Z", "8:00 AM",
    "Tiếp nhận", "Trả kết quả", "Tổng cộng", "H1", "H2", "Trực tuyến", "it's", 'a"b', "2024",
]) | st.text(max_size=12)  # fmt: skip


def proposed_for(folder: Path, table: str) -> str:
    """What the command prints for a table."""
    path = folder / "bang.csv"
    path.write_text(table, encoding="utf-8")
    done = CliRunner().invoke(main, ["map", str(path)])
    assert done.exit_code == 0, done.output
    return done.stdout


def parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    names = [clean(each) for each in draw(st.lists(HEADINGS, min_size=1, max_size=6))]
    columns = [Column(name) for name in dict.fromkeys(names) if name]
    lines = draw(st.integers(1, 6))
    for column in columns:
        common = draw(st.lists(CELLS, min_size=1, max_size=3))
        for number in range(lines):
            column.add(draw(st.sampled_from(common) | CELLS), number)
    return Table(draw(st.text(min_size=1, max_size=12)), Form(), columns or [Column("a")], lines)


@settings(max_examples=40)
@given(tables(), st.sampled_from(["", *KINDS]))
def test_what_is_proposed_is_a_mapping(table: Table, kind: str) -> None:
    made = kind or kind_of(table)
    if made == DOSSIER and not any(each.formats for each in table.columns):
        with pytest.raises(MappingError, match="no column has times"):
            proposed(table, kind)
        return
    rules(tomllib.loads(proposed(table, kind)))


@pytest.mark.parametrize("cells", ["một hôm", "1/2/3"])
def test_dossiers_without_a_date_that_can_be_read_are_a_mistake(tmp_path: Path, cells: str) -> None:
    path = tmp_path / "bang.csv"
    path.write_text(f"Mã hồ sơ,Ngày nộp\nH1,{cells}\nH2,{cells}\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["map", str(path), "--kind", "dossier"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no column has times in forms that are known here" in done.output


@pytest.mark.parametrize("lines", [6, 200])
def test_times_in_several_forms_are_a_list_of_formats(tmp_path: Path, lines: int) -> None:
    days = ["{:02}/03/2024 08:30", "2024-03-{:02} 08:30:00", "{:02}-03-2024"]
    rows = [f"H{n};Khai sinh;Phường An;{days[n % 3].format(1 + n % 28)}" for n in range(lines)]
    text = proposed_for(tmp_path, "Mã hồ sơ;Tên thủ tục;Đơn vị;Ngày nộp\n" + "\n".join(rows) + "\n")
    assert parsed(text)["rows"][-1]["steps"][0]["time"] == {
        "column": "Ngày nộp",
        "format": ["ISO 8601", "%d/%m/%Y %H:%M", "%d-%m-%Y"],  # as many of each
        "day": "as_written",
    }
    found = case_logs.read(tmp_path, text=text, name="bang.csv")
    assert found.refused == []
    steps = [each.steps[0] for each in found.records]
    assert {
        from_date(each.date) if each.HasField("date") else local_day(from_timestamp(each.time))
        for each in steps
    } == {date(2024, 3, 1 + n % 28) for n in range(lines)}


def test_a_form_in_which_dates_are_written_from_some_line_on_is_found(tmp_path: Path) -> None:
    forms = ["{:02}/03/2024"] * 400 + ["{}-Mar-24"] * 100 + ["2024-03-{:02} 10:00"] * 60
    rows = [f"H{n};a;b;{form.format(1 + n % 28)}" for n, form in enumerate(forms)]
    found = parsed(proposed_for(tmp_path, "Mã hồ sơ;Dịch vụ;Đơn vị;Ngày nộp\n" + "\n".join(rows)))
    assert found["rows"][-1]["steps"][0]["time"]["format"] == [
        "%d/%m/%Y", "%d-%b-%y", "ISO 8601",
    ]  # fmt: skip
    assert found["times"] == {"years_from": 1970}


def test_no_two_formats_are_proposed_that_read_one_cell(tmp_path: Path) -> None:
    days = ["01/02/2024", "13/02/2024", "14/02/2024"] * 7 + ["02/14/2024"]
    rows = [f"H{n};a;b;{day}" for n, day in enumerate(days)]
    text = proposed_for(tmp_path, "Mã hồ sơ;Dịch vụ;Đơn vị;Ngày nộp\n" + "\n".join(rows))
    assert parsed(text)["times"] == {"format": "%d/%m/%Y"}
    assert "# ? 1 of 22 are none: '02/14/2024', line 23" in text

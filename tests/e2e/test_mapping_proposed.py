"""What `./motcua map` proposes for a table: a mapping that is one, with its guesses marked.

No service: each proposal is read as `import` reads it.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from services.console.__main__ import main
from services.console.importing.proposing.columns import Column
from services.console.importing.rules import rules
from services.console.instants import from_timestamp
from tests.e2e import case_logs

ONE_STOP = """Mã hồ sơ;Tên thủ tục;Đơn vị;Kênh nộp;Ngày nộp;Ngày tiếp nhận;Hạn trả;Ngày trả;Ghi chú
H1;Khai sinh;Phường An Lạc;Trực tuyến;01/02/2024 08:00;01/02/2024 09:30;05/02/2024;04/02/2024 10:00;
H2;Khai sinh;Phường An Lạc;Trực tiếp;02/02/2024 08:00;02/02/2024 09:30;06/02/2024;;
H3;Khai tử;Phường Bình;Zalo;13/02/2024 08:00;13/02/2024 09:30;17/02/2024;15/02/2024 10:00;x
"""
INVENTORY = "ward_code,ward_name,kind\n01,Xã A,commune\n02,Xã B,commune\n"
WIDE = "Mã xã,2023,2024\nx1,1.234,2.345\nx2,-,12\n"


def proposed(folder: Path, table: str, *words: str, encoding: str = "utf-8") -> str:
    path = folder / "bang.csv"
    path.write_text(table, encoding=encoding)
    done = CliRunner().invoke(main, ["map", str(path), *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def parsed(text: str) -> dict[str, Any]:
    """The document; it is a mapping without a mistake."""
    found = tomllib.loads(text)
    rules(found)
    return found


def test_a_table_of_dossiers_has_its_steps_dates_and_channels(tmp_path: Path) -> None:
    text = proposed(tmp_path, ONE_STOP)
    found = parsed(text)
    dossier = found["rows"][-1]
    assert [row["kind"] for row in found["rows"]] == [
        "unit", "unit", "service", "offering", "dossier",
    ]  # fmt: skip
    assert (dossier["id"], found["file"]) == ("Mã hồ sơ", {"delimiter": ";"})
    assert [(step["status"], step["time"]) for step in dossier["steps"]] == [
        ("submitted", {"column": "Ngày nộp"}),
        ("accepted", {"column": "Ngày tiếp nhận"}),
        ("result_returned", {"column": "Ngày trả"}),
    ]
    assert dossier["fields"]["due"] == {"column": "Hạn trả", "format": "%d/%m/%Y", "day": True}
    assert found["times"] == {"format": "%d/%m/%Y %H:%M"}  # 13/02 is no month and day
    assert found["values"]["channel"] == {
        "Trực tuyến": "ONLINE", "Trực tiếp": "IN_PERSON", "Zalo": "OTHER",
    }  # fmt: skip
    assert '"Zalo" = "OTHER"   # ? 1 line\n' in text
    assert found["ignore"] == ["Ghi chú"]


def test_days_that_two_formats_fit_are_said_to_be_a_guess(tmp_path: Path) -> None:
    table = "case_id,service,unit,submitted\n1,a,b,01/02/2024\n2,a,b,03/04/2024\n"
    text = proposed(tmp_path, table)
    assert parsed(text)["times"] == {"format": "%d/%m/%Y"}
    assert 'time = { column = "submitted", day = true }   # ? or "%m/%d/%Y": no line tells' in text
    told = proposed(tmp_path, table + "3,a,b,04/13/2024\n")
    assert parsed(told)["times"] == {"format": "%m/%d/%Y"}
    assert "no line tells" not in told


def test_an_inventory_has_units(tmp_path: Path) -> None:
    [row] = parsed(proposed(tmp_path, INVENTORY, "--kind", "unit"))["rows"]
    assert row["kind"] == "unit"
    assert row["fields"]["kind"] == "kind"
    assert row["fields"]["display_name"] == {"vi": "ward_name"}


def test_a_wide_table_becomes_a_long_one(tmp_path: Path) -> None:
    found = parsed(proposed(tmp_path, WIDE))
    row = found["rows"][-1]
    assert found["file"]["unpivot"] == {
        "columns": ["2023", "2024"], "name": "period", "value": "n",
    }  # fmt: skip
    assert row["fields"]["n"] == {"column": "n", "grouped": "."}
    assert (row["period"], found["absent"]) == ("period", ["-"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    found = parsed(proposed(tmp_path, ONE_STOP, encoding=encoding))
    assert found["rows"][-1]["id"] == "Mã hồ sơ"
    assert found["file"].get("encoding", "utf-8") == encoding.removesuffix("-sig")


def test_what_holds_of_a_column_holds_of_its_last_line_too() -> None:
    column = Column("x")
    for number in range(1000):
        column.add(str(number))
    assert (column.is_code, column.grouped, column.is_key, column.has_few) == (
        True, "", True, False,
    )  # fmt: skip
    column.add("7")
    assert not column.is_key
    column.add("7a", 1002)
    assert (column.is_code, column.grouped, column.are_numbers) == (False, "", True)
    assert column.misfits == (1, [(1002, "7a")])
    for number in range(200):
        column.add(f"{number}a")
    assert (column.is_code, column.grouped, column.are_numbers) == (False, None, False)


def test_a_table_without_lines_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "leer.csv"
    path.write_text("a,b\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["map", str(path)])
    assert (done.exit_code, "no line below its heading" in done.output) == (2, True)


def test_nothing_is_quoted_of_a_column_that_speaks_of_persons(tmp_path: Path) -> None:
    table = (
        "Mã hồ sơ;Ngày nộp;Người nộp;CCCD;Số điện thoại;Địa chỉ;Ghi chú;Lĩnh vực\n"
        "H1;01/02/2024;Trần Thị Bé;001099012345;0901234567;12 Lê Lợi;gọi bà Bé;Đất đai\n"
        "H2;13/02/2024;Trần Thị Bé;001099012345;0901234567;12 Lê Lợi;gọi bà Bé;Đất đai\n"
    )
    text = proposed(tmp_path, table)
    found = parsed(text)
    assert found["ignore"] == [
        "Người nộp", "CCCD", "Số điện thoại", "Địa chỉ", "Ghi chú", "Lĩnh vực",
    ]  # fmt: skip
    assert "such as 'Đất đai'" in text
    assert [each for each in ("Bé", "0010990", "0901", "Lê Lợi") if each in text] == []


def test_a_few_cells_that_are_no_dates_are_named_and_the_column_has_dates(tmp_path: Path) -> None:
    lines = [f"H{n},a,b,{1 + n % 28:02}/03/2024" for n in range(40)]
    lines[6], lines[30] = "H6,a,b,chưa rõ", "H30,a,b,31/02/2024"
    text = proposed(tmp_path, "case_id,service,unit,submitted\n" + "\n".join(lines) + "\n")
    found = parsed(text)
    assert found["times"] == {"format": "%d/%m/%Y"}
    assert found["rows"][-1]["steps"][0]["time"] == {"column": "submitted", "day": True}
    assert "# ? 2 of 40 are none: 'chưa rõ', '31/02/2024', line 8, 32" in text


def test_a_cell_that_is_no_number_is_named_and_its_column_is_counted(tmp_path: Path) -> None:
    lines = [f"x{n},2024,{n}" for n in range(20)]
    lines[3] = "x3,2024,3 (ước)"
    text = proposed(tmp_path, "ward_code,year,n\n" + "\n".join(lines) + "\n", "--kind", "count")
    assert parsed(text)["rows"][-1]["fields"]["n"] == {"column": "n"}
    assert "# ? 1 of 20 are none: '3 (ước)', line 5" in text


def test_of_what_persons_may_have_written_no_cell_is_quoted(tmp_path: Path) -> None:
    lines = [f"H{n},{1 + n:02}/03/2024,{1 + n:02}/03/1990" for n in range(20)]
    lines[2] = "H2,03/03/2024,Trần Thị Bé"
    text = proposed(tmp_path, "Mã hồ sơ,Ngày nộp,Ngày sinh\n" + "\n".join(lines) + "\n")
    assert "1 of 20 are none: line 4" in text
    assert "Trần" not in text


def test_most_cells_decide_what_a_column_has(tmp_path: Path) -> None:
    lines = [f"H{n},a,b,{1 + n:02}/03/2024,ghi {n}" for n in range(12)]
    for n in (2, 5):  # one in ten may be none, not two
        lines[n] = f"H{n},a,b,không có,ghi {n}"
    text = proposed(tmp_path, "case_id,service,unit,submitted,accepted\n" + "\n".join(lines) + "\n")
    assert "steps" not in parsed(text)["rows"][-1]


def test_columns_are_read_in_time_that_grows_with_their_lines_alone() -> None:
    column = Column("x")
    for number in range(3000):
        column.add(f"ghi chú {number}", number)
    assert (column.formats, column.grouped, column.misfits) == ([], None, (0, []))
    assert not any(ways.tried for ways in (column._times, column._wholes, column._numbers))


EVENTS = """Số hồ sơ,Đơn vị,Trạng thái,Thời gian,Kênh
H1,Phòng Tư pháp,Nộp hồ sơ,01/03/2024 08:00,Trực tuyến
H1,Phòng Tư pháp,Tiếp nhận,01/03/2024 09:00,Trực tuyến
H1,Phòng Tư pháp,Yêu cầu bổ sung,02/03/2024 09:00,Trực tuyến
H1,Phòng Tư pháp,Thẩm định,13/03/2024 09:00,Trực tuyến
H1,Phòng Tư pháp,Thẩm tra,13/03/2024 10:00,Trực tuyến
H1,Phòng Tư pháp,Trả kết quả,14/03/2024 09:00,Trực tuyến
H2,,Tiếp nhận,04/03/2024 09:00,Trực tiếp
H2,,Ký số,05/03/2024 09:00,Trực tiếp
H2,,Hoàn thành,05/03/2024 15:00,Trực tiếp
"""


def steps_of(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    steps = found["rows"][-1]["steps"]
    return [(each["status"], each.get("which", ""), each.get("when", "")) for each in steps]


def test_a_log_with_a_line_an_event_becomes_a_dossiers_steps(tmp_path: Path) -> None:
    text = proposed(tmp_path, EVENTS)
    found = parsed(text)
    status = 'row["Trạng thái"]'
    assert steps_of(found) == [
        ("submitted", "first", f'{status} == "Nộp hồ sơ"'),
        ("accepted", "first", f'{status} == "Tiếp nhận"'),
        ("supplement_requested", "each", f'{status} == "Yêu cầu bổ sung"'),
        ("processing", "each", f'{status} in ["Thẩm định", "Thẩm tra"]'),
        ("result_ready", "last", f'{status} == "Hoàn thành"'),
        ("result_returned", "last", f'{status} == "Trả kết quả"'),
    ]
    dossier = found["rows"][-1]
    assert (dossier["id"], dossier["activity"]) == ("Số hồ sơ", "Trạng thái")
    assert dossier["fields"]["unit"][1] == {"constant": "city"}  # of lines that name none
    assert found["effective"].isoformat() == "2024-01-01"
    assert '#   "Ký số": 1 line\n' in text
    assert found["ignore"] == []


def test_the_proposal_for_events_reads_them(tmp_path: Path) -> None:
    mapping = proposed(tmp_path, EVENTS)
    found = case_logs.read(tmp_path, text=mapping, name="bang.csv")
    assert found.refused == []
    assert {each.key: len(each.steps) for each in found.records} == {"H1": 6, "H2": 2}
    assert {each.offering for each in found.records} == {
        "services/service-1/offerings/phong-tu-phap", "services/service-1/offerings/city",
    }  # fmt: skip


XES = """<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="A"/>
<date key="startdate" value="2023-12-31T08:00:00+07:00"/>
<event><string key="concept:name" value="Received"/><string key="lifecycle:transition"
 value="start"/><date key="time:timestamp" value="2024-03-01T08:00:00+07:00"/></event>
<event><string key="concept:name" value="Received"/><string key="lifecycle:transition"
 value="complete"/><date key="time:timestamp" value="2024-03-01T09:00:00+07:00"/></event>
<event><string key="concept:name" value="T05 Create the letter that asks to stop"/><string
 key="lifecycle:transition" value="complete"/><date key="time:timestamp"
 value="2024-03-02T09:00:00+07:00"/></event></trace></log>"""


def test_events_of_xes_count_once_they_complete(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(XES, "utf-8")
    done = CliRunner().invoke(main, ["map", str(path)])
    assert done.exit_code == 0, done.output
    completes = 'row["concept:name"] == "Received" && row["lifecycle:transition"] == "complete"'
    assert steps_of(parsed(done.stdout)) == [
        ("accepted", "first", completes),
        ("submitted", "", ""),
    ]
    assert '#   "T05 Create the letter that asks to stop": 1 line\n' in done.stdout
    [record] = case_logs.read(tmp_path, text=done.stdout, name="log.xes").records
    assert [from_timestamp(each.time).hour for each in record.steps] == [2, 1]


OCEL = {
    "objectTypes": [{"name": "hồ sơ", "attributes": []}, {"name": "phí", "attributes": []}],
    "eventTypes": [{"name": "Tiếp nhận", "attributes": []}],
    "objects": [
        {"id": "a", "type": "hồ sơ"}, {"id": "b", "type": "hồ sơ"}, {"id": "p", "type": "phí"},
    ],
    "events": [
        {"id": f"e{n}", "type": "Tiếp nhận", "time": f"2024-03-0{n}T09:00:00Z",
         "relationships": [{"objectId": each, "qualifier": ""} for each in named]}
        for n, named in enumerate((["a", "p"], ["b"], ["a"]), start=1)
    ],
}  # fmt: skip


def test_of_an_object_centric_log_one_kind_of_objects_is_proposed(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonocel"
    path.write_text(json.dumps(OCEL), "utf-8")
    done = CliRunner().invoke(main, ["map", str(path)])
    assert done.exit_code == 0, done.output
    dossier = parsed(done.stdout)["rows"][-1]
    assert (dossier["id"], dossier["when"]) == ("object:id", 'row["object:type"] == "hồ sơ"')
    assert "# ? or 'phí' (1)" in done.stdout
    found = case_logs.read(tmp_path, text=done.stdout, name="log.jsonocel").records
    assert sorted(each.key for each in found) == ["a", "b"]

"""Mapping files of an import and the rows that they make, without a stack.

Promises that every mistake in a mapping names its key, and every faulty row its line, column and
reason. Must not send anything.
"""

from __future__ import annotations

import csv
import json
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalog.v1 import catalog_pb2, targets_pb2
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as api
from services.console.importing import headings
from services.console.importing.cells import Cell
from services.console.importing.faults import Fault, Faulty
from services.console.importing.keys import MappingError, load
from services.console.importing.rows import Sent, items
from services.console.importing.rules import Rules, rules
from services.console.importing.values import put_day, put_for, put_share
from services.console.instants import from_timestamp
from services.console.outcome import Mistake
from tests.dates import iso

MAPPING = """
source = "old"
effective = 2025-07-01
reason = "loaded later"
[values.state]
Y = "YES"
N = "NO"
NA = "NOT_APPLICABLE"
[[rows]]
kind = "unit"
id = { column = "code", strip = ".0", pad = 5, prefix = "x-" }
[rows.fields]
kind = { constant = "ward" }
code = { column = "code", strip = ".0", pad = 5 }
display_name.vi = { column = "title", split = "|", part = 1 }
display_name.en = { column = "title", split = "|", part = 2 }
[[rows]]
kind = "service"
id = { columns = ["service", "year"] }
[rows.fields]
authority = { column = "code", strip = ".0", pad = 5, prefix = "x-" }
display_name.vi = "service"
one_stop = { column = "one_stop", map = "state" }
fees = "fees"
codes = [{ system = { constant = "national" }, value = "national" }]
[[rows]]
kind = "offering"
service = { columns = ["service", "year"] }
effective = { column = "since", format = "%d/%m/%Y" }
[rows.fields]
unit = { column = "code", strip = ".0", pad = 5, prefix = "x-" }
level_rule = { constant = "six_points@1" }
[rows.capabilities]
FILE_ONLINE = { column = "file", map = "state" }
"""
HEADING = "code,title,service,year,one_stop,fees,national,since,file\n"
LINE = "4.0,Phường Một | Ward One,khai-sinh,2025,Y,,1.004194,15/08/2025,Y\n"


def parsed(text: str = MAPPING) -> Rules:
    return rules(tomllib.loads(text))


def made(where: Path, lines: str) -> list[api.Row | Fault]:
    """Rows and faults of a table with these lines."""
    path = where / "rows.csv"
    path.write_text(HEADING + lines, encoding="utf-8")
    found = list(items([path], parsed()))
    assert {each.file for each in found} <= {"rows.csv"}
    return [each.row if isinstance(each, Sent) else each for each in found]


def test_one_line_makes_a_unit_a_service_and_an_offering(tmp_path: Path) -> None:
    unit, service, offering = made(tmp_path, LINE)
    assert isinstance(unit, api.Row)
    assert isinstance(service, api.Row)
    assert isinstance(offering, api.Row)
    assert (unit.key, unit.unit.unit.code, unit.line) == ("units/x-00004", "00004", 2)
    assert unit.unit.unit.display_name == facts.Text(vi="Phường Một", en="Ward One")
    assert from_timestamp(unit.effective_time).isoformat() == "2025-06-30T17:00:00+00:00"
    assert unit.correction_reason == "loaded later"
    assert service.service == api.ServiceRow(
        service_id="khai-sinh-2025",
        service=catalog_pb2.Service(
            authority="units/x-00004",
            display_name=facts.Text(vi="khai-sinh"),
            one_stop=True,
            codes=[facts.ServiceCode(system="national", value="1.004194")],
        ),
    )
    assert offering.key == "services/khai-sinh-2025/offerings/x-00004"
    assert from_timestamp(offering.effective_time).isoformat() == "2025-08-14T17:00:00+00:00"
    assert offering.offering.offering.capabilities[0].state == facts.CAPABILITY_STATE_YES


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0"])
def test_a_blank_capability_is_unknown_never_yes(tmp_path: Path, blank: str) -> None:
    *_, offering = made(tmp_path, LINE.replace(",Y\n", f",{blank}\n"))
    assert isinstance(offering, api.Row)
    [recorded] = offering.offering.offering.capabilities
    assert recorded.state == facts.CAPABILITY_STATE_UNKNOWN


@pytest.mark.parametrize("more", ['default = "YES"', 'values = { "" = "YES", Y = "YES" }'])
def test_a_mapping_cannot_make_yes_of_a_blank(more: str) -> None:
    text = MAPPING.replace('column = "file", map = "state"', f'column = "file", {more}')
    with pytest.raises(MappingError, match="FILE_ONLINE: an empty cell is UNKNOWN, never YES"):
        parsed(text)


def test_a_unit_that_many_lines_name_is_sent_once(tmp_path: Path) -> None:
    found = made(tmp_path, LINE + LINE.replace("khai-sinh", "ket-hon"))
    assert [item.key for item in found] == [
        "units/x-00004",
        "services/khai-sinh-2025",
        "services/khai-sinh-2025/offerings/x-00004",
        "services/ket-hon-2025",
        "services/ket-hon-2025/offerings/x-00004",
    ]


def test_another_word_on_the_same_unit_is_told_with_both_lines(tmp_path: Path) -> None:
    other = LINE.replace("khai-sinh", "ket-hon").replace("Một", "Hai")
    [fault] = [item for item in made(tmp_path, LINE + other) if isinstance(item, Fault)]
    assert (fault.line, fault.key, fault.reason) == (3, "units/x-00004", "SAID_TWICE")
    assert fault.en == "Line 2 says otherwise of units/x-00004."


@pytest.mark.parametrize(
    ("old", "new", "kind", "field", "reason"),
    [
        ("4.0,", ",", "unit", "code", "VALUE_MISSING"),
        ("Phường Một | Ward One", "", "unit", "title", "VALUE_MISSING"),
        ("khai-sinh", "khai sinh", "service", "service, year", "ID_MALFORMED"),
        ("khai-sinh", "a/b", "service", "service, year", "ID_MALFORMED"),
        (",Y,,", ",Y,fee,", "service", "fees", "JSON_MALFORMED"),
        ("15/08/2025", "2025/08/15", "offering", "since", "DATE_MALFORMED"),
        ("15/08/2025", "", "offering", "since", "VALUE_MISSING"),
    ],
)
def test_a_faulty_cell_is_told_with_line_column_and_reason_and_stops_nothing_else(
    *, tmp_path: Path, old: str, new: str, kind: str, field: str, reason: str
) -> None:
    good = LINE.replace("4.0", "5.0").replace("khai-sinh", "ket-hon")
    found = made(tmp_path, LINE.replace(old, new, 1) + good)
    faults = {
        (each.line, each.kind, each.field, each.reason) for each in found if isinstance(each, Fault)
    }
    assert (2, kind, field, reason) in faults
    assert [item.line for item in found if isinstance(item, api.Row)].count(3) == 3
    assert all(each.vi != each.en for each in found if isinstance(each, Fault))


def test_what_was_refused_here_counts_among_what_was_sent(tmp_path: Path) -> None:
    mapping = MAPPING.replace(
        '[[rows]]\nkind = "service"',
        """[[rows]]
kind = "move"
id = "code"
[rows.fields]
kind = "service"
display_name.vi = "national"
[[rows]]
kind = "ceiling"
service = "year"
[rows.fields]
ceiling = "file"
unit = "code"
[[rows]]
kind = "service\"""",
        1,
    )
    path = tmp_path / "rows.csv"
    path.write_text(HEADING + "4,a,khai-sinh,2025,Y,,,,Y\n", encoding="utf-8")
    faults = [item for item in items([path], parsed(mapping)) if isinstance(item, Fault)]
    assert [(each.kind, each.key) for each in faults][:2] == [
        ("unit", "move:units/4"),
        ("offering", "ceiling:services/2025/offerings/4"),
    ]


def test_lists_are_read_in_the_contracts_own_json(tmp_path: Path) -> None:
    fees = '"[{""code"": ""LP"", ""amount"": 5000}]"'
    _, service, _ = made(tmp_path, LINE.replace(",Y,,", f",Y,{fees},"))
    assert isinstance(service, api.Row)
    assert list(service.service.service.fees) == [facts.FeeLine(code="LP", amount=5000)]


def test_white_space_counts_in_json_and_in_forms(tmp_path: Path) -> None:
    schema = '{"type": "object", "properties": {"so": {"pattern": "^a  b$"}}}'
    mapping = MAPPING.replace('fees = "fees"', 'fees = "fees"\nform_schema = "since"')
    fees = json.dumps([{"code": "LP", "name": {"vi": "hai  lần"}}], ensure_ascii=False)
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        line = ["4", "Phường | Ward", "a", "2025", "Y", f" {fees}\n", "", schema, "Y"]
        csv.writer(file).writerows([HEADING.strip().split(","), line])
    rows = [item.row for item in items([path], parsed(mapping)) if isinstance(item, Sent)]
    [service] = [row.service.service for row in rows if row.HasField("service")]
    assert service.form_schema == schema
    assert service.fees[0].name.vi == "hai  lần"


def test_a_column_that_there_is_not_is_a_mistake_before_anything_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(HEADING.replace("title", "titel") + LINE, encoding="utf-8")
    with pytest.raises(Mistake, match=r"rows 1.fields.display_name.vi names the column 'title'"):
        headings.check([path], parsed())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('source = "old"', "", "source is missing"),
        ('kind = "unit"', 'kind = "city"', "rows 1.kind must be one of unit, service"),
        ('id = { column = "code"', 'name = { column = "code"', "unknown key 'name' in .rows 1"),
        ('"code", strip', '"code", stripe', "unknown key 'stripe'"),
        ('display_name.vi = "service"', "", "display_name is missing"),
        (
            'display_name.vi = "service"',
            'display_name.en = "service"',
            "display_name.vi is missing",
        ),
        ("one_stop =", "onestop =", "has no field 'onestop'; there are: codes"),
        ("one_stop =", "state =", "has no field 'state'"),
        ('map = "state" }\nfees', 'map = "stat" }\nfees', "map names 'stat', which .values. does"),
        ('Y = "YES"', 'Y = "YEP"', "'YEP' is none of YES, NO"),
        ("FILE_ONLINE", "FLY_ONLINE", "FLY_ONLINE: there is no such capability"),
        ("2025-07-01", '"soon"', "effective must be a day"),
        ('{ constant = "ward" }', '{ constant = "ward", column = "code" }', "exactly one of"),
    ],
)
def test_a_mistake_in_a_mapping_names_its_key(old: str, new: str, message: str) -> None:
    assert old in MAPPING
    with pytest.raises(MappingError, match=message):
        parsed(MAPPING.replace(old, new, 1))


@pytest.mark.parametrize("name", ["gc_services", "gc_standards"])
def test_the_mappings_of_this_tree_are_right(name: str) -> None:
    root = Path(__file__).resolve().parents[2]
    assert load(root / "deploy" / "mappings" / f"{name}.toml", rules).sections


@given(st.integers(0, 10**9), st.integers(0, 9))
def test_a_threshold_is_exactly_what_is_written(digits: int, places: int) -> None:
    target = targets_pb2.Target()
    text = f"{digits:010}"
    written = f"{text[: 10 - places]}.{text[10 - places :] or 0}"
    put_share(target, "threshold", written)
    share = Fraction(target.threshold.numerator, target.threshold.denominator)
    assert share == Fraction(digits, 10**places)


@pytest.mark.parametrize(("written", "exact"), [("95%", "19/20"), ("19/20", "19/20"), ("1", "1")])
def test_percentages_and_fractions_are_thresholds_too(written: str, exact: str) -> None:
    target = targets_pb2.Target()
    put_share(target, "threshold", written)
    assert Fraction(target.threshold.numerator, target.threshold.denominator) == Fraction(exact)


def test_a_day_of_a_target_is_a_date() -> None:
    target = targets_pb2.Target()
    put_for(target.DESCRIPTOR.fields_by_name["by_date"], Cell("t", ("x",)))(
        target, "by_date", "2026-12-31"
    )
    assert iso(target.by_date) == "2026-12-31"


@pytest.mark.parametrize("text", ["2025-02-30", "20250201", "2025-W08-2", "2025-2-1", "2025-13"])
def test_a_date_is_a_real_one_in_one_spelling(text: str) -> None:
    with pytest.raises(Faulty, match="DATE_MALFORMED"):
        put_day(targets_pb2.Target(), "by_date", text)


@pytest.mark.parametrize("written", ["0,95", "high", "1/0", "nan", "0." + "1" * 30, "1e9999999"])
def test_what_is_no_exact_number_is_no_threshold(written: str) -> None:
    with pytest.raises(Faulty):
        put_share(targets_pb2.Target(), "threshold", written)

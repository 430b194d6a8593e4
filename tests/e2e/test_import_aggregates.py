"""Published tables of numbers: wide and long, with totals, and with what stands for no number.

Each test has a small table and what is right for it. Must not send anything.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from motcua.catalog.v1.catalog_pb2 import Unit
from services.console.importing import headings
from services.console.importing.facts import Stated, facts
from services.console.importing.faults import NOTED, REFUSED, Fault
from services.console.importing.keys import MappingError
from services.console.importing.rules import rules
from services.console.instants import from_date
from services.console.outcome import Mistake

LONG = """
source = "yearbook"
absent = ["NA", "ND", "-"]
[[rows]]
kind = "count"
id = { columns = ["ward", "year"] }
period = "year"
[rows.fields]
unit = "ward"
population = { constant = "ACCEPTED" }
n = "n"
"""
FRACTION = "'12.5' has a fraction; a count is a whole number, and nothing is rounded."
WIDE = (
    LONG
    + """
[file.unpivot]
matching = "[0-9]{4}"
name = "year"
value = "n"
"""
)
CHANNELS = """
source = "yearbook"
[file.unpivot]
matching = "(?P<year>[0-9]{4}) (?P<how>.+)"
value = "n"
[values.how]
"trực tuyến" = "ONLINE"
"tại quầy" = "IN_PERSON"
[[rows]]
kind = "count"
id = { columns = ["ward", "year", "how"] }
period = "year"
[rows.fields]
unit = "ward"
population = { constant = "ACCEPTED" }
channel = { column = "how", map = "how" }
n = "n"
"""


def made(where: Path, mapping: str, *lines: str) -> list[Stated | Fault]:
    """What a table states, its heading being the first line."""
    path = where / "yearbook.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    found = rules(tomllib.loads(mapping))
    assert headings.check([path], found) == []
    return list(facts([path], found))


def counted(found: list[Stated | Fault]) -> dict[str, int]:
    """Numbers by their keys."""
    return {each.fact.key: each.fact.n for each in found if isinstance(each, Stated)}


def faults(found: list[Stated | Fault], effect: str) -> list[tuple[int, str, str, str]]:
    return [
        (each.line, each.field, each.reason, each.en)
        for each in found
        if isinstance(each, Fault) and each.effect == effect
    ]


def test_a_wide_table_and_its_long_form_say_the_same(tmp_path: Path) -> None:
    wide = made(tmp_path, WIDE, "ward,2023,2024", "a,1,2", "b,3,4")
    long = made(tmp_path, LONG, "ward,year,n", "a,2023,1", "a,2024,2", "b,2023,3", "b,2024,4")
    assert counted(wide) == counted(long) == {"a-2023": 1, "a-2024": 2, "b-2023": 3, "b-2024": 4}
    years = [from_date(each.fact.start_date).year for each in wide if isinstance(each, Stated)]
    assert years == [2023, 2024, 2023, 2024]


def test_one_heading_can_say_a_period_and_a_channel(tmp_path: Path) -> None:
    found = made(tmp_path, CHANNELS, "ward,2024 trực tuyến,2024 tại quầy", "a,5,0")
    assert counted(found) == {"a-2024-trực tuyến": 5, "a-2024-tại quầy": 0}
    assert [each.fact.channel for each in found if isinstance(each, Stated)] == [1, 2]


def test_a_faulty_cell_of_a_wide_table_is_named_by_its_own_column(tmp_path: Path) -> None:
    found = made(tmp_path, WIDE, "ward,2023,2024", "a,x,2", "b,3,1.5")
    assert counted(found) == {"a-2024": 2, "b-2023": 3}
    assert [each[:3] for each in faults(found, REFUSED)] == [
        (2, "2023", "NUMBER_MALFORMED"),
        (3, "2024", "NUMBER_FRACTION"),
    ]


def test_half_a_person_is_refused_by_name_and_never_rounded(tmp_path: Path) -> None:
    found = made(tmp_path, LONG, "ward,year,n", "a,2024,12.5", "b,2024,12")
    assert counted(found) == {"b-2024": 12}
    assert faults(found, REFUSED) == [
        (2, "n", "NUMBER_FRACTION", FRACTION),
    ]


def test_not_available_no_data_blank_and_0_are_distinguished(tmp_path: Path) -> None:
    found = made(tmp_path, WIDE, "ward,2023,2024", "a,NA,0", "b,ND,", "c,NA,7")
    assert counted(found) == {"a-2024": 0, "c-2024": 7}
    noted = [each for each in faults(found, NOTED) if each[2] == "NUMBERS_NOT_STATED"]
    assert [each[3] for each in noted] == [
        "1 cells of numbers are empty: no number is stated, which is not 0.",
        "2 cells of numbers say 'NA': no number is stated, which is not 0.",
        "1 cells of numbers say 'ND': no number is stated, which is not 0.",
    ]


TOTALS = LONG.replace(
    "[rows.fields]", 'totals = { when = \'ward == "all"\', by = ["year"] }\n[rows.fields]'
)


def test_a_line_of_totals_is_compared_with_its_lines_and_not_counted(tmp_path: Path) -> None:
    lines = (
        "ward,year,n",
        "a,2023,1",
        "b,2023,2",
        "all,2023,3",
        "all,2024,9",
        "a,2024,4",
        "b,2024,4",
    )
    found = made(tmp_path, TOTALS, *lines)
    assert counted(found) == {"a-2023": 1, "b-2023": 2, "a-2024": 4, "b-2024": 4}
    assert faults(found, REFUSED) == [
        (5, "n", "TOTAL_DIFFERS", "The line of totals says 9, the lines add up to 8."),
    ]


def test_totals_of_a_wide_table_add_up_column_by_column(tmp_path: Path) -> None:
    wide = TOTALS + WIDE.removeprefix(LONG)
    found = made(tmp_path, wide, "ward,2023,2024", "a,1,2", "b,3,4", "all,4,7")
    assert [each[:3] for each in faults(found, REFUSED)] == [(4, "2024", "TOTAL_DIFFERS")]


def test_a_repeated_line_adds_nothing_to_the_sum_of_its_total(tmp_path: Path) -> None:
    lines = ("ward,year,n", "a,2023,1", "b,2023,2", "all,2023,3", "a,2023,1", "all,2023,3")
    found = made(tmp_path, TOTALS, *lines)
    assert counted(found) == {"a-2023": 1, "b-2023": 2}
    assert faults(found, REFUSED) == []
    found = made(tmp_path, TOTALS, *lines, "b,2023,3", "all,2023,5")
    assert [each[:3] for each in faults(found, REFUSED)] == [
        (7, "ward, year", "SAID_TWICE"),
        (8, "n", "TOTAL_DIFFERS"),
    ]


@pytest.mark.parametrize(
    "unit", ['{ column = "ward", unit = "name" }', '{ column = "ward", values = { "A" = "a" } }']
)
def test_of_a_line_of_totals_only_its_numbers_are_read(tmp_path: Path, unit: str) -> None:
    mapping = TOTALS.replace('unit = "ward"', f"unit = {unit}").replace('n = "n"', 'n = "Số"')
    path = tmp_path / "yearbook.csv"
    path.write_text("ward,year,Số\nA,2023,3\nall,2023,3\nA,2024,4\nall,2024,9\n", encoding="utf-8")
    found = rules(tomllib.loads(mapping))
    found.tree.add("a", Unit(display_name={"vi": "A"}))
    made_of = list(facts([path], found))
    assert counted(made_of) == {"A-2023": 3, "A-2024": 4}
    assert faults(made_of, REFUSED) == [
        (5, "Số", "TOTAL_DIFFERS", "The line of totals says 9, the lines add up to 4."),
    ]


PARTS = LONG.replace(
    "[rows.fields]",
    """parts_add_up = true
[rows.fields]
parts = [
    { n = "online", channel.constant = "ONLINE" }, { n = "desk", channel.constant = "IN_PERSON" },
]""",
)


def test_parts_that_must_make_the_total_do_or_the_line_is_refused(tmp_path: Path) -> None:
    found = made(tmp_path, PARTS, "ward,year,n,online,desk", "a,2024,5,2,3", "b,2024,5,2,2")
    assert counted(found) == {"a-2024": 5}
    assert faults(found, REFUSED) == [
        (3, "n", "PARTS_DIFFER", "The total is 5, its parts add up to 4."),
    ]


@pytest.mark.parametrize(
    ("unpivot", "message"),
    [
        (
            "matching = '['\nname = 'y'\nvalue = 'n'",
            "file.unpivot.matching is no regular",
        ),
        ("columns = ['2023']\nvalue = 'n'", "file.unpivot.name is missing"),
        ("columns = ['2023']\nname = 'y'", "file.unpivot.value is missing"),
        ("name = 'y'\nvalue = 'n'", "file.unpivot needs either columns, or matching"),
        (
            "columns = [2023]\nname = 'y'\nvalue = 'n'",
            "file.unpivot.columns must be a list",
        ),
        ("colums = ['2023']\nname = 'y'\nvalue = 'n'", "unknown key 'colums'"),
    ],
)
def test_a_mistake_of_an_unpivot_names_its_key(unpivot: str, message: str) -> None:
    with pytest.raises(MappingError, match=message.replace(".", r"\.").replace("[", r"\[")):
        rules(tomllib.loads(f"{LONG}\n[file.unpivot]\n{unpivot}\n"))


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ("ward,year,2023", "has a column 'year' already"),
        ("ward,n", "there is no column that matches"),
    ],
)
def test_a_table_that_cannot_be_unpivoted_is_a_mistake(
    tmp_path: Path, heading: str, message: str
) -> None:
    with pytest.raises(Mistake, match=message):
        made(tmp_path, WIDE, heading, "a,1,2"[: 2 * heading.count(",") + 1])

"""Mapping files of counted facts, and the facts that they make, without a stack.

Promises that every mistake in a mapping names its key, and every faulty line its columns and
reason. Must not send anything.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import counts_pb2 as api
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import DossierRecord, Step
from services.console.importing import headings
from services.console.importing.facts import Stated, facts
from services.console.importing.faults import Fault, Faulty
from services.console.importing.keys import MappingError, load
from services.console.importing.outcomes import Account
from services.console.importing.periods import Days, days
from services.console.importing.recording import FACTS, Chunk, chunks, faults
from services.console.importing.rules import Rules, rules
from services.console.instants import from_date

MAPPING = """
source = "report"
absent = ["-", "NA"]
[values.unit]
"Phường Một" = "ward-1"
"Phường Hai" = "ward-2"
[[rows]]
kind = "count"
id = { columns = ["unit", "period"], join = "/" }
period = "period"
unless = 'unit == "Tổng cộng"'
[rows.fields]
unit = { column = "unit", map = "unit" }
population = { constant = "ACCEPTED" }
level = { constant = "4" }
n = { column = "total", grouped = "." }
parts = [
    { n = { column = "online", grouped = "." }, channel = { constant = "ONLINE" } },
    { n = { column = "desk", grouped = "." }, channel = { constant = "IN_PERSON" } },
    { n = { columns = ["fax", "other"], sum = true, grouped = "." }, channel.constant = "OTHER" },
]
[[rows]]
kind = "standard"
id = { columns = ["unit", "period", "code"] }
period = "period"
when = 'has(code)'
[rows.fields]
unit = { column = "unit", map = "unit" }
service = { constant = "birth" }
code = "code"
volume = "total"
met = "online"
target = "target"
"""
HEADING = "unit,period,total,online,desk,fax,other,code,target\n"


def parsed(text: str = MAPPING) -> Rules:
    return rules(tomllib.loads(text))


def made(where: Path, *lines: str, mapping: str = MAPPING) -> list[Stated | Fault]:
    """What a table of these lines states, without the notes of all numbers that it does not."""
    path = where / "report.csv"
    path.write_text(HEADING + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert headings.check([path], parsed(mapping)) == []
    found = facts([path], parsed(mapping))
    return [each for each in found if getattr(each, "reason", "") != "NUMBERS_NOT_STATED"]


def stated(found: Stated | Fault) -> Any:
    assert isinstance(found, Stated), found
    return found.fact


def test_a_line_makes_a_total_with_its_parts_and_days(tmp_path: Path) -> None:
    [found] = made(tmp_path, "Phường Một,07/2025,531.269,212.790,317.199,1.000,278,,")
    fact = stated(found)
    assert (fact.key, fact.unit, fact.level) == ("Phường Một/07/2025", "units/ward-1", 4)
    assert fact.population == events.POPULATION_ACCEPTED
    assert (from_date(fact.start_date), from_date(fact.end_date)) == (
        date(2025, 7, 1), date(2025, 8, 1),
    )  # fmt: skip
    assert fact.n == 531_269
    assert [(each.n, each.channel) for each in fact.parts] == [
        (212_790, events.CHANNEL_ONLINE),
        (317_199, events.CHANNEL_IN_PERSON),
        (1_278, events.CHANNEL_OTHER),
    ]


def test_what_is_not_stated_is_no_part_and_never_0(tmp_path: Path) -> None:
    one, no_total, none = made(
        tmp_path, "Phường Một,2025-07,12,NA,0,-,3,,", "Phường Hai,2025-07,-,5,,2,NA,,",
        "Phường Hai,2025-08,NA,,,,,,",
    )  # fmt: skip
    assert [(each.n, each.channel) for each in stated(one).parts] == [
        (0, events.CHANNEL_IN_PERSON),
        (3, events.CHANNEL_OTHER),
    ]
    assert (stated(no_total).n, [each.n for each in stated(no_total).parts]) == (7, [5, 2])
    assert isinstance(none, Fault)
    assert (none.line, none.reason, none.effect) == (4, "NOTHING_COUNTED", "noted")
    assert none.field == "online, desk, fax, other, total"


def test_a_line_of_sums_is_left_out_and_a_standard_has_its_exact_target(tmp_path: Path) -> None:
    _, standard = made(tmp_path, "Phường Một,2025,9,8,,,,days,95%", "Tổng cộng,2025,99,88,1,,,,")
    fact = stated(standard)
    assert (fact.volume, fact.met) == (9, 8)
    assert (fact.target_numerator, fact.target_denominator) == (19, 20)
    assert (fact.service, fact.code) == ("services/birth", "days")


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("Phường Ba,2025,1,,,,,,", "unit", "VALUE_UNLISTED"),
        ("Phường Một,tháng bảy,1,,,,,,", "period", "PERIOD_MALFORMED"),
        ("Phường Một,13/2025,1,,,,,,", "period", "PERIOD_MALFORMED"),
        ("Phường Một,,1,,,,,,", "unit, period", "VALUE_MISSING"),
        ("Phường Một,2025,12.5,,,,,,", "total", "NUMBER_FRACTION"),
        ("Phường Một,2025,9,1.2345,,,,,", "online", "NUMBER_FRACTION"),
        ("Phường Một,2025,9,,,x,1,,", "fax", "NUMBER_MALFORMED"),
        ("Phường Một,2025,9,,,-1,1,,", "fax", "NUMBER_MALFORMED"),
        ("a@b,2025,9,,,,,,", "unit, period", "KEY_MALFORMED"),
        ("Phường Một,2025,9,#REF!,,,,,", "online", "CELL_BROKEN"),
        ("Phường Một,2025,9,1", "", "CELLS_UNEVEN"),
    ],
)
def test_a_faulty_line_names_its_columns_and_stops_no_other(
    tmp_path: Path, line: str, field: str, reason: str
) -> None:
    wrong, right = made(tmp_path, line, "Phường Hai,2025,1,,,,,,")
    assert isinstance(wrong, Fault)
    assert (wrong.line, wrong.field, wrong.reason) == (2, field, reason)
    assert stated(right).unit == "units/ward-2"


def test_one_key_with_other_numbers_names_both_lines(tmp_path: Path) -> None:
    line = "Phường Một,2025,9,4,,,,,"
    first, other = made(tmp_path, line, line, "Phường Một,2025,9,5,,,,,")
    assert stated(first).n == 9
    assert isinstance(other, Fault)
    assert (other.line, other.reason, "2" in other.en) == (4, "SAID_TWICE", True)


def test_two_days_are_a_period_and_the_last_may_belong_to_it(tmp_path: Path) -> None:
    days_of = '{ start = "desk", end = "other", format = "%d/%m/%Y", inclusive = true }'
    mapping = MAPPING.replace('period = "period"', f"period = {days_of}", 1)
    mapping = mapping.replace(
        '{ n = { column = "desk", grouped = "." }, channel = { constant = "IN_PERSON" } },', ""
    )
    mapping = mapping.replace('["fax", "other"], sum', '["fax"], sum')
    [found] = made(tmp_path, "Phường Một,x,9,,15/6/2025,,14/7/2025,,", mapping=mapping)
    assert from_date(stated(found).start_date) == date(2025, 6, 15)
    assert from_date(stated(found).end_date) == date(2025, 7, 15)
    [wrong] = made(tmp_path, "Phường Một,x,9,,2025/06/15,,14/7/2025,,", mapping=mapping)
    assert isinstance(wrong, Fault)
    assert (wrong.field, wrong.reason) == ("desk", "DATE_MALFORMED")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_period_has_the_same_days_however_it_is_written(day: date) -> None:
    year, number = day.year, day.month
    quarter, half = (number + 2) // 3, (number + 5) // 6
    written: Mapping[tuple[int, int], list[str]] = {
        (number, 1): [
            f"{year}-{number}", f"{day:%Y-%m}", f"{day:%m/%Y}", f"Tháng {number}/{year}",
            f"T{number}/{year}", f"tháng {number:02} năm {year}", f"{year}/{number}",
        ],
        (quarter * 3 - 2, 3): [
            f"{year}-Q{quarter}", f"Q{quarter}/{year}", f"{year}Q{quarter}",
            f"Quý {quarter}/{year}", f"Quý {['I', 'II', 'III', 'IV'][quarter - 1]} năm {year}",
        ],
        (half * 6 - 5, 6): [f"{year}-H{half}", f"H{half}/{year}"],
        (1, 12): [f"{year}", f"Năm {year}"],
    }  # fmt: skip
    for (first, months), texts in written.items():
        until = first + months
        end = date(year + (until > 12), until - 12 * (until > 12), 1)
        assert {days(text, "") for text in texts} == {Days(date(year, first, 1), end)}
    assert days(f"{day}", "").start == day
    assert days(f"{day}/{day}", "") == Days(day, day)


@pytest.mark.parametrize(
    "text", ["7", "2025-13", "0/2025", "Q5/2025", "2025-H3", "25-07", "2025-02-30", "0000", "/"]
)
def test_what_leaves_a_period_open_is_refused(text: str) -> None:
    with pytest.raises(Faulty, match="PERIOD_MALFORMED"):
        days(text, "period")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "count"', 'kind = "tally"', "rows 1.kind must be one of .*count, standard"),
        ('period = "period"', "", "rows 1.period is missing"),
        ('population = { constant = "ACCEPTED" }', "", "rows 1.fields.population is missing"),
        ('constant = "ACCEPTED"', 'constant = "COUNTED"', "none of"),
        ('n = { column = "total", grouped = "." }', 'total = "total"', "no field 'total'"),
        ('{ n = { column = "desk", grouped = "." }, ', "{ ", "parts 2.n is missing"),
        ('grouped = "."', 'grouped = "0"', "grouped must be one mark"),
        ('absent = ["-", "NA"]', "absent = [1]", "list of texts"),
        ('met = "online"', 'met = "online"\nparts = []', "no field 'parts'"),
        ('level = { constant = "4" }', 'target = "target"', "no field 'target'"),
        ('period = "period"', 'period = { start = "desk" }', "rows 1.period.end is missing"),
        ('source = "report"', 'source = "report"\nignore = ["desk"]', "ignore names 'desk'"),
    ],
)
def test_a_mistake_in_a_mapping_names_its_key(old: str, new: str, message: str) -> None:
    assert old in MAPPING
    with pytest.raises(MappingError, match=message):
        parsed(MAPPING.replace(old, new, 1))


@pytest.mark.parametrize("name", ["gc_volumes", "gc_standard_volumes"])
def test_the_mappings_of_this_tree_are_right(name: str) -> None:
    root = Path(__file__).resolve().parents[2]
    assert load(root / "deploy" / "mappings" / f"{name}.toml", rules).counts


def test_facts_go_by_kind_in_chunks_and_faults_to_the_account(tmp_path: Path) -> None:
    lines = [f"Phường Một,{1900 + n},9,4,,,,days,0.9" for n in range(FACTS + 1)]
    done = Account()
    found = list(chunks(made(tmp_path, *lines, "Phường Ba,2025,9,,,,,,"), done))
    assert [(each.kind, len(each.facts)) for each in found] == [
        ("count", FACTS), ("standard", FACTS), ("count", 1), ("standard", 1),
    ]  # fmt: skip
    assert done.counts["count", "refused"] == 1


def test_what_the_service_refuses_names_line_and_columns(tmp_path: Path) -> None:
    [only] = chunks(made(tmp_path, "Phường Một,2025,9,,4,9,,,"), Account())
    assert isinstance(only, Chunk)
    fields = {
        "n": "total", "parts[1].n": "fax, other", "parts[0].channel": "desk", "parts[0]": "desk",
        "start_date": "period", "key": "unit, period", "unit": "unit", "source": "source",
    }  # fmt: skip
    refusals = [
        api.RecordCountsResponse.Refusal(key=only.facts[0].fact.key, field=field, reason="R")
        for field in fields
    ]
    told = list(faults(only.facts, refusals))
    assert [each.field for each in told] == list(fields.values())
    assert {(each.line, each.kind, each.file, each.effect) for each in told} == {
        (2, "count", "report.csv", "refused")
    }


def test_a_message_holds_few_dossiers_with_many_steps() -> None:
    facts = [DossierRecord(key=str(n), steps=[Step()] * 900) for n in range(40)]
    section = SimpleNamespace(kind="dossier")
    stated = [Stated(each, section, n, "f") for n, each in enumerate(facts)]
    found = list(chunks(stated, Account()))
    assert [len(each.facts) for each in found] == [11, 11, 11, 7]
    assert [each.fact for chunk in found for each in chunk.facts] == facts

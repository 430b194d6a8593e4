"""Texts that look alike: names of columns, values that a mapping lists, names of units, slugs.

Promises that a letter from another keyboard is no other word. Must not need a stack.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as facts
from services.catalog.domain import spelling
from services.console.importing.faults import Fault
from services.console.importing.headings import check
from services.console.importing.keys import MappingError
from services.console.importing.rows import Sent, items
from services.console.importing.rules import rules
from services.console.importing.spellings import folded
from services.console.text import LETTERS, LOOK_ALIKES, Alike, alike, slug
from tests.e2e.case_logs import ROW, read_rows

MAPPING = """
source = "old"
[[rows]]
kind = "unit"
when = 'row["Đang hoạt động"] in ["Được", "Đủ"]'
id = "Mã"
[rows.fields]
display_name.vi = "Tên đơn vị"
kind = { column = "Cấp", values = { "Đặc khu" = "zone", "Xã" = "commune" } }
"""
TABLE = """Mã,Tên \u0111ơn vị,Cấp,\xd0ang ho\u1ea1t \xf0\u1ed9ng
1,\xd0ông Ð,\xd0ặc khu,\u0189\u01a3\u01a1\u0323c
2,Phú Quý,Đặc\xa0khu,Được
3,Thổ Châu,Đă\u0323c khu,\xd0ủ
"""


def test_look_alikes_are_found_and_names_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(TABLE, encoding="utf-8")
    found = rules(tomllib.loads(MAPPING))
    assert check([path], found) == []
    rows = list(items([path], found))
    assert not [each for each in rows if isinstance(each, Fault)]
    units = [each.row.unit.unit for each in rows if isinstance(each, Sent)]
    assert [unit.kind for unit in units] == ["zone"] * 3
    assert units[0].display_name.vi == "\xd0ông \xd0"


def test_two_values_that_look_alike_and_mean_two_things_are_a_mistake() -> None:
    text = MAPPING.replace('"Xã" = "commune"', '"\xd0ặc khu" = "commune"')
    with pytest.raises(MappingError, match="spelled alike"):
        rules(tomllib.loads(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("\xd0ồng Tháp", "Đồng Tháp"),
        ("\u0256ảo", "đảo"),
        ("Tr\u01a3ờng", "Trường"),
        ("Phường\u200b \uff11\uff12", "Phường 12"),
        ("Bê\u0301n Tre", "Bến Tre"),
        ("Be\u0301\u0302n Tre", "Bến Tre"),
        ("Cần\xa0Th\xado\u031b", "Cần Thơ"),
    ],
)
def test_a_name_is_the_same_however_it_was_typed(typed: str, meant: str) -> None:
    assert alike(typed) == meant
    assert folded(typed) == folded(meant)
    assert slug(typed) == slug(meant)
    assert Alike([(typed, 1)]).get(meant) == Alike([(meant, 1)])[typed] == 1
    assert typed in Alike([(meant, 1)])


def test_a_slug_has_letters_for_every_vietnamese_one() -> None:
    assert slug("Ðường Đ\u01b0\u1ee3c ƠƯĂÂÊÔ") == "duong-duoc-ouaaeo"
    assert slug("…") == "unit"


def test_the_catalogue_and_the_console_know_the_same_look_alikes() -> None:
    assert spelling.LOOK_ALIKES == LOOK_ALIKES


@given(st.text())
def test_what_is_alike_stays_so_and_the_catalogue_finds_it_alike(text: str) -> None:
    assert alike(alike(text)) == alike(text)
    for strange, usual in LETTERS.items():
        assert spelling.folded(chr(strange)) == spelling.folded(chr(int(usual)))


def test_look_alike_letters_and_blanks_are_no_other_column_value_or_activity(
    tmp_path: Path,
) -> None:
    row = ROW | {"\xd0ã what": "\xd0ã nhận", "channel": "\u0189ến qua\u0302\u0300y"}
    changes = [
        ('what == "Tiếp nhận"', 'row["Đã what"] == "Đã\xa0nhận"'),
        ("Quầy", "Đến quầy"),
    ]
    made = read_rows(tmp_path, row, changes=changes).record
    assert made.channel == facts.CHANNEL_IN_PERSON
    assert facts.STATUS_ACCEPTED in [step.status for step in made.steps]

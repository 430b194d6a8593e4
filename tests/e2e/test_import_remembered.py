"""What an import remembers of the lines that it has read: whether a name was said, and what a text
of a column becomes. Neither grows with a table, nor answers for anything else.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from services.console.importing.cell_keys import cell
from services.console.importing.faults import NUMBER_ROUNDED, Faulty, Unusable
from services.console.importing.formats.sheets import Cells
from services.console.importing.said import First, Said
from services.console.importing.shared import Shared

ROOT = Path(__file__).parents[2]
FEW, MANY, MOST_MB = 1_000, 300_000, 8
PEAK = """
import sys
from pathlib import Path
from services.console.importing.said import Said
said = Said()
for n in range(int(sys.argv[1])):
    assert said.before(f"services/s{n}/offerings/u{n}", b"content", n) is None
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""


def peak(names: int) -> int:
    """MB of a process that is told so many names."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", PEAK, str(names)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout) // 1024


def test_names_take_no_memory_however_many_there_are() -> None:
    assert peak(MANY) - peak(FEW) <= MOST_MB


def test_a_name_is_known_with_the_line_that_said_it_first() -> None:
    said = Said()
    assert not said
    assert said.before("units/a", b"one", 2) is None
    assert said.before("units/b", b"one", "trace 3") is None
    assert said.before("units/a", b"one", 4) == First(2, differs=False)
    assert said.before("units/b", b"two", 5) == First("trace 3", differs=True)
    assert said.before("units/b", b"two", 6) == First("trace 3", differs=True)
    assert said
    assert "units/a" in said
    assert "units/c" not in said


def test_a_text_that_was_usable_is_refused_where_a_workbook_spoilt_it() -> None:
    read = cell("fee", "rows 1.fee", Shared())
    text = "1234"
    spoilt = Unusable(text, Faulty(NUMBER_ROUNDED, value=text))
    assert read.text(Cells([("fee", text)])) == text
    with pytest.raises(Faulty) as found:
        read.text(Cells([("fee", spoilt)]))
    assert (found.value.ground, found.value.field) == (NUMBER_ROUNDED, "fee")
    assert read.text(Cells([("fee", text)])) == text


def test_a_text_whose_meaning_depends_on_another_column_is_read_line_by_line() -> None:
    listed = {"Khác": [{"constant": "EMAIL", "when": "has(email)"}, {"constant": "OTHER"}]}
    read = cell({"column": "kênh", "values": listed}, "rows 1.channel", Shared())
    for email, channel in (("a@b", "EMAIL"), ("", "OTHER"), ("a@b", "EMAIL")):
        assert read.text(Cells([("kênh", "Khác"), ("email", email)])) == channel


def test_more_texts_than_are_remembered_are_read_all_the_same() -> None:
    read = cell({"column": "id", "pad": 4, "prefix": "c-"}, "rows 1.id", Shared())
    for n in [*range(2_000), *range(2_000)]:
        assert read.text(Cells([("id", str(n))])) == f"c-{n:04}"

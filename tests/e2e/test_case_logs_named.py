"""What a mapping of a case log names: activities, channels, services and units, and what the log
has of them.

Promises that nothing named amiss reads as nothing. Must not send anything.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from motcua.submissions.v1 import events_pb2 as facts
from services.console.importing.rules import rules
from services.console.instants import from_timestamp
from services.console.outcome import Mistake
from services.console.text import slug
from tests.e2e.case_logs import Read, changed, read_rows

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = ('which = "last"', 'which = "last"\nrequired = true')
WHEN = ('what == "Trả"', 'what == "Trả" && transition in ["complete", "COMPLETE"]')
SERVICES = changed(
    (
        "[cells.unit]",
        """[values.service]
"A" = { id = "s", vi = "Dịch vụ", level = "3" }
"B" = { id = "s", vi = "Dịch vụ", level = "3" }
"C" = { id = "t", vi = "Khác", level = "4" }
[cells.service]
column = "which"
map = "service.id"
default = "u"
[cells.unit]""",
    ),
    (
        (
            'id = { constant = "s" }\n[rows.fields]\nauthority = { constant = "xa" }\n'
            'display_name.vi = { constant = "Dịch vụ" }'
        ),
        (
            'id = { cell = "service" }\n[rows.fields]\nauthority = { constant = "xa" }\n'
            'display_name.vi = { cell = "service", map = "service.vi", default = "Chung" }'
        ),
    ),
    (
        'service = { constant = "s" }\nlevel = { constant = "3" }',
        (
            'service = { cell = "service" }\n'
            'level = { cell = "service", map = "service.level", default = "2" }'
        ),
    ),
    ('service = { constant = "s" }\nunit', 'service = { cell = "service" }\nunit'),
)


def what(where: Path, *names: str, changes: list[tuple[str, str]] | None = None) -> Read:
    """A log of one dossier with these activities."""
    return read_rows(where, *({"what": name} for name in names), changes=changes or [])


def test_every_line_is_counted_once(tmp_path: Path) -> None:
    found = what(tmp_path, "Tiếp nhận", "Trả", "Ký", "Ký", "").step_counts.document()
    assert found == {
        "lines": 5,
        "steps": [{"step": 2, "lines": 1}, {"step": 3, "lines": 1}],
        "others": {"Ký": 2},
    }


def test_a_step_without_lines_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = what(tmp_path, "Tiếp nhận", "Ký").step_counts
    monkeypatch.setenv("LC_ALL", "C")
    assert found.remarks() == ["  rows 5.steps 3: no line", "  lines of no step: 'Ký' 1"]
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert found.remarks()[0] == "  rows 5.steps 3: không có dòng nào"


def test_one_that_is_required_is_a_mistake_where_no_line_takes_it(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"rows 5.steps 3 is required"):
        what(tmp_path, "Tiếp nhận", changes=[REQUIRED])
    assert what(tmp_path, "Trả", "Tiếp nhận", changes=[REQUIRED]).record


def test_a_column_that_is_required_is_not_empty_in_every_line(tmp_path: Path) -> None:
    required = ('time = "filed"', 'time = "filed"\nrequired = true')
    assert len(read_rows(tmp_path, {"filed": ""}, {"case": "2"}, changes=[required]).records) == 2
    with pytest.raises(Mistake, match=r"rows 5.steps 1 is required"):
        read_rows(tmp_path, {"filed": ""}, changes=[required])


@pytest.mark.parametrize("spelled", ["Tiếpnhận", "tiếp nhận", "TIẾP NHẬN"])
def test_an_activity_that_is_only_spelled_otherwise_is_a_mistake(
    tmp_path: Path, spelled: str
) -> None:
    with pytest.raises(Mistake, match=f"does not occur in the log, but '{spelled}' does"):
        what(tmp_path, spelled, "Trả")


@pytest.mark.parametrize("written", ["Tiếp nhận ", "\u00a0Tiếp\u00a0nhận", "Tiếp \u00a0nhận\u200b"])
def test_blanks_in_the_mapping_count_as_little_as_in_the_log(tmp_path: Path, written: str) -> None:
    changes = [("Tiếp nhận", written), ("Quầy", "Quầy "), ('"filed"', '"filed\u00a0"')]
    found = what(tmp_path, "Tiếp nhận", changes=changes).record
    assert found == what(tmp_path, "Tiếp nhận").record
    assert found.channel == facts.CHANNEL_IN_PERSON


def test_a_step_is_of_the_lines_that_its_condition_says(tmp_path: Path) -> None:
    rows = [
        {"what": "Trả", "when": "2025-01-01", "transition": "start"},
        {"what": "Trả", "when": "2025-01-02", "transition": "COMPLETE"},
        {"what": "Trả", "when": "2025-01-03", "transition": ""},
    ]
    found = read_rows(tmp_path, *rows, changes=[WHEN])
    [step] = [each for each in found.record.steps if each.status == 9]
    assert from_timestamp(step.time).day == 1  # 2 January at midnight, in UTC
    assert found.step_counts.others == {"Trả": 2}
    for condition, day in (("has(transition)", 1), ("!has(transition)", 2)):
        either = ('what == "Trả"', f'what == "Trả" && {condition}')
        step = read_rows(tmp_path, *rows, changes=[either]).record.steps[-1]
        assert from_timestamp(step.time).day == day


def test_a_condition_that_cannot_be_told_makes_its_dossier_faulty(tmp_path: Path) -> None:
    change = ('what == "Trả"', 'what == "Trả" && fee > 0')
    rows = [{"what": "Trả", "fee": "much"}, {"case": "2", "what": "Trả", "fee": "1"}]
    found = read_rows(tmp_path, *rows, changes=[change])
    assert found.refused == [(2, "fee", "SHARE_MALFORMED")]
    assert [len(each.steps) for each in found.records] == [2]


def test_two_values_with_one_service_are_one_where_they_say_the_same(tmp_path: Path) -> None:
    rows = [{"case": str(n), "which": name} for n, name in enumerate(("A", "B", "C", ""))]
    found = read_rows(tmp_path, *rows, text=SERVICES)
    assert not found.faults
    offered = [each.offering for each in found.rows if each.HasField("offering")]
    yes = {
        each.parent: sum(one.state == 1 for one in each.offering.capabilities) for each in offered
    }
    assert sorted(yes) == ["services/s", "services/t", "services/u"]
    assert yes["services/u"] < yes["services/s"] < yes["services/t"]
    assert {each.offering for each in found.records} == {
        f"services/{name}/offerings/xa" for name in "stu"
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [('level = "3" }\n"C"', 'level = "4" }\n"C"'), ('"B" = { id = "s", vi = "Dịch vụ"',
                                                   '"B" = { id = "s", vi = "Đăng ký"')],
)  # fmt: skip
def test_two_values_with_one_service_and_other_names_or_levels_are_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    rows = [{"case": "1", "which": "A"}, {"case": "2", "which": "B"}]
    [fault] = read_rows(tmp_path, *rows, changes=[(old, new)], text=SERVICES).faults
    assert (fault.line, fault.reason) == (3, "SAID_TWICE")
    assert fault.key.startswith("services/s")


def test_a_service_that_is_not_listed_is_a_fault(tmp_path: Path) -> None:
    found = read_rows(tmp_path, {"which": "D"}, text=SERVICES)
    assert {each[1:] for each in found.refused} == {("which", "VALUE_UNLISTED")}
    assert {each.kind for each in found.faults} == {"service", "offering", "dossier"}


@pytest.mark.parametrize("letter", "ĐÐƉđðɖ")
def test_letters_that_look_like_one_make_one_id(letter: str) -> None:
    assert slug(f"Phòng {letter}ất") == "phong-dat"


def test_the_mappings_that_the_documentation_shows_are_complete() -> None:
    text = (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8")
    shown = [
        rules(tomllib.loads(each))
        for each in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
        if each.startswith("source") and "vn-reform" not in each
    ]
    kinds = {part.kind for each in shown for part in each.parts}
    assert {"dossier", "unit", "service", "offering", "count", "standard"} <= kinds

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
from services.console import mapping
from services.console.activities import activities, require_activities, require_columns
from services.console.caselog import Case
from services.console.instants import from_timestamp
from services.console.intake import Taken
from services.console.keys import MappingError
from services.console.mapping import Mapping
from services.console.records import record
from services.console.replay import catalogue
from services.console.replay_report import Log, document, unread
from services.console.text import slug
from tests.e2e.test_case_logs_read import ROW, case, parsed

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = ('which = "last"', 'which = "last"\nrequired = true')
WHEN = ('which = "last"', 'which = "last"\nwhen = { "transition" = ["complete", "COMPLETE"] }')
VALUES = """
[service.values]
"A" = { id = "s", vi = "Dịch vụ", level = 3 }
"B" = { id = "s", vi = "Dịch vụ", level = 3 }
"C" = { id = "t", vi = "Khác", level = 4 }
"""
NAMED = (('id = "s"\nvi = "Dịch vụ"\nlevel = 3\n', 'column = "which"\n'),)


def named(*changes: tuple[str, str], values: str = VALUES) -> Mapping:
    """A mapping with a column of services."""
    end = 'reason = "before the log"\n'
    return parsed((end, end + values), *NAMED, *changes)


def what(*names: str) -> list[Case]:
    return [case(*({"what": name} for name in names))]


def test_every_activity_is_counted_once() -> None:
    found = activities(what("Tiếp nhận", "Trả", "Ký", "Ký", ""), parsed())
    assert [(number, rows) for number, _, rows in found.steps] == [(2, 1), (3, 1)]
    assert found.others == {"Ký": 2}
    require_activities(found)


def test_an_activity_that_does_not_occur_is_told_with_a_count_of_zero(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = activities(what("Tiếp nhận", "Ký"), parsed())
    require_activities(found)
    monkeypatch.setenv("LC_ALL", "C")
    assert list(unread(found)) == [
        "  step 3 ('Trả'): 0 rows",
        "  activities that no step reads: 'Ký' 1",
    ]
    told = document(Taken(), Log(what("x"), [], found, 2))["activities"]
    assert told["steps"][1] == {"step": 3, "activity": "Trả", "rows": 0}
    assert told["others"] == {"Ký": 1}
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert next(iter(unread(found))) == "  step 3 ('Trả'): không có dòng nào"


def test_one_that_is_required_is_a_mistake_where_it_does_not_occur() -> None:
    with pytest.raises(MappingError, match=r"step 3.activity 'Trả' does not .* is required"):
        require_activities(activities(what("Tiếp nhận"), parsed(REQUIRED)))
    require_activities(activities(what("Trả", "Tiếp nhận"), parsed(REQUIRED)))


def test_a_column_that_is_required_is_not_empty_in_every_case() -> None:
    rules = parsed(('column = "filed"', 'column = "filed"\nrequired = true'))
    require_columns([case({"filed": ""}), case()], rules)
    with pytest.raises(MappingError, match=r"step 1.column 'filed' is empty, and is required"):
        require_columns([case({"filed": ""})], rules)


@pytest.mark.parametrize("spelled", ["Tiếpnhận", "tiếp nhận", "TIẾP NHẬN"])
def test_an_activity_that_is_only_spelled_otherwise_is_a_mistake(spelled: str) -> None:
    with pytest.raises(MappingError, match=f"does not occur in the log, but '{spelled}' does"):
        require_activities(activities(what(spelled, "Trả"), parsed()))


@pytest.mark.parametrize("written", ["Tiếp nhận ", "\u00a0Tiếp\u00a0nhận", "Tiếp \t nhận\u200b"])
def test_blanks_in_the_mapping_count_as_little_as_in_the_log(written: str) -> None:
    rules = parsed(("Tiếp nhận", written), ("Quầy", f"{'Quầy'} "), ('"filed"', '"filed\u00a0"'))
    assert rules == parsed()


def test_a_step_is_of_the_rows_that_when_says() -> None:
    rows = [
        {"what": "Trả", "when": "2025-01-01", "transition": "start"},
        {"what": "Trả", "when": "2025-01-02", "transition": "COMPLETE"},
        {"what": "Trả", "when": "2025-01-03", "transition": ""},
    ]
    rules = parsed(WHEN)
    [step] = [each for each in record(case(*rows), rules).steps if each.status == 9]
    assert from_timestamp(step.time).day == 1  # 2 January at midnight, in UTC
    found = activities([case(*rows)], rules)
    assert (found.steps[1][2], found.others) == (1, {"Trả": 2})
    for wanted, day in (("true", 1), ("false", 2)):
        either = (WHEN[0], f'which = "last"\nwhen = {{ "transition" = {wanted} }}')
        step = record(case(*rows), parsed(either)).steps[-1]
        assert from_timestamp(step.time).day == day
    with pytest.raises(MappingError, match=r"step 3.when names the column 'transition'"):
        require_columns([case()], rules)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('which = "last"', 'when = { x = "y" }'), r"step 3.when.x must be a list of texts"),
        (('column = "filed"', 'column = "filed"\nwhen = { x = true }'), "is for an activity"),
        (('activity = "Tiếp nhận"', 'activity = " "'), "step 2 needs column, or activity"),
        (('["Internet"]', '["Internet", " "]'), "channel.online: an empty cell is unknown, always"),
        (('["Internet"]', '["Internet"]\nconstant = "online"'), "or constant alone"),
        (('column = "channel"', ""), "or constant alone"),
        (('column = "unit"', '[units.values]\nX = { id = "x", vi = "X" }'), "units.column is miss"),
        (("level = 3", 'level = 3\ncolumn = "which"'), "service.values is missing"),
        (('"unit"', '"unit"\n[units.values]\nX = { id = "xa", vi = "X" }'), "would both be units/"),
        (
            (
                '"unit"',
                '"unit"\n[units.values]\nX = { id = "x", vi = "X" }\n"X " = { id = "y", vi = "Y" }',
            ),
            "a key stands twice, spelled alike",
        ),
    ],
)
def test_what_would_mean_something_else_is_a_mistake(change: tuple[str, str], told: str) -> None:
    with pytest.raises(MappingError, match=told):
        parsed(change)


@pytest.mark.parametrize("otherwise", ["online", "in_person", "other"])
def test_an_empty_channel_is_unknown_whatever_others_mean(otherwise: str) -> None:
    rules = parsed(("[units]", f'otherwise = "{otherwise}"\n[units]'))
    for blank in ("", " "):
        cell = case({"channel": blank.strip()})
        assert record(cell, rules).channel == facts.CHANNEL_UNKNOWN
    found = record(case({"channel": "Fax"}), rules).channel
    assert facts.Channel.Name(found) == f"CHANNEL_{otherwise.upper()}"


def test_a_channel_can_be_said_of_the_whole_log() -> None:
    lists = 'column = "channel"\nonline = ["Internet"]\nin_person = ["Quầy"]\n'
    rules = parsed((lists, 'constant = "post"\n'))
    assert record(case({"channel": ""}), rules).channel == facts.CHANNEL_POST
    rows = ({key: value for key, value in ROW.items() if key != "channel"},)
    require_columns([Case("1", rows)], rules)


def test_two_values_with_one_service_are_one_where_they_say_the_same() -> None:
    cases = [case({"which": "A"}), case({"which": "B"}), case({"which": "C"})]
    plan = catalogue(cases, named())
    assert [(each.service, each.level) for each in plan.offerings] == [("s", 3), ("t", 4)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('level = 3 }\n"C"', 'level = 4 }\n"C"'),
        ('"B" = { id = "s", vi = "Dịch vụ"', '"B" = { id = "s", vi = "Đăng ký"'),
        ('id = "t"', 'id = "s"'),
        ('level = 3 }\n"C"', 'level = 3, en = "Service" }\n"C"'),
    ],
)
def test_two_values_with_one_service_and_other_names_or_levels_are_refused(
    old: str, new: str
) -> None:
    with pytest.raises(MappingError, match="would both be service/s, with other names"):
        named(values=VALUES.replace(old, new))


def test_a_constant_service_is_for_empty_cells_and_never_for_values_not_listed() -> None:
    rules = named(("[service]", '[service]\nid = "u"\nvi = "Chung"\nlevel = 2'))
    assert record(case({"which": ""}), rules).offering == "services/u/offerings/xa"
    with pytest.raises(MappingError, match=r"'which' says 'D', which \[service\.values\] does not"):
        record(case({"which": "D"}), rules)
    with pytest.raises(MappingError, match="'which' says ''"):
        record(case({"which": ""}), named())


@pytest.mark.parametrize("letter", "ĐÐƉđðɖ")
def test_letters_that_look_like_one_make_one_id(letter: str) -> None:
    assert slug(f"Phòng {letter}ất") == "phong-dat"


def test_the_mappings_that_the_documentation_shows_are_complete() -> None:
    text = (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8")
    first, second = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[:2]
    shown = mapping.parse(tomllib.loads(first))
    assert shown.services.constant is not None
    other = first[: first.index("[service]")] + second
    assert set(mapping.parse(tomllib.loads(other)).services.names) == {"1.004194", "1.000689"}
    constant = first[: first.index("[channel]")] + '[channel]\nconstant = "online"\n'
    constant += first[first.index("[units]") :]
    assert mapping.parse(tomllib.loads(constant)).channel.constant == "CHANNEL_ONLINE"

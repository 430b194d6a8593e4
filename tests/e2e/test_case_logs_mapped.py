"""Mistakes of a mapping of a case log: each names its place.

Promises that a wrong key, and a column that the log does not have, stop the import. Must not send
anything.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from services.console.importing.keys import MappingError
from services.console.outcome import Mistake
from tests.e2e.case_logs import parsed, read_rows

DUE = ("channel = {", 'due = { column = "until", day = true }\nchannel = {')


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('source = "old"', ""), "source is missing"),
        (('source = "old"', "source = 1"), "must be of type str"),
        (('activity = "what"', "foo = 1"), "unknown key 'foo'"),
        (('constant = "3"', 'constant = "5"'), "level must be 0 to 4"),
        (('status = "submitted"', 'status = "begun"'), "rows 5.steps 1.status"),
        (('time = "filed"', ""), "rows 5.steps 1.time is missing"),
        (('"IN_PERSON"', '"PERSON"'), "'PERSON' is none of"),
        (("[values.channel]", '[times]\nzone = "Asia/Sai_Gon"\n[values.channel]'), "an offset"),
        (('channel = {', 'dues = "until"\nchannel = {'), "no field 'dues'"),
        (('officer = "who"', 'officers = "who"'), "no field 'officers'"),
        (('which = "last"', 'which = "every"'), "which must be first, last or each"),
        (('officer = "who"', 'electronic_result = { constant = "so" }'), "neither YES nor NO"),
        (('id = "case"', 'id = "case"\ncorrections = true'), "reason_code .* stand together"),
    ],
)  # fmt: skip
def test_a_wrong_key_of_the_mapping_is_named(change: tuple[str, str], told: str) -> None:
    with pytest.raises(MappingError, match=told):
        parsed(change)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('column = "channel"', 'column = "chanel"'), "channel .* 'chanel'.*there are: case,"),
        (('column = "unit"', 'column = "units"'), "names the column 'units'"),
        (('time = "filed"', 'time = "fild"'), "steps 1.time"),
        (('officer = "who"', 'officer = "whom"'), "steps 3.officer"),
        (('what == "Trả"', 'wat == "Trả"'), "steps 3.when"),
        (DUE, "fields.due names the column 'until'"),
        (('activity = "what"', 'activity = "wat"'), "rows 5.activity"),
    ],
)
def test_a_column_that_the_log_does_not_have_is_named(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    with pytest.raises(Mistake, match=told):
        read_rows(tmp_path, changes=[change])
